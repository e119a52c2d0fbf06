"""What stands between the network and Gradio: which requests pass, and the headers every response carries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LARGEST_BODY = 64 * 1024  # bytes; a question of 2,000 characters needs 8 KiB at most

# What the chat page needs of Gradio. Uploads, file serving, proxying, the REST API, its documentation and
# the developers' routes are not served at all.
_SERVED = re.compile(
    r"/(chat/[\w.-]+|theme\.css|(assets|static)/.+"
    r"|gradio_api/(queue/(join|data)|cancel|reset|startup-events|heartbeat/\w+|app_id))?/?"
)
_UNCHANGING = ("/assets/", "/chat/")  # named by their content: a changed file has another address


class Guard:
    """ASGI middleware: serves only what the page needs, refuses foreign pages, adds safety headers.

    A browser names the page a request comes from in `Origin`; it must be the host asked, or one of
    `hosts` (for a proxy that does not pass the public host name on).
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str] = ()) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on or refuse it; the headers go with either. Websockets are not served."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            refusal = self._refusal(scope)
            await (refusal or self._app)(scope, receive, _with_headers(scope["path"], send))

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if not _SERVED.fullmatch(scope["path"]):
            return PlainTextResponse("Not found", status_code=404)
        origin = headers.get("origin")
        if origin is not None and not self._is_own(origin, headers.get("host", "")):
            return PlainTextResponse("Requests from other sites are not answered", status_code=403)
        if scope["method"] not in {"GET", "HEAD"}:
            length = headers.get("content-length", "")
            if not length.isdecimal():
                return PlainTextResponse("A content length is needed", status_code=411)
            if int(length) > _LARGEST_BODY:
                return PlainTextResponse("That is too long", status_code=413)
        return None

    def _is_own(self, origin: str, host: str) -> bool:
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        return bool(parts.netloc) and (parts.netloc.lower() == host.lower() or parts.hostname in self._hosts)


def _with_headers(path: str, send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Referrer-Policy"] = "no-referrer"
            headers["X-Frame-Options"] = "DENY"
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
            headers["Cross-Origin-Resource-Policy"] = "same-origin"
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
            headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
            unchanging = path.startswith(_UNCHANGING) and message["status"] == 200
            headers["Cache-Control"] = "public, max-age=31536000, immutable" if unchanging else "no-cache"
        await send(message)

    return send_with_headers
