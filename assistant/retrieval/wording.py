"""Other words for the same: what fans type, and what documents write.

A question has "buy", "come out" and "boss" where a document has "bought", "was released" and "chief executive". The
search by meaning finds much of it all the same; the search by words, and the share of a question that a sentence
explains, do not. Closed lists of plain English, of no subject in particular.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.english import FORMS

_WRITTEN_FOR = {
    typed: written.split()
    for typed, written in (
        line.split(": ")
        for line in """
ad: advertisement advert commercial campaign
award: prize medal
axe: discontinue end cancel stop withdraw
bad: poor
best: popular
big: large size
bike: bicycle
boss: chief head director executive
burn: fire
buy: purchase acquire acquisition takeover
buyer: customer client
call: name title
car: automobile
ceo: chief executive director president head
chief: head director president chair manage lead run
cheap: inexpensive affordable
clothes: wear dress
company: firm business
copy: imitate clone
cost: price
cut: reduce lower
dad: father
designer: design
director: direct
display: screen monitor
draw: design sketch
end: stop discontinue
executive: director president chair manage lead
fail: failure fault break
fake: counterfeit imitation
fast: quick speed
fault: defect failure problem
fire: dismiss sack remove
fix: repair mend
flop: failure fail sell
founder: found
grow: expand
guy: man
hate: dislike criticise
hire: employ recruit
hit: success popular bestseller
house: home
huge: large
idea: inspire inspiration
invent: develop devise
inventor: invent
job: work role post
kid: child son daughter
kill: discontinue end cancel stop withdraw
launch: release introduce introduction unveil present
like: love praise
logo: emblem symbol mark
make: build produce manufacture create
maker: manufacturer make
marry: wife husband wedding marriage
mom: mother
monitor: display screen
money: fund loan capital
movie: film
mum: mother
new: latest
old: age
owner: own
phone: telephone
photo: photograph picture
pic: picture photograph photo
pick: choose
plane: aircraft aeroplane
problem: fault trouble defect flaw complaint
quit: leave resign depart
ram: memory
rich: wealth fortune
rival: competitor
screen: display
shop: store
slogan: motto
smell: scent fragrance
song: music tune
staff: employee worker
start: begin found launch establish
success: popular hit bestseller sell
sue: lawsuit court
taste: flavour
tv: television
weird: odd strange unusual
worker: employee staff
writer: write
""".strip().splitlines()
    )
}
"""What may be written for a word that a fan types; not the other way round."""

_PHRASES = {
    r"\b(?:come|came|comes|coming|go|goes|went|gets?|got) back\b": ("back", "return"),
    r"\b(?:come|came|comes|coming) out\b": ("out", "release launch introduce introduction sale"),
    r"\b(?:gets?|got|getting) rid of\b": ("rid", "remove drop end abandon discontinue"),
    r"\b(?:kick|kicked|throw|threw|thrown|force|forced|push|pushed) (?:\w+ )?out\b": (
        "out",
        "dismiss remove oust",
    ),
    r"\b(?:go|goes|going|went) (?:bust|broke|under)\b": ("bust", "bankrupt bankruptcy insolvent"),
    r"\b(?:grow|grew|grown|growing) up\b": ("grow", "childhood boyhood youth family live"),
    r"\b(?:gives?|gave|given) up\b": ("up", "abandon end stop"),
    r"\b(?:stop|stopped|quit) (?:being |\w+ )?(?:made|making|make|sold|selling|sell|producing|produced)\b": (
        "stop",
        "end discontinue withdraw suspend",
    ),
}
"""Several words as one: the word among them that tells, and what may be written for it."""

_MEANT = [
    (re.compile(pattern, re.IGNORECASE), word, frozenset(written.split()))
    for pattern, (word, written) in _PHRASES.items()
]


_WHO_LEADS = (
    r"\bwho(?:['’]?s| is| are| was| were)?(?: now| currently| actually)* "
    r"(?:runs?|running|ran|in charge(?: of| at)?|(?:the )?(?:big )?boss(?: of| at)?) "
)
_THE_WHOLE = r"(?:the|your|this) (?:firm|company|business|brand|house|place|studio|outfit)|you|it all|things"


_RECEIVED = re.compile(
    r"\bhow (?:was|were) (?P<what>.+?) (?:received|greeted|taken up)\b"
    r"(?: by (?:the )?(?:press|public|critics|people))?",
    re.IGNORECASE,
)


_SUCCEEDED = re.compile(
    r"^(?:and |so )?who (?:succeeded|took over from) (?P<whom>[^?]+?)(?P<office> (?:as|in|at) [^?]+)?\s*\?*$",
    re.IGNORECASE,
)
"""Much besides a successor succeeds."""


def reworded(question: str, maker: str) -> str:
    """`question` as documents put it, where it asks who runs `maker` or came after somebody, or how it was received.

    They speak of its chief executive, and of what was said and how it sold.
    """
    if succeeded := _SUCCEEDED.match(question.strip()):
        office = succeeded["office"] or " as chief executive"
        question = (
            f"{question.strip().rstrip(' ?')}, and became the successor of {succeeded['whom']}{office}?"
        )
    question = _RECEIVED.sub(r"was \g<what> a success, what did critics say and how did it sell", question)
    names = "|".join(re.escape(name) for name in (maker, maker.partition(" ")[0]) if name)
    asked = re.compile(rf"{_WHO_LEADS}(?P<what>(?:{names}|{_THE_WHOLE})\b)", re.IGNORECASE)
    return asked.sub(r"who is the chief executive of \g<what>", question)


def meant(question: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The telling word of each phrase in `question` that has other words, and those."""
    for pattern, word, written in _MEANT:
        if pattern.search(question):
            yield word, written


def _forms_of(word: str) -> tuple[str, ...]:
    return (word, *FORMS.get(word, ()))


def _by_word() -> dict[str, frozenset[str]]:
    others: dict[str, set[str]] = {}
    for root in FORMS:
        for form in _forms_of(root):
            others.setdefault(form, set()).update(_forms_of(root))
    for typed, written in _WRITTEN_FOR.items():
        for form in _forms_of(typed):
            others.setdefault(form, set()).update(each for word in written for each in _forms_of(word))
    return {word: frozenset(those - {word}) for word, those in others.items()}


OTHER_WORDS = _by_word()
"""What documents may write for a word, by that word in lower case."""
