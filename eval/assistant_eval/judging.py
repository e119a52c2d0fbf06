"""Scoring rows: each exactly once, written down as soon as it is known, so that a run can be taken up again."""

from __future__ import annotations

import hashlib
import json
import math
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self

from assistant.grounding.scoring.face import judgements
from assistant.grounding.scoring.overlap import word_overlap
from assistant.grounding.scoring.scored import Scored, Scorer
from assistant_eval.errors import EvalError
from assistant_eval.rows import Raw, Row

GOLD_SPANS = "gold_spans"
"""Where a row's own ``spans`` go: those of the judge take their place."""

_ADDED = frozenset({"score", "supported", "spans", "parts", "unscored", "judge", GOLD_SPANS})


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row with what the judge said; `score` and `supported` are None where `unscored` says why.

    `seconds` is what scoring took, None for a row taken over from an earlier run. `overlap` is the share of
    the claim's words that stand in its context.
    """

    row: Row
    score: float | None
    supported: bool | None
    parts: tuple[str, ...]
    unscored: str
    overlap: float
    seconds: float | None


def judge_rows(rows: Sequence[Row], scorer: Scorer, out: OutFile | None = None) -> Iterator[JudgedRow]:
    """Judge `rows` in order. What `out` holds already is taken from there, what is new is added to it."""
    for row in rows:
        known = out.find(row) if out else None
        if known is None:
            started = time.perf_counter()
            scored = scorer.score(row.contexts, row.claim, row.question) if row.claim.strip() else None
            seconds = time.perf_counter() - started
            known = _verdict(row, scored)
            known["judge"] = scorer.fingerprint
            if out:
                out.add(row, known)
        else:
            seconds = None
            if out and out.lacks(row):
                out.add(row, known)
        yield JudgedRow(
            row=row,
            score=known["score"],
            supported=known["supported"],
            parts=tuple(known["parts"]),
            unscored=known.get("unscored", ""),
            overlap=word_overlap(row.contexts, row.claim),
            seconds=seconds if known["score"] is not None else None,
        )


def _verdict(row: Row, scored: Scored | None) -> dict[str, Any]:
    """What judging adds to a row, as it is written down."""
    if scored is None:
        return _unscored("the claim is empty")
    if not math.isfinite(scored.probability):
        return _unscored(f"the judge gave {scored.probability} for a probability")
    return {
        "score": float(scored.probability),
        "supported": bool(scored.supported),
        "spans": [
            {
                "start": claim.start,
                "end": claim.end,
                "text": claim.text,
                "verdict": claim.verdict.value,
                "confidence": round(claim.confidence, 6),
                "reason": claim.reason,
            }
            for claim in judgements(scored, row.contexts, row.claim).unsupported
        ],
        "parts": list(scored.parts),
    }


def _unscored(reason: str) -> dict[str, Any]:
    return {"score": None, "supported": None, "spans": [], "parts": [], "unscored": reason}


class OutFile:
    """A file of judged rows that grows row by row and may hold those of an earlier run. Use it in a ``with``.

    A last line that was cut off when that run was killed is removed.
    """

    def __init__(self, path: Path, scorer: Scorer) -> None:
        """Open or make the file; EvalError where it holds something else, or another judge's rows."""
        self._path = path
        self._judge = scorer.fingerprint
        self._lines: Counter[bytes] = Counter()
        self._met: Counter[bytes] = Counter()
        try:
            self._file: BinaryIO = path.open("a+b")
        except OSError as error:
            raise EvalError(f"{path} cannot be written ({error.strerror}): name another --out") from error
        try:
            self._known = dict(self._read())
        except EvalError:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def find(self, row: Row) -> dict[str, Any] | None:
        """What the file says of `row`, None where it does not hold just this row."""
        key = _key(_own(row))
        self._met[key] += 1
        return self._known.get(key)

    def lacks(self, row: Row) -> bool:
        """Whether the file has fewer lines of `row` than were asked for: two rows of FILE may be alike."""
        key = _key(_own(row))
        return self._lines[key] < self._met[key]

    def add(self, row: Row, added: Mapping[str, Any]) -> None:
        """Write a row down; it is in the operating system's hands when this returns."""
        gold = {GOLD_SPANS: row.raw["spans"]} if "spans" in row.raw and GOLD_SPANS not in row.raw else {}
        line = {**_own(row), **gold, **added}
        self._file.write(_encoded(line) + b"\n")
        self._file.flush()
        key = _key(_own(row))
        self._known[key] = dict(added)
        self._lines[key] += 1

    def _read(self) -> Iterator[tuple[bytes, dict[str, Any]]]:
        self._file.seek(0)
        whole = 0
        for number, line in enumerate(self._file, start=1):
            if not line.endswith(b"\n"):
                break
            whole += len(line)
            yield self._earlier(number, line)
        self._file.truncate(whole)
        self._file.seek(0, os.SEEK_END)

    def _earlier(self, number: int, line: bytes) -> tuple[bytes, dict[str, Any]]:
        try:
            row: dict[str, Any] = json.loads(line)
            added = {key: row[key] for key in _ADDED - {GOLD_SPANS, "unscored"}}
        except (ValueError, TypeError, KeyError) as error:
            raise EvalError(
                f"{self._path} line {number} is no judged row: --out names a file that this command wrote, "
                "or a new one"
            ) from error
        if added["judge"] != self._judge:
            raise EvalError(
                f"{self._path} holds scores of the judge {added['judge']!r}, this one is {self._judge!r}: "
                "name another --out, or remove the file"
            )
        self._lines[_key(row)] += 1
        return _key(row), {**added, "unscored": row.get("unscored", "")}


def _own(row: Row) -> Raw:
    """The row as its file has it; where its context stands in another file, with the hash of that."""
    if row.raw.get("context") is not None:
        return row.raw
    return {**row.raw, "context_sha256": hashlib.sha256("\0".join(row.contexts).encode()).hexdigest()}


def _key(raw: Raw) -> bytes:
    """Names a row by all it holds, but for what judging adds."""
    own = {key: value for key, value in raw.items() if key not in _ADDED}
    return hashlib.sha256(json.dumps(own, sort_keys=True).encode()).digest()


def _encoded(row: Mapping[str, Any]) -> bytes:
    text = json.dumps(row, ensure_ascii=False)
    try:
        return text.encode()
    except UnicodeEncodeError:  # half a character, as only an escape can write it
        return json.dumps(row).encode()
