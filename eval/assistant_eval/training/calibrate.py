"""The calibration: signals of rows the model never saw, weighed by logistic regressions and frozen.

Held-back groups of the sets that were trained on, and of one that was not. Every set counts alike, and both labels
within a set: a threshold for a world in which half of what is said is wrong.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # pyright: ignore[reportMissingTypeStubs]

from assistant.grounding.checks.quotes import outside_quotes
from assistant.grounding.checks.windows import meaning
from assistant.grounding.judging.calibration import Weighing
from assistant.grounding.judging.entailment import SHORTEST_QUOTE
from assistant.grounding.judging.judge import ExactJudge, premise_of
from assistant.grounding.judging.model_entailment import in_words_of, window_features, window_stances
from assistant.grounding.scoring.answerability import answer_features, answer_odds
from assistant.grounding.scoring.bare import as_evidence
from assistant.grounding.scoring.signals import ClaimSignals, SignalReader
from assistant.pair_model import PairModel
from assistant.text import segment
from assistant_eval.answerable import AskedRow, read_asked
from assistant_eval.metrics import auroc, balanced_accuracy, calibration_error
from assistant_eval.rows import Row, read_rows
from assistant_eval.stats import Unscored
from assistant_eval.training import made_responses
from assistant_eval.training.pairs import is_held_back
from assistant_eval.training.public_sets import may_be_learnt_from
from assistant_eval.training.written import NAME, held_back_claims, written_passages

FeatureReader = Callable[[Row], Mapping[str, float]]

TRAINED_ON = (
    "wice",
    "summedits",
    "defacto",
    "diasumfact",
    "faceval",
    "begin",
    "factcheckgpt_stance",
    "halueval_qa",
    "mtrag_human_eval",
    "attributionbench",
)
"""Sets that were trained on: their held-back rows calibrate."""

NEVER_TRAINED_ON = ("factscore",)
"""A set that was not: the rows of its held-back groups calibrate, the others measure."""

MOST_ROWS = 400
"""Rows taken of a set. Few are left to measure of most sets: what the calibration is worth on them is told by
cross-validation, and sets that had no part in it measure it, too."""

ASKED = ("nomiracl_en", "clapnq")

SEED = 7

INPUTS = tuple(ClaimSignals((), 0, 0).features())
"""The names of what weighs for a claim; signals read for other names are not mistaken for these."""

MOST_SENTENCES = 400

STRENGTH = 0.03
"""Inverse regularisation of the regressions: strong, so that no set's habits are learnt by heart."""

STRENGTH_OF_ANSWERS = 0.1
"""The same where passages answer a question: two inputs learn less by heart."""

FOLDS = 5

UNSUPPORTED_PASSING = 0.015
"""Share of unsupported claims without any wrong fact that the gate's model may let pass: those the exact
checks cannot tell are already few, and the promise is worth the price in true ones."""

FALSE_DECLINES = 0.09
"""Share of answerable questions that may be declined."""


@dataclass(frozen=True, slots=True)
class Signalled:
    """A labelled row with its signals."""

    dataset: str
    id: str
    group: str
    label: bool
    features: Mapping[str, float]


def calibrate(
    data: Path, written: Path, work: Path, model_folder: Path, report: Callable[[str], None]
) -> None:
    """Fit every weighing for the model in `model_folder` and write ``calibration.json`` beside it."""
    model = PairModel(model_folder)
    kept = work / f"signals-{_fingerprint([model.fingerprint, *INPUTS])[:12]}"
    whole: list[Signalled] = []
    for name, rows in calibrated_rows(data):
        whole += signalled(rows, name, grounding_features(model), kept)
        report(f"{name}: {len(rows)} rows read")
    sentences = [
        *_sentences(data),
        (NAME, _first(held_back_claims(written_passages(written, data)), MOST_SENTENCES)),
    ]
    windows = [row for name, rows in sentences for row in window_signals(rows, name, model)]
    asked = [row for name in ASKED for row in asked_signals(data, name, model)]
    told: dict[str, Any] = {"model": model.fingerprint}
    told["claim"], chances = _told("claim", whole, report)
    told["claim"]["threshold"] = fair_threshold(whole, chances)
    told["window"], _ = _told("window", windows, report)
    told["window"]["threshold"] = strict_threshold(windows, Weighing(**told["window"]), UNSUPPORTED_PASSING)
    told["answer"], _ = _told("answer", asked, report, STRENGTH_OF_ANSWERS)
    told["answer"]["threshold"] = declining_threshold(asked, Weighing(**told["answer"]), FALSE_DECLINES)
    told["data"] = _fingerprint([row.id for row in (*whole, *windows, *asked)])
    told["fingerprint"] = _fingerprint([json.dumps(told, sort_keys=True)])
    text = json.dumps(told, indent=2) + "\n"
    (model_folder / "calibration.json").write_text(text, encoding="utf-8")
    report(f"written to {model_folder / 'calibration.json'}")


