"""Whether an answer stands on evidence, said for the reader of a failed test."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.domain import Verdict
from assistant.grounding.scoring.face import ClaimVerdict, judge
from assistant_eval.sentences import without_markers

if TYPE_CHECKING:
    from assistant.grounding.scoring.scored import Scorer

_WORDS = {Verdict.CONTRADICTED: "contradicted", Verdict.NOT_FOUND: "not found"}
_LONGEST = 240  # characters of evidence that are shown


def ungrounded(
    answer: str, evidence: str | Sequence[str], question: str = "", scorer: Scorer | None = None
) -> str | None:
    """What is wrong with `answer`: each claim that `evidence` does not bear out, and why. None where nothing is.

    An empty answer is a fault as well: it says that something else failed. Markers such as ``[1]`` are not read.
    """
    texts = (evidence,) if isinstance(evidence, str) else tuple(evidence)
    if not answer.strip():
        return "the answer is empty: there is nothing to judge"
    found = judge(texts, without_markers(answer), question, scorer=scorer)
    if not found.unsupported:
        return None
    count, all_claims = len(found.unsupported), len(found.claims)
    given = "no evidence was given" if not any(text.strip() for text in texts) else _told(len(texts))
    verb = "is" if count == 1 else "are"
    head = f"{count} of {all_claims} claim{'s' * (all_claims != 1)} {verb} not borne out ({given})"
    chance = f"The chance that all of the answer is borne out: {100 * found.probability:.0f} %"
    return "\n\n".join([head, *(_claim(claim) for claim in found.unsupported), chance])


def _told(texts: int) -> str:
    return "1 text of evidence" if texts == 1 else f"{texts} texts of evidence"


def _claim(claim: ClaimVerdict) -> str:
    lines = [f"  ✗ {' '.join(claim.text.split())}", f"    {_WORDS[claim.verdict]}: {claim.reason}"]
    if (near := claim.evidence) is not None:
        words = textwrap.shorten(near.text, _LONGEST, placeholder=" …")
        lines.append(f"    nearest: “{words}” (text {near.context + 1}, {near.start}-{near.end})")
    return "\n".join(lines)
