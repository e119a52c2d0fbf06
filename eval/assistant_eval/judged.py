"""What the judges say of each sentence of an answer: borne out by all the system had, and by what it cites.

The model judges what is said in other words. Three things need no model and are decided to the letter: a sentence
that stands word for word in the evidence; quotations, which no text bears out that does not hold them, and which one
that does bears out where nothing stands around them but where they are from; and a comparison of rows of a table.
Evidence only adds: what one text bears out, more texts do too.

Citations are judged after ALCE (Gao et al., "Enabling Large Language Models to Generate Text with Citations",
EMNLP 2023, section 4): does a citation bear its sentence out alone, and do the others not without it?
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.domain import OWN_WORDS
from assistant.grounding.checks.attribution import reported_speakers, speaks_in_first_person, voice_clash
from assistant.grounding.checks.names import NameTable
from assistant.grounding.checks.quotes import find_quotes, holds_words
from assistant.grounding.checks.tokens import tokenise
from assistant.grounding.scoring.bare import checkable, introduces, says_it_is_not_there
from assistant.grounding.scoring.exact_scorer import ExactScorer
from assistant.grounding.scoring.scored import Scorer
from assistant_eval.readings import Pack, Reading, folded, reading_of
from assistant_eval.records import Record
from assistant_eval.sentences import (
    Attributed,
    CitationUse,
    JudgedSentence,
    Marked,
    Stance,
    marked_sentences,
    without_markers,
)
from assistant_eval.stances import SHORTEST_QUOTE, NoVerdict, Stances


@dataclass(frozen=True, slots=True)
class Judges:
    """Who judges: a model, and exact checks beside it. `pack` tells how the documents of a brand read."""

    model: Scorer
    exact: Scorer
    pack: Pack | None = None

    @property
    def names(self) -> NameTable:
        """The proper names that are known."""
        return self.pack.names if self.pack else NameTable()


def open_judges(brand: Path | None = None) -> Judges:
    """The judges in service, with the brand pack the documents are of; ModelError where the model cannot be used.

    BrandError where `brand` is no pack.
    """
    from assistant.grounding.scoring.default import default_scorer  # noqa: PLC0415 - loads what only judging needs

    return Judges(default_scorer(), ExactScorer(), Pack(brand) if brand else None)


def judge_record(record: Record, judges: Judges) -> dict[str, Any]:
    """What stands in ``record.judged``: who judged, as whom the reply speaks, and every sentence of an answer.

    Refusals and what the product says of itself are its own words: they have no sentences. Where a judge gives no
    number, the answer has none either, and ``unscored`` says why.
    """
    told: dict[str, Any] = {
        "model": judges.model.fingerprint,
        "exact": judges.exact.fingerprint,
        "speaks_as": _speaks_as(record, judges.pack),
        "sentences": [],
    }
    outcome = record.outcome
    if outcome is not None and record.answered and outcome.get("drafter") != OWN_WORDS:
        try:
            told["sentences"] = _Reply(record, judges).sentences()
        except NoVerdict as error:
            told["unscored"] = str(error)
    return told


def _speaks_as(record: Record, pack: Pack | None) -> dict[str, str | None] | None:
    """The founder in whose voice the reply speaks, and the day of death; None for any other voice."""
    if pack is None or record.outcome is None or pack.brand.founder is None:
        return None
    persona = next((one for one in pack.brand.personas if one.id == record.outcome.get("persona")), None)
    if persona is None or persona.role != "founder":
        return None
    died = pack.brand.founder.died
    return {"founder": pack.brand.founder.name, "died": died.isoformat() if died else None}


class _Reply:
    """One answer before its judges."""

    def __init__(self, record: Record, judges: Judges) -> None:
        assert record.outcome is not None
        self._text = record.text
        self._claims: Sequence[Mapping[str, Any]] = record.outcome["claims"]
        self._names = judges.names
        self._stances = Stances(judges.model, judges.exact, record.case.question)
        citations: list[Mapping[str, Any]] = record.outcome["citations"]
        self._cited = {int(told["marker"]): reading_of(told, judges.pack) for told in citations}
        places = [(one.document, one.start, one.end) for one in record.retrieved]
        apart = [
            self._cited[int(told["marker"])]
            for told in citations
            if not any(
                d == told["document"] and s <= told["start"] and told["end"] <= e for d, s, e in places
            )
        ]
        self._given = (*(reading_of(asdict(one), judges.pack) for one in record.retrieved), *apart)

    def sentences(self) -> list[JudgedSentence]:
        resolved = {one.start: words for one, words in checkable(without_markers(self._text), self._names)}
        found = list(marked_sentences(self._text, self._claims))
        for row in self._rows_read_out(found):
            inside = [one for one in found if row.start <= one.start and one.end <= row.end]
            if any(one.start in resolved for one in inside):
                resolved[row.start] = row.text
            found[found.index(inside[0]) : found.index(inside[-1]) + 1] = [row]
        return [self._sentence(one, resolved.get(one.start)) for one in found]

    def _rows_read_out(self, found: Sequence[Marked]) -> Iterator[Marked]:
        """Claims that are a whole row of a table to the letter: to the gate they were one sentence, so they are here.

        Parted at its full stops, "Released: 2001." would say of nothing that it was released.
        """
        for claim in self._claims:
            inside = [one for one in found if claim["start"] <= one.start and one.end <= claim["end"]]
            if len(inside) < 2:
                continue
            text = " ".join(one.text for one in inside)
            cited = (self._cited.get(int(marker)) for marker in claim["citations"])
            if any(told is not None and folded(text) in told.rows_read_out for told in cited):
                markers = dict.fromkeys(marker for one in inside for marker in one.markers)
                yield Marked(inside[0].start, inside[-1].end, text, tuple(markers))

    def _sentence(self, one: Marked, resolved: str | None) -> JudgedSentence:
        silent = says_it_is_not_there(one.text)
        states = resolved is not None and not silent and not introduces(one.text)
        cited = [self._cited[marker] for marker in one.markers if marker in self._cited]
        statement = resolved or one.text
        by_cited = self._stances.of(one.text, statement, cited) if states and cited else None
        uses = [self._use(one, statement, marker, by_cited) for marker in one.markers] if states else []
        by_given = self._stances.at_least(by_cited, one.text, statement, self._given) if states else None
        return {
            "start": one.start,
            "end": one.end,
            "text": one.text,
            "markers": list(one.markers),
            "checkable": states,
            "silent": silent,
            "given": by_given,
            "cited": by_cited,
            "citations": uses,
            "attributed": self._attributed(one.text, cited or self._given) if states else None,
        }

    def _use(self, one: Marked, statement: str, marker: int, whole: Stance | None) -> CitationUse:
        """Where all citations together do not bear the sentence out, none of them does."""
        told = self._cited.get(marker)
        holds = told is not None and self._holds_quote(one, told)
        if told is None or whole is None or whole["model"]["verdict"] != "supported":
            return {"marker": marker, "supports_alone": False, "needed": False, "holds_quote": holds}
        others = [self._cited[other] for other in one.markers if other != marker and other in self._cited]
        alone = self._stances.supported(one.text, statement, [told])
        without = bool(others) and self._stances.supported(one.text, statement, others)
        return {"marker": marker, "supports_alone": alone, "needed": not without, "holds_quote": holds}

    def _holds_quote(self, one: Marked, told: Reading) -> bool:
        """Whether `told` holds words that the sentence quotes, and all that it quotes stands in what it cites."""
        quotes = [
            quote.text
            for quote in find_quotes(one.text)
            if quote.closed and len(tokenise(quote.text)) >= SHORTEST_QUOTE
        ]
        cited = [self._cited[marker].body for marker in one.markers if marker in self._cited]
        return any(holds_words(quote, told.body) for quote in quotes) and all(
            any(holds_words(quote, body) for body in cited) for quote in quotes
        )

    def _attributed(self, text: str, evidence: Sequence[Reading]) -> Attributed | None:
        """To whom `text` gives words, if to somebody named, and whether the evidence does so too."""
        speakers = reported_speakers(text, self._names)
        if not speakers or speaks_in_first_person(text, self._names):
            return None
        return {
            "to": [speaker.words for speaker in speakers],
            "held": any(self._gives(text, reading) for reading in evidence),
        }

    def _gives(self, text: str, reading: Reading) -> bool:
        for item in reading.passages:
            sentences = item.passage.sentences
            touched = [
                at for at, s in enumerate(sentences) if s.start < reading.end and reading.start < s.end
            ]
            window = sentences[max(0, touched[0] - 1) : touched[-1] + 1] if touched else ()
            heard = tuple(sentence.rendering for sentence in window)
            if heard and voice_clash(text, heard, item, self._names) is None:
                return True
        return False
