"""The sorts of columns a table question may ask for, and how people ask for them.

A column is matched by its own name (`assistant.columns`) and by the words people use for such things ("came out"
for `released`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.columns import Role


@dataclass(frozen=True, slots=True)
class Attribute:
    """What a column says of a thing: what people say for it, and how its value is put in a sentence.

    `sentence` takes ``{name}`` and ``{value}``.
    """

    role: Role
    asked: re.Pattern[str]
    sentence: str


def _attribute(role: Role, asked: str, sentence: str) -> Attribute:
    return Attribute(role, re.compile(asked, re.IGNORECASE), sentence)


ATTRIBUTES = (
    _attribute(
        Role.DISCONTINUED,
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
        Role.ANNOUNCED,
        r"\bannounc|\bunveil|\bintroduc|\breveal|\bpresented\b",
        "{name} was announced {value}",
    ),
    _attribute(
        Role.RELEASED,
        r"\breleas|\bcome out\b|\bcame out\b|\bcoming out\b|\blaunch|\bon sale\b|\bgo(?:es)? on sale\b|\bavailable\b|"
        r"\bfirst sold\b|\bappear|\bdebut|\bhow old\b|\bstart(?:ed)? selling\b|\bmade\b|\bbrought out\b|\bintroduc|"
        r"\bannounc|\bfollow|\bship|"
        r"^(?:and )?when (?:was|were) (?:the |your |their )?(?:very )?(?:first |original )?■(?: from)?\W*$",
        "{name} was released {value}",
    ),
    _attribute(
        Role.PRICE,
        r"\bprices?\b|\bpriced\b|\bcosts?\b|\bhow (?:much|expensive)\b|\bcheap|\bexpensive|\bdear(?:er|est)?\b|"
        r"\bsell for\b|\bsold for\b|\bpa(?:y|id) for\b",
        "{name} had a launch price of {value}",
    ),
    _attribute(
        Role.PROCESSOR,
        r"\bprocessors?\b|\bcpu\b|\bchips?\b|\bsoc\b",
        "The processor of {name} is given as {value}",
    ),
    _attribute(
        Role.DESIGNER,
        r"\bwho (?:really |actually |originally |first )?"
        r"(?:designed|created|made|built|led|invented|developed|drew|devised|"
        r"(?:came|thought|dreamt|dreamed) up(?: with)?)\b|\bdesigners?\b|\bdesigned by\b",
        "{name} was designed by {value}",
    ),
    _attribute(
        Role.SUCCESSOR,
        r"\bsuccessors?\b|\bsucceeded\b|\breplaced\b|\bwhat (?:came|followed|comes) (?:after|next)\b|\bwhat followed\b",
        "The successor of {name} was {value}",
    ),
    _attribute(
        Role.PREDECESSOR,
        r"\bpredecessors?\b|\bpreceded\b|\bcame before\b",
        "The predecessor of {name} was {value}",
    ),
)

_BY_ROLE = {attribute.role: attribute for attribute in ATTRIBUTES}
DISCONTINUED, RELEASED, ANNOUNCED, PRICE, DESIGNER, SUCCESSOR = (
    _BY_ROLE[role]
    for role in (Role.DISCONTINUED, Role.RELEASED, Role.ANNOUNCED, Role.PRICE, Role.DESIGNER, Role.SUCCESSOR)
)
APPEARANCES = (RELEASED, ANNOUNCED)
