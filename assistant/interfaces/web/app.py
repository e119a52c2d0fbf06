"""The chat as an ASGI application: Gradio's page behind our own headers, checks and style."""

# pyright: reportUnknownMemberType=false
# (Gradio leaves parameters of its public functions without types.)

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

import gradio as gr
from fastapi import FastAPI, Response
from gradio.themes import Base
from starlette.datastructures import MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.brand import Brand
from assistant.interfaces.web.colours import DARK_PAGE, LIGHT_PAGE, brand_css
from assistant.interfaces.web.guard import Guard
from assistant.interfaces.web.page import build_page
from assistant.interfaces.web.render import favicon

if TYPE_CHECKING:
    from assistant.assembly import Assistant

_LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1", "[::1]")
_STATIC = files("assistant.interfaces.web") / "static"

# Gradio renders `gr.HTML` with `new Function` and sets style attributes, hence 'unsafe-eval' and
# 'unsafe-inline' for style. Inline scripts run only with this response's nonce, inline handlers never.
_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'none'; "
    "object-src 'none'; frame-ancestors 'none'"
)


def build(assistant: Assistant, hosts: Sequence[str] = ()) -> ASGIApp:
    """The chat for one open assistant. It answers to local names and to `hosts` ('*': to any name)."""
    shell = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    head = _head(assistant.brand, shell)
    app = gr.mount_gradio_app(
        shell,
        build_page(assistant),
        path="/",
        theme=_theme(),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
    )
    app.add_middleware(_Dress, brand=assistant.brand, head=head)
    app.add_middleware(Guard, hosts=hosts)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*_LOCAL_HOSTS, *hosts], www_redirect=False)
    return app


def _theme() -> Base:
    """Gradio's plainest theme on our page colours; system fonts, so that nothing is fetched."""
    fonts = ("system-ui", "sans-serif")
    theme = Base(font=fonts, font_mono=("ui-monospace", "monospace"))
    return theme.set(body_background_fill=LIGHT_PAGE, body_background_fill_dark=DARK_PAGE)


def _head(brand: Brand, shell: FastAPI) -> str:
    """Serve style, behaviour and icon under names made of their content; the tags that load them."""
    style = brand_css(brand.colours).encode() + (_STATIC / "style.css").read_bytes()
    script = (_STATIC / "chat.js").read_bytes()
    icon = _serve(shell, favicon(brand).encode(), "icon", "svg", "image/svg+xml")
    sheet = _serve(shell, style, "style", "css", "text/css")
    code = _serve(shell, script, "chat", "js", "text/javascript")
    return (
        f"<title>Ask {escape(brand.name)}</title>"
        f'<meta name="description" content="{escape(brand.welcome or brand.disclosure)}">'
        f'<meta name="color-scheme" content="light dark">'
        f'<link rel="icon" type="image/svg+xml" href="{icon}"><link rel="stylesheet" href="{sheet}">'
        f'<script defer src="{code}"></script></head>'
    )


def _serve(shell: FastAPI, content: bytes, name: str, suffix: str, media_type: str) -> str:
    path = f"/chat/{name}-{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"

    def respond() -> Response:
        return Response(content, media_type=media_type)

    shell.get(path)(respond)
    return path.removeprefix("/")


class _Dress:
    """ASGI middleware: turns Gradio's bare HTML page into the brand's, with a nonce for its scripts."""

    def __init__(self, app: ASGIApp, brand: Brand, head: str) -> None:
        self._app = app
        self._brand = brand
        self._head = head

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Rewrite the page's response; everything else passes untouched."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        start: Message = {}
        body = bytearray()

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                nonce = secrets.token_urlsafe(16)
                page = self._dressed(body.decode(), nonce).encode()
                headers = MutableHeaders(scope=start)
                headers["Content-Length"] = str(len(page))
                headers["Content-Security-Policy"] = _POLICY.format(nonce=nonce)
                await send(start)
                await send({"type": "http.response.body", "body": page})

        await self._app({**scope, "headers": plain}, receive, collect)

    def _dressed(self, page: str, nonce: str) -> str:
        name = escape(self._brand.name)
        splash = (
            f'<div id="splash"><p>{name}</p><noscript>This page needs JavaScript to answer.</noscript></div>'
        )
        page = re.sub(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*', "", page)
        page = re.sub(r'<link rel="manifest"[^>]*>\s*', "", page)
        page = page.replace('lang="en"', f'lang="{escape(self._brand.language)}"', 1)
        page = page.replace("</head>", self._head, 1).replace("<gradio-app", f"{splash}<gradio-app", 1)
        return re.sub(r"<script(?=[\s>])", f'<script nonce="{nonce}"', page)
