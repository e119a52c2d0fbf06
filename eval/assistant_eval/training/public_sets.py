"""Pairs out of public, human-labelled sets whose licences allow shipping what was learnt from them.

Left out on purpose: sets for non-commercial use (ANLI, SICK, FaithBench, RGB, the FActScore pages) and sets that
state no licence (most of AttributionBench, QAGS, Climate-FEVER, HealthVer, ConTRoL, CovidFact). Those measure only.
"""

from __future__ import annotations

import difflib
import gzip
import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from assistant.grounding.scoring.excerpt import Contexts, Excerpt
from assistant.text import segment
from assistant_eval.training.pairs import Pair, Stance, is_held_back

Rows = list[dict[str, Any]]

_STANCES = {
    "entailment": Stance.SUPPORTED,
    "contradiction": Stance.CONTRADICTED,
    "neutral": Stance.NOT_FOUND,
    "not_entailment": Stance.UNSUPPORTED,
}

SENTENCE_PAIRS = {
    "vitaminc_real": (20_000, 4_000, 2_000),
    "vitaminc_synthetic": (3_000, 1_000, 0),
    "fever_dev_pairs": (7_000, 1_500, 0),
    "fever_symmetric_adversarial": (2_370, 0, 0),
    "mnli_dev": (7_000, 1_500, 1_000),
    "snli_dev": (1_000, 0, 0),
    "breaking_nli": (800, 0, 0),
}
"""Sentence pairs drawn of each set for the first pass and, out of the rest, for the others: contrastive ones most,
captions least. The later passes are for claims read against documents."""

DOCUMENT_PAIRS = (1.0, 1.0, 0.6)
"""Share of all other pairs that a pass learns from: seen twice, they need less to be kept in mind."""


