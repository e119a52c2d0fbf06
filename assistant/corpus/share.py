"""A share of a count, with how sure it is."""

from __future__ import annotations

import math
from dataclasses import dataclass

_Z = 1.959964  # the normal quantile of 95 % intervals


def wilson_interval(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson, JASA 22, 1927), honest at 0 and 1; all of [0, 1] of nothing."""
    if not whole:
        return 0.0, 1.0
    share, spread = part / whole, _Z * _Z / whole
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * math.sqrt(share * (1 - share) / whole + spread / (4 * whole))
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`, with its interval of 95 %, as fractions."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share, or None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The lower and upper end, or None of nothing."""
        return wilson_interval(self.part, self.whole) if self.whole else None
