"""What an HTML page holds and nobody who opens it sees: white on white, of no size, beside the screen.

Read are styles in attributes, old attributes (`bgcolor`, `font color`), and the rules of embedded style sheets, a more
special selector over a less special one. Sheets that stand elsewhere are not fetched and scripts are not run: text is
taken to be seen unless the page itself says how it is not; what a sheet folds away (`display`) a click may show.
"""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass, replace

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

Colour = tuple[float, float, float]
Style = dict[str, str]

_NAMED: dict[str, Colour] = {
    "white": (255, 255, 255),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255),
    "floralwhite": (255, 250, 240),
    "whitesmoke": (245, 245, 245),
    "azure": (240, 255, 255),
    "mintcream": (245, 255, 250),
    "black": (0, 0, 0),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "silver": (192, 192, 192),
    "lightgray": (211, 211, 211),
    "lightgrey": (211, 211, 211),
    "gainsboro": (220, 220, 220),
    "red": (255, 0, 0),
    "green": (0, 128, 0),
    "lime": (0, 255, 0),
    "blue": (0, 0, 255),
    "navy": (0, 0, 128),
    "yellow": (255, 255, 0),
    "maroon": (128, 0, 0),
    "purple": (128, 0, 128),
    "orange": (255, 165, 0),
    "beige": (245, 245, 220),
    "brown": (165, 42, 42),
    "pink": (255, 192, 203),
}
_WHITE = _NAMED["white"]
_BLACK = _NAMED["black"]
_ALIKE = 24  # of 255 in each of the three: nobody reads such letters
_FAR = 400  # pixels beyond the left or upper edge
_FARTHER = 1500  # pixels, where a layout may well shift something by a little more than its own width
_TINY = 2.0  # pixels, the size of letters
_FAINT = 0.05  # of what covers what is behind it
_UNKNOWN = "var(--unknown)"
_DECIDES = frozenset(
    (
        *(
            "display",
            "content-visibility",
            "visibility",
            "opacity",
            "filter",
            "transform",
            "clip",
            "clip-path",
        ),
        *("color", "background", "background-color", "background-image", "font-size", "text-indent"),
        *(
            "position",
            "left",
            "top",
            "right",
            "bottom",
            "margin-left",
            "margin-top",
            "overflow",
            "height",
            "width",
        ),
    )
)
"""The properties that are read."""

_PIXELS = {"": 1, "px": 1, "pt": 4 / 3, "em": 16, "rem": 16, "ex": 8, "ch": 8, "in": 96, "cm": 38, "mm": 3.8}
_SCREENS = {"vw": 10, "vh": 10, "vmax": 10, "vmin": 10, "%": 10}  # pixels of a screen of a thousand
_LENGTH = re.compile(r"(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))(?P<unit>%|[a-z]*)")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_AT_BLOCK = re.compile(r"@[\w-]+[^{};]*\{(?:[^{}]|\{[^{}]*\})*\}|@[\w-]+[^{};]*;")
_RULE = re.compile(r"(?P<selectors>[^{}]+)\{(?P<style>[^{}]*)\}")
_PSEUDO = re.compile(r"::?[\w-]+(?:\([^()]*\))?")
_SELECTOR = re.compile(r"(?P<name>[\w-]+|\*)?(?:[.#][\w-]+)*")
_PART = re.compile(r"[.#][\w-]+")
_FUNCTION = re.compile(r"(?P<name>rgba?|hsla?)\((?P<values>[^()]*)\)")
_SEPARATORS = re.compile(r"[\s,/]+")
_NO_AREA = re.compile(r"rect\(\s*(?:[01](?:px)?[\s,]*){4}\)|inset\(\s*(?:50|100)%\s*\)|circle\(\s*0\w*\s*\)")
_NO_SCALE = re.compile(r"scale[xy]?\(\s*0(?:\.0+)?\s*(?:,\s*0(?:\.0+)?\s*)?\)")


@dataclass(frozen=True, slots=True)
class _Seen:
    """What an element hands down to those inside it; a colour is None where nobody can tell it."""

    colour: Colour | None
    background: Colour | None
    tiny: bool = False
    invisible: bool = False

    @property
    def by_nobody(self) -> bool:
        alike = (
            self.colour is not None
            and self.background is not None
            and all(
                abs(one - other) <= _ALIKE for one, other in zip(self.colour, self.background, strict=True)
            )
        )
        return alike or self.tiny or self.invisible