def _fingerprint(texts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


# ---------------------------------------------------------------- rows


def calibrated_rows(data: Path) -> Iterator[tuple[str, list[Row]]]:
    """The labelled rows that the scorer's weighings are fitted on, by set."""
    for name in TRAINED_ON:
        yield name, calibration_rows(data, name, MOST_ROWS, _like_what_was_learnt)
    for name in NEVER_TRAINED_ON:
        yield name, calibration_rows(data, name, MOST_ROWS, _kept_back)
    yield made_responses.NAME, made_responses.made_responses(data, SEED)


def _sentences(data: Path) -> Iterator[tuple[str, list[Row]]]:
    """What the gate judges: single sentences. All there are, since no language model has to read them."""
    for name in TRAINED_ON:
        found = calibration_rows(
            data,
            name,
            MOST_SENTENCES,
            lambda dataset, row: _like_what_was_learnt(dataset, row) and len(segment(row.claim)) == 1,
        )
        if found:
            yield name, found


def _kept_back(dataset: str, row: Row) -> bool:
    return is_held_back(dataset, row.group)


def _like_what_was_learnt(dataset: str, row: Row) -> bool:
    """Whether the row was kept back from what the model learns from."""
    return is_held_back(dataset, row.group) and may_be_learnt_from(dataset, row.raw)


def calibration_rows(data: Path, dataset: str, limit: int, allowed: Callable[[str, Row], bool]) -> list[Row]:
    """Labelled rows that are `allowed`, `limit` at most, in an order that depends on nothing but the rows."""
    rows = read_rows(data / dataset / "dev.jsonl.gz").rows
    found = [row for row in rows if row.label is not None and row.claim.strip() and allowed(dataset, row)]
    return _first(found, limit)


def _first(rows: Iterable[Row], limit: int) -> list[Row]:
    return sorted(rows, key=lambda row: hashlib.sha256(f"{row.group}\0{row.id}".encode()).digest())[:limit]


# ---------------------------------------------------------------- signals


def signalled(rows: Sequence[Row], dataset: str, reader: FeatureReader, folder: Path) -> list[Signalled]:
    """The signals of `rows`; what `folder` holds already is taken from there, what is new added to it.

    A row of which `reader` can tell nothing is left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{dataset}.jsonl"
    known: dict[str, Mapping[str, float]] = {}
    if kept.exists():
        for line in kept.read_text(encoding="utf-8").splitlines():
            told: dict[str, Any] = json.loads(line)
            known[told["id"]] = told["features"]

    def features_of(row: Row) -> Mapping[str, float]:
        return known[row.id] if row.id in known else reader(row)

    found: list[Signalled] = []
    with kept.open("a", encoding="utf-8") as file, ThreadPoolExecutor(os.cpu_count()) as cores:
        for row, features in zip(rows, cores.map(features_of, rows), strict=True):
            if row.id not in known:
                file.write(json.dumps({"id": row.id, "features": features}) + "\n")
                file.flush()
            if features:
                found.append(Signalled(dataset, row.id, row.group, bool(row.label), features))
    return found


def grounding_features(model: PairModel) -> FeatureReader:
    """Reads what does not take the language model."""
    reader = SignalReader(model)
    return lambda row: reader.read(row.contexts, row.claim, row.question).features()


def window_signals(rows: Sequence[Row], dataset: str, model: PairModel) -> list[Signalled]:
    """What the gate sees of claims that no exact check objects to and no verbatim sentence settles."""
    judge = ExactJudge()
    found: list[Signalled] = []
    for row in rows:
        vetted = judge.vet(row.claim, [as_evidence(text, at) for at, text in enumerate(row.contexts)])
        if vetted.void or not vetted.candidates or any(each.certain for each in vetted.candidates):
            continue
        premises = [premise_of(each.window) for each in vetted.candidates]
        wanted = meaning(judge.reader.read(outside_quotes(row.claim, SHORTEST_QUOTE)))
        said = [in_words_of(premise, row.claim, judge.reader) for premise in premises]
        stances = window_stances(model, said, premises)
        at = max(range(len(premises)), key=lambda at: stances[at].supported)
        features = window_features(stances[at], wanted, premises[at])
        found.append(Signalled(dataset, row.id, row.group, bool(row.label), features))
    return found


def asked_signals(data: Path, dataset: str, model: PairModel) -> list[Signalled]:
    """What the model says of held-back questions and their passages; one without passages needs no model."""
    rows, _ = read_asked(data / dataset / "dev.jsonl.gz")
    held = [
        row for row in rows if row.label is not None and row.passages and is_held_back(dataset, row.group)
    ]
    return [_asked(row, dataset, model) for row in held]


def _asked(row: AskedRow, dataset: str, model: PairModel) -> Signalled:
    odds = answer_odds(model, row.passages, row.question)
    features = answer_features(odds, row.passages, row.question)
    return Signalled(dataset, row.id, row.group, bool(row.label), features)


# ---------------------------------------------------------------- regressions


def _told(
    name: str, rows: Sequence[Signalled], report: Callable[[str], None], strength: float = STRENGTH
) -> tuple[dict[str, Any], NDArray[np.float64]]:
    """The weighing as plain values, and the chances of `held_out`; what those are worth is reported."""
    inputs = sorted(rows[0].features)
    chances = held_out(rows, inputs, strength)
    report(f"{name}: {len(rows)} rows, cross-validated by group")
    for dataset in dict.fromkeys(row.dataset for row in rows):
        at = np.array([row.dataset == dataset for row in rows])
        report(f"  {dataset:<22} {_quality(np.array([row.label for row in rows])[at], chances[at])}")
    return fit_weighing(rows, inputs, strength), chances


def _quality(labels: NDArray[np.bool_], chances: NDArray[np.float64]) -> str:
    even = np.ones(len(labels))
    figures = {
        "AUROC": auroc(labels, chances, even),
        "BAcc": balanced_accuracy(labels, chances >= 0.5, even),
        "ECE": calibration_error(labels, chances, even),
    }
    said = (
        f"{name} {'-' if isinstance(value, Unscored) else f'{value:.3f}'}" for name, value in figures.items()
    )
    return f"{len(labels):>4} rows  {'  '.join(said)}"


def held_out(
    rows: Sequence[Signalled], inputs: Sequence[str], strength: float = STRENGTH
) -> NDArray[np.float64]:
    """The chance each row gets from a weighing that never saw its group."""
    folds = [int.from_bytes(hashlib.sha256(row.group.encode()).digest()[:4]) % FOLDS for row in rows]
    chances = np.zeros(len(rows))
    for fold in range(FOLDS):
        rest = [row for row, of in zip(rows, folds, strict=True) if of != fold]
        weighing = Weighing(**fit_weighing(rest, inputs, strength))
        for at, row in enumerate(rows):
            if folds[at] == fold:
                chances[at] = weighing.probability(row.features)
    return chances


def fit_weighing(
    rows: Sequence[Signalled], inputs: Sequence[str], strength: float = STRENGTH
) -> dict[str, Any]:
    """A regression over the named inputs as plain values; see `even_weights`."""
    values = np.array([[row.features[name] for name in inputs] for row in rows])
    labels = np.array([row.label for row in rows])
    means, scales = values.mean(0), values.std(0)
    scales[scales < 1e-9] = 1.0
    model: Any = LogisticRegression(C=strength, max_iter=2_000)
    model.fit((values - means) / scales, labels, sample_weight=even_weights(rows))
    return {
        "bias": float(model.intercept_[0]),
        "weights": dict(zip(inputs, map(float, model.coef_[0]), strict=True)),
        "means": dict(zip(inputs, map(float, means), strict=True)),
        "scales": dict(zip(inputs, map(float, scales), strict=True)),
        "threshold": 0.5,
    }


def even_weights(rows: Sequence[Signalled]) -> NDArray[np.float64]:
    """Weights that make every set count alike, and both labels within a set."""
    keys = [(row.dataset, row.label) for row in rows]
    counts = {key: keys.count(key) for key in set(keys)}
    weights = np.array([1.0 / counts[key] for key in keys])
    return weights * len(rows) / weights.sum()


def fair_threshold(rows: Sequence[Signalled], chances: NDArray[np.float64]) -> float:
    """The threshold at which the balanced accuracy is highest, in the mean over sets.

    `chances` are of weighings that did not see the row's group.
    """
    places: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        places.setdefault(row.dataset, []).append(at)
    labels = np.array([row.label for row in rows])

    def worth(threshold: float) -> float:
        found = [
            balanced_accuracy(labels[at], chances[at] >= threshold, np.ones(len(at)))
            for at in places.values()
        ]
        return float(np.mean([one for one in found if not isinstance(one, Unscored)]))

    return max((step / 100 for step in range(20, 81)), key=worth)


def strict_threshold(rows: Sequence[Signalled], weighing: Weighing, passing: float) -> float:
    """The least threshold that at most the share `passing` of the unsupported reach, every set counting alike."""
    unsupported = [row for row in rows if not row.label]
    chances = np.array([weighing.probability(row.features) for row in unsupported])
    weights = even_weights(unsupported)
    order = np.argsort(-chances)
    share = np.cumsum(weights[order]) / weights.sum()
    over = np.flatnonzero(share > passing)
    return float(chances[order][over[0]]) + 1e-6 if len(over) else 0.5


def declining_threshold(rows: Sequence[Signalled], weighing: Weighing, declined: float) -> float:
    """The threshold below which the share `declined` of the answerable fall, every set counting alike."""
    answerable = [row for row in rows if row.label]
    chances = np.array([weighing.probability(row.features) for row in answerable])
    weights = even_weights(answerable)
    order = np.argsort(chances)
    share = np.cumsum(weights[order]) / weights.sum()
    return float(chances[order][np.flatnonzero(share > declined)[0]])
