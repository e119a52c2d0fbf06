"""Answers that stand in a table: dates, prices and other cells, order, differences and counts.

A question that names a row exactly and asks for one of its columns is answered from that row alone, so
that a near-namesake never lends its date.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from assistant.columns import Role
from assistant.domain import BlockKind, DraftSentence, Evidence, Passage
from assistant.generation.ranking import Ranked, spoken_around
from assistant.generation.tables.attributes import DESIGNER, DISCONTINUED
from assistant.generation.tables.cells import cell_of, singular, told
from assistant.generation.tables.comparison import compared, waited
from assistant.generation.tables.designers import designed_rows, tell_designed
from assistant.generation.tables.extremes import extreme_rows, tell_extreme, untold_extreme
from assistant.generation.tables.lines import Lines
from assistant.generation.tables.listing import Shelf, listed_rows, tell_listed, untold_years
from assistant.generation.tables.premises import corrected
from assistant.generation.tables.questions import asked_attributes, asked_columns, asks_how_long
from assistant.retrieval.names import FIRST, Mention, NameIndex, row_name
from assistant.retrieval.question import Expects, expected, holds
from assistant.text import words

_UNTOLD = {
    Role.DISCONTINUED: "when it was withdrawn",
    Role.PROCESSOR: "which processor it had",
    Role.SUCCESSOR: "what followed it",
    Role.PREDECESSOR: "what came before it",
}
"""What is missing, by the attribute asked for. Dates and prices are looked for in prose by their looks,
and who made a thing is told in too many ways."""


_ENDED = re.compile(
    r"\b(?:discontinu|withdr[ae]w|suspend|cease)|\bstop(?:s|ped)? (?:\w+ )?(?:sell|mak|produc|build)|\bno longer\b|"
    r"\b(?:end(?:s|ed|ing)?|gave up|given up|until|last|sold out|removed|retired|killed|axed|dropped|cancelled)\b",
    re.IGNORECASE,
)
"""In how many words a text may tell that a thing is sold no more."""


_NARROWED = 3
"""Words between "first" and what is the first."""


class TableFacts:
    """Answers table questions from the rows the question names."""

    def __init__(self, names: NameIndex, aliases: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """`aliases` are the brand's own, besides those of the rows."""
        self._names = names
        self._lines = Lines(names.rows, names.maker)
        self._spoken = {**names.aliases(), **(aliases or {})}
        self._also = _one_word_forms(self._spoken)
        self._shelf = Shelf(names.rows, self._spoken, names.maker)

    def listed(self, question: str) -> tuple[Passage, ...]:
        """The rows that "Which lamps came out in 1984?", "What was your first lamp?" or "Do you still make the Lumo?"
        asks for, or that came first of those called Lumo and more; mostly none."""
        rows = self._names.rows
        return (
            listed_rows(question, self._shelf)
            or designed_rows(question, self._shelf)
            or extreme_rows(question, rows, self._also, self._names.maker)
            or self._lines.last(question, self._names.find(question))
            or self._earliest(question)
        )

    def _earliest(self, question: str) -> tuple[Passage, ...]:
        if any(mention.rows for mention in self._names.find(question)):
            return ()
        return tuple(mention.rows[0] for mention in self._lines.earliest(question))

    def tell_listed(
        self, question: str, rows: Sequence[Evidence], told: Collection[str] = ()
    ) -> tuple[DraftSentence, ...]:
        """How many there are and what they are called; the count is computed from `rows`.

        Of a long list whose first rows have the ids `told`, what follows; of anything else, nothing further.
        """
        listed = tell_listed(question, rows, self._shelf, told)
        if told or listed:
            return listed
        return (
            tell_designed(question, rows, self._shelf)
            or tell_extreme(question, rows, self._names.maker)
            or self._lines.tell(question, self._names.find(question), rows)
            or self._lines.tell_earliest(question, rows)
        )

    def untold(self, question: str, texts: Sequence[str]) -> str | None:
        """Why nothing is known where the question asks a named row for a cell that is empty, and no text tells it.

        `texts` are the likeliest sentences; one tells it if it speaks of the same thing in any usual words.
        """
        if unknown := untold_extreme(question, self._names.rows, self._also, self._names.maker):
            return unknown
        if unknown := untold_years(question, self._shelf, texts):
            return unknown
        mention = self._only_named(question)
        if mention is None:
            return None
        for attribute in asked_attributes(question, mention):
            several = attribute is DISCONTINUED and self._lines.has_several(question, mention)
            spoken = any(map(_tells_end if several else attribute.asked.search, texts))
            empty = several or cell_of(mention, attribute) is None
            if attribute.role in _UNTOLD and empty and not spoken:
                return f"no document found for this tells {_UNTOLD[attribute.role]}"
        return None

    def _only_named(self, question: str) -> Mention | None:
        mentions = [mention for mention in self._names.find(question) if mention.rows]
        return mentions[0] if len(mentions) == 1 else None

    def telling(self, question: str, ranked: Sequence[Ranked]) -> tuple[Ranked, ...]:
        """`ranked` without what tells no end, where the question asks for that of several things of the tables.

        Nor who made another thing, where the question asks who made one and its row does not tell.
        """
        mention = self._only_named(question)
        asked = asked_attributes(question, mention) if mention else []
        rows = [one for one in ranked if one.evidence.passage.kind is BlockKind.TABLE_ROW]
        others = [
            one for one in rows if mention is None and self._lines.is_inside(question, one.evidence.passage)
        ]
        others += [one for one in rows if _tells_of_narrower(question, one.sentence.rendering)]
        ranked = [one for one in ranked if one not in others]
        if mention and any(cell_of(mention, attribute) is None for attribute in asked):
            ranked = [one for one in ranked if not _is_of_another(one.evidence.passage, mention)]
        if mention and DESIGNER in asked and cell_of(mention, DESIGNER) is None:
            spoken = [mention.name, *self._spoken.get(mention.name, ())]
            return tuple(one for one in ranked if _speaks_of(one, spoken))
        if mention is None or DISCONTINUED not in asked or not self._lines.has_several(question, mention):
            return tuple(ranked)
        prose = (one for one in ranked if one.evidence.passage.kind is not BlockKind.TABLE_ROW)
        return tuple(one for one in prose if _tells_end(one.sentence.rendering))

    def draft(self, question: str, evidence: Sequence[Evidence]) -> tuple[DraftSentence, ...]:
        """Sentences that answer `question` from named rows among `evidence`; none where no cell answers."""
        found = {item.passage.id for item in evidence}
        named = self._names.find(question)
        mentions = [mention for mention in (_among(one, found) for one in named) if mention.rows]
        if not mentions:
            return ()
        different = _distinct(mentions)
        if len(different) >= 2 and (answer := compared(question, different)):
            return answer
        if len(different) == 1 and (answer := waited(question, different[0])):
            return answer
        for mention in named:
            if mention in mentions and (correction := corrected(question, mention)):
                return correction
        several = [mention for mention in mentions if self._lines.has_several(question, mention)]
        return _cells(question, mentions, without_end=several)