def drop_unseen(soup: BeautifulSoup) -> None:
    """Remove the elements and the words of the page that nobody sees."""
    sheets = _Sheets(soup)
    plain = soup.find("link", rel="stylesheet") is None and soup.find("style") is None
    canvas = _Seen(_BLACK, _WHITE) if plain else _Seen(None, None)
    waiting: list[tuple[Tag, _Seen]] = [(soup, canvas)]
    while waiting:
        tag, outer = waiting.pop()
        style = {**_attributes(tag), **sheets.of(tag), **_declarations(str(tag.get("style") or ""))}
        if _is_nowhere(style):
            tag.decompose()
            continue
        seen = _inside(outer, style)
        for child in list(tag.children):
            if isinstance(child, Tag):
                waiting.append((child, seen))
            elif isinstance(child, NavigableString) and seen.by_nobody:
                child.replace_with(" ")


class _Sheets:
    """What the style sheets inside a page say of an element, by the name, id or classes that their selectors end in."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self._rules: dict[str, list[tuple[tuple[int, int, int], re.Match[str], Style]]] = {}
        for rule in _RULE.finditer(_AT_BLOCK.sub(" ", _sheets(soup))):
            style = _declarations(rule["style"])
            style.pop(
                "display", None
            )  # answers folded away until a click are the page's own way to show them
            for selector in rule["selectors"].split(",") if _DECIDES & style.keys() else ():
                self._add(selector.strip(), style)

    def _add(self, selector: str, style: Style) -> None:
        """Remember a rule; where more than one element decides, only that its colours hold sometimes."""
        last = _SELECTOR.fullmatch(_PSEUDO.sub("", re.split(r"[\s>+~]+", selector)[-1]) or "html")
        if last is None:
            return
        if last[0] != selector:
            style = _sometimes(style)
        parts = _PART.findall(last[0])
        special = (last[0].count("#"), last[0].count("."), int(last["name"] is not None))
        self._rules.setdefault(parts[-1] if parts else last[0].lower(), []).append((special, last, style))

    def of(self, tag: Tag) -> Style:
        """The declarations for `tag`, a more special selector over a less special one."""
        if not self._rules:
            return {}
        names = {f".{name}" for name in tag.get_attribute_list("class")} | {f"#{tag.get('id')}"}
        rules = [rule for key in (tag.name, "*", *sorted(names)) for rule in self._rules.get(key, ())]
        chosen: Style = {}
        for _, selector, style in sorted(rules, key=lambda rule: rule[0]):
            if selector["name"] in {None, "*", tag.name} and names.issuperset(_PART.findall(selector[0])):
                chosen.update(style)
        return chosen


def _sometimes(style: Style) -> Style:
    """What holds of elements that are of that style in some states, or in some places: nobody knows their colours."""
    return {name: _UNKNOWN for name in style if name in {"color", "background", "background-color"}}


def _sheets(soup: BeautifulSoup) -> str:
    sheets = [
        sheet for sheet in soup.find_all("style") if str(sheet.get("media") or "all") in ("all", "screen")
    ]
    return _COMMENT.sub(" ", "\n".join(sheet.get_text() for sheet in sheets))


def _declarations(style: str) -> Style:
    pairs = (declaration.partition(":") for declaration in style.lower().split(";"))
    return {
        name.strip(): value.replace("!important", "").strip()
        for name, sign, value in pairs
        if sign and value.strip()
    }


def _attributes(tag: Tag) -> Style:
    """What old attributes say, as a style."""
    style: Style = {}
    for attribute, name in (("bgcolor", "background-color"), ("background", "background")):
        if tag.get(attribute) and tag.name in {"body", "table", "tr", "td", "th", "thead", "tbody", "tfoot"}:
            style[name] = str(tag[attribute]).lower()
    attribute = {"font": "color", "body": "text"}.get(tag.name, "")
    if attribute and tag.get(attribute):
        style["color"] = str(tag[attribute]).lower()
    return style


def _is_nowhere(style: Style) -> bool:
    """Whether an element of that style takes no place that anybody sees, and nothing inside it does."""
    opacity = _share(style.get("opacity", ""))
    cut = style.get("overflow", "").startswith(("hidden", "clip"))
    placed = style.get("position") in {"absolute", "fixed", "relative"}
    sides = [_pixels(style, side) for side in ("left", "top", "right", "bottom")] if placed else []
    return (
        style.get("display") == "none"
        or style.get("content-visibility") == "hidden"
        or (opacity is not None and opacity <= _FAINT)
        or "opacity(0" in style.get("filter", "")
        or _pixels(style, "text-indent") <= -_FAR
        or any(at <= -_FAR or at >= 2 * _FARTHER for at in sides)
        or any(_pixels(style, side) <= -_FARTHER for side in ("margin-left", "margin-top"))
        or (cut and any(_pixels(style, side, 100) <= 1 for side in ("height", "width")))
        or any(_NO_AREA.search(style.get(clip, "")) for clip in ("clip", "clip-path"))
        or _NO_SCALE.search(style.get("transform", "")) is not None
    )


def _inside(outer: _Seen, style: Style) -> _Seen:
    """What an element of that style hands down."""
    seen = outer
    paint = style.get("background-color") or style.get("background")
    if paint is not None and paint not in {"none", "transparent", "inherit"}:
        seen = replace(seen, background=_background(paint))
    if style.get("background-image", "none") != "none":
        seen = replace(seen, background=None)
    if (colour := style.get("color")) not in {None, "inherit", "currentcolor"}:
        seen = replace(seen, colour=seen.background if _is_clear(str(colour)) else _colour(str(colour)))
    if size := _length(style.get("font-size", "").strip()):
        number, unit = size
        relative = unit in {"em", "%"}
        seen = replace(seen, tiny=(relative and outer.tiny) or _size(number, unit) <= _TINY)
    elif "font-size" in style:
        seen = replace(seen, tiny=False)
    if visibility := style.get("visibility"):
        seen = replace(seen, invisible=visibility in {"hidden", "collapse"})
    if _is_clear(str(style.get("color"))) and seen.background is None:
        seen = replace(seen, invisible=True)
    return seen


def _background(paint: str) -> Colour | None:
    """The one colour of a background; None where an image or a gradient lies over it."""
    if "url(" in paint or "gradient(" in paint or "var(" in paint:
        return None
    function = _FUNCTION.search(paint)
    for word in [function[0]] if function else paint.split():
        if not _is_clear(word) and (colour := _colour(word)):
            return colour
    return None


def _colour(word: str) -> Colour | None:
    """The colour that `word` names; None where nothing here knows it."""
    if word in _NAMED:
        return _NAMED[word]
    if re.fullmatch(r"#?(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", word):
        digits = word.lstrip("#")
        step = 1 if len(digits) <= 4 else 2
        red, green, blue = (int(digits[at * step : at * step + step] * (3 - step), 16) for at in range(3))
        return red, green, blue
    function = _FUNCTION.fullmatch(word)
    values = (
        [_length(value) for value in _SEPARATORS.split(function["values"].strip())][:3] if function else []
    )
    known = [value for value in values if value is not None]
    if function is None or len(known) != 3:
        return None
    if function["name"].startswith("hsl"):
        hue, saturation, light = (number for number, _ in known)
        red, green, blue = colorsys.hls_to_rgb(hue % 360 / 360, light / 100, saturation / 100)
        return 255 * red, 255 * green, 255 * blue
    red, green, blue = (2.55 * number if unit == "%" else number for number, unit in known)
    return red, green, blue


def _is_clear(word: str) -> bool:
    """Whether a colour lets through all that is behind it."""
    if word == "transparent" or re.fullmatch(r"#(?:[0-9a-f]{3}0|[0-9a-f]{6}0[0-9a-c])", word):
        return True
    function = _FUNCTION.fullmatch(word)
    values = _SEPARATORS.split(function["values"].strip()) if function else []
    alpha = _share(values[3]) if len(values) == 4 else None
    return alpha is not None and alpha <= _FAINT


def _share(value: str) -> float | None:
    """A share of 1, as such or in per cent."""
    length = _length(value)
    return length and (length[0] / 100 if length[1] == "%" else length[0])


def _length(value: str) -> tuple[float, str] | None:
    match = _LENGTH.match(value)
    return (float(match["number"]), match["unit"]) if match else None


def _pixels(style: Style, name: str, otherwise: float = 0) -> float:
    """A length of a style in pixels, as large as on a common screen."""
    length = _length(style.get(name, ""))
    return length[0] * (_PIXELS | _SCREENS).get(length[1], 1) if length else otherwise


def _size(number: float, unit: str) -> float:
    """The size of letters in pixels."""
    return number * 0.16 if unit == "%" else number * (_PIXELS | _SCREENS).get(unit, 1)
