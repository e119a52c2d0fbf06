"""What stands before a clause of a source sentence: a time or place, a clause of its own, what makes it no fact."""

from __future__ import annotations

import re
from itertools import zip_longest

from assistant.grounding.checks.claims import JOINT, is_statement
from assistant.grounding.checks.facts import FactReader
from assistant.grounding.checks.tokens import listed, stem, tokenise

_ON_THE_WAY = frozenset(
    listed("in on at by from since until till during after before around about of and the")
)
"""Words that a time or a place is put with. "According to", "unless" and "with" are none of them."""

_SUBORDINATE = frozenset(
    listed(
        """
        that if unless whether because although though since while when whenever where as until before after once lest
        provided supposing imagine who which whose whom how why what
        """
    )
)


_OPENS_A_CONTENT = frozenset(listed("that whether if unless supposing"))
"""What comes behind them is thought, told or assumed, and not stated."""

_TIMES = frozenset(
    listed("year month week day morning evening night time summer autumn winter spring decade season")
)

_THOUGHT = frozenset(
    map(
        stem,
        listed(
            """
            wish dream hope fear imagine expect want speculate suspect assume pretend promise threaten believe think
            guess predict fancy rumour rumor gossip reckon bet worry
            """
        ),
    )
)
_MADE_UP = frozenset(
    listed(
        """
        novel film movie play comedy satire parody cartoon joke dream fable legend myth advertisement advert commercial
        poster script sketch song poem fiction tale fairytale spoof scene
        """
    )
)
_FRAME = re.compile(r"\baccording to\b|^\W*(?:had|were|should)\s", re.IGNORECASE)


def makes_it_no_fact(before: str) -> bool:
    """Whether behind `before` stands what somebody thinks, tells, assumes or makes up: "Rumours spread that"."""
    tokens = tokenise(before)
    contents = any(
        token.folded in _OPENS_A_CONTENT and not (following and following.folded in _TIMES)  # "that year"
        for token, following in zip_longest(tokens, tokens[1:])
    )
    return (
        contents
        or any(token.stem in _THOUGHT or token.folded in _MADE_UP for token in tokens)
        or _FRAME.search(before) is not None
    )


def sets_the_scene(before: str, reader: FactReader) -> bool:
    """Whether `before` says no more than when or where: nothing, "In 1984," or "On 3 May 1999 in Oslo,"."""
    facts = reader.read(before)
    if facts.tokens and facts.tokens[-1].folded == "of":
        return False  # "Two of | the three founders left"
    places = [(fact.start, fact.end) for fact in (*facts.dates, *facts.names, *facts.quantities)]
    return all(
        token.folded in _ON_THE_WAY or any(start <= token.start < end for start, end in places)
        for token in facts.tokens
    )


def is_clause_apart(before: str, reader: FactReader) -> bool:
    """Whether `before` is a statement of its own, joined to what follows by no more than "and" or "but".

    One with a subordinate clause is not: what follows may belong to that. Nor is one that opens with more than time
    and place: "In the novel, Ada met Nils, and" holds for all that follows.
    """
    joint = next((match for match in JOINT.finditer(before) if match.end() == len(before)), None)
    if joint is None:
        return False
    clause = before[: joint.start()]
    opening, comma, _ = clause.partition(",")
    return (
        is_statement(clause)
        and not any(token.folded in _SUBORDINATE for token in tokenise(clause))
        and (not comma or sets_the_scene(opening, reader))
    )
