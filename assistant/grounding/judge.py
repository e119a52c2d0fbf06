"""The judge: does the evidence bear out a claim?

First what a model cannot be trusted with (`checks`, `operators`, `attribution`): every quotation, number,
date, name, negation and speaker of the claim must stand in the deciding sentences. Then how many of the
claim's other words those sentences hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from assistant.domain import Evidence, Judgement, Verdict
from assistant.grounding.attribution import SPEECH_STEMS, voice_clash
from assistant.grounding.checks import ExactChecks, Finding, context_lines, is_title
from assistant.grounding.facts import FactReader, Facts, only
from assistant.grounding.names import NameTable
from assistant.grounding.operators import echoes_but_for_negation, is_turned, operator_clash
from assistant.grounding.quotes import QuotedWords, find_quotes, find_verbatim, holds_words, outside_quotes
from assistant.grounding.tokens import stems, tokenise, word_run
from assistant.grounding.windows import Window, candidate_windows, meaning, window_of

SUPPORT_COVERAGE = 0.75
"""Share of a claim's words of meaning that window and context together must hold.

On 250 claims each of AttributionBench and FActScore, 0.6 lets 13 % and 8 % of the unsupported pass for 27 %
and 63 % of the supported; 0.75 lets 5 % and 6 % pass for 21 % and 57 %. The promise is worth the price.
"""

WINDOW_COVERAGE = 0.5
"""Share that the window alone must hold: a title proves nothing by itself."""

SAME_SUBJECT = 0.8
"""Share of all words of a claim from which a window speaks of just this: if it contradicts, that is final."""

SHORTEST_QUOTE = 3
"""Words from which marks surely tell somebody's words; fewer may mark a name."""


class Echo(Enum):
    """How a source sentence repeats a claim: not, as a fact, or turned by what stands before it."""

    NONE = "none"
    VERBATIM = "verbatim"
    TURNED = "turned"


class ExactJudge:
    """Judges claims by exact checks and word overlap. It needs no model and knows none."""

    def __init__(self, table: NameTable | None = None) -> None:
        self.table = table or NameTable()
        self._reader = FactReader(self.table)

    def judge(
        self,
        claim: str,
        passages: Sequence[Evidence],
        question: str = "",
        *,
        speaker: str | None = None,
    ) -> Judgement:
        """How `passages` stand to `claim`, one statement without open pronouns.

        `speaker` is whom the reply speaks as, if anybody. `question` is part of the contract for judges that
        read it; exact checks do not.
        """
        del question
        if quotes := find_quotes(claim):
            return self._judge_quoting(claim, quotes, passages, speaker)
        facts = self._reader.read(claim)
        if not (meaning(facts) or facts.dates or facts.quantities or facts.names):
            return Judgement(Verdict.NOT_FOUND, 1.0, "it says nothing that can be checked")
        findings: list[tuple[Window, Finding]] = []
        for window in candidate_windows(facts, passages):
            finding = self._finding(facts, window, speaker)
            if finding is None:
                return self._supported(facts, window)
            findings.append((window, finding))
            if finding.contradicts and window.overlap >= SAME_SUBJECT:
                break
        return _unsupported(findings)

    def _judge_quoting(
        self, claim: str, quotes: tuple[QuotedWords, ...], passages: Sequence[Evidence], speaker: str | None
    ) -> Judgement:
        """A claim with quotations: one passage must hold all of them, and bear out the words around them."""
        if not all(quote.closed for quote in quotes):
            return Judgement(Verdict.NOT_FOUND, 1.0, "a quotation opens or closes in another sentence")
        rest = self._reader.read(outside_quotes(claim, SHORTEST_QUOTE))
        findings: list[tuple[Window, Finding]] = []
        missing = quotes[0].text
        for evidence in passages:
            places = [find_verbatim(quote.text, evidence.passage) for quote in quotes]
            unknown = [
                quote.text
                for quote, place in zip(quotes, places, strict=True)
                if place is None and not is_title(quote.text, evidence)
            ]
            if unknown:
                missing = unknown[0]
                continue
            held = window_of([place for place in places if place is not None], evidence)
            for window in (*held, *candidate_windows(rest, [evidence])):
                if echoes_but_for_negation(claim, window.texts):
                    reason = "it is the source's sentence but for a negation"
                    return Judgement(Verdict.CONTRADICTED, 1.0, reason, (window.span,))
                finding = _apart(quotes, window) or self._finding(rest, window, speaker, claim=claim)
                if finding is None:
                    spans = dict.fromkeys((*(place for place in places if place), window.span))
                    return Judgement(
                        Verdict.SUPPORTED, 1.0, "the source holds the quoted words", tuple(spans)
                    )
                findings.append((window, finding))
        if findings:
            return _unsupported(findings)
        return Judgement(Verdict.NOT_FOUND, 1.0, f"no passage holds the words {missing!r}")

    def judge_computed(self, claim: str, passages: Sequence[Evidence], computed: frozenset[str]) -> Judgement:
        """How several table rows together stand to a sentence that the product worked out of them.

        `computed` holds the figures, names and order words, written as in the claim, that no row can hold
        ("378 days", "before"). Every other number, date and name must stand in one of the `passages`, and
        every passage that holds one is a span of the judgement.
        """
        facts = self._reader.read(claim)
        windows = [Window(e, 0, len(e.passage.sentences), 1.0, 1.0) for e in passages if e.passage.sentences]
        bearing: list[Window] = []
        for fact in (*facts.dates, *facts.quantities, *facts.names):
            if any(fact.words in words for words in computed):
                continue
            alone = only(facts, fact)
            found = [
                window
                for window in windows
                if ExactChecks(alone, window, self._reader).first_finding() is None
            ]
            if not found:
                return Judgement(Verdict.NOT_FOUND, 1.0, f"no cited row holds {fact.words}")
            bearing += found
        spans = tuple(dict.fromkeys(window.span for window in bearing))
        if not spans:
            return Judgement(Verdict.NOT_FOUND, 1.0, "it names nothing that a cited row holds")
        return Judgement(Verdict.SUPPORTED, 1.0, "worked out from the facts of these rows", spans)

    def _finding(self, facts: Facts, window: Window, speaker: str | None, claim: str = "") -> Finding | None:
        """Why `window` does not support the facts (of `claim`, if they are only part of it), or None."""
        evidence, quoting, claim = window.evidence, bool(claim), claim or facts.text
        whole = self._reader.read(claim)
        before = evidence.passage.sentences[max(0, window.first - 1) : window.first]
        heard = (*(sentence.rendering for sentence in before), *window.texts)
        if clash := voice_clash(claim, heard, evidence, self.table, speaker):
            return Finding(clash)
        echo = _echo(facts, window)
        if echo is Echo.VERBATIM:
            return None
        if echo is Echo.TURNED:
            return Finding("the source denies or only considers what the claim states", contradicts=True)
        if finding := ExactChecks(facts, window, self._reader, whole).first_finding():
            return finding
        if clash := operator_clash(facts.text, window.texts, context_lines(evidence)):
            return Finding(clash.reason, clash.contradicts)
        return self._too_little(facts, window, quoting=quoting)

    def _too_little(self, facts: Facts, window: Window, *, quoting: bool) -> Finding | None:
        wanted = meaning(facts)
        held = frozenset[str]().union(*map(stems, window.texts))
        context = frozenset[str]().union(*map(stems, context_lines(window.evidence)))
        missing = wanted - held
        if quoting and missing <= context | SPEECH_STEMS:
            return None  # around a quotation stands only who said it, where and in what
        if len(missing) <= (1 - WINDOW_COVERAGE) * len(wanted) and len(missing - context) <= (
            1 - SUPPORT_COVERAGE
        ) * len(wanted):
            return None
        unheld = sorted(missing - context) or sorted(missing)
        return Finding(f"the source holds too few of its words: not {', '.join(unheld)}")

    def _supported(self, facts: Facts, window: Window) -> Judgement:
        if _echo(facts, window) is Echo.VERBATIM:
            return Judgement(Verdict.SUPPORTED, 1.0, "the source says it in these words", (window.span,))
        reason = f"its facts stand in the source, with {window.coverage:.0%} of its other words"
        return Judgement(Verdict.SUPPORTED, window.coverage, reason, (window.span,))


