"""Pairs made out of real passages: what no public set has enough of.

One fact of a true sentence changed; a true sentence whose source was taken out; two true sentences joined by a
"because" that nobody said; a true sentence made to hold for all.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.brand import Brand
from assistant.grounding.checks.tokens import tokenise
from assistant.grounding.scoring.excerpt import EXCERPT_WORDS, Contexts
from assistant_eval.faults import Case, FaultKind, Scene, cases, pack_documents, pack_scenes, row_scenes
from assistant_eval.faults.kinds import Claimed, Saying
from assistant_eval.faults.values import wrong_dates, wrong_numbers
from assistant_eval.faults.wording import Vocabulary, wrong_names, wrong_negations, wrong_orders
from assistant_eval.training.pairs import Pair, Stance, is_held_back
from assistant_eval.training.public_sets import read

PASSAGES = ("nomiracl_en", "clapnq", "mtrag_un", "wice")
"""Sets whose passages may be taken apart: Wikipedia, help pages and news under free licences."""

_CONTRADICTING = frozenset(
    {FaultKind.NUMBER, FaultKind.DATE, FaultKind.UNIT, FaultKind.NEGATION, FaultKind.ORDER}
)
"""Faults that the source denies; a wrong name may as well be somebody it does not speak of."""

_SHORT = 0.3  # share of pairs read with the one sentence only, as the gate often does


def made_pairs(data: Path, packs: Sequence[Path], seed: int, count: int) -> Iterator[Pair]:
    """About `count` faults with their true twins, and half as many pairs of the other kinds."""
    rng = random.Random(seed)  # noqa: S311 - a draw of examples, no secret
    scenes: list[Scene] = []
    for name in PASSAGES:
        path = data / name / "dev.jsonl.gz"
        allowed = {
            str(row.get("id", number))
            for number, row in enumerate(read(path))
            if not is_held_back(name, str(row["group"]))
        }
        # a passage of a row is called by the row's id and its own number
        found = row_scenes(path)
        scenes += [scene for scene in found if scene.home.passage.document_id.rpartition("-")[0] in allowed]
    for pack in packs:
        brand = Brand.read(pack)
        of_pack = pack_scenes(pack_documents(brand))
        scenes += rng.sample(of_pack, min(600, len(of_pack)))
    rng.shuffle(scenes)
    for case in cases(scenes, {}, count=count, seed=seed):
        if not case.claim.frame:  # a frame names the source, here by a row's id
            yield from _twins(case, rng)
    for scene in scenes[: count // 2]:
        yield from _other_kinds(scene, rng)


def _twins(case: Case, rng: random.Random) -> Iterator[Pair]:
    evidence = _evidence(case, rng)
    yield Pair(case.claim.text, evidence, Stance.SUPPORTED, "made: true twin", ())
    fault = case.fault
    contradicts = fault.kind in _CONTRADICTING
    yield Pair(
        fault.text,
        evidence,
        Stance.CONTRADICTED if contradicts else Stance.UNSUPPORTED,
        f"made: {fault.kind.value}",
        ((fault.start, fault.start + len(fault.new)),) if fault.new else None,
    )


def _evidence(case: Case, rng: random.Random) -> str:
    home = case.scene.home.passage
    if rng.random() < _SHORT:
        claim = set(case.claim.text.split())
        best = max(home.sentences, key=lambda s: len(claim & set(s.rendering.split())))
        at = home.sentences.index(best)
        return " ".join(s.rendering for s in home.sentences[max(0, at - rng.randint(0, 1)) : at + 1])
    texts = [item.passage.text for item in case.scene.evidence]
    return Contexts(texts).excerpt(case.claim.text, rng.randint(50, EXCERPT_WORDS)).text


def _other_kinds(scene: Scene, rng: random.Random) -> Iterator[Pair]:
    """A source taken out, a cause made up, a sentence made general: one of them a scene."""
    sentences = [s.rendering for s in scene.home.passage.sentences if 7 <= len(s.rendering.split()) <= 40]
    if len(sentences) < 3:
        return
    texts = [item.passage.text for item in scene.evidence]
    claim = rng.choice(sentences)
    kind = rng.random()
    if kind < 0.6:
        yield from _source_removed(claim, texts)
    elif kind < 0.8:
        other = rng.choice([one for one in sentences if one != claim])
        joint = rng.choice([", because ", ", which led to the fact that ", ", so "])
        merged = _unended(claim) + joint + _lowered(other)
        yield Pair(merged, Contexts(texts).excerpt(merged).text, Stance.NOT_FOUND, "made: joined")
    elif general := _generalised(claim, rng):
        evidence = Contexts(texts).excerpt(claim).text
        yield Pair(general, evidence, Stance.UNSUPPORTED, "made: overgeneralised")
        yield Pair(claim, evidence, Stance.SUPPORTED, "made: overgeneralised, twin", ())


def _source_removed(claim: str, texts: list[str]) -> Iterator[Pair]:
    whole = Contexts(texts)
    left = [one.sentence.rendering for one in whole.sentences if one.sentence.rendering != claim]
    if left and not any(claim in text for text in left):
        yield Pair(claim, Contexts(left).excerpt(claim).text, Stance.NOT_FOUND, "made: source removed")


def _unended(text: str) -> str:
    return text.rstrip(" .!?")


def _lowered(text: str) -> str:
    first, _, rest = text.partition(" ")
    plain = first.istitle() and first.lower() in {
        "the",
        "a",
        "an",
        "it",
        "this",
        "in",
        "he",
        "she",
        "they",
        "on",
    }
    return f"{first.lower() if plain else first} {rest}"


# ---------------------------------------------------------------- out of claims that people wrote


def changed_claims(pairs: Sequence[Pair], seed: int) -> Iterator[Pair]:
    """Out of supported claims in words of their own: one fact changed, or the source of them taken out.

    Made of sentences, as above, a true claim is nearly always verbatim; these are not.
    """
    rng = random.Random(seed)  # noqa: S311 - a draw of examples, no secret
    supported = [
        pair
        for pair in pairs
        if pair.stance is Stance.SUPPORTED and pair.source in _PARAPHRASED and len(pair.evidence.split()) > 20
    ]
    texts = [text for pair in supported for text in (pair.claim, pair.evidence)]
    vocabulary = Vocabulary.of(texts, ())
    for pair in supported:
        claimed = Claimed(pair.claim, Saying.VERBATIM)
        makers = [
            wrong_numbers(claimed, rng),
            wrong_dates(claimed, rng),
            wrong_negations(claimed, rng),
            wrong_orders(claimed, rng),
            wrong_names(claimed, vocabulary, [pair.evidence], rng),
        ]
        faults = [
            fault
            for maker in makers
            for fault in maker
            if fault.new not in pair.evidence or rng.random() < 0.5
        ]
        if faults:
            fault = rng.choice(faults)
            stance = Stance.CONTRADICTED if fault.kind in _CONTRADICTING else Stance.UNSUPPORTED
            span = ((fault.start, fault.start + len(fault.new)),) if fault.new else None
            yield Pair(fault.text, pair.evidence, stance, f"made of claims: {fault.kind.value}", span)
        if rng.random() < _SOURCE_GONE and (left := _without_source(pair)):
            yield Pair(pair.claim, left, Stance.NOT_FOUND, "made of claims: source removed")


_PARAPHRASED = frozenset(
    {"wice", "clapnq", "mtrag_un", "mtrag_human_eval", "defacto", "factcheckgpt_stance", "begin"}
)
_SOURCE_GONE = 0.5
_DECISIVE = 0.3  # share of the claim's words that must go with the sentences taken out


def _without_source(pair: Pair) -> str | None:
    """The evidence without the two sentences that say most of the claim, if without them much is missing."""
    wanted = {token.stem for token in tokenise(pair.claim) if token.is_content}
    sentences = list(Contexts([pair.evidence]).sentences)
    sentences.sort(key=lambda one: -len(one.stems & wanted))
    left = sorted(sentences[2:], key=lambda one: one.sentence.start)
    held = frozenset[str]().union(*(one.stems for one in left))
    before = frozenset[str]().union(*(one.stems for one in sentences))
    if not wanted or not left or len(wanted & before) - len(wanted & held) < _DECISIVE * len(wanted):
        return None
    return " ".join(one.sentence.rendering for one in left)


_QUALIFIED = [
    (re.compile(r"\b(some|many|most|several|a few|few)\b", re.IGNORECASE), ("all", "every one of the")),
    (
        re.compile(r"\b(often|sometimes|usually|generally|typically|rarely)\b", re.IGNORECASE),
        ("always", "never"),
    ),
    (re.compile(r"\b(may|might|could|can)\b", re.IGNORECASE), ("must", "will", "cannot")),
    (re.compile(r"\bone of the\b", re.IGNORECASE), ("the only one of the", "the first of the")),
    (
        re.compile(r"\b(about|around|nearly|almost|over|more than)\b(?= \d)", re.IGNORECASE),
        ("exactly", "less than"),
    ),
]


def _generalised(text: str, rng: random.Random) -> str | None:
    patterns = [(pattern, wide) for pattern, wide in _QUALIFIED if pattern.search(text)]
    if not patterns:
        return None
    pattern, wide = rng.choice(patterns)
    return pattern.sub(rng.choice(wide), text, count=1)
