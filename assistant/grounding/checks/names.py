"""Names of people, things and models, told apart exactly.

"Lumo 3G" is not "Lumo 3GS" and "Lumo II" is not "Lumo IIx", so names are compared word by word and a model
designation that follows a name in the source belongs to it. Which names mean the same is not guessed: a
table says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from itertools import pairwise

from assistant.grounding.checks.tokens import FUNCTION_STEMS, FUNCTION_WORDS, Token, level, listed, tokenise

_LONG, _SLIP = 6, 0.86
"""Letters of a word, and the likeness to a known one from which it is taken for that one with a letter left out."""

Run = tuple[str, ...]
"""A name as folded words, plural endings removed."""

_CALENDAR = frozenset(
    listed(
        """
        january february march april may june july august september october november december jan feb mar
        apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday
        """
    )
)
_NEVER = frozenset(
    ["i", "i'm", "i'd", "i've", "i'll", "ok", "okay", "mr", "mrs", "ms", "dr", "am", "pm", "us"]
)
_CURRENCY = frozenset(["usd", "eur", "gbp"])
_COUNTED = re.compile(
    r"[\s-](?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|times|people|percent|per cent|dollars?|euros?|"
    r"units|copies|million|billion|thousand|hundred|of)\b"
)
"""After a number: it counts, so it is no model of the name before it ("at Lumo 9 years later")."""
_APART = re.compile(r"[“”\"«»]|\s{2}")  # between two words: they are not of one name
_SIGN = re.compile(r"[^\w\s'’.,&()-]")  # tells "Lumo+" from "Lumo"
_JOINT = re.compile(r"\s?[-/&]\s?|\.?\s|\.")  # what may stand between the words of one name
_SENTENCE_START = re.compile(r"(?:^|[.!?:;…]['\")\]]*\s+|^\s*|[\"“(‘]|\s'|\n|[-—–]\s+|\|\s*)$")
_ROMAN = re.compile(r"(?:I{2,3}|IV|VI{0,3}|IX|XI{0,3})(?:[a-z]{0,2})?")
_ROMAN_FOLDED = re.compile(r"i{2,3}[a-z]{0,2}|iv|ix|v(?:i{1,3}|[a-z])?|x(?:i{1,3}|[a-z])?")
"""The same of a folded word, without what begins names of people as well: "Iva", "Viv", "Xia"."""

_COMMON_ENDINGS = (
    "ing",
    "ed",
    "ly",
    "tion",
    "sion",
    "ment",
    "ness",
    "ity",
    "ism",
    "ers",
    "ors",
    "ies",
    "ances",
)
_PLURAL_ES = ("ches", "shes", "xes", "sses", "zes")
_MARKET_WORDS = frozenset(
    ["plus", "pro", "mini", "max", "ultra", "lite", "deluxe", "portable", "junior", "jr"]
)


@dataclass(frozen=True, slots=True)
class NameMention:
    """One name in a text, ``text[start:end]``, the tokens ``[first, last)``.

    `run` is how it is compared. `entities` are the proper names of the table it may stand for. `weak` marks
    a single word that is capitalised perhaps only because it starts a sentence.
    """

    words: str
    start: int
    end: int
    first: int
    last: int
    run: Run
    entities: frozenset[str] = frozenset()
    weak: bool = False


def _singular(folded: str) -> str:
    plural = len(folded) > 3 and folded.isalpha() and folded.endswith("s") and not folded.endswith("ss")
    if plural and folded.endswith(_PLURAL_ES):
        return folded[:-2]
    return folded[:-1] if plural else folded


def name_run(text: str) -> Run:
    """`text` as it is compared with other names."""
    return tuple(_singular(token.folded) for token in tokenise(text))


def is_designation(token: Token) -> bool:
    """Whether a word after a name tells one model from another: 3GS, II, IIx, 4, Plus."""
    if token.raw[0].isdigit() or _ROMAN.fullmatch(token.raw):
        return True
    return token.raw[0].isupper() and (token.folded in _MARKET_WORDS or any(map(str.isdigit, token.raw)))


def _is_marked(token: Token) -> bool:
    """Whether spelling alone tells a name: eBay, McIntosh, IBM, M1, OS9."""
    raw = token.raw
    return any(map(str.isupper, raw[1:])) or (
        any(map(str.isdigit, raw)) and any(map(str.isupper, raw)) and not raw[0].isdigit()
    )


def _is_name_word(token: Token) -> bool:
    if token.folded in _CALENDAR or token.folded in _NEVER or token.folded in _CURRENCY:
        return False
    return token.raw[0].isupper() or _is_marked(token)


def _continues(text: str, left: Token, right: Token) -> bool:
    between = text[left.end : right.start]
    if not _JOINT.fullmatch(between):
        return False
    if "." in between and len(left.raw) > 1 and left.folded not in ("dr", "mr", "mrs", "ms", "st", "jr"):
        return False
    if right.raw.isdigit():
        return len(right.raw) < 4 or right.raw[0] not in "12"  # "Lumo 1984" is a date beside a name
    return (_is_name_word(right) or is_designation(right)) and not (
        right.raw[0].isdigit() and right.raw[-2:] in ("st", "nd", "rd", "th")
    )


class NameTable:
    """Finds names, with the help of a table of proper names and their other forms.

    `aliases` maps a proper name to the other names of the same thing ("Ada Brandt": ("Ada", "Brandt")). A
    name of the table is found in any case of its letters; the longest reading wins, so "Lumo nano" is never
    read as "Lumo" if the table knows it.
    """

    def __init__(self, aliases: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._entities: dict[Run, set[str]] = {}
        self._by_first: dict[str, list[Run]] = {}
        self._signed: dict[
            str, set[str]
        ] = {}  # names with signs, which no word shows: found as they are written
        for proper, others in (aliases or {}).items():
            for form in (proper, *others):
                if not (run := name_run(form)):
                    continue
                if _SIGN.search(form):
                    self._signed.setdefault(form, set()).add(proper)
                else:
                    self._entities.setdefault(run, set()).add(proper)
        for run in sorted(self._entities, key=len, reverse=True):
            self._by_first.setdefault(run[0], []).append(run)
        self._words = sorted({word for run in self._entities for word in run})
        self.find = lru_cache(maxsize=8192)(self._find)
        """`_find`, remembered: the same evidence is read for every sentence of a reply."""

    def entities(self, run: Run) -> frozenset[str]:
        """The proper names that `run` may stand for."""
        return frozenset(self._entities.get(run, ()))

    def resembles(self, word: str) -> bool:
        """Whether a longer word looks like a slip of the pen for one in a name of the table."""
        return len(word) >= _LONG and bool(get_close_matches(word.casefold(), self._words, 1, _SLIP))

    def _find(self, text: str) -> tuple[NameMention, ...]:
        """The names of `text` in order."""
        levelled = level(text)
        tokens = tokenise(text)
        runs = tuple(_singular(token.folded) for token in tokens)
        mentions: list[NameMention] = []
        at = 0
        while at < len(tokens):
            last = self._table_end(levelled, tokens, runs, at)
            if signed := self._signed_at(text, tokens, runs, at):
                mentions.append(signed)
                last = signed.last
            elif last:
                mentions.append(self._mention(text, tokens, runs, at, last))
            elif _is_name_word(tokens[at]):
                last = at + 1
                opening = tokens[at].folded in FUNCTION_WORDS  # "The Mark I": the name begins behind it
                while (
                    last < len(tokens)
                    and _continues(levelled, tokens[last - 1], tokens[last])
                    and not (tokens[last].raw.isdigit() and _COUNTED.match(levelled, tokens[last].end))
                    and not (opening and self._table_end(levelled, tokens, runs, last))
                ):
                    last += 1
                mentions += self._free(text, tokens, runs, at, last)
            at = max(last, at + 1)
        return tuple(mentions)

    def _signed_at(self, text: str, tokens: tuple[Token, ...], runs: Run, at: int) -> NameMention | None:
        """The longest name with signs that stands at token `at`."""
        start = tokens[at].start
        for form in sorted(self._signed, key=len, reverse=True):
            end = start + len(form)
            if not text.startswith(form, start) or text[end : end + 1].isalnum():
                continue
            last = next(
                (after for after in range(at, len(tokens)) if tokens[after].start >= end), len(tokens)
            )
            run = (*runs[at:last], "".join(_SIGN.findall(form)))
            return NameMention(form, start, end, at, last, run, frozenset(self._signed[form]))
        return None

    def _table_end(self, text: str, tokens: tuple[Token, ...], runs: Run, at: int) -> int:
        """Where the longest table name that starts at `at` ends, or 0."""
        for run in self._by_first.get(runs[at], ()):
            last = at + len(run)
            if runs[at:last] != run or not any(map(_looks_named, tokens[at:last])):
                continue
            if any(_APART.search(text, left.end, right.start) for left, right in pairwise(tokens[at:last])):
                continue
            if self._is_somebody_else(text, tokens, run, last):
                continue
            while (
                last < len(tokens)
                and is_designation(tokens[last])
                and _continues(text, tokens[last - 1], tokens[last])
            ):
                last += 1  # a model the table does not know is not the one it knows
            return last
        return 0

    def _is_somebody_else(self, text: str, tokens: tuple[Token, ...], run: Run, last: int) -> bool:
        """Whether a first name stands before another surname: "Ada" of Ada Quill is not the Ada of "Ada Brandt"."""
        if len(run) > 1 or last == len(tokens) or all(" " not in proper for proper in self._entities[run]):
            return False
        after = tokens[last]
        return after.raw[0].isupper() and after.raw.isalpha() and _continues(text, tokens[last - 1], after)

    def _mention(self, text: str, tokens: tuple[Token, ...], runs: Run, first: int, last: int) -> NameMention:
        start, end = tokens[first].start, tokens[last - 1].end
        run = runs[first:last]
        return NameMention(text[start:end], start, end, first, last, run, self.entities(run))

    def _free(
        self, text: str, tokens: tuple[Token, ...], runs: Run, first: int, last: int
    ) -> Iterator[NameMention]:
        """A capitalised run that no table knows; common words that only start a sentence are left out."""
        initial = bool(_SENTENCE_START.search(text[: tokens[first].start])) or first == 0
        if initial and not _is_marked(tokens[first]) and not self._entities.get(runs[first : first + 1]):
            common = tokens[first].folded in FUNCTION_WORDS or tokens[first].stem in FUNCTION_STEMS
            if common:
                first += 1
                yield from self._split(text, tokens, runs, first, last)
                return
            if last - first == 1:
                if not tokens[first].folded.endswith(_COMMON_ENDINGS):
                    whole = self._mention(text, tokens, runs, first, last)
                    yield NameMention(
                        whole.words, whole.start, whole.end, first, last, whole.run, whole.entities, weak=True
                    )
                return
            if tokens[first].folded.endswith(_COMMON_ENDINGS):
                first += 1
        yield from self._split(text, tokens, runs, first, last)

    def _split(
        self, text: str, tokens: tuple[Token, ...], runs: Run, first: int, last: int
    ) -> Iterator[NameMention]:
        """A run, unless a table name stands inside it: "Lumo's Ray" beside "Ray"."""
        start = first
        while start < last:
            end = start + 1
            while end < last and not tokens[end - 1].raw.endswith(("'s", "’s")):
                end += 1
            yield self._mention(text, tokens, runs, start, end)
            start = end


def _looks_named(token: Token) -> bool:
    return not token.raw.islower() or any(map(str.isdigit, token.raw)) or len(token.raw) > 4


# ---------------------------------------------------------------- comparing


def _exact_at(run: Run, tokens: tuple[Token, ...], runs: Run) -> Iterator[int]:
    """Places where `run` stands in a text and is not the start of a longer model name."""
    length = len(run)
    for at in range(len(runs) - length + 1):
        if runs[at] != run[0] or runs[at : at + length] != run:
            continue
        after = at + length
        goes_on = (
            after < len(tokens)
            and is_designation(tokens[after])
            and not _is_year(tokens[after])
            and tokens[after].start - tokens[after - 1].end <= 1
            and not tokens[after - 1].raw.endswith(("'s", "’s"))
        )
        if not goes_on or _is_designated(run):
            yield at


def _is_designated(run: Run) -> bool:
    return len(run) > 1 and any(map(str.isdigit, run[-1]))


def _is_year(token: Token) -> bool:
    return len(token.raw) == 4 and token.raw.isdigit() and token.raw[0] in "12"


@lru_cache(maxsize=16384)
def _runs(text: str) -> tuple[tuple[Token, ...], Run]:
    tokens = tokenise(text)
    return tokens, tuple(_singular(token.folded) for token in tokens)


def has_run(run: Run, texts: Iterable[str]) -> bool:
    """Whether one of `texts` holds the name `run` exactly, not as the start of a longer model name."""
    return any(next(_exact_at(run, *_runs(text)), None) is not None for text in texts)


def has_word(run: Sequence[str], texts: Iterable[str]) -> bool:
    """Whether one of `texts` holds at least one word of the name (the surname of a full name)."""
    wanted = {word for word in run if len(word) > 1 and not any(map(str.isdigit, word))}
    return any(wanted & set(_runs(text)[1]) for text in texts)


def is_named(mention: NameMention, texts: tuple[str, ...], table: NameTable) -> bool:
    """Whether one of `texts` names what `mention` names: in the same words, another form, or initials."""
    if not mention.entities and has_run(mention.run, texts):
        return True
    for text in texts:
        for other in table.find(text):
            if other.entities & mention.entities or _initials(mention, other) or _initials(other, mention):
                return True
            if mention.entities and not other.entities and other.run == mention.run:
                return True
    return False


def _initials(full: NameMention, short: NameMention) -> bool:
    """Whether `short` abbreviates `full`: FEC, the Federal Election Commission."""
    return (
        len(full.run) >= _SHORTEST_ACRONYM
        and len(short.run) == 1
        and short.words.isupper()
        and short.run[0] == "".join(word[0] for word in full.run)
    )


_SHORTEST_ACRONYM = 3


def same_name(one: NameMention, other: NameMention) -> bool:
    """Whether two mentions may mean the same: a name and its surname do, two models never do."""
    if one.run == other.run or one.entities & other.entities:
        return True
    if one.entities and other.entities:
        return False
    shared = set(one.run) & set(other.run)
    rest = set(one.run) ^ set(other.run)
    return bool(shared) and shared in (set(one.run), set(other.run)) and not any(map(_designates, rest))


def _designates(word: str) -> bool:
    signs = not any(map(str.isalnum, word))
    return (
        signs or word in _MARKET_WORDS or any(map(str.isdigit, word)) or bool(_ROMAN_FOLDED.fullmatch(word))
    )
