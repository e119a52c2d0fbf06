"""The sorts of columns a table question may ask for, and how people ask for them.

Nothing here knows any brand's columns: a column is matched by its own name and by the words people use for
such things ("came out" for `released`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attribute:
    """A sort of column: what it is called, what people say for it, and how its value is put in a sentence.

    `sentence` takes ``{name}`` and ``{value}``.
    """

    key: str
    columns: frozenset[str]
    asked: re.Pattern[str]
    sentence: str


def _attribute(key: str, columns: str, asked: str, sentence: str) -> Attribute:
    return Attribute(key, frozenset(columns.split("|")), re.compile(asked, re.IGNORECASE), sentence)


ATTRIBUTES = (
    _attribute(
        "discontinued",
        "discontinued|end of sale|retired|withdrawn|end of life",
        r"\bdiscontinu|\b(?:stop(?:ped)?|quit|cease[ds]?)\b.{0,20}\b(?:sell(?:ing)?|making|sold|made|buil[dt]\w*|produc\w+)\b|"
        r"\bend(?:ed)? (?:of )?(?:sales?|production)\b|\b(?:sales?|production)\b.*\bend(?:ed)?\b|"
        r"\blast (?:sold|made|built|produced)\b|\bkilled\b|\bretired?\b|\bwithdrawn?\b|\baxed\b|\bphased? out\b|"
        r"\bstill (?:sold|made|built|produced|on sale|sell|make|build|buy|get)\b|"
        r"\b(?:sold|made|built|produced|sell|make|build|buy|get|on sale)\b.*\bany ?more\b|\bno longer\b|"
        r"\bhow long\b.*\b(?:sold|made|built|produced|on sale|on the market|sell|make)\b|"
        r"\b(?:gave|given?) up\b|\bdie[ds]? out\b|\buntil when\b|\b(?:stay|remain)(?:ed)? on (?:sale|the market)\b",
        "{name} was discontinued {value}",
    ),
    _attribute(
        "announced",
        "announced|introduced|unveiled|announcement|announcement date",
        r"\bannounc|\bunveil|\bintroduc|\breveal|\bpresented\b",
        "{name} was announced {value}",
    ),
    _attribute(
        "released",
        "released|release date|release|on sale|launched|launch date|launch|available|year|date|first sold",
        r"\breleas|\bcome out\b|\bcame out\b|\bcoming out\b|\blaunch|\bon sale\b|\bgo(?:es)? on sale\b|\bavailable\b|"
        r"\bfirst sold\b|\bappear|\bdebut|\bhow old\b|\bstart(?:ed)? selling\b|\bmade\b|\bbrought out\b|\bintroduc|"
        r"\bannounc|\bfollow|\bship|"
        r"^(?:and )?when (?:was|were) (?:the |your |their )?(?:very )?(?:first |original )?■(?: from)?\W*$",
        "{name} was released {value}",
    ),
    _attribute(
        "price",
        "launch price usd|launch price|price|price usd|msrp|list price|cost|introductory price",
        r"\bprices?\b|\bpriced\b|\bcosts?\b|\bhow (?:much|expensive)\b|\bcheap|\bexpensive|\bdear(?:er|est)?\b|"
        r"\bsell for\b|\bsold for\b|\bpa(?:y|id) for\b",
        "{name} had a launch price of {value}",
    ),
    _attribute(
        "processor",
        "processor|cpu|soc|soc cpu|chip|processor type",
        r"\bprocessors?\b|\bcpu\b|\bchips?\b|\bsoc\b",
        "The processor of {name} is given as {value}",
    ),
    _attribute(
        "designer",
        "designer|designers|designed by|lead|lead designer|architect",
        r"\bwho (?:really |actually |originally |first )?"
        r"(?:designed|created|made|built|led|invented|developed)\b|\bdesigners?\b|\bdesigned by\b",
        "{name} was designed by {value}",
    ),
    _attribute(
        "successor",
        "successor|replaced by|followed by",
        r"\bsuccessors?\b|\bsucceeded\b|\breplaced\b|\bwhat (?:came|followed|comes) (?:after|next)\b|\bwhat followed\b",
        "The successor of {name} was {value}",
    ),
    _attribute(
        "predecessor",
        "predecessor|replaces|preceded by",
        r"\bpredecessors?\b|\bpreceded\b|\bcame before\b",
        "The predecessor of {name} was {value}",
    ),
)

DATED = frozenset({"announced", "released", "discontinued"})
"""Keys of the attributes whose cells are dates."""

DISCONTINUED = next(attribute for attribute in ATTRIBUTES if attribute.key == "discontinued")
RELEASED = next(attribute for attribute in ATTRIBUTES if attribute.key == "released")
PRICE = next(attribute for attribute in ATTRIBUTES if attribute.key == "price")
DESIGNER = next(attribute for attribute in ATTRIBUTES if attribute.key == "designer")
ANNOUNCED = next(attribute for attribute in ATTRIBUTES if attribute.key == "announced")
APPEARANCES = (RELEASED, ANNOUNCED)

FAMILIES = frozenset({"family", "product family", "line", "product line", "series", "range"})
"""Names of the column that says to which family of things a row belongs."""

DESCRIPTIONS = frozenset({"description", "summary", "about"})
"""Names of the column that says in words what a row is."""
