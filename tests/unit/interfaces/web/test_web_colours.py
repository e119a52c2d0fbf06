"""Whatever accent a brand names, text on the page keeps WCAG AA contrast."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.brand import Colours
from assistant.interfaces.web.colours import DARK_PAGE, LIGHT_PAGE, brand_css, contrast, readable, text_on

HEX = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_has_its_known_values():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@given(HEX)
def test_every_accent_can_be_read(accent: str):
    for page in (LIGHT_PAGE, DARK_PAGE):
        assert contrast(readable(accent, page), page) >= 4.5
    assert contrast(text_on(accent), accent) >= 4.5


@given(HEX, HEX)
def test_accent_text_can_be_read_on_the_page_and_on_the_tint(light: str, dark: str):
    css = brand_css(Colours(accent=light, accent_dark=dark))
    values = re.findall(r"--(page|tint|accent-text):(#[0-9a-f]{6})", css)
    for mode in (dict(values[:3]), dict(values[3:])):
        assert contrast(mode["accent-text"], mode["page"]) >= 4.5
        assert contrast(mode["accent-text"], mode["tint"]) >= 4.5


def test_a_readable_accent_is_left_alone():
    assert readable("#0a5cc2", LIGHT_PAGE) == "#0a5cc2"
