"""Sources that disagree: another document says the same of another date or number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant.domain import DraftSentence, Evidence, Rights, Sentence, Span, Voice
from assistant.grounding.checks.dates import DateMention
from assistant.grounding.checks.facts import Fact, FactReader, Facts, facts_agree
from assistant.grounding.checks.quotes import without_marks
from assistant.grounding.checks.tokens import stems
from assistant.grounding.checks.windows import meaning

_SAME_THING = 0.75
"""Share of a claim's words of meaning that the other source's sentence must hold to speak of the same."""

_NOTHING_ELSE = 0.6
"""Share of that sentence's own words of meaning that the claim must hold: a longer story with another number in
it disagrees with nothing, and a disagreement that is none misleads more than one that is not told."""

Supports = Callable[[str, Evidence], bool]


def dissent(
    claim: str, held: Sequence[Span], evidence: Sequence[Evidence], reader: FactReader, supports: Supports
) -> tuple[Evidence, Sentence] | None:
    """A sentence of another document that bears out `claim` with just one date or number another.

    `held` are the spans that bear out the claim itself. That the other sentence speaks of the same is proved:
    with its value in the place of the claim's, `supports` must find the claim borne out by it.
    """
    facts = reader.read(claim)
    if not facts.names or not (facts.dates or facts.quantities):
        return None
    documents = {item.source.id for item in evidence for span in held if span.passage_id == item.passage.id}
    for item in evidence:
        if (
            item.source.id in documents
            or item.source.rights is not Rights.QUOTE
            or not item.passage.sentences
        ):
            continue
        if item.source.voice is Voice.UNSOURCED or item.passage.fields:
            continue
        for sentence in item.passage.sentences:
            if not _holds_most_of(facts, sentence.rendering):
                continue  # nearly all of them, and reading their facts takes longest
            said = reader.read(sentence.rendering)
            if _holds_most_of(said, claim, _NOTHING_ELSE) and any(
                supports(other, item) for other in _with_its_value(facts, said)
            ):
                return item, sentence
    return None


def says_otherwise(item: Evidence, sentence: Sentence) -> DraftSentence:
    """The other source's sentence, quoted, with the name of the source and its date."""
    dated = f" of {item.source.date.words}" if item.source.date else ""
    text = f"“{item.source.title}”{dated} says otherwise: “{without_marks(sentence.rendering)}”"
    return DraftSentence(text, (Span(item.passage.id, sentence.start, sentence.end),))


def _holds_most_of(facts: Facts, text: str, share: float = _SAME_THING) -> bool:
    wanted = meaning(facts)
    return bool(wanted) and len(wanted & stems(text)) >= share * len(wanted)


def _with_its_value(claim: Facts, said: Facts) -> Iterator[str]:
    """The claim with one of its values replaced by one of the sentence's, where the two cannot both be true."""
    pairs: tuple[tuple[Sequence[Fact], Sequence[Fact]], ...] = (
        (claim.dates, said.dates),
        (claim.quantities, said.quantities),
    )
    for claimed, theirs in pairs:
        for mine in claimed:
            if any(_compatible(mine, its) for its in theirs):
                continue
            for its in theirs:
                yield claim.text[: mine.start] + its.words + claim.text[mine.end :]


def _compatible(one: Fact, other: Fact) -> bool:
    if isinstance(one, DateMention) and isinstance(other, DateMention) and None in (one.first, other.first):
        return True  # a month without its year contradicts nothing
    return facts_agree(one, other) or facts_agree(other, one)
