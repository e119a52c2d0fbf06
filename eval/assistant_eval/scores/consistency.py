"""Consistency: do paraphrases of one question get the same answer?

Elazar et al., "Measuring and Improving Consistency in Pretrained Language Models", TACL 2021: the share of pairs
of paraphrases that agree. Paraphrases are cases of one `group` with the same nuggets and gold answer, asked of
the same persona with no or the same history. Two agree where both were refused, or both were answered with the
same nuggets, or, in cases without any, with the gold answer found in both or in neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations

import numpy as np

from assistant_eval.draws import Sums
from assistant_eval.matching import holds_any
from assistant_eval.measures import Defined, Measure
from assistant_eval.records import Record, Score
from assistant_eval.scores.told import abstained
from assistant_eval.sentences import without_markers
from assistant_eval.stats import Unscored

_ALONE = Unscored("the case has no paraphrase")


class Pairs:
    """Every pair of paraphrases counts once, with the weight of its first case: a group is drawn as a whole."""

    def prepare(self, records: Sequence[Record], scores: Sequence[Mapping[str, Score]]) -> Sums:  # noqa: ARG002
        """See `Draw`."""
        agreed, pairs = np.zeros(len(records)), np.zeros(len(records))
        mine, all_mine = np.zeros(len(records)), np.zeros(len(records))
        for places in _paraphrases(records):
            ends = {at: _end(records[at]) for at in places}
            for one, other in combinations(places, 2):
                same = float(ends[one] == ends[other])
                agreed[one] += same
                pairs[one] += 1
                for at in (one, other):
                    mine[at] += same
                    all_mine[at] += 1
        cases: list[Score] = [
            float(same / all_) if all_ else _ALONE for same, all_ in zip(mine, all_mine, strict=True)
        ]
        return Sums(cases, agreed, pairs)


MEASURES = (
    Defined(
        Measure(
            "consistency",
            "Consistency over paraphrases",
            "share",
            "higher",
            "Share of pairs of paraphrases that end alike: both refused, or both answered with the same nuggets.",
            "Answers",
        ),
        Pairs(),
    ),
)


def score(record: Record) -> dict[str, Score]:  # noqa: ARG001 - it takes two
    """Nothing: one case alone is consistent with itself."""
    return {}


def _paraphrases(records: Sequence[Record]) -> list[list[int]]:
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for at, record in enumerate(records):
        case = record.case
        if case.group is not None and record.outcome is not None:
            history = tuple((turn.question, turn.answer) for turn in case.earlier)
            groups[case.group, case.answerable, case.gold, case.ways(), case.persona, history].append(at)
    return [places for places in groups.values() if len(places) > 1]


def _end(record: Record) -> Hashable:
    """How a case ended: refused, or with which of its facts."""
    if abstained(record):
        return "refused"
    text = without_markers(record.text)
    facts = record.case.ways() or ((record.case.gold,) if record.case.gold else ())
    return tuple(holds_any(text, ways if isinstance(ways, tuple) else (ways,)) for ways in facts)
