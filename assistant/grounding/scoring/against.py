"""What surely speaks against a sentence: a sentence of the context that says nearly the same, and turns it.

The exact checks of the gate veto whatever they doubt, since a dropped sentence costs little there. Who asks whether a
context bears a text out wants to know both ways: here a finding counts only from sentences that hold nearly all words
of the claim, and only where no other of them says it as the claim does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.grounding.checks.alignment import aligned_clash
from assistant.grounding.checks.claims import is_finite
from assistant.grounding.checks.exact import ExactChecks
from assistant.grounding.checks.facts import FactReader
from assistant.grounding.checks.finding import Finding
from assistant.grounding.checks.operators import operator_clash, operators
from assistant.grounding.checks.roles import role_clash, roles_agree
from assistant.grounding.checks.scopes import Kind, dropped_scope, is_denying
from assistant.grounding.checks.tokens import stems, tokenise
from assistant.grounding.checks.windows import Window
from assistant.grounding.scoring.bare import as_evidence

_THE_SAME = 0.8
"""Share of a claim's words of meaning from which a sentence speaks of just this."""

_SURE = frozenset(Kind) - {Kind.TOLD}
"""What somebody is said to say is often told as it is: who reports is no rumour."""

_SPACED_FIGURE = re.compile(r"\d, \d{3}\b")
"""A figure as tokenised texts write it, "3, 800": a reader takes it for two."""

_ALL = frozenset(["all", "every", "both"])
_SOME = frozenset(["most", "many", "some", "several"])


def speaks_against(claim: str, sentences: Sequence[str], reader: FactReader) -> Finding | None:
    """The first sure finding of `sentences` against `claim`, or None."""
    wanted = set(_meant(claim))
    if not wanted:
        return None
    if found := dropped_scope(claim, sentences, _SURE) or role_clash(claim, sentences):
        return found
    if found := _misplaced(claim, wanted, sentences, reader):
        return found
    near = [text for text in sentences if len(wanted & stems(text)) >= _THE_SAME * len(wanted)]
    if not near or not all(_begins_alike(claim, text) for text in near) or _may_follow(claim, near):
        return None
    if not (is_denying(claim) and any(map(is_denying, near))):
        turned = operator_clash(claim, near)
        if turned and turned.contradicts:
            return turned
    read = [reader.read(text) for text in near if not _SPACED_FIGURE.search(text)]
    return aligned_clash(reader.read(claim), read)


def _misplaced(claim: str, wanted: set[str], sentences: Sequence[str], reader: FactReader) -> Finding | None:
    """Whether the only sentence that holds all of the claim gives its figure to another name.

    "Mira was born in 1950 and Ada in 1960" gives 1950 to Mira. Told of one name only: two may stand in either
    order, as in "Ada was sued by Mira".
    """
    facts = reader.read(claim)
    whole = [text for text in sentences if wanted <= stems(text)]
    if len(whole) != 1 or len(facts.names) != 1 or not (facts.quantities or facts.dates):
        return None
    if roles_agree(claim, whole[0]):
        return None
    evidence = as_evidence(whole[0], 0)
    window = Window(evidence, 0, len(evidence.passage.sentences), 1.0, 1.0)
    found = ExactChecks(facts, window, reader).misplaced()
    return found if found and found.reason.endswith(f"not {facts.names[0].words}") else None


def _begins_alike(claim: str, text: str) -> bool:
    """Whether both say it of the same: else "before" may stand for "after", and all is turned round."""
    mine, its = _subjects(claim), _subjects(text)
    if mine and its:
        return mine[0] in its
    here, there = _meant(claim), _meant(text)
    first = next((one for one in here if one in there), "")
    return first == next((one for one in there if one in here), "")


def _subjects(text: str) -> list[str]:
    """The word before each verb that shows by its form: it ends what the verb is said of."""
    return [
        before.stem
        for before, token in pairwise(tokenise(text))
        if is_finite(token) and not is_finite(before)
    ]


def _meant(text: str) -> list[str]:
    return [token.stem for token in tokenise(text) if token.is_content]


def _may_follow(claim: str, near: Sequence[str]) -> bool:
    """Whether `claim` is less than the sentences say: "most" of "all", "in 1995" of "not until 1995"."""
    said = {token.folded for token in tokenise(claim)}
    less = not said.isdisjoint(_SOME) and any(
        token.folded in _ALL for text in near for token in tokenise(text)
    )
    begins = "until" not in said and any("until" in text and operators(text).has_negation for text in near)
    return less or begins
