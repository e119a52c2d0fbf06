"""Readable colours from a brand's accent: whatever a brand names, text keeps WCAG AA contrast (4.5 : 1).

Contrast follows WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from __future__ import annotations

from assistant.brand import Colours

LIGHT_PAGE = "#faf9f7"
DARK_PAGE = "#131417"
_AA = 4.5


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """WCAG contrast ratio of two ``#rrggbb`` colours, from 1 to 21."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` in it."""
    return "#" + "".join(
        f"{round(a + (b - a) * share):02x}" for a, b in zip(_channels(colour), _channels(other), strict=True)
    )


def readable(colour: str, background: str) -> str:
    """The shade nearest to `colour` that can be read on `background`."""
    target = "#000000" if _luminance(background) > 0.18 else "#ffffff"
    for step in range(21):
        shade = mixed(colour, target, step / 20)
        if contrast(shade, background) >= _AA:
            return shade
    return target


def text_on(colour: str) -> str:
    """Black or white, whichever reads better on `colour` (one of them always reaches AA)."""
    return max("#ffffff", "#000000", key=lambda text: contrast(text, colour))


def brand_css(colours: Colours) -> str:
    """The brand's custom properties for light and dark pages."""
    return (
        f":root{{{_properties(colours.accent, LIGHT_PAGE)}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{_properties(colours.accent_dark, DARK_PAGE)}}}}}\n"
    )


def _properties(accent: str, page: str) -> str:
    tint = mixed(page, accent, 0.1)
    return (
        f"--page:{page};--accent:{accent};--on-accent:{text_on(accent)};--tint:{tint};"
        f"--accent-text:{readable(readable(accent, page), tint)}"
    )
