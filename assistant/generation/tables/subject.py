"""Whether a question for a price or a date means that of a named row, or of something that has to do with it.

"When did the first game appear on the Lumo?" has the Lumo's name and a word for its release, and asks for neither.
So what stands in the question beside the name is looked at: what neither the row says nor belongs to asking for a
price or a date tells that something else is meant.
"""

from __future__ import annotations

import re

from assistant.columns import DATES
from assistant.generation.tables.attributes import DESIGNER, Attribute
from assistant.grounding.checks.tokens import stems, tokenise
from assistant.retrieval.names import Mention
from assistant.text import words

NAMED, ALSO_NAMED = "■", "□"
"""What stands for a name in a question without names: the one that is looked at, and any other."""

_OCCASION = (
    "launch launched introduced introduction introductory announced announcement released release debut original "
    "originally initial initially first start started starting sell selling sold sale retail buy bought go come came "
    "brought time day brand new want know tell ask version model"
)
_AROUND_PRICES = stems(
    f"{_OCCASION} price prices priced cost costs costing cheap expensive dear dearer pay paid charge charged money "
    "worth dollars list listed back wanted asked beginning base entry level"
)
_AROUND_DATES = stems(
    f"{_OCCASION} date dates day month year old when exact exactly precise precisely actual actually official "
    "officially final finally become get available availability appear appeared appearance arrival unveil unveiled "
    "reveal revealed present presented presentation ship shipped shipping make made making production bring put begin "
    "began public publicly general generally commercial commercially market markets store stores shop shops shelves "
    "customers people world everybody everyone company firm discontinue discontinued discontinuation stop stopped end "
    "ended last withdraw withdrawn withdrawal retire retired killed axed quit cease ceased phase phased give given "
    "gave die died up out off until produce produced producing production build built building stay remain life "
    "generation edition little small big great "
    "famous remember wonder wondering please thanks january february march april may june july august september "
    "october november december monday tuesday wednesday thursday friday saturday sunday"
)
_AROUND_DESIGNERS = stems(
    f"{_OCCASION} design designed designer designers drew drawn draw created creator made maker built builder led lead "
    "leader invented inventor developed developer engineer engineered architect people person team man woman behind "
    "responsible thought dreamt up really actually please"
)
"""Stems of what people say around a price, a date and a designer, their occasions included."""

_IN_THE_USA = re.compile(
    r"\b(?:in|to|for) (?:the )?(?:North America|America|United States|U\.S\.(?:A\.)?|USA?|States)(?!\w)",
    re.IGNORECASE,
)
_APPEARED_FOR_IT = re.compile(
    r"(?<!\bdate )(?<!\bday )(?<!\bmonth )(?<!\byear )\b(?:for|on|in|inside|to|after|before|since)"
    rf"(?: (?:the|an?|your|its|their|very|first|original|new|old|\S+['’]s))* {NAMED}",
    re.IGNORECASE,
)
_END = r"\b(?:end(?:ed|s)?|stop\w*|discontinu\w*|withdraw\w*|retire\w*)\b"
_SAID = r"\b(?:announc\w*|unveil\w*|reveal\w*|introduc\w*)\b"
_ALONG = r"(?:(?!\band\b|,).)*?"
_END_ANNOUNCED = re.compile(rf"{_END}{_ALONG}{_SAID}|{_SAID}{_ALONG}{_END}", re.IGNORECASE)
"""The day on which its end was made known is neither that of its announcement nor that of its end."""

_BEHIND = re.compile(rf"(?:^|\b(?:for|in|on|to)(?: the)?) ({ALSO_NAMED}|[A-Z][\w.]*)")
"""The rest of a longer name ("Lumo Junior"), or where or for what it came out later, perhaps."""