def read(path: Path) -> Rows:
    """The rows of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def public_pairs(data: Path, seed: int, part: int) -> Iterator[Pair]:
    """The pairs of pass `part` (0, 1 or 2) from every set under `data`, held-back groups left out."""
    rng = random.Random(seed)  # noqa: S311 - a draw of examples, no secret
    for name, counts in SENTENCE_PAIRS.items():
        rows = read(data / "nli" / f"{name}.jsonl.gz")
        first = rng.sample(range(len(rows)), min(counts[0], len(rows)))
        drawn = set(first)
        rest = [at for at in range(len(rows)) if at not in drawn]
        for at in first if part == 0 else rng.sample(rest, min(counts[part], len(rest))):
            row = rows[at]
            yield Pair(row["hypothesis"], row["premise"], _STANCES[row["label"]], name)
    draw = random.Random(seed + part)  # noqa: S311
    for name, made in _SETS.items():
        rows = read(data / name / "dev.jsonl.gz")
        kept = [row for row in rows if not is_held_back(name, str(row["group"]))]
        for pair in made(kept, rng):
            if draw.random() < DOCUMENT_PAIRS[part]:
                yield _named(pair, name)
    if part == 0:
        for row in read(data / "nli" / "qnli_dev_answerability.jsonl.gz"):
            answers = row["label"] == "entailment"
            stance = Stance.ANSWERED if answers else Stance.UNANSWERED
            told = ((0, len(row["premise"])),) if answers else ()
            yield Pair(row["hypothesis"], row["premise"], stance, "qnli", told=told)


def _named(pair: Pair, source: str) -> Pair:
    return replace(pair, source=source)


def _texts(row: Mapping[str, Any]) -> list[str]:
    context: str | list[str] = row.get("context") or row.get("contexts") or ""
    return [context] if isinstance(context, str) else context


def _read_against(claim: str, contexts: Contexts, stance: Stance) -> Pair:
    wrong = () if stance is Stance.SUPPORTED else None
    return Pair(claim, contexts.excerpt(claim).text, stance, "", wrong)


def _labelled(row: Mapping[str, Any], unsupported: Stance = Stance.UNSUPPORTED) -> Iterator[Pair]:
    """A row that is one claim."""
    if row["label"] is not None and row["claim"].strip():
        stance = Stance.SUPPORTED if row["label"] else unsupported
        yield _read_against(row["claim"], Contexts(_texts(row)), stance)


def _sentences(text: str, contexts: Contexts) -> Iterator[Pair]:
    """A longer text that is supported: each of its sentences is."""
    for sentence in segment(text):
        if len(sentence.rendering.split()) > 3:
            yield _read_against(sentence.rendering, contexts, Stance.SUPPORTED)


# ---------------------------------------------------------------- claims


def _wice(rows: Rows, rng: random.Random) -> Iterator[Pair]:
    for row in rows:
        yield from _labelled(row, Stance.NOT_FOUND)
        sentences = row["context"]
        for chosen in row["meta"]["supporting_sentences"][:2]:
            gold = " ".join(sentences[at] for at in sorted(chosen) if at < len(sentences))
            if row["label"] == 1:
                yield Pair(row["claim"], gold, Stance.SUPPORTED, "", ())
            elif row["orig_label"] == "partially_supported":
                yield Pair(row["claim"], gold, Stance.NOT_FOUND, "")
        if row["label"] == 1 and len(row["meta"]["supporting_sentences"][0]) > 1:
            # half of what it takes is not enough
            part = rng.sample(row["meta"]["supporting_sentences"][0], 1)
            yield Pair(row["claim"], sentences[part[0]], Stance.NOT_FOUND, "")


def _summedits(rows: Rows, rng: random.Random) -> Iterator[Pair]:
    """Sentence by sentence: one that the edited summary shares with the true one stays true."""
    del rng
    true = {row["id"]: row["claim"] for row in rows if row["id"].endswith("_og")}
    read_already: dict[str, Contexts] = {}
    done: set[tuple[str, str]] = set()
    for row in rows:
        original = true.get(row["id"].rsplit("_", 1)[0] + "_og")
        if original is None:
            continue
        contexts = read_already.setdefault(row["context"], Contexts([row["context"]]))
        kept = {sentence.rendering for sentence in segment(original)}
        for sentence in segment(row["claim"]):
            text = sentence.rendering
            if (row["context"], text) in done:
                continue
            done.add((row["context"], text))
            if row["label"] == 1 or text in kept:
                yield _read_against(text, contexts, Stance.SUPPORTED)
            else:
                wrong = changed_spans(original, text)
                evidence = contexts.excerpt(text).text
                yield Pair(text, evidence, Stance.UNSUPPORTED, "", wrong or None)


def changed_spans(original: str, edited: str) -> tuple[tuple[int, int], ...]:
    """The words of `edited` that `original` does not have there."""
    nearest = max(
        (s.rendering for s in segment(original)), key=lambda text: _likeness(text, edited), default=""
    )
    before, after = nearest.split(), edited.split()
    starts: list[int] = []
    at = 0
    for word in after:
        at = edited.index(word, at)
        starts.append(at)
        at += len(word)
    spans: list[tuple[int, int]] = []
    for tag, _, _, first, last in difflib.SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag in ("replace", "insert"):
            spans.append((starts[first], starts[last - 1] + len(after[last - 1])))
    return tuple(spans)


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(a=one.split(), b=other.split(), autojunk=False).ratio()


def _defacto(rows: Rows, rng: random.Random) -> Iterator[Pair]:
    for row in rows:
        extrinsic = "extrinsic" in row["orig_label"]
        yield from _labelled(row, Stance.NOT_FOUND if extrinsic else Stance.UNSUPPORTED)
        corrected = (row["meta"].get("corrected") or "").strip()
        if row["label"] == 0 and corrected and rng.random() < 0.6:
            yield _read_against(corrected, Contexts(_texts(row)), Stance.SUPPORTED)


def _plain(rows: Rows, rng: random.Random) -> Iterator[Pair]:
    del rng
    for row in rows:
        yield from _labelled(row)


def _attributionbench(rows: Rows, rng: random.Random) -> Iterator[Pair]:
    del rng
    for row in rows:
        if may_be_learnt_from("attributionbench", row):
            yield from _labelled(row)


def _begin(rows: Rows, rng: random.Random) -> Iterator[Pair]:
    del rng
    for row in rows:
        yield from _labelled(row, Stance.NOT_FOUND)


def _factcheckgpt(rows: Rows, rng: random.Random) -> Iterator[Pair]:
    stances = {
        "completely-support": Stance.SUPPORTED,
        "partially-support": Stance.NOT_FOUND,
        "irrelevant": Stance.NOT_FOUND,
        "refute": Stance.CONTRADICTED,
    }
    for row in rows:
        if row["orig_label"] != "irrelevant" or rng.random() < 0.6:
            yield _read_against(row["claim"], Contexts(_texts(row)), stances[row["orig_label"]])


def _halueval(rows: Rows, rng: random.Random) -> Iterator[Pair]:
    """Short answers, read with their question; the wrong ones are machine-made."""
    for row in rows:
        contexts = Contexts(_texts(row))
        claim = f"{row['question']} {row['claim']}"
        yield _read_against(claim, contexts, Stance.SUPPORTED if row["label"] else Stance.UNSUPPORTED)
        if row["label"]:
            found = contexts.excerpt(row["question"])
            told = _places(found, partial(_holds, row["claim"]))
            yield Pair(row["question"], found.text, Stance.ANSWERED, "", told=told or None)
            other = rng.choice(rows)
            if other["context"] != row["context"]:
                evidence = Contexts(_texts(other)).excerpt(row["question"]).text
                yield Pair(row["question"], evidence, Stance.UNANSWERED, "", told=())


def _holds(answer: str, text: str) -> bool:
    return answer.casefold() in text.casefold()


def _places(excerpt: Excerpt, wanted: Callable[[str], bool]) -> tuple[tuple[int, int], ...]:
    """The spans of the excerpt's sentences that are wanted."""
    places: list[tuple[int, int]] = []
    at = 0
    for one in excerpt.sentences:
        text = one.sentence.rendering
        if wanted(text):
            places.append((at, at + len(text)))
        at += len(text) + 1
    return tuple(places)


