"""The fans' web chat. `listen` and `serve` are all that other interfaces need; nothing heavy loads before."""

from __future__ import annotations

import errno
import socket

from assistant.errors import ServeError
from assistant.settings import Settings

_REMEDY = "stop what listens there, or choose another address with --port or --host"


def serve(settings: Settings, host: str, listening: socket.socket) -> None:
    """Open the release in service and serve the chat on a socket, until Ctrl-C raises KeyboardInterrupt.

    It answers to the name `host` too. Raises BrandError or ReleaseError where there is nothing to serve.
    """
    import uvicorn  # noqa: PLC0415 - Gradio and the models take seconds to import

    from assistant.assembly import open_assistant  # noqa: PLC0415
    from assistant.interfaces.web.app import build  # noqa: PLC0415

    with open_assistant(settings) as assistant:
        app = build(assistant, hosts=(host, *settings.web_hosts))
        uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there, before anything slow is done; ServeError where that cannot be."""
    try:
        (family, _, _, _, address), *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        listening = socket.socket(family)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen()
        except OSError:
            listening.close()
            raise
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "is in use by another program" if taken else f"cannot be listened on ({error.strerror})"
        raise ServeError(f"{host} port {port} {why}: {_REMEDY}") from error
    return listening
