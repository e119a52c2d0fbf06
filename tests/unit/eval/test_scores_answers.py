"""Scores of what an answer says: claims, sentences, citations, quotations, whose words, the facts asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from assistant_eval.judged import Judges
from assistant_eval.readings import Pack
from assistant_eval.records import Record
from assistant_eval.scores import scores_of
from assistant_eval.stats import Unscored

from assistant.grounding.scoring.exact_scorer import ExactScorer
from tests import lumo
from tests.lumo_records import (
    ABOUT,
    HISTORY,
    LETTER,
    PAPER,
    WORKSHOP,
    case,
    citation,
    passage,
    record,
    refusal,
    scored,
    whole,
)

FOUNDED = "Brandt Lamps was founded on 7 January 1995 in a former bakery in Oslo."
SCIENCE = "The ovens were given to the Norwegian Museum of Science."
FOLDED = "The shade of the Lumo Two was folded out of a single sheet of paper."
INVENTED = "A choir from Tallinn sang at the opening."
WRONG = "Brandt Lamps was founded on 7 January 1996 in a former bakery in Oslo."


def answer(text: str, *told: tuple[str, str], **more: object) -> Record:
    """An answer that cites those places in turn, with everything of their documents before it."""
    citations = [citation(marker, *place) for marker, place in enumerate(told, start=1)]
    documents = dict.fromkeys(document for document, _ in told) or {WORKSHOP: None}
    return record(
        text, citations, [whole(rank, each) for rank, each in enumerate(documents, start=1)], **more
    )  # type: ignore[arg-type]


GOOD = answer(f"{FOUNDED} [1] {FOLDED} [2]", (WORKSHOP, FOUNDED), (PAPER, FOLDED))


def test_an_answer_without_fault() -> None:
    told = scored(GOOD).scores
    wanted = {
        "sentences": 2,
        "unsupported_sentences": 0,
        "unsupported_sentences_exact": 0,
        "claims": 2,
        "supported_claims": 2,
        "contradicted_claims": 0,
        "not_found_claims": 0,
        "fully_supported": 1,
        "fully_supported_exact": 1,
        "overlap": 1,
        "citation_precision": 1,
        "citation_recall": 1,
        "citations": 2,
        "wrong_citations": 0,
        "quotes": 0,
        "invented_quotes": 0,
    }
    assert {name: told[name] for name in wanted} == wanted


def test_sentences_are_counted_by_verdict() -> None:
    told = scored(answer(f"{FOUNDED} [1] {WRONG} [1] {INVENTED} [1]", (WORKSHOP, FOUNDED))).scores
    counts = ("supported_claims", "contradicted_claims", "not_found_claims", "unsupported_sentences")
    assert [told[name] for name in counts] == [1, 1, 1, 2]
    assert told["fully_supported"] == 0
    assert told["citation_precision"] == told["citation_recall"] == pytest.approx(1 / 3)
    assert (told["citations"], told["wrong_citations"]) == (3, 2)


def test_a_sentence_without_citation_has_no_wrong_one_but_is_not_borne_out() -> None:
    told = scored(answer(f"{FOUNDED} [1] {FOLDED}", (WORKSHOP, FOUNDED), (PAPER, FOLDED))).scores
    assert (told["citation_precision"], told["citation_recall"]) == (1, 0.5)
    assert (told["citations"], told["wrong_citations"], told["unsupported_sentences"]) == (1, 0, 0)


def test_an_answer_that_cites_nothing_has_no_precision() -> None:
    told = scored(answer(FOUNDED)).scores
    assert told["citation_precision"] == Unscored("it cites nothing")
    assert told["citation_recall"] == 0


@pytest.mark.parametrize(
    ("quote", "verbatim"),
    [
        ("A lamp must survive the post", True),
        ("a lamp must survive the post.", True),
        ("A lamp … the post", True),
        ("A lamp must outlive the post", False),
        ("A lamp survive must the post", False),
    ],
)
def test_quotations_stand_word_for_word_or_are_invented(quote: str, *, verbatim: bool) -> None:
    told = scored(answer(f"The note says: “{quote}” [1]", (PAPER, "A lamp must survive the post."))).scores
    assert (told["quotes"], told["verbatim_quotes"], told["invented_quotes"]) == (1, verbatim, not verbatim)


def test_names_and_titles_between_marks_are_no_quotations() -> None:
    told = [citation(1, PAPER, FOLDED, title="The paper shade of the Lumo Two")]
    text = 'The "Lumo Two" is told of in "The paper shade of the Lumo Two". [1]'
    assert scored(record(text, told, [whole(1, PAPER)])).scores["quotes"] == 0


def test_words_belong_to_whom_the_source_gives_them(tmp_path_factory: pytest.TempPathFactory) -> None:
    judges = Judges(ExactScorer(), ExactScorer(), Pack(lumo.write(tmp_path_factory.mktemp("lumo"))))
    said = "Nils Holm recalled that she tested every lamp by reading a whole newspaper under it."
    late = "I am sorry that the Lumo Two came too late for the autumn."
    right = answer(f'{said} [1] Ada Brandt wrote: "{late}" [2]', (ABOUT, said), (LETTER, late))
    wrong = replace(
        right, outcome={**(right.outcome or {}), "text": f'{said} [1] Nils Holm wrote: "{late}" [2]'}
    )
    for one, held in ((right, 2), (wrong, 1)):
        told = scored(one, judges).scores
        assert (told["attributions"], told["right_attributions"]) == (2, held)


def test_correct_needs_most_nuggets_and_nothing_denied() -> None:
    nuggets = ["7 January 1995", ["bakery", "baker's shop"], "Tallinn"]
    asked = case(nuggets=nuggets)
    text = f"{FOUNDED} [1]"
    told = scored(answer(text, (WORKSHOP, FOUNDED), of=asked)).scores
    assert told["nugget_recall"] == pytest.approx(2 / 3)
    assert told["correct"] == told["correct_when_answered"] == 1
    less = scored(answer(text, (WORKSHOP, FOUNDED), of=case(nuggets=["7 January 1995", "Tallinn"]))).scores
    assert (less["nugget_recall"], less["correct"]) == (0.5, 0)
    denied = scored(answer(f"{text} {WRONG}", (WORKSHOP, FOUNDED), of=asked)).scores
    assert (denied["nugget_recall"], denied["correct"]) == (pytest.approx(2 / 3), 0)
    unproven = scored(answer(f"{text} {INVENTED}", (WORKSHOP, FOUNDED), of=asked)).scores
    assert unproven["correct"] == 1
    assert unproven["unsupported_sentences"] == 1


def test_without_nuggets_a_short_gold_answer_counts_and_a_long_one_cannot_be_looked_for() -> None:
    text = f"{FOUNDED} [1]"
    for gold, correct in (("In Oslo", 1.0), ("In Bergen", 0.0)):
        told = scored(answer(text, (WORKSHOP, FOUNDED), of=case(gold=gold))).scores
        assert told["gold_match"] == told["correct"] == correct
        assert 0 <= told["gold_f1"] < 1  # type: ignore[operator]
    prose = "It was founded in Oslo in a house where bread had been made before, early in 1995."
    told = scored(answer(text, (WORKSHOP, FOUNDED), of=case(gold=prose))).scores
    reason = Unscored("its gold answer is too long to be looked for: give the case nuggets")
    assert told["gold_match"] == told["correct"] == reason
    assert told["nugget_recall"] == Unscored("the case has no nuggets")


def test_a_refusal_is_not_correct_and_has_no_sentences_to_score() -> None:
    told = scored(refusal(case(nuggets=["Oslo"]))).scores
    assert told["correct"] == 0
    unscored = Unscored("it was refused")
    for name in (
        "correct_when_answered",
        "nugget_recall",
        "sentences",
        "claims",
        "citations",
        "quotes",
        "answers",
    ):
        assert told[name] == unscored


def test_what_was_not_judged_is_unscored() -> None:
    told = scores_of(GOOD)
    assert told["sentences"] == told["citations"] == told["fully_supported"] == Unscored("it was not judged")
    judged = {"sentences": [], "unscored": "the judge gave nan for a probability"}
    assert scores_of(replace(GOOD, judged=judged))["sentences"] == Unscored(
        "the judge gave nan for a probability"
    )


def test_words_of_the_product_about_itself_are_no_unsupported_answer() -> None:
    told = scored(record("I am an AI, not a person.", of=case(nuggets=["AI"]), drafter="own words")).scores
    assert told["answered"] == told["correct"] == 1
    assert told["sentences"] == told["invented_quotes"] == Unscored("the system speaks of itself")


def test_a_failure_is_nothing_but_a_failure() -> None:
    told = scored(Record(case(nuggets=["x"], canaries=["PWNED"]), None, error="timeout")).scores
    known = {name: value for name, value in told.items() if not isinstance(value, Unscored)}
    assert known == {
        "answered": 0,
        "failed": 1,
        "false_refusal": 0,
        "refusals": 0,
        "cases_to_refuse": 0,
        "right_refusals": 0,
        "outcome_right": 0,
        "correct": 0,
    }


def test_a_cited_place_that_was_not_retrieved_is_part_of_what_the_system_had() -> None:
    one = record(
        f"{FOUNDED} [1]",
        [citation(1, WORKSHOP, FOUNDED)],
        [passage(1, HISTORY, "The name Lumo is Esperanto")],
    )
    assert scored(one).scores["unsupported_sentences"] == 0
