"""The grounding model behind the exact checks: does a window bear out a claim in which every fact is right?"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.grounding.checks.dates import may_be_same
from assistant.grounding.checks.facts import FactReader
from assistant.grounding.checks.names import NameMention, same_name
from assistant.grounding.checks.quantities import Quantity, same_quantity
from assistant.grounding.checks.quotes import outside_quotes
from assistant.grounding.checks.tokens import stems
from assistant.grounding.checks.windows import meaning
from assistant.grounding.judging.calibration import Weighing
from assistant.grounding.judging.compression import is_compression
from assistant.grounding.judging.entailment import SHORTEST_QUOTE, Premise, coverage
from assistant.pair_model import LONGEST_PAIR, PairModel, Stances

UNOPPOSED = 0.45
"""Support from which the model does not object to a claim that is a sentence of the window made shorter.

Rows of tables and headings are no prose: there words that stand in the right place tell more than the model can.
"""

_CERTAIN = 1e-4


@dataclass(frozen=True, slots=True)
class WindowScore:
    """A `SupportScore`, calibrated."""

    supported: float
    contradicted: float


class ModelEntailment:
    """Weighs what the model says of a window with how many of the claim's words it holds.

    `load` gives the model when the first claim asks for it: an answer in the sources' own words never does.
    """

    def __init__(
        self, load: Callable[[], PairModel], weighing: Callable[[], Weighing], reader: FactReader
    ) -> None:
        self._load = load
        self._weighing = weighing
        self._reader = reader

    @property
    def threshold(self) -> float:
        """See `Entailment`."""
        return self._weighing().threshold

    def support(self, claim: str, premises: Sequence[Premise], question: str) -> Sequence[WindowScore]:
        """See `Entailment`."""
        del question
        wanted = meaning(self._reader.read(outside_quotes(claim, SHORTEST_QUOTE)))
        said = [in_words_of(premise, claim, self._reader) for premise in premises]
        found = window_stances(self._load(), said, premises)
        scores: list[WindowScore] = []
        for words, stances, premise in zip(said, found, premises, strict=True):
            probability = self._weighing().probability(window_features(stances, wanted, premise))
            if stances.supported >= UNOPPOSED and _says_no_more(words, wanted, premise):
                probability = max(probability, self.threshold)
            against = stances.contradicted / max(1e-6, stances.contradicted + stances.not_found)
            scores.append(WindowScore(probability, (1.0 - probability) * against))
        return scores


def _says_no_more(claim: str, wanted: frozenset[str], premise: Premise) -> bool:
    """Whether the claim is a sentence of the premise made shorter, or holds only words of a table's row."""
    if premise.is_row:
        return coverage(wanted, premise).supported == 1.0
    return is_compression(claim, premise.text, premise.context)


def window_stances(model: PairModel, claims: Sequence[str], premises: Sequence[Premise]) -> list[Stances]:
    """What the model says of each claim and its premise; in one too long to be read, nothing is found."""
    pairs = [
        (claim, f"{premise.context}: {premise.text}" if premise.context else premise.text)
        for claim, premise in zip(claims, premises, strict=True)
    ]
    fitting = [at for at, pair in enumerate(pairs) if model.size(*pair) <= LONGEST_PAIR]
    read = dict(zip(fitting, model.stances([pairs[at] for at in fitting]), strict=True)) if fitting else {}
    return [read.get(at, Stances(0.0, 0.0, 1.0, ())) for at in range(len(pairs))]


def in_words_of(premise: Premise, claim: str, reader: FactReader) -> str:
    """`claim` with its dates, figures and names as the premise writes them, where both mean the same.

    That they do the exact checks know for sure; the model would only guess that 24/1/84 is a day in January.
    """
    claimed, said = reader.read(claim), reader.read(f"{premise.text} {premise.context}")
    swaps: list[tuple[int, int, str]] = []
    for ours, theirs, same in (
        (claimed.dates, said.dates, may_be_same),
        (claimed.quantities, said.quantities, _same_quantity),
        (claimed.names, said.names, _same_name),
    ):
        for fact in ours:
            if not isinstance(fact, NameMention) and claimed.in_name(fact):
                continue
            other = next((each for each in theirs if same(fact, each)), None)  # pyright: ignore[reportArgumentType]
            if other is not None and fact.words not in premise.text:
                swaps.append((fact.start, fact.end, other.words))
    for start, end, words in sorted(swaps, reverse=True):
        claim = claim[:start] + words + claim[end:]
    return claim


def with_figures_of(text: str, claim: str, reader: FactReader) -> str:
    """`claim` with figures in words where `text` has them in digits, and the other way round."""
    facts = reader.read(claim)
    said = reader.read(text).quantities
    for fact in reversed(facts.quantities):
        if facts.in_name(fact) or fact.words in text:
            continue
        other = next(
            (its for its in said if same_quantity(fact, its) and _has_digit(fact) != _has_digit(its)), None
        )
        if other is not None:
            claim = claim[: fact.start] + other.words + claim[fact.end :]
    return claim


def _has_digit(quantity: Quantity) -> bool:
    return any(character.isdigit() for character in quantity.words)


def _same_quantity(one: Quantity, other: Quantity) -> bool:
    return same_quantity(one, other, lenient=True)


def _same_name(one: NameMention, other: NameMention) -> bool:
    return bool(one.entities & other.entities) or same_name(one, other)


def window_features(stances: Stances, wanted: frozenset[str], premise: Premise) -> dict[str, float]:
    """Numbers by name that the calibration weighs."""
    said = stems(premise.text)
    return {
        "support": _log_odds(stances.supported),
        "denial": _log_odds(stances.contradicted),
        "wrong word": _log_odds(stances.most_wrong),
        "words": len(wanted & said) / len(wanted) if wanted else 1.0,
        "words, with context": (
            len(wanted & (said | stems(premise.context))) / len(wanted) if wanted else 1.0
        ),
    }


def _log_odds(chance: float) -> float:
    kept = min(1.0 - _CERTAIN, max(_CERTAIN, chance))
    return math.log(kept / (1.0 - kept))
