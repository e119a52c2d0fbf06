"""Agreement of two who label the same rows: raw, and beyond chance."""

from __future__ import annotations

from assistant_eval.metrics.arrays import Labels, Weights
from assistant_eval.stats import Unscored


def raw_agreement(labels: Labels, decisions: Labels, weights: Weights) -> float | Unscored:
    """The share of rows on which both say the same. High by chance alone where one class is rare."""
    total = weights.sum()
    if not total:
        return Unscored("no row has both labels")
    return float(weights[labels == decisions].sum() / total)


def cohen_kappa(labels: Labels, decisions: Labels, weights: Weights) -> float | Unscored:
    """Agreement beyond chance: ``(observed - expected) / (1 - expected)``, expected by the shares of each.

    Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20
    (1960). 0 is chance, 1 perfect, below 0 worse than chance.
    """
    observed = raw_agreement(labels, decisions, weights)
    if isinstance(observed, Unscored):
        return observed
    total = weights.sum()
    one, other = weights[labels].sum() / total, weights[decisions].sum() / total
    expected = one * other + (1 - one) * (1 - other)
    if expected >= 1:
        return Unscored("both give every row the same label: they cannot but agree")
    return float((observed - expected) / (1 - expected))
