"""What must hold of the exact checks whatever the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import BlockKind, DraftSentence, Evidence, Kind, Passage, Source, Span, Verdict, Voice
from assistant.grounding.checks.claims import leading_pronoun, split_claims
from assistant.grounding.checks.dates import find_dates, same_date
from assistant.grounding.checks.quantities import find_quantities, same_quantity
from assistant.grounding.checks.quotes import find_quotes, find_verbatim
from assistant.grounding.checks.tokens import tokenise
from assistant.grounding.gate.narrowing import narrowed
from assistant.grounding.gate.policy import Gate, Kept
from assistant.grounding.judging.judge import ExactJudge
from assistant.text import plain, segment

WORDS = [
    *(
        "apple",
        "engineers",
        "shipped",
        "the",
        "small",
        "computer",
        "in",
        "a",
        "garage",
        "with",
        "two",
        "disks",
    ),
    *("and", "never", "looked", "back", "while", "Burrell", "designed", "boards", "for", "Lisa", "Macintosh"),
    *("128K", "1984", "January", "$2,495", "because", "nobody", "else", "could", "build", "it", "cheaply"),
]
sentences = st.lists(st.sampled_from(WORDS), min_size=4, max_size=14).map(
    lambda words: " ".join(words)[0].upper() + " ".join(words)[1:] + "."
)
texts = st.lists(sentences, min_size=1, max_size=5).map(" ".join)
anything = st.text(max_size=200)


def _evidence(text: str) -> Evidence:
    source = Source("d.md", "Notes", Kind.HISTORY, Voice.BY_OTHERS, "0")
    passage = Passage("d#0", "d.md", 0, 0, len(text), text, plain(text), BlockKind.PARAGRAPH, segment(text))
    return Evidence(passage, source, 1, 1.0)


@given(anything)
def test_offsets_of_everything_found_are_true(text: str) -> None:
    for token in tokenise(text):
        assert text[token.start : token.end].replace("’", "'") == token.raw.replace("’", "'") or token.raw
    for quote in find_quotes(text):
        assert text[quote.start : quote.end] == quote.text
    for claim in split_claims(text):
        assert 0 <= claim.start <= claim.end <= len(text)
        if not leading_pronoun(text[claim.start : claim.end]):
            assert claim.text == text[claim.start : claim.end]
    for shorter in narrowed(text):
        assert {token.folded for token in tokenise(shorter)} <= {token.folded for token in tokenise(text)}
    for quantity in find_quantities(text):
        assert 0 <= quantity.start < quantity.end <= len(text)


@given(texts, st.data())
def test_words_taken_from_a_passage_are_verbatim_and_one_changed_word_is_not(text: str, data) -> None:
    passage = _evidence(text).passage
    words = plain(text).split()
    first = data.draw(st.integers(0, len(words) - 1))
    quote = words[first : first + 8]
    span = find_verbatim(" ".join(quote), passage)
    assert span is not None
    assert passage.start <= span.start < span.end <= passage.end
    changed = data.draw(st.integers(0, len(quote) - 1))
    assert find_verbatim(" ".join([*quote[:changed], "zebra", *quote[changed + 1 :]]), passage) is None


@given(anything)
def test_facts_bear_themselves_out(text: str) -> None:
    for date in find_dates(text):
        assert same_date(date, date)
    for quantity in find_quantities(text):
        assert same_quantity(quantity, quantity)


@given(anything, texts)
def test_the_judge_never_fails_and_its_confidence_is_a_share(claim: str, text: str) -> None:
    judgement = ExactJudge().judge(claim, [_evidence(text)])
    assert 0.0 <= judgement.confidence <= 1.0
    if judgement.verdict is Verdict.SUPPORTED:
        assert judgement.spans


@given(texts, sentences, st.booleans())
def test_what_the_gate_keeps_has_spans_in_the_evidence(text: str, drafted: str, made_up: bool) -> None:
    evidence = _evidence(text)
    named = (Span("nowhere" if made_up else "d#0", 0, 1),)
    gate = Gate(ExactJudge())
    result = gate.review(DraftSentence(drafted, named), [evidence])
    assert gate.unknown_citations == made_up
    if isinstance(result, Kept):
        assert result.sentence.spans
        for span in result.sentence.spans:
            assert span.passage_id == "d#0"
            assert 0 <= span.start < span.end <= len(text)
        for claim in result.claims:
            assert result.sentence.text[claim.start : claim.end] == claim.text
            assert claim.judgement.verdict is Verdict.SUPPORTED
        if result.repairs:  # what a repair yields passes by itself
            assert isinstance(Gate(ExactJudge()).review(result.sentence, [evidence]), Kept)