# ---------------------------------------------------------------- questions, and answers people wrote


def _clapnq(rows: Rows, rng: random.Random) -> Iterator[Pair]:
    del rng
    for row in rows:
        contexts = Contexts(row["contexts"])
        golds: list[dict[str, Any]] = row["meta"].get("gold") or [] if row["meta"] else []
        selected = {" ".join(text.split()) for gold in golds for text in gold["selected"]}
        whole = contexts.excerpt(row["question"])
        if row["answerable"]:
            told = _places(whole, partial(_selected, selected)) or None
            yield Pair(row["question"], whole.text, Stance.ANSWERED, "", told=told)
        else:
            yield Pair(row["question"], whole.text, Stance.UNANSWERED, "", told=())
        for gold in golds:
            yield from _sentences(gold["answer"], contexts)
        if golds:
            rest = [one for one in contexts.sentences if not _selected(selected, one.sentence.rendering)]
            if len(rest) >= 2:
                evidence = " ".join(one.sentence.rendering for one in rest[:6])
                yield Pair(row["question"], evidence, Stance.UNANSWERED, "", told=())


def _selected(selected: set[str], text: str) -> bool:
    text = " ".join(text.split())
    return any(text in one or one in text or _likeness(text, one) > 0.6 for one in selected)


def _nomiracl(rows: Rows, rng: random.Random) -> Iterator[Pair]:
    """None of ten passages answers: ten times no. Some of ten does: the likest by words surely looks so."""
    for row in rows:
        contexts = [Contexts([text]) for text in row["contexts"]]
        if not row["answerable"]:
            for one in rng.sample(contexts, min(8, len(contexts))):
                yield Pair(row["question"], one.excerpt(row["question"]).text, Stance.UNANSWERED, "", told=())
        else:
            best = max(contexts, key=lambda one: _words_held(row["question"], one))
            yield Pair(row["question"], best.excerpt(row["question"]).text, Stance.ANSWERED, "")


def _words_held(question: str, contexts: Contexts) -> float:
    wanted = Contexts([question]).sentences
    asked = frozenset[str]().union(*(one.stems for one in wanted))
    return sum(bool(one.stems & asked) and len(one.stems & asked) for one in contexts.sentences[:4])


def _mtrag(rows: Rows, rng: random.Random) -> Iterator[Pair]:
    del rng
    for row in rows:
        if row["meta"].get("model") == "reference" and row["orig_label"] == 4.0:
            yield from _sentences(row["claim"], Contexts(row["context"]))


def _mtrag_un(rows: Rows, rng: random.Random) -> Iterator[Pair]:
    answerable = [row for row in rows if row["label"] == 1 and row["contexts"]]
    for row in answerable:
        contexts = Contexts(row["contexts"])
        references: list[str] = row["meta"].get("reference") or []
        for reference in references[:1]:
            yield from _sentences(reference, contexts)
        if len(row["question"].split()) > 5:
            yield Pair(row["question"], contexts.excerpt(row["question"]).text, Stance.ANSWERED, "")
            other = rng.choice(answerable)
            if other["group"] != row["group"]:
                evidence = Contexts(other["contexts"]).excerpt(row["question"]).text
                yield Pair(row["question"], evidence, Stance.UNANSWERED, "", told=())


_SETS: dict[str, Callable[[Rows, random.Random], Iterator[Pair]]] = {
    "wice": _wice,
    "summedits": _summedits,
    "defacto": _defacto,
    "diasumfact": _plain,
    "faceval": _plain,
    "begin": _begin,
    "factcheckgpt_stance": _factcheckgpt,
    "halueval_qa": _halueval,
    "attributionbench": _attributionbench,
    "clapnq": _clapnq,
    "nomiracl_en": _nomiracl,
    "mtrag_human_eval": _mtrag,
    "mtrag_un": _mtrag_un,
}

LEARNT_FROM = frozenset(_SETS)
"""Sets with rows that were learnt from; the others only measure."""

_LICENSED = frozenset({"ExpertQA", "AttributedQA"})
"""The components of AttributionBench that state a licence; the others only measure."""


def may_be_learnt_from(dataset: str, row: Mapping[str, Any]) -> bool:
    """Whether a row of a set is one that pairs are made of where it is not held back."""
    if dataset == "attributionbench":
        return row["meta"]["src_dataset"] in _LICENSED
    return dataset in LEARNT_FROM


def is_learnt_from(dataset: str, group: str, row: Mapping[str, Any]) -> bool:
    """Whether pairs are made of this row: what measures must not be one."""
    return may_be_learnt_from(dataset, row) and not is_held_back(dataset, group)
