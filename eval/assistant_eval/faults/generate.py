"""Claims and their faulty twins out of real passages."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.text import words
from assistant_eval.faults.kinds import Claimed, Fault, FaultKind
from assistant_eval.faults.rewrites import true_claims
from assistant_eval.faults.scenes import Scene
from assistant_eval.faults.values import wrong_dates, wrong_numbers, wrong_units
from assistant_eval.faults.wording import (
    Vocabulary,
    wrong_models,
    wrong_names,
    wrong_negations,
    wrong_orders,
    wrong_quotations,
    wrong_speakers,
)

_BORNE_OUT = 0.5
"""Share of a claim's other long words beside which the changed words make a sentence that may bear them out."""

_LONG = 4  # letters of a word that tells what a sentence is about


@dataclass(frozen=True, slots=True)
class Case:
    """A true claim, the same with one fault, and the evidence both are judged by."""

    claim: Claimed
    fault: Fault
    scene: Scene


def cases(
    scenes: Sequence[Scene], aliases: Mapping[str, tuple[str, ...]], *, count: int, seed: int
) -> list[Case]:
    """`count` cases, or as many as the scenes give, with the kinds of fault as even as they allow.

    A sentence of a passage is used for one case at most. The same arguments give the same cases.
    """
    rng = random.Random(seed)  # noqa: S311 - a draw of examples, no secret
    sentences = [(scene, sentence) for scene in scenes for sentence in scene.home.passage.sentences]
    rng.shuffle(sentences)
    vocabulary = Vocabulary.of(
        (sentence.rendering for _, sentence in sentences),
        (scene.home.source.speaker for scene in scenes if scene.home.source.speaker),
    )
    made: list[Case] = []
    counts: Counter[FaultKind] = Counter()
    for scene, sentence in sentences:
        if len(made) == count:
            break
        offered: list[tuple[Claimed, Fault]] = []
        for claim in true_claims(scene.home, sentence, aliases, rng):
            offered += [(claim, fault) for fault in _faults(claim, scene, vocabulary, rng)]
        rng.shuffle(offered)
        offered.sort(key=lambda pair: counts[pair[1].kind])
        chosen = next((pair for pair in offered if not _borne_out(pair[1], scene)), None)
        if chosen is not None:
            counts[chosen[1].kind] += 1
            made.append(Case(*chosen, scene))
    return made


def _faults(claim: Claimed, scene: Scene, vocabulary: Vocabulary, rng: random.Random) -> Iterator[Fault]:
    values = (wrong_numbers(claim, rng), wrong_units(claim, rng), wrong_dates(claim, rng))
    wording = (
        wrong_names(claim, vocabulary, scene.texts, rng),
        wrong_models(claim, vocabulary, rng),
        wrong_negations(claim, rng),
        wrong_orders(claim, rng),
    )
    for found in (*values, *wording):
        for fault in found:
            in_quotation = claim.quote and claim.quote[0] <= fault.start < claim.quote[1]
            if fault.start >= claim.frame and not in_quotation:
                yield fault
    yield from wrong_quotations(claim, vocabulary, rng)
    yield from wrong_speakers(claim, vocabulary, rng)


def _borne_out(fault: Fault, scene: Scene) -> bool:
    """Whether some sentence of the evidence may make the changed claim true after all.

    So it may where it has the new words and half of what else the claim says. What a quotation or a negation
    changes is false whatever else stands there, unless the very sentence stands in the evidence too.
    """
    said = [" ".join(words(text)) for text in scene.texts]
    if " ".join(words(fault.text)) in " ".join(said):
        return True
    if fault.kind in (FaultKind.QUOTED, FaultKind.NEGATION):
        return False
    new = " ".join(words(fault.new))
    if fault.kind is FaultKind.SPEAKER:
        return any(_holds(text, new) for text in said)
    rest = {word for word in words(fault.text[: fault.start]) if len(word) >= _LONG} | {
        word for word in words(fault.text[fault.start + len(fault.new) :]) if len(word) >= _LONG
    }
    return any(
        _holds(text, new) and len(rest & set(text.split())) >= _BORNE_OUT * len(rest)
        for text in said
        if text != " ".join(words(fault.text.replace(fault.new, fault.old)))
    )


def _holds(text: str, run: str) -> bool:
    return bool(run) and re.search(rf"(?<![\w.,]){re.escape(run)}(?![\w])", text) is not None
