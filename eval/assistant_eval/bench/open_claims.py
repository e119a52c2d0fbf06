"""Claims that no exact check decides, each with windows that all must be weighed: the dearest a judge meets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from assistant.domain import BlockKind, Evidence, Passage, Sentence, Source
from assistant.grounding.checks.claims import is_unchecked, leading_pronoun
from assistant.grounding.checks.quotes import find_quotes
from assistant.grounding.checks.tokens import stems
from assistant.grounding.checks.windows import meaning
from assistant.grounding.judging.judge import ExactJudge

FEWEST_WORDS, MOST_WORDS = 8, 25
"""Of a sentence that is taken for a claim."""

_FEWEST_MEANING = 4
_LIKEST = 40  # windows tried for a claim, those first that share most of its words


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """A claim and passages of one window each, to all of which no exact check objects."""

    text: str
    windows: tuple[Evidence, ...]


def windows(source: Source, passages: Sequence[Passage], length: int) -> Iterator[Evidence]:
    """The prose of a document in stretches of `length` words, each one sentence; a shorter rest is left out."""
    prose = [passage for passage in passages if passage.kind is BlockKind.PARAGRAPH]
    said = " ".join(sentence.rendering for passage in prose for sentence in passage.sentences).split()
    for at in range(0, len(said) - length + 1, length):
        text = " ".join(said[at : at + length])
        sentence = Sentence(0, len(text), text)
        passage = Passage(
            f"{source.id}#words{at}",
            source.id,
            at,
            0,
            len(text),
            text,
            text,
            BlockKind.PARAGRAPH,
            (sentence,),
        )
        yield Evidence(passage, source, 1, 1.0)


def open_claims(
    sentences: Sequence[str], found: Sequence[Evidence], judge: ExactJudge, *, count: int, beside: int
) -> list[OpenClaim]:
    """The first `count` of `sentences` that the exact checks of `judge` leave open in `beside` windows."""
    held = [(item, stems(item.passage.text)) for item in found]
    claims: list[OpenClaim] = []
    for text in sentences:
        if len(claims) == count:
            break
        if not _stands_alone(text, judge):
            continue
        wanted = stems(text)
        likest = sorted(held, key=lambda pair: -len(wanted & pair[1]))[:_LIKEST]
        undecided = (item for item, _ in likest if _is_open(text, item, judge))
        chosen = tuple(islice(undecided, beside))
        if len(chosen) == beside:
            claims.append(OpenClaim(text, chosen))
    return claims


def _stands_alone(text: str, judge: ExactJudge) -> bool:
    """Whether it is a statement of ordinary length without quotations, which stands by itself."""
    if not FEWEST_WORDS <= len(text.split()) <= MOST_WORDS or not text.endswith("."):
        return False
    if is_unchecked(text) or leading_pronoun(text) or find_quotes(text):
        return False
    return len(meaning(judge.reader.read(text))) >= _FEWEST_MEANING


def _is_open(text: str, item: Evidence, judge: ExactJudge) -> bool:
    candidates = judge.vet(text, (item,)).candidates
    return bool(candidates) and not candidates[0].certain
