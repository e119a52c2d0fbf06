"""Which scorer judges where nobody names one."""

from __future__ import annotations

from functools import lru_cache

from assistant.grounding.exact_scorer import ExactScorer
from assistant.grounding.scored import Scorer


@lru_cache(maxsize=1)
def default_scorer() -> Scorer:
    """The scorer in service, one for the whole process; ModelError where its model cannot be used."""
    return ExactScorer()
