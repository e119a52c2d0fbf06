"""A share of a count, with how sure it is."""

from __future__ import annotations

import math
from dataclasses import dataclass

_Z = 1.959964  # the normal quantile of 95 % intervals


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`, with the Wilson interval of 95 % (Wilson, JASA 22, 1927), as fractions."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share, or None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The lower and upper end, or None of nothing."""
        if not self.whole:
            return None
        share, spread = self.part / self.whole, _Z * _Z / self.whole
        middle = (share + spread / 2) / (1 + spread)
        half = _Z / (1 + spread) * math.sqrt(share * (1 - share) / self.whole + spread / (4 * self.whole))
        return max(0.0, middle - half), min(1.0, middle + half)
