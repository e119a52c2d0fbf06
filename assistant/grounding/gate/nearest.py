"""The sentence of the evidence that comes nearest to one it does not support, to be shown in its stead."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain import BlockKind, Evidence, Judgement, Rights, Sentence, Verdict, Voice
from assistant.grounding.checks.attribution import speaks_in_first_person
from assistant.grounding.checks.names import NameTable, has_word
from assistant.grounding.checks.quotes import find_quotes
from assistant.grounding.checks.tokens import listed, stems, tokenise

NEAR = 0.6
"""Share of the claim's words that the sentence must hold: then it answers what the claim was to answer."""

SHORTEST, LONGEST = 5, 45
"""Words of a sentence that reads well where another one stood."""

_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
_LEANING = frozenset(
    listed(
        "he she it they we i this that these those his her its their there such so then also but and or yet "
        "however moreover another both here"
    )
)
"""First words of a sentence that leans on the one before."""


def nearest_sentence(
    claim: str, judgement: Judgement, evidence: Sequence[Evidence], table: NameTable
) -> str | None:
    """The nearest sentence among those that decided against `claim`, if it can stand alone; or None.

    It speaks of the same where it holds most of the claim's words and one of its names; the founder's own
    words and what may only be paraphrased are never put in place of a drafter's.
    """
    by_id = {item.passage.id: item for item in evidence}
    wanted = {token.stem for token in tokenise(claim) if token.is_content}
    names = [name for name in table.find(claim) if not name.weak]
    best: tuple[float, str] | None = None
    for span in judgement.spans if judgement.verdict is not Verdict.SUPPORTED else ():
        item = by_id.get(span.passage_id)
        if item is None or not _may_be_shown(item):
            continue
        for sentence in item.passage.sentences:
            if not (span.start <= sentence.start and sentence.end <= span.end):
                continue
            text = sentence.rendering
            share = len(wanted & stems(text)) / len(wanted) if wanted else 0.0
            named = any(has_word(name.run, (text,)) for name in names)
            if share >= NEAR and named and _stands_alone(sentence, table):
                best = max(best or (0.0, ""), (share, text))
    return best[1] if best else None


def _may_be_shown(item: Evidence) -> bool:
    source = item.source
    return (
        item.passage.kind in _PROSE
        and source.rights is Rights.QUOTE
        and source.voice not in (Voice.BY_FOUNDER, Voice.UNSOURCED)
    )


def _stands_alone(sentence: Sentence, table: NameTable) -> bool:
    text = sentence.rendering
    tokens = tokenise(text)
    return (
        SHORTEST <= len(tokens) <= LONGEST
        and tokens[0].folded not in _LEANING
        and text[0].isupper()
        and text.endswith((".", "!"))
        and not find_quotes(text)
        and not speaks_in_first_person(text, table)
    )
