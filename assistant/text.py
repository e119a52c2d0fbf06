"""Text as words, sentences and readable prose: pure functions that the whole product shares.

Offsets count code points. Nothing here knows about brands, documents or answers.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import cast

from sentencex import get_sentence_boundaries  # pyright: ignore

from assistant.domain import Sentence

LONGEST_SENTENCE = 120
"""Words. Beyond it a "sentence" is captions without full stops or a list run together: it is cut."""

CUT_WORDS = 40
"""Words aimed at when such a run is cut: about two spoken sentences, still short enough to cite."""

_LONG_QUOTATION = 60
"""Words. A quotation stays one sentence up to here; a longer one is segmented inside as well."""

_WINDOW = 8_000
"""Characters segmented at a time: many paragraphs, or a hundredth of a second of the worst text."""

_CHARACTERS_A_WORD = 8
"""Generous for English (about six with its space): identifiers and scripts without spaces weigh more."""


# ---------------------------------------------------------------- words

_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphen, zero-width characters, byte-order mark
_TYPOGRAPHY = {
    **dict.fromkeys(_UNSEEN + "™®©℠", ""),  # NFKC would turn Lumo™ into lumotm
    **dict.fromkeys("‘’‚‛‹›′ʼ`´", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    "⁄": "/",
    # A raised number is a note mark or a power, and a fraction stands apart: neither may become part of
    # the number before it (1976² is not 19762, 1½ not 11/2).
    **{raised: f"^{digit}" for digit, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    **{fraction: f" {fraction}" for fraction in "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"},
}
_TYPOGRAPHIC = re.compile(f"[{re.escape(''.join(_TYPOGRAPHY))}]")

_HAN_OR_KANA = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(
    rf"""
    [{_HAN_OR_KANA}]                                      # scripts without spaces: a character each
  | (?:\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?             # 2,500.5
      | \d+(?:[.:]\d+)*                                   # 1984, 10.6.8, 12:05
    )(?:[^\W_{_HAN_OR_KANA}])*                            # 80gb, 3gs
  | [a-z](?:\+\+|\#)(?![^\W_])                            # c++, c#
  | [^\W\d_](?:\.[^\W\d_])+(?![^\W_])                     # u.s, e.g
  | [^\W_{_HAN_OR_KANA}]+(?:['&][^\W_{_HAN_OR_KANA}]+)*   # iphone, don't, at&t, and
    (?:(?<=[^\W\d_])\+(?![+\w]))?                        # the tv+ that is no tv
    """,
    re.VERBOSE,
)
_NOT_SEEN = dict.fromkeys(map(ord, _UNSEEN))
_SPACELESS_SCRIPT = re.compile(f"[{_HAN_OR_KANA}]")


def without_unseen(text: str) -> str:
    """`text` without characters that nobody sees: soft hyphens, zero-width ones, byte-order marks."""
    return text if text.isascii() else text.translate(_NOT_SEEN)


def fold(text: str) -> str:
    """`text` as it is compared: NFKC, case and typography levelled, white space collapsed.

    Quotation marks, apostrophes, dashes and spaces become their ASCII selves, trade-mark signs and
    invisible characters vanish. Folding twice changes nothing more.
    """
    if text.isascii():
        return " ".join(text.lower().replace("`", "'").split())
    text = _TYPOGRAPHIC.sub(_level, text)
    # Compatibility caseless matching (Unicode 3.13, D146) needs the rounds: each step may undo the other.
    text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_TYPOGRAPHIC.sub(_level, unicodedata.normalize("NFKC", text)).split())


def _level(sign: re.Match[str]) -> str:
    return _TYPOGRAPHY[sign[0]]


def words(text: str) -> tuple[str, ...]:
    """The folded words of `text`, in order: ``("iphone", "3gs", "2,500.5", "don't", "c++")``.

    A number with its separators is one word; hyphens part words; a currency sign is none.
    """
    return tuple(_WORD.findall(fold(text)))


def size(text: str) -> int:
    """Roughly how many words `text` has, quickly, and also where words are not parted by spaces."""
    spaced = len(text.split())
    if not text.isascii():
        spaced = max(spaced, len(_SPACELESS_SCRIPT.findall(text)))
    return max(spaced, len(text) // _CHARACTERS_A_WORD)


# ---------------------------------------------------------------- markup

_MARKS = re.compile(r"[\\`*_~\[<>&#]")
_BULLETS = frozenset("-+•(0123456789")
_LINE_STARTS = re.compile(
    r"^[ \t]*(?:>[ \t]?)+"  # quotation marks of Markdown
    r"|^[ \t]*(?:[-=]{3,}|(?:[-*_][ \t]*){3,})$",  # rules and heading underlines
    re.MULTILINE,
)
_OPENING = re.compile(r"\s*(?:#{1,6}[ \t]+|(?:[-*+•]|\(?\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)(?=\S)")
_CLOSING_HASHES = re.compile(r"(?<![ \t])[ \t]++#++\s*\Z")

_TARGET = r"""\((?:[^()\s]|\([^()\s]*\))*(?:\s+["'(][^"\n]*["')])?\)"""  # (address "title")
_NOTE = r"\[(?:\d{1,3}|note\ \d+|citation\ needed)\]"
_INLINE = re.compile(
    rf"""
    \\(?P<escaped>[!-/:-@\[-`{{-~])
  | (?<!`)(?P<ticks>`++)(?P<code>[^`]|[^`].{{0,2000}}?[^`])(?P=ticks)(?!`)
  | (?P<gone><!--.{{0,2000}}?-->
        | !\[[^\]]{{0,2000}}\](?:{_TARGET}|\[[^\]\s]*\])
        | \[\^[^\]\s]+\]
        | {_NOTE}(?:\(\#[^\s()]*\)|(?!\()) | \[{_NOTE}\]{_TARGET}
        | <sup>\s*(?:{_NOTE}|\d{{1,3}})\s*</sup>)
  | <(?P<address>(?:https?://|mailto:)[^<>\s]+)>
  | </?(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?:\s[^<>]*)?/?>
  | \[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\](?:{_TARGET}|\[[^\[\]]*\])
  | (?P<entity>&(?:\#\d{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[a-zA-Z][a-zA-Z0-9]{{1,31}});)
    """,
    re.VERBOSE | re.DOTALL,
)
_PARTING_TAG = re.compile(r"br|hr|p|div|li|td|th|tr|dt|dd|h[1-6]|[uod]l|table|pre|blockquote", re.IGNORECASE)
_STAR_PAIR = re.compile(r"(?<![\d*])(\*{1,3})(?=[^\s*])([^*]*?)(?<=[^\s*])\1(?!\*)")
_BAR_PAIR = re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])(.{1,300}?)(?<=[^\s_])\1(?!\w)", re.DOTALL)
# Segmenting parts "**Bold. Text.** More" inside its marks: what opens or closes at a word's edge goes
# too. Three stars behind a word stay: f***.
_LOOSE = re.compile(
    r"(?<![^\s\"'“‘(\[])(?:\*{1,3}|_{1,3})(?=[^\s*_])"
    r"|(?<=[.,;:!?\"'”’)\]])(?:\*{1,3}|_{1,3})(?![\w*])"
    r"|(?<=[^\s*_])(?:\*{1,2}|_{1,3})(?=[\s.,;:!?\"'”’)\]]|\Z)"
    r"|~~"
)
# Characters of code spans and escapes mean themselves: while marks are removed they hide as
# noncharacters, which no text in interchange holds (Unicode 23.7).
_LITERALS = "\\`*_~[]<>&#!"
_HIDE = str.maketrans({mark: chr(0xFDD0 + place) for place, mark in enumerate(_LITERALS)})
_SHOW = str.maketrans({chr(0xFDD0 + place): mark for place, mark in enumerate(_LITERALS)})


def plain(markup: str) -> str:
    """`markup` as a reader sees it: one line, without inline Markdown or HTML.

    Links keep their text; images, comments and note marks (``[^1]``, ``[12]``) vanish; list bullets, quote
    and heading marks vanish; entities become their characters; white space is collapsed.
    """
    marked = _MARKS.search(markup) is not None
    if marked or markup[:1] in _BULLETS or "\n--" in markup or "\n==" in markup:
        markup = _LINE_STARTS.sub("", markup)
        if opening := _OPENING.match(markup):
            markup = _CLOSING_HASHES.sub("", markup[opening.end() :])
    if marked:
        markup = _INLINE.sub(_inline, markup)
        if "*" in markup or "_" in markup or "~" in markup:
            markup = _LOOSE.sub("", _BAR_PAIR.sub(r"\2", _STAR_PAIR.sub(r"\2", markup)))
        markup = markup.translate(_SHOW)
    return " ".join(markup.split())


def _inline(match: re.Match[str]) -> str:
    """What one piece of inline markup leaves behind."""
    kind = match.lastgroup
    if kind == "gone":
        return ""
    if kind == "tag":
        return " " if _PARTING_TAG.fullmatch(match["tag"]) else ""
    if kind == "text":
        return _INLINE.sub(_inline, match["text"])
    if kind == "entity":
        return html.unescape(match["entity"]).translate(_HIDE)
    return match[kind or 0].translate(_HIDE)


# ---------------------------------------------------------------- sentences

# Each pattern begins with the sign itself, so that the search is one fast scan.
_APOSTROPHE = re.compile(r"['’](?:(?<=\w['’])(?=\w)|(?<=s['’])(?=\s)|(?=\d\ds?\b))")
_INCHES = re.compile(r'"(?<=\d")(?=[\s,.;:)-])')
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_SURROGATE = re.compile("[\ud800-\udfff]")
_QUOTING = str.maketrans(dict.fromkeys("\"“”„‟«»‘’'()[]", " "))

_CLOSERS = re.compile(r"(?:[*_~`\"'”’»)\]]++|\[\^?\d{1,3}\])++(?=\s|\Z)")
_OPENERS = frozenset("\"'“„‘«([*_~`")
_FUSED = re.compile(r"[a-z][a-z'’\"”)][.?!][\"”’)]*[A-Z][a-z ]")  # "the end.Then": a space was lost
_LIST_MARKER = re.compile(r"[*_]*\(?(?:\d{1,3}|[a-zA-Z])[.)][*_]*\s*\Z")
_COUNTED = re.compile(r"\b(?:[Aa]pprox|[Cc]a|[Ee]q|[Ff]igs?|pp?|[Vv]ols?)\.\s*\Z")
_DIGIT = re.compile(r"\s*\d")
_SPOKEN = re.compile(r"[^\W_]")
_CUTS = (re.compile(r"[;:]\s+|\s[–—-]+\s"), re.compile(r"\n\s*"), re.compile(r",\s+"), re.compile(r"\s+"))


def segment(text: str, offset: int = 0, language: str = "en") -> tuple[Sentence, ...]:
    """The sentences of `text` in order, each span moved by `offset` and trimmed of white space.

    Every character that is not white space lies in exactly one of them. `language` is an ISO 639 code;
    unknown ones are segmented as English. A run longer than `LONGEST_SENTENCE` is cut at semicolons, line
    ends or commas, else between words. Signs without a word belong to the sentence before them; as a
    paragraph of their own they are a sentence, whose rendering may be empty.
    """
    sentences: list[Sentence] = []
    for start, end in _spans(text, language):
        for first, last in _cut(text, start, end):
            trimmed = text[first:last].strip()
            if trimmed:
                place = offset + text.index(trimmed[0], first)
                sentences.append(Sentence(place, place + len(trimmed), plain(trimmed)))
    return tuple(sentences)


def _spans(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Spans that tile `text`: the segmenter's, mended."""
    bounds = _mended(text, _boundaries(_masked(text), language))
    for start, end in pairwise(bounds):
        # The segmenter never parts a quotation or a bracket; a long one is parted all the same.
        if end - start > _LONG_QUOTATION * 4 and size(text[start:end]) > _LONG_QUOTATION:
            piece = text[start:end]
            inner = _mended(piece, _boundaries(_masked(piece).translate(_QUOTING), language))
            for first, last in pairwise(inner):
                yield start + first, start + last
        else:
            yield start, end


def _masked(text: str) -> str:
    """`text` with signs that mislead the segmenter replaced, character for character."""
    masked = _APOSTROPHE.sub("x", text)
    if '"' in masked:
        masked = _INCHES.sub(lambda inch: _inch(masked, inch.start()), masked)
    if "<" in masked:
        masked = _TAG.sub(lambda tag: " " * len(tag[0]), masked)
    return masked if masked.isascii() else _SURROGATE.sub("\ufffd", masked)


def _inch(text: str, place: int) -> str:
    """A letter where a quotation mark means inches (none is open in its paragraph), else the mark."""
    paragraph = text.rfind("\n\n", 0, place) + 1
    return "x" if text.count('"', max(paragraph, place - 2000), place) % 2 == 0 else '"'


def _boundaries(masked: str, language: str) -> list[int]:
    """Where sentences begin, first 0, last the length.

    The segmenter's time grows with the square of what it cannot part, so it gets a window at a time.
    """
    bounds = [0]
    while bounds[-1] < len(masked):
        start = bounds[-1]
        window = masked[start : start + _WINDOW]
        found = cast("list[dict[str, int]]", get_sentence_boundaries(language, window))
        if len(found) > 1 and start + len(window) < len(masked):
            found.pop()  # it may go on beyond the window
        bounds += [start + boundary["end_index"] for boundary in found]
    return bounds


def _mended(text: str, bounds: list[int]) -> list[int]:
    """`bounds` without those that part what belongs together, and with marks on their own side."""
    kept = [0]
    for found in bounds[1:]:
        bound = _beside_marks(text, found)
        if bound <= kept[-1] or (bound < len(text) and not _parts(text, kept[-1], bound)):
            continue
        wordless = len(kept) > 1 and not _SPOKEN.search(text, kept[-1], bound)
        if wordless and text[kept[-1] - 2 : kept[-1]] != "\n\n":
            kept[-1] = bound  # "... [2]": signs alone belong to the sentence before
        else:
            kept.append(bound)
    return kept


def _beside_marks(text: str, bound: int) -> int:
    """`bound` moved behind closing marks that touch it, or before opening ones."""
    if bound in (0, len(text)):
        return bound
    closers = None if text[bound - 1].isspace() else _CLOSERS.match(text, bound)
    if closers:
        return closers.end()
    place = bound
    while place and text[place - 1] in _OPENERS:
        place -= 1
    return place if place and text[place - 1].isspace() else bound


def _parts(text: str, start: int, bound: int) -> bool:
    """Whether a sentence that began at `start` may end at `bound`."""
    before, after = text[bound - 1], text[bound]
    if not (before.isspace() or after.isspace()) and (before.isascii() or before in "”’…"):
        return _FUSED.search(text, max(start, bound - 6), bound + 2) is not None and not _in_address(
            text, bound
        )
    if bound - start <= 12 and _LIST_MARKER.match(piece := text[start:bound]):
        return "\n\n" in piece
    counted = _COUNTED.search(text, max(start, bound - 12), bound)
    return not (counted and _DIGIT.match(text, bound))


def _in_address(text: str, place: int) -> bool:
    """Whether `place` lies inside a web or mail address."""
    start = max(text.rfind(" ", 0, place), text.rfind("\n", 0, place), place - 200) + 1
    return any(sign in text[start:place] for sign in ("/", "@", "www."))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`text[start:end]` in one piece, or in several of about `CUT_WORDS` where it is no sentence."""
    if end - start > LONGEST_SENTENCE * 4 and (weight := size(text[start:end])) > LONGEST_SENTENCE:
        width = (end - start) * CUT_WORDS // weight + 1
        while end - start > width * 3 // 2:
            cut = _cut_place(text, start + width // 2, start + width, start + width * 3 // 2)
            yield start, cut
            start = cut
    yield start, end


def _cut_place(text: str, earliest: int, wanted: int, latest: int) -> int:
    """The best place in ``[earliest, latest]`` to cut a run: at the gravest sign, nearest to `wanted`."""
    for sign in _CUTS:
        ends = [match.end() for match in sign.finditer(text, earliest, latest)]
        if ends:
            return min(ends, key=lambda place: abs(place - wanted))
    return wanted
