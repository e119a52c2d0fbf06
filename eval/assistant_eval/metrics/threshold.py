"""The best threshold of a score, chosen on other rows than it is used on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant_eval.metrics.arrays import Labels, Scores, missing_class
from assistant_eval.stats import Unscored

FOLDS = 5
_SEED = 7


def best_threshold(labels: Labels, scores: Scores) -> float | Unscored:
    """The score from which to say "supported" for the best balanced accuracy; of equals, the lowest.

    It lies half way between the two scores it parts.
    """
    if missing := missing_class(labels, np.ones(len(labels))):
        return missing
    values, rank = np.unique(scores, return_inverse=True)
    supported = np.bincount(rank, weights=labels)
    unsupported = np.bincount(rank, weights=~labels)
    kept = supported.sum() - np.cumsum(supported) + supported  # rightly kept with the threshold at a value
    caught = np.cumsum(unsupported) - unsupported
    best = int(np.argmax(kept / supported.sum() + caught / unsupported.sum()))
    return float((values[max(best - 1, 0)] + values[best]) / 2)


def held_out_decisions(labels: Labels, scores: Scores, groups: Sequence[str]) -> Labels | Unscored:
    """Each row decided at the threshold that is best on the other folds; a group is never split.

    So a score without a threshold of its own gets the best one an honest user could have found. The folds are
    always the same.
    """
    names, of_row = np.unique(np.asarray(groups, dtype=np.str_), return_inverse=True)
    if len(names) < 2:
        return Unscored("all rows are of one group: a threshold needs others to be chosen on")
    fold_of = np.empty(len(names), dtype=np.intp)
    fold_of[np.random.default_rng(_SEED).permutation(len(names))] = np.arange(len(names)) % FOLDS
    fold = fold_of[of_row]
    decisions = np.zeros(len(labels), dtype=np.bool_)
    for held_out in np.unique(fold):
        inside = fold == held_out
        threshold = best_threshold(labels[~inside], scores[~inside])
        if isinstance(threshold, Unscored):
            return Unscored("too few groups have rows of both kinds to choose a threshold on")
        decisions[inside] = scores[inside] >= threshold
    return decisions