def _apart(quotes: Sequence[QuotedWords], window: Window) -> Finding | None:
    """Whether a quotation stands elsewhere in the passage than what is said of it.

    A title may stand anywhere; a name or a word or two in marks must stand in the window; a longer quotation
    may stand in the sentences around it.
    """
    for quote in quotes:
        short = len(tokenise(quote.text)) < SHORTEST_QUOTE
        place = " ".join(window.texts if short else window.around)
        if not (holds_words(quote.text, place) or is_title(quote.text, window.evidence)):
            return Finding(f"the source holds {quote.text!r} in another place")
    return None


def _unsupported(findings: Sequence[tuple[Window, Finding]]) -> Judgement:
    """The verdict where no window supports the claim: a contradiction weighs more than a silence."""
    if not findings:
        return Judgement(Verdict.NOT_FOUND, 1.0, "no passage speaks of it")
    window, finding = next((entry for entry in findings if entry[1].contradicts), findings[0])
    if finding.contradicts:
        return Judgement(Verdict.CONTRADICTED, window.coverage, finding.reason, (window.span,))
    return Judgement(Verdict.NOT_FOUND, 1.0 - window.coverage / 2, finding.reason, (window.span,))


def _echo(claim: Facts, window: Window) -> Echo:
    """Whether a sentence of the window has the claim word for word, and what the rest of it makes of that."""
    wanted = tuple(token.folded for token in claim.tokens)
    found = Echo.NONE
    for text in window.texts:
        tokens = tokenise(text)
        at = word_run(wanted, tuple(token.folded for token in tokens))
        if at < 0:
            continue
        rest = [*tokens[:at], *tokens[at + len(wanted) :]]
        if not rest:
            return Echo.VERBATIM
        if is_turned(text[: tokens[at].start]):
            found = Echo.TURNED
        elif not (any(token.stem in SPEECH_STEMS for token in rest) or text.rstrip().endswith("?")):
            return Echo.VERBATIM
    return found
