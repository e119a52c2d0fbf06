"""The fans' web chat. `serve` is all that other interfaces need; nothing heavy loads before it is called."""

from __future__ import annotations

from assistant.settings import Settings


def serve(settings: Settings, host: str, port: int) -> None:
    """Open the current release and serve the chat on `host`:`port` until interrupted.

    Raises BrandError or ReleaseError when there is nothing to serve.
    """
    import uvicorn  # noqa: PLC0415 - Gradio and the models take seconds to import

    from assistant.assembly import open_assistant  # noqa: PLC0415
    from assistant.interfaces.web.app import build  # noqa: PLC0415

    assistant = open_assistant(settings)
    try:
        app = build(assistant, hosts=(host, *settings.web_hosts))
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
    finally:
        assistant.close()
