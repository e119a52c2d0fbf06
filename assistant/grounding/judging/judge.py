"""The judge: does the evidence bear out a claim?

In two steps. First what a model cannot be trusted with (`checks`, `operators`, `attribution`): a window of
the evidence that fails one quotation, number, date, name, negation or speaker of the claim is out, whatever
a model would say of it. Then `entailment` scores the windows that are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from assistant.domain import BlockKind, Evidence, Judgement, Span, Verdict
from assistant.grounding.checks.alignment import aligned_clash
from assistant.grounding.checks.attribution import SPEECH_STEMS, voice_clash
from assistant.grounding.checks.exact import ExactChecks, context_lines, is_title
from assistant.grounding.checks.facts import FactReader, Facts, only
from assistant.grounding.checks.finding import Finding
from assistant.grounding.checks.names import NameTable, is_named
from assistant.grounding.checks.opening import is_clause_apart, makes_it_no_fact, sets_the_scene
from assistant.grounding.checks.operators import is_cut_short, is_turned, operator_clash, operators
from assistant.grounding.checks.quotes import (
    QuotedWords,
    blanked,
    exact_words,
    find_near,
    find_quotes,
    find_verbatim,
    holds_words,
    outside_quotes,
    without_marks,
)
from assistant.grounding.checks.roles import role_clash
from assistant.grounding.checks.scopes import dropped_scope
from assistant.grounding.checks.tokens import stems, tokenise, word_run
from assistant.grounding.checks.widening import widened
from assistant.grounding.checks.windows import Window, candidate_windows, meaning, window_of
from assistant.grounding.judging.entailment import SHORTEST_QUOTE, Entailment, Premise, WordCoverage
from assistant.text import fold, segment

SAME_SUBJECT = 0.8
"""Share of all words of a claim from which a window speaks of just this: if it contradicts, that is final."""


_CONDITIONS = frozenset(["if", "unless", "provided"])
"""Words behind a statement that make it hold in one case only."""

_LEAST_SAID = 2
"""Words of meaning, figures, dates and names that a claim must have together for a model to judge it."""


class Echo(Enum):
    """How a source sentence repeats a claim: not, as a fact, denied or only considered, or as what somebody says."""

    NONE = "none"
    VERBATIM = "verbatim"
    TURNED = "turned"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A window that no exact check objects to.

    `certain` says why nothing is left to decide, if so; `places` are quoted words of the claim in it.
    """

    window: Window
    certain: str = ""
    places: tuple[Span, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """What a reader must be shown for it: the window, and quoted words that stand outside."""
        span = self.window.span
        outside = (one for one in self.places if not (span.start <= one.start and one.end <= span.end))
        return tuple(dict.fromkeys((*outside, span)))


@dataclass(frozen=True, slots=True)
class Vetted:
    """What the exact checks leave of the evidence for a claim, and what they object to in the rest."""

    candidates: tuple[Candidate, ...] = ()
    objections: tuple[tuple[Window, Finding], ...] = ()
    void: str = ""
    """Why no evidence could ever support the claim, if so."""


class ExactJudge:
    """Judges claims by exact checks, then by `entailment`: a grounding model, or word coverage if none is given.

    `names` are what it knows of names, or a reader that knows them and has read already.
    """

    def __init__(
        self, names: NameTable | FactReader | None = None, entailment: Entailment | None = None
    ) -> None:
        self.reader = names if isinstance(names, FactReader) else FactReader(names or NameTable())
        self._entailment = entailment or WordCoverage(self.reader)

    def judge(
        self,
        claim: str,
        passages: Sequence[Evidence],
        question: str = "",
        *,
        speaker: str | None = None,
    ) -> Judgement:
        """How `passages` stand to `claim`, one statement without open pronouns.

        `speaker` is whom the reply speaks as, if anybody; `question` what the claim answers, if known.
        """
        vetted = self.vet(claim, passages, speaker=speaker)
        if vetted.void:
            return Judgement(Verdict.NOT_FOUND, 1.0, vetted.void)
        if not vetted.candidates:
            return _objected(vetted.objections)
        certain = next((candidate for candidate in vetted.candidates if candidate.certain), None)
        if certain is not None:
            return Judgement(Verdict.SUPPORTED, 1.0, certain.certain, certain.spans)
        return self._weighed(claim, vetted.candidates, question)

    def vet(self, claim: str, passages: Sequence[Evidence], *, speaker: str | None = None) -> Vetted:
        """The exact checks alone: every window of `passages` that may decide `claim`, passed or objected to."""
        if quotes := find_quotes(claim):
            return self._vet_quoting(claim, quotes, passages, speaker)
        facts = self.reader.read(claim)
        if not (meaning(facts) or facts.dates or facts.quantities or facts.names):
            return Vetted(void="it says nothing that can be checked")
        candidates: list[Candidate] = []
        objections: list[tuple[Window, Finding]] = []
        for window in candidate_windows(facts, passages):
            echo = _echo(facts, window, self.reader)
            finding = self._objection(claim, facts, window, speaker, echo)
            if finding is None:
                certain = "the source says it in these words" if echo is Echo.VERBATIM else ""
                candidates.append(Candidate(window, certain))
                if certain:
                    break
                continue
            objections.append((window, finding))
            if finding.contradicts and window.overlap >= SAME_SUBJECT:
                break
        return Vetted(tuple(candidates), tuple(objections))

    def _vet_quoting(
        self, claim: str, quotes: tuple[QuotedWords, ...], passages: Sequence[Evidence], speaker: str | None
    ) -> Vetted:
        """A claim with quotations: one passage must hold all of them, and bear out the words around them."""
        if not all(quote.closed for quote in quotes):
            return Vetted(void="a quotation opens or closes in another sentence")
        candidates: list[Candidate] = []
        objections: list[tuple[Window, Finding]] = []
        missing = ""
        for evidence in passages:
            titles = [quote for quote in quotes if is_title(quote, claim, evidence)]
            said = [quote for quote in quotes if quote not in titles]
            places = [find_verbatim(quote.text, evidence.passage) for quote in said]
            if None in places:
                missing = missing or said[places.index(None)].text
                continue
            held = tuple(place for place in places if place is not None)
            words = [quote for quote in said if len(tokenise(quote.text)) >= SHORTEST_QUOTE]
            stated = blanked(claim, titles)
            frame = blanked(claim, [*titles, *words])
            rest = self.reader.read(frame)
            # Whole sentences in marks mean what they mean in the source, unless the frame turns them.
            whole = (
                bool(words)
                and not is_turned(frame, every_clause=True)
                and all(_is_whole(place, evidence) for place in held)
            )
            for window in dict.fromkeys((*window_of(held, evidence), *candidate_windows(rest, [evidence]))):
                finding = _quotes_apart(said, window)
                if finding is None and whole and _only_frames(rest, window):
                    finding = self._misheard(claim, window, speaker) or self._inexact(
                        rest, window, self.reader.read(stated)
                    )
                elif finding is None:
                    finding = self._objection(stated, rest, window, speaker)
                if finding is None:
                    certain = "the source holds the quoted words" if _only_frames(rest, window) else ""
                    near = (find_near(quote.text, evidence.passage, (window.span,)) for quote in said)
                    candidates.append(Candidate(window, certain, tuple(filter(None, near))))
                else:
                    objections.append((window, finding))
        void = "" if candidates or objections else f"no passage holds the words {missing!r}"
        return Vetted(tuple(candidates), tuple(objections), void)

    def _objection(
        self, claim: str, facts: Facts, window: Window, speaker: str | None, echo: Echo = Echo.NONE
    ) -> Finding | None:
        """Why no model may find `claim` in `window`, or None; `facts` are those outside its quotations."""
        if echo is Echo.VERBATIM:
            return self._misheard(claim, window, speaker)
        if echo is Echo.TURNED:
            return Finding("the source denies or only considers what the claim states", contradicts=True)
        if echo is Echo.TOLD:
            return Finding("the source tells it only as what somebody says, thinks or makes up")
        return next(filter(None, self._objections(claim, facts, window, speaker)), None)

    def _objections(
        self, claim: str, facts: Facts, window: Window, speaker: str | None
    ) -> Iterator[Finding | None]:
        whole = self.reader.read(claim)
        yield self._misheard(claim, window, speaker)
        yield aligned_clash(whole, [self.reader.read(text) for text in window.texts])
        yield ExactChecks(facts, window, self.reader, whole).first_finding()
        plain = without_marks(claim)
        yield operator_clash(plain, window.texts, context_lines(window.evidence))
        yield widened(plain, window.texts)
        yield dropped_scope(plain, window.texts)
        yield role_clash(plain, window.texts)

    def _inexact(self, frame: Facts, window: Window, whole: Facts) -> Finding | None:
        """Whether a name, number or date around a quotation is wrong."""
        return ExactChecks(frame, window, self.reader, whole).first_finding()

    def _misheard(self, claim: str, window: Window, speaker: str | None) -> Finding | None:
        """Whether the claim gives words to somebody else than the window does."""
        sentences = window.evidence.passage.sentences[max(0, window.first - 1) : window.last]
        heard = tuple(sentence.rendering for sentence in sentences)
        clash = voice_clash(claim, heard, window.evidence, self.reader.table, speaker)
        return Finding(clash) if clash else None

    def _weighed(self, claim: str, candidates: Sequence[Candidate], question: str) -> Judgement:
        """What the entailment makes of the windows that no exact check objects to."""
        facts = self.reader.read(outside_quotes(claim, SHORTEST_QUOTE))
        wanted = meaning(facts)
        if not wanted or len(wanted) + len((*facts.dates, *facts.quantities, *facts.names)) < _LEAST_SAID:
            # "The Lumo One was the Lumo Two", "The answer is: 2022", "A boy asks": no model knows how little that says.
            return Judgement(Verdict.NOT_FOUND, 1.0, "it says too little to be judged")
        premises = [premise_of(candidate.window) for candidate in candidates]
        scores = self._entailment.support(claim, premises, question)
        candidate, score = max(zip(candidates, scores, strict=True), key=lambda pair: pair[1].supported)
        if score.supported >= self._entailment.threshold:
            reason = "its facts stand in the source, and the source bears it out"
            return Judgement(Verdict.SUPPORTED, score.supported, reason, candidate.spans)
        against, other = max(zip(candidates, scores, strict=True), key=lambda pair: pair[1].contradicted)
        if other.contradicted > max(score.supported, 0.5):
            reason = "the source says otherwise"
            return Judgement(Verdict.CONTRADICTED, other.contradicted, reason, (against.window.span,))
        reason = f"the source does not say it{_unheld(wanted, candidate.window)}"
        return Judgement(Verdict.NOT_FOUND, 1.0 - score.supported, reason, (candidate.window.span,))

    def judge_computed(self, claim: str, passages: Sequence[Evidence], computed: frozenset[str]) -> Judgement:
        """How several table rows together stand to a sentence that the product worked out of them.

        `computed` holds the figures, names and order words, written as in the claim, that no row can hold
        ("378 days", "before"). Every other number, date and name must stand in one of the `passages`, and
        every passage that holds one is a span of the judgement. What stands elsewhere in the claim than these
        is none of them: the Skua is followed by its successor "Skua Pro".
        """
        facts = self.reader.read(claim)
        windows = [Window(e, 0, len(e.passage.sentences), 1.0, 1.0) for e in passages if e.passage.sentences]
        bearing: list[Window] = []
        worked_out = _places(claim, computed)
        for fact in (*facts.dates, *facts.quantities, *facts.names):
            if any(start <= fact.start and fact.end <= end for start, end in worked_out):
                continue
            alone = only(facts, fact)
            found = [
                window
                for window in windows
                if ExactChecks(alone, window, self.reader).first_finding() is None
            ]
            if not found:
                return Judgement(Verdict.NOT_FOUND, 1.0, f"no cited row holds {fact.words}")
            bearing += found
        spans = tuple(dict.fromkeys(window.span for window in bearing))
        if not spans:
            return Judgement(Verdict.NOT_FOUND, 1.0, "it names nothing that a cited row holds")
        return Judgement(Verdict.SUPPORTED, 1.0, "worked out from the facts of these rows", spans)


def _places(claim: str, computed: frozenset[str]) -> list[tuple[int, int]]:
    """Where `computed` words stand in `claim`."""
    found = (match for part in computed if part for match in re.finditer(re.escape(part), claim))
    return [match.span() for match in found]


def premise_of(window: Window) -> Premise:
    """A window as an `Entailment` reads it."""
    is_row = window.evidence.passage.kind is BlockKind.TABLE_ROW
    return Premise(" ".join(window.texts), " · ".join(context_lines(window.evidence)), is_row)


def _unheld(wanted: frozenset[str], window: Window) -> str:
    premise = premise_of(window)
    missing = sorted(wanted - stems(premise.text) - stems(premise.context))
    return f": it holds nothing of {', '.join(missing)}" if missing else ""


def _only_frames(rest: Facts, window: Window) -> bool:
    """Whether around the quotations stands only who said it, where and in what."""
    premise = premise_of(window)
    return meaning(rest) <= stems(premise.text) | stems(premise.context) | SPEECH_STEMS


def _is_whole(place: Span, evidence: Evidence) -> bool:
    """Whether `place` begins and ends with a sentence of the passage."""
    passage = evidence.passage
    sentences = [one for one in passage.sentences if one.start < place.end and place.start < one.end]
    if not sentences:
        return False
    before = passage.text[sentences[0].start - passage.start : place.start - passage.start]
    after = passage.text[place.end - passage.start : sentences[-1].end - passage.start]
    return not tokenise(before) and not tokenise(after)


def _quotes_apart(quotes: Sequence[QuotedWords], window: Window) -> Finding | None:
    """Whether a quotation stands elsewhere in the passage than what is said of it.

    A name or a word or two in marks must stand in the window; a longer quotation may stand in the sentences
    around it.
    """
    for quote in quotes:
        short = len(tokenise(quote.text)) < SHORTEST_QUOTE
        if not holds_words(quote.text, " ".join(window.texts if short else window.around)):
            return Finding(f"the source holds {quote.text!r} in another place")
    return None


def _objected(objections: Sequence[tuple[Window, Finding]]) -> Judgement:
    """The verdict where every window is objected to: a contradiction weighs more than a silence."""
    if not objections:
        return Judgement(Verdict.NOT_FOUND, 1.0, "no passage speaks of it")
    window, finding = next((entry for entry in objections if entry[1].contradicts), objections[0])
    if finding.contradicts:
        return Judgement(Verdict.CONTRADICTED, window.coverage, finding.reason, (window.span,))
    return Judgement(Verdict.NOT_FOUND, 1.0 - window.coverage / 2, finding.reason, (window.span,))


def _echo(claim: Facts, window: Window, reader: FactReader) -> Echo:
    """Whether a sentence of the window has the claim word for word, and what the rest of it makes of that.

    What stands before it may make a rumour, a condition or a novel of it in more ways than can be listed: it must be
    a place or a time, or a clause of its own. Otherwise the words prove nothing by themselves. A cell of a table is
    read by itself: the cells before it turn nothing.
    """
    table = reader.table
    wanted = exact_words(claim.text)
    considers = bool(operators(claim.text).hedged)
    found = Echo.NONE
    for text in (*window.texts, *_cells_with(claim.text, window.evidence)):
        tokens = tokenise(text)
        at = word_run(wanted, exact_words(text))
        # Cut in the middle of a name, the same words name something else: "Lumo" out of "Lumo One".
        if at < 0 or not all(is_named(name, (text,), table) for name in claim.names):
            continue
        ends = at, at + len(wanted)
        if any(name.first < end < name.last for name in table.find(text) for end in ends):
            continue
        before, after = text[: tokens[at].start], tokens[at + len(wanted) :]
        if not (at or after):
            return Echo.VERBATIM
        if is_turned(before) or is_cut_short(text[tokens[at + len(wanted) - 1].end :]):
            found = Echo.TURNED
        elif not considers and (makes_it_no_fact(before) or _is_quoted(text, tokens[at].start)):
            found = Echo.TOLD
        elif (sets_the_scene(before, reader) or is_clause_apart(before, reader)) and not (
            any(token.stem in SPEECH_STEMS for token in (*tokens[:at], *after))
            or any(token.folded in _CONDITIONS for token in after)
            or text.rstrip().endswith("?")
        ):
            return Echo.VERBATIM
    return found


def _cells_with(words: str, evidence: Evidence) -> Iterator[str]:
    """The sentences of a row's cells that may hold `words`."""
    wanted = fold(words).rstrip(".")
    for _, cell in evidence.passage.fields:
        if wanted in fold(cell):
            yield from (sentence.rendering for sentence in segment(cell))


def _is_quoted(text: str, at: int) -> bool:
    """Whether words at that place of a sentence are in somebody's mouth there, or on a poster."""
    return any(
        quote.start <= at < quote.end and tokenise(text[: quote.start] + text[quote.end :])
        for quote in find_quotes(text)
    )
