"""What nobody who opens a page sees is not read; what its reader sees is, whatever its colours."""

from __future__ import annotations

import pytest

from assistant.corpus.load.web_page import parse
from tests.loading import words


def _page(attribute: str, head: str = "") -> str:
    page = f"<html><head>{head}</head><body><p>Red.</p><p {attribute}>The lamp.</p></body></html>"
    return parse(page.encode()).text


@pytest.mark.parametrize(
    "style",
    [
        "color:#fff;background:#fff",
        "color: WHITE; background-color: #fefefe",
        "color:rgb(255,255,255);background:rgb(100% 100% 100%)",
        "color:hsl(0,0%,99%);background:white",
        "color:#fff",
        "color:transparent",
        "color:rgba(0,0,0,0)",
        "font-size:0",
        "font-size:1px",
        "opacity:0",
        "opacity:1%",
        "visibility:hidden",
        "display:none !important",
        "text-indent:-9999px",
        "position:absolute;left:-9999px",
        "position:fixed;top:-200em",
        "position:absolute;clip:rect(0,0,0,0)",
        "height:0;overflow:hidden",
        "transform:scale(0)",
    ],
)
def test_words_that_a_style_hides_are_left_out(style: str) -> None:
    assert _page(f'style="{style}"') == "Red."


@pytest.mark.parametrize(
    ("sheet", "attribute"),
    [
        (".ghost{font-size:0}", 'class="big ghost"'),
        ("#ghost{font-size:0}", 'id="ghost"'),
        ("body{background:#fff} p.ghost, h6{color:#fff}", 'class="ghost"'),
        ("/* a note */ .ghost{opacity:0} p{opacity:1}", 'class="ghost"'),
    ],
)
def test_words_that_a_sheet_of_the_page_hides_are_left_out(sheet: str, attribute: str) -> None:
    assert _page(attribute, f"<style>{sheet}</style>") == "Red."


@pytest.mark.parametrize(
    ("head", "attribute"),
    [
        ("", 'style="color:#fff;background:#000"'),
        ("", 'style="color:#333"'),
        ("", 'style="font-size:90%;opacity:.9;position:relative;left:-4px"'),
        ("", 'style="color:#fff;background:#fff url(night.png)"'),
        ("", 'style="color:var(--ink);background:var(--paper)"'),
        ("", 'style="margin-left:-100%"'),
        ('<link rel="stylesheet" href="a.css">', 'style="color:#fff"'),
        ("<style>body{background:#000;color:#fff}</style>", ""),
        ("<style>:root{background:#000} body{color:#fff}</style>", ""),
        ("<style>@media print{.part{font-size:0}}</style>", 'class="part"'),
        ("<style>.part{display:none}</style>", 'class="part"'),
        ("<style>.part:hover{font-size:0}</style>", 'class="part"'),
        ("<style>ul .part{font-size:0}</style>", 'class="part"'),
        ("<style>.other.part{font-size:0}</style>", 'class="part"'),
        ("<style>.part{background:#fff;color:#fff}.dark .part{background:#000}</style>", 'class="part"'),
        ("<style>.part{max-height:0;overflow:hidden}</style>", 'class="part"'),
        ("<style>[</style>", ""),
    ],
)
def test_words_that_may_be_seen_stay(head: str, attribute: str) -> None:
    assert _page(attribute, head) == "Red.\n\nThe lamp."


def test_a_style_is_handed_down_until_another_takes_over() -> None:
    page = (
        '<body bgcolor="#000000" text="#ffffff"><p>White on black.</p><font color="black">no</font>'
        '<div style="font-size:0"><p style="font-size:16px">Set again.</p>no</div>'
        '<div style="visibility:hidden"><p>no</p><p style="visibility:visible">Shown again.</p></div>'
        '<div style="background:#123456"><p style="color:#123457">no</p></div>'
        '<table><tr><th>Lamp</th><td>Lumo<span style="opacity:0">no</span></td></tr></table></body>'
    )
    assert [text for _, text in words(parse(page.encode()))] == [
        "White on black.",
        "Set again.",
        "Shown again.",
        "Lamp | Lumo",
    ]