def _is_of_another(passage: Passage, mention: Mention) -> bool:
    """Whether `passage` is the row of something else: a longer name is that of another thing."""
    return passage.kind is BlockKind.TABLE_ROW and all(row.id != passage.id for row in mention.rows)


def _tells_of_narrower(question: str, text: str) -> bool:
    """Whether `text` tells of the first of a narrower sort than asked for, as "the first compact lamp"."""
    asked, told = words(question), words(text)
    for at in (at for at, word in enumerate(asked[:-1]) if word in FIRST):
        sort = asked[at + 1]
        begun = [place for place, word in enumerate(told) if word in FIRST]
        firsts = [told[place + 1 : place + 2 + _NARROWED] for place in begun]
        narrower = [first[: first.index(sort)] for first in firsts if sort in first]
        if narrower and not any({*extra} <= {*asked} for extra in narrower):
            return True
    return False


def _speaks_of(one: Ranked, names: Sequence[str]) -> bool:
    """Whether a sentence, the one before it or what stands above it has one of `names`."""
    told = f" {' '.join(word for text in spoken_around(one, before=1) for word in words(text))} "
    return any(f" {' '.join(words(name))}{ending} " in told for name in names for ending in ("", "'s", "s"))


def _tells_end(text: str) -> bool:
    return _ENDED.search(text) is not None and holds(Expects.DATE, text)


def tell_row(question: str, row: Passage) -> DraftSentence | None:
    """The price or date of `row` where the question asks for one, however it calls the row; else None."""
    name = row_name(row)
    if name is None or expected(question) not in (Expects.MONEY, Expects.DATE):
        return None
    named = NameIndex([row], {}).find(question)
    # Whether the row is all that bears the name, it does not know: of its end the whole table tells.
    cells = _cells(question, named or [Mention(name, 0, 0, (row,))], without_end=named)
    return next(iter(cells), None)


def _one_word_forms(aliases: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """For each word that is another name of something, the one-word names it stands for ("Mac" for the Macintosh)."""
    found: dict[str, frozenset[str]] = {}
    for name, others in aliases.items():
        for other in others:
            short, whole = words(other), words(name)
            if len(short) == len(whole) == 1:
                found[short[0]] = found.get(short[0], frozenset()) | {whole[0]}
    return found


def _among(mention: Mention, found: set[str]) -> Mention:
    rows = tuple(row for row in mention.rows if row.id in found)
    return Mention(mention.name, mention.start, mention.end, rows)


def _distinct(mentions: Sequence[Mention]) -> list[Mention]:
    return list({mention.name: mention for mention in reversed(mentions)}.values())[::-1]


def _cells(
    question: str, mentions: Sequence[Mention], without_end: Sequence[Mention] = ()
) -> tuple[DraftSentence, ...]:
    """One sentence a named row and attribute, no end of those `without_end`; both ends of a time, or neither."""
    different = _distinct(mentions)
    if len(different) > 3:
        return ()
    sentences: list[DraftSentence] = []
    for mention in different:
        others = [other for other in mentions if other is not mention]
        asked = asked_attributes(question, mention, *others)
        if mention in without_end:
            asked = [each for each in asked if each is not DISCONTINUED]
        if asks_how_long(question) and len(asked) == 1:
            continue
        for attribute in asked:
            cell = cell_of(mention, attribute)
            sentences += [told(attribute, cell)] if cell else []
        for cell in asked_columns(question, mention, *others):
            title = cell.column.replace("_", " ").strip()
            verb = "are" if singular(title) != title else "is"
            text = f"The {title} of {cell.name} {verb} given as {cell.value}."
            sentences.append(DraftSentence(text, (cell.span,), computed=frozenset({cell.value})))
    return tuple(sentences)