_WHOSE = re.compile(rf"(?<!\S)\S+['’]s (?=(?:(?:very|first|original|new|old) )*{NAMED})")
_HELPER = re.compile(r"\b(?:did|does|do|had|has|have)\b", re.IGNORECASE)
_LONGEST_MAKER = 4  # words
_JOINT = re.compile(
    r"[.?!]+\s+|,?\s+and\s+|[,;:]\s+(?=(?:(?:in|on) )?(?:how|what|when|which|who)\b)", re.IGNORECASE
)
"""Between two things asked, or something told and something asked."""
_MEANT_AGAIN = re.compile(r"\b(?:it|they|them)\b", re.IGNORECASE)


def besides(question: str, mention: Mention, *others: Mention) -> str:
    """`question` with `NAMED` wherever it names what `mention` does, and `ALSO_NAMED` for any other of `others`.

    Without its names "the Lumo Launch Kit" asks for no launch, and "the first Lumo" not for what came first.
    """
    named = {at: "" for each in (mention, *others) for at in range(each.start, each.end)}
    signs = [(each.start, NAMED if each.name == mention.name else ALSO_NAMED) for each in (mention, *others)]
    named.update((start, sign) for start, sign in signs if start in named)
    kept: list[str] = []
    at = 0
    for written in question.split():
        own = dict(enumerate(words(written), at))
        at += len(own)
        if named.keys().isdisjoint(own):
            kept.append(written)
        else:
            closing = re.search(r"[,;:.?!]*$", written)
            rest = (named.get(place, word) for place, word in own.items())
            kept.append(" ".join(filter(None, rest)) + (closing[0] if closing else ""))
    return " ".join(filter(None, kept))


def asks_of_it(attribute: Attribute, question: str, mention: Mention, *others: Mention) -> bool:
    """Whether `question`, or one of several asked at once, is for that attribute of `mention` and of nothing else.

    `attribute` is a price, a date or the designer; `others` are the other names in it.
    """
    bare = _WHOSE.sub("", besides(question, mention, *others))
    pieces = [
        piece
        for piece in (bare, *_JOINT.split(bare))
        if NAMED in piece or NAMED not in bare or _MEANT_AGAIN.search(piece)
    ]
    around, is_of_another = _AROUND_PRICES, _has_unknown
    if attribute.role in DATES:
        around, is_of_another = _AROUND_DATES, _has_another_date
    elif attribute is DESIGNER:
        around, is_of_another = _AROUND_DESIGNERS, _has_unknown_part
    known = around | stems(mention.name) | stems(" ".join(row.text for row in mention.rows))
    return any(attribute.asked.search(piece) and not is_of_another(piece, known) for piece in pieces)


def _has_unknown(asked: str, known: frozenset[str], maker: range = range(0)) -> bool:
    """Whether `asked` has a word that is not `known`. Names and numbers tell which row is meant, or by whom it is."""
    return any(
        token.is_content
        and token.raw.islower()
        and len(token.raw) > 1
        and token.stem not in known
        and token.start not in maker
        for token in tokenise(asked)
    )


def _has_unknown_part(asked: str, known: frozenset[str]) -> bool:
    """Whether the name stands behind a part of the thing, or of something for it: "the box of the Lumo"."""
    return _has_unknown(asked.partition(NAMED)[0], known)


def _has_another_date(asked: str, known: frozenset[str]) -> bool:
    """Whether it is asked when something else came or ended, or when this did so for others."""
    asked = _IN_THE_USA.sub("", asked)
    return (
        _APPEARED_FOR_IT.search(asked) is not None
        or _END_ANNOUNCED.search(asked) is not None
        or any(
            name == ALSO_NAMED or not stems(name) <= known
            for name in _BEHIND.findall(asked.partition(NAMED)[2])
        )
        or _has_unknown(asked, known, _maker(asked))
    )


def _maker(asked: str) -> range:
    """Where the one who brought it out stands, as in "When did the brothers Brandt first sell the Lumo?"."""
    before = asked.partition(NAMED)[0] if NAMED in asked else ""
    for helper in _HELPER.finditer(before):
        for token in tokenise(before[helper.end() :])[: _LONGEST_MAKER + 1]:
            if token.is_content and token.stem in _AROUND_DATES:
                return range(helper.end(), helper.end() + token.start)
    return range(0)
