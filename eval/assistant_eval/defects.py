"""The metrics put to the test: defects made in answers of a real run, and which measures moved.

Four defects, each of which a metric is there to see: a sentence that nothing bears out is added; a citation is
shifted to other words of its documents; one word of a quotation is changed; a refusal stands where a right answer
did. Each is made in an answer without fault, with no look at the judges, and judged and scored anew. A measure that
should move and does not, or moves and should not, is a fault of the metric and is told as one.

After the checklists of Ribeiro et al., "Beyond Accuracy: Behavioral Testing of NLP Models with CheckList", ACL 2020.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant_eval.defective import answer_with_sentence, misquoted, refused_instead, shifted
from assistant_eval.errors import EvalError
from assistant_eval.expected_moves import Defect, Should, should_do
from assistant_eval.figures import case_scores, score_record
from assistant_eval.judged import Judges, judge_record, open_judges
from assistant_eval.manifest import judging_pack
from assistant_eval.measures import Measure
from assistant_eval.records import Record, Score, read_records
from assistant_eval.runs import MANIFEST
from assistant_eval.stats import Unscored

PER_KIND = 200


@dataclass(frozen=True, slots=True)
class Moved:
    """One measure under one defect. Of `able` records it could move in, it moved in `moved`.

    `wrong` names the cases in which it did otherwise than it should.
    """

    measure: Measure
    should: Should
    able: int
    moved: int
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DefectTable:
    """How many defects of each kind were made, and what every measure did; `bases` counts the clean answers."""

    bases: int
    made: Mapping[Defect, int]
    rows: Mapping[Defect, tuple[Moved, ...]]

    @property
    def exact(self) -> bool:
        """Whether exactly those measures moved that should."""
        return not any(row.wrong for rows in self.rows.values() for row in rows)

    def as_dict(self) -> dict[str, Any]:
        """The table for programs."""
        return {
            "bases": self.bases,
            "exact": self.exact,
            "defects": {
                defect.value: {
                    "made": self.made[defect],
                    "measures": {
                        row.measure.name: {
                            "should": row.should.value,
                            "able": row.able,
                            "moved": row.moved,
                            "wrong": list(row.wrong),
                        }
                        for row in rows
                    },
                }
                for defect, rows in self.rows.items()
            },
        }

    def as_text(self) -> str:
        """A table for a terminal: every measure that should move, did, or did otherwise than it should."""
        lines = [f"{self.bases} answers without fault"]
        for defect, rows in self.rows.items():
            lines.append(f"\n{defect.value}: {self.made[defect]} made")
            for row in rows:
                if row.should is not Should.STAY or row.wrong:
                    wrong = f"  WRONG in {len(row.wrong)}: {', '.join(row.wrong[:3])}" if row.wrong else ""
                    lines.append(
                        f"  {row.measure.name:<28} {row.should.value:<16} {row.moved}/{row.able}{wrong}"
                    )
            stays = [row for row in rows if row.should is Should.STAY]
            lines.append(
                f"  {sum(not row.wrong for row in stays)} of {len(stays)} other measures stay as they are"
            )
        return "\n".join(lines)


def defects(folder: Path, judges: Judges | None = None, per_kind: int = PER_KIND) -> DefectTable:
    """Make up to `per_kind` defects of each kind from the run in `folder`, and tell which measures moved.

    Without `judges` those in service judge, with the brand pack the run names. EvalError where the folder is no
    run; ModelError where the judges cannot be used.
    """
    judging = judges or open_judges(_brand_of(folder))
    return defects_of(read_records(folder), judging, per_kind)


def defects_of(records: Sequence[Record], judges: Judges, per_kind: int = PER_KIND) -> DefectTable:
    """The same of records in hand. They are judged anew, so that both sides have the same judges."""
    judged = [_scored(record, judges) for record in records if record.answered]
    clean = [record for record in judged if _is_clean(record)]
    made: dict[Defect, int] = {}
    rows: dict[Defect, tuple[Moved, ...]] = {}
    for defect in Defect:
        pairs = [(before, _scored(after, judges)) for before, after in _made(defect, clean, per_kind)]
        made[defect] = len(pairs)
        rows[defect] = _moved(defect, pairs)
    return DefectTable(len(clean), made, rows)


def _brand_of(folder: Path) -> Path | None:
    try:
        return judging_pack(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, AttributeError) as error:
        raise EvalError(f"{folder / MANIFEST} is no manifest of a run ({error})") from error


def _scored(record: Record, judges: Judges) -> Record:
    judged = replace(record, judged=judge_record(record, judges), scores={})
    return judged.with_scores(judged.judged, score_record(judged))


def _is_clean(record: Record) -> bool:
    """Whether an answer states something and has none of the faults that are to be made."""
    best = {
        "fully_supported": 1.0,
        "fully_supported_exact": 1.0,
        "citation_precision": 1.0,
        "citation_recall": 1.0,
    }
    return (
        all(record.scores[name] == value for name, value in best.items())
        and record.scores["invented_quotes"] == 0.0
    )


def _made(defect: Defect, clean: Sequence[Record], most: int) -> Iterator[tuple[Record, Record]]:
    """Records before and after, one variant of every answer first, then the next variant of every answer."""
    variants = [(record, _variants(defect, record)) for record in clean]
    count = 0
    while variants:
        left: list[tuple[Record, Iterator[Record]]] = []
        for record, more in variants:
            if count == most:
                return
            after = next(more, None)
            if after is not None:
                left.append((record, more))
                count += 1
                yield record, after
        variants = left


def _variants(defect: Defect, record: Record) -> Iterator[Record]:
    if defect is Defect.UNSUPPORTED:
        return answer_with_sentence(record)
    if defect is Defect.SHIFTED:
        return shifted(record)
    return misquoted(record) if defect is Defect.MISQUOTED else refused_instead(record)


def _moved(defect: Defect, pairs: Sequence[tuple[Record, Record]]) -> tuple[Moved, ...]:
    able: Counter[str] = Counter()
    moved: Counter[str] = Counter()
    wrong: dict[str, list[str]] = {}
    measures: list[Measure] = []
    for before, after in pairs:
        told = list(zip(case_scores(before), case_scores(after), strict=True))
        measures = [measure for (measure, _), _ in told]
        for (measure, was), (_, now) in told:
            name, should = measure.name, should_do(defect, measure.name)
            if not _could(measure, was, now):
                continue
            able[name] += 1
            did = _did(was, now)
            moved[name] += did is not Should.STAY
            if did is not should and not (should is Should.MAY and did in (Should.MOVE, Should.STAY)):
                wrong.setdefault(name, []).append(before.case.id)
    return tuple(
        Moved(
            each,
            should_do(defect, each.name),
            able[each.name],
            moved[each.name],
            tuple(wrong.get(each.name, ())),
        )
        for each in measures
    )


def _could(measure: Measure, was: Score, now: Score) -> bool:
    """Whether a measure is known of the case on either side, and not as bad as can be from the start."""
    if isinstance(was, Unscored):
        return not isinstance(now, Unscored)
    worst = {"higher": 0.0, "lower": 1.0}.get(measure.better)
    return not (measure.unit == "share" and was == worst == now)


def _did(was: Score, now: Score) -> Should:
    if isinstance(now, Unscored):
        return Should.LEAVE
    return Should.STAY if was == now else Should.MOVE
