"""The gate: claims, exact checks, verdicts and the policy that follows; and the judge, for use on its own.

>>> from assistant.grounding import judge
>>> judge("The lamp was made in Oslo in 1995.", "It was made in Bergen.").supported
False
"""

# The submodule first: importing it later would put the module in the place of the function of that name.
import assistant.grounding.judge  # noqa: F401  # pyright: ignore[reportUnusedImport]
from assistant.grounding.face import ClaimVerdict, ContextSpan, Judgements, judge

__all__ = ["ClaimVerdict", "ContextSpan", "Judgements", "judge"]
