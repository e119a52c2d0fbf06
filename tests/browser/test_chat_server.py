"""The served application as the network sees it (no browser needed)."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import httpx
import pytest


def test_the_page_carries_a_policy_with_a_fresh_nonce(address: str):
    first, second = httpx.get(address), httpx.get(address)
    policy = first.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe-inline'" not in re.search(r"script-src[^;]*", policy).group()
    nonce = re.search(r"'nonce-([^']+)'", policy).group(1)
    assert nonce not in second.text
    scripts = re.findall(r"<script[^>]*>", first.text)
    assert scripts
    assert all(f'nonce="{nonce}"' in script for script in scripts)


def test_style_behaviour_and_icon_are_served_with_their_types(address: str):
    page = httpx.get(address).text
    types = {}
    for path in re.findall(r'(?:href|src)="(chat/[^"]+)"', page):
        response = httpx.get(urljoin(address, path))
        assert response.status_code == 200
        types[path.rpartition(".")[2]] = response.headers["content-type"].partition(";")[0]
    assert types == {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


def test_a_page_compressed_for_others_arrives_whole(address: str):
    response = httpx.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert response.text.rstrip().endswith("</html>")


def test_a_host_that_is_not_ours_is_refused(address: str):
    assert httpx.get(address, headers={"Host": "rebound.example"}).status_code == 400


def test_a_foreign_page_cannot_ask(address: str):
    response = httpx.post(
        f"{address}/gradio_api/queue/join",
        json={"data": ["hi"], "fn_index": 0, "session_hash": "abc"},
        headers={"Origin": "https://evil.example"},
    )
    assert response.status_code == 403
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize("path", ["config", "gradio_api/info", "gradio_api/upload", "docs", "openapi.json"])
def test_gradios_other_doors_are_shut(address: str, path: str):
    assert httpx.get(f"{address}/{path}").status_code == 404
