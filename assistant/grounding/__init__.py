"""The gate: claims, exact checks, verdicts and the policy that follows; and the judge, for use on its own.

From the bottom: `checks` read what a sentence states and compare it exactly, `judging` decides on a claim, `gate` on a
drafted sentence, `receipts` keep what was decided; `scoring` judges any text against any other.

>>> from assistant.grounding import judge
>>> judge("The lamp was made in Oslo in 1995.", "It was made in Bergen.").supported
False
"""

from assistant.grounding.scoring.face import ClaimVerdict, ContextSpan, Judgements, judge

__all__ = ["ClaimVerdict", "ContextSpan", "Judgements", "judge"]
