"""What the judges say of an answer: by the letter where that decides, citation by citation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from assistant_eval.judged import Judges, judge_record, open_judges
from assistant_eval.readings import Pack, reading_of
from assistant_eval.reckoned import reckoned
from assistant_eval.records import Record
from assistant_eval.sentences import JudgedSentence, marked_sentences, without_markers
from assistant_eval.stances import Stances
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import Verdict
from assistant.grounding.scoring.exact_scorer import ExactScorer
from assistant.grounding.scoring.scored import Scored, SentenceScore
from tests import lumo
from tests.lumo_records import (
    ABOUT,
    EXACT,
    HISTORY,
    LETTER,
    PAPER,
    TABLE,
    WORKSHOP,
    at,
    citation,
    outcome,
    passage,
    record,
    refusal,
    row,
)

FOUNDED = "Brandt Lamps was founded on 7 January 1995 in a former bakery in Oslo."
MOVED = "In 2006 the company moved to a hall at the harbour, since the bakery had become too small."


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return Pack(lumo.write(tmp_path_factory.mktemp("lumo")))


class Saying:
    """A judge that gives one answer to everything, and keeps what it was asked."""

    fingerprint = "a judge of one answer"

    def __init__(self, probability: float) -> None:
        self.probability = probability
        self.asked: list[str] = []

    def score(self, context: Sequence[str], claim: str, question: str = "") -> Scored:
        self.asked.append(claim)
        part = SentenceScore(0, len(claim), self.probability, 0.0, 0, (0, 0), "it says so")
        return Scored(self.probability, self.probability >= 0.5, (part,), ("one answer",))


def sentences(one: Record, judges: Judges = EXACT) -> list[JudgedSentence]:
    return judge_record(one, judges)["sentences"]


def only(one: Record, judges: Judges = EXACT) -> JudgedSentence:
    (sentence,) = sentences(one, judges)
    return sentence


def verdict(stance: Any) -> str:
    return stance["model"]["verdict"]


# ---------------------------------------------------------------- sentences and markers


def test_markers_go_with_their_sentence_and_out_of_its_words() -> None:
    text = "The Lumo [1] dimmed itself. [2][3] It was sold in Oslo [2, 4]. Nobody knows why."
    found = list(marked_sentences(text))
    assert [(one.text, one.markers) for one in found] == [
        ("The Lumo dimmed itself.", (1, 2, 3)),
        ("It was sold in Oslo.", (2, 4)),
        ("Nobody knows why.", ()),
    ]
    assert text[found[2].start : found[2].end] == "Nobody knows why."


def test_a_marker_ends_a_sentence_that_its_last_word_does_not() -> None:
    found = list(marked_sentences("She called it a liberal art. [3] A small series was made of cork. [4]"))
    assert [one.markers for one in found] == [(3,), (4,)]


def test_a_sentence_of_a_claim_without_markers_of_its_own_has_those_of_the_claim() -> None:
    text = "It froze in winter. It broke. [1] It was mended."
    claims = [{"start": 0, "end": 29, "citations": [1]}]
    assert [one.markers for one in marked_sentences(text, claims)] == [(1,), (1,), ()]
    assert [one.markers for one in marked_sentences(text)] == [(), (1,), ()]


@given(
    st.lists(st.sampled_from(["The lamp glowed.", "It cost $499!", " ", "[1]", "[2, 3]", "\n\n", "“Light”"]))
)
def test_offsets_of_sentences_are_true_and_in_order(parts: list[str]) -> None:
    text = " ".join(parts)
    blank = without_markers(text)
    assert len(blank) == len(text)
    last = 0
    for one in marked_sentences(text):
        assert last <= one.start < one.end <= len(text)
        assert "".join(blank[one.start : one.end].split()) == "".join(one.text.split())
        last = one.end


# ---------------------------------------------------------------- by the letter


def test_a_sentence_of_the_source_needs_no_judge() -> None:
    judge = Saying(0.0)
    one = record(f"{FOUNDED} [1]", [citation(1, WORKSHOP, FOUNDED)], [passage(1, WORKSHOP, FOUNDED)])
    sentence = only(one, Judges(judge, judge))
    assert judge.asked == []
    assert sentence["given"] == sentence["cited"]
    assert sentence["given"] == {
        "by": "verbatim",
        "model": {"verdict": "supported", "score": 1.0},
        "exact": {"verdict": "supported", "score": 1.0},
        "overlap": {"score": 1.0},
    }
    assert sentence["citations"] == [
        {"marker": 1, "supports_alone": True, "needed": True, "holds_quote": False}
    ]


def test_a_sentence_with_another_number_is_left_to_the_judges() -> None:
    text = FOUNDED.replace("1995", "1996")
    one = record(f"{text} [1]", [citation(1, WORKSHOP, FOUNDED)], [passage(1, WORKSHOP, FOUNDED)])
    sentence = only(one)
    assert sentence["given"]
    assert sentence["given"]["by"] == "judge"
    assert verdict(sentence["given"]) == "contradicted"
    assert 0 < sentence["given"]["overlap"]["score"] < 1
    assert not any(use["supports_alone"] or use["needed"] for use in sentence["citations"])


def test_no_judge_can_make_a_changed_quotation_right() -> None:
    said = "A lamp must survive the post."
    for words, stands in ((said, True), (said.replace("survive", "outlive"), False)):
        one = record(f'The note on the shade says: "{words}" [1]', [citation(1, PAPER, said)])
        assert (verdict(only(one, Judges(Saying(1.0), Saying(1.0)))["given"]) == "supported") is stands


def test_a_quotation_with_nothing_around_but_where_it_is_from_needs_no_judge(pack: Pack) -> None:
    said = "I would rather disappoint you in October than disappoint a customer for ten years."
    judges = Judges(Saying(0.0), Saying(0.0), pack)
    told = [citation(1, LETTER, said, voice="by_founder", title="Letter to the dealers", date="2001-12-03")]
    framed = record(f'Ada Brandt said on 3 December 2001: "{said}" [1]', told)
    assert only(framed, judges)["given"]["by"] == "quotation"  # type: ignore[index]
    assert verdict(only(framed, judges)["given"]) == "supported"
    more = record(f'Ada Brandt said angrily in Paris: "{said}" [1]', told)
    assert verdict(only(more, judges)["given"]) == "not_enough_information"
    turned = record(f'Ada Brandt never said: "{said}" [1]', told)
    assert verdict(only(turned, judges)["given"]) == "not_enough_information"


@pytest.mark.parametrize(("frame", "stands"), [("Ada Brandt, in", True), ("Bela Castle, in", False)])
def test_a_quotation_of_several_sentences_opens_in_its_first(pack: Pack, frame: str, *, stands: bool) -> None:
    said = "I am sorry that the Lumo Two came too late for the autumn."
    told = citation(1, LETTER, said, voice="by_founder", title="Letter to the dealers", date="2001-12-03")
    stances = Stances(Saying(0.0), Saying(0.0), "")
    reading = reading_of(told, pack)
    text = f"{frame} “Letter to the dealers”: “{said}"
    assert stances.supported(text, text, [reading]) is stands
    changed = text.replace("autumn", "winter")
    assert not stances.supported(changed, changed, [reading])


def test_a_row_of_a_table_is_read_with_its_columns(pack: Pack) -> None:
    told = [citation(1, TABLE, row("Lumo Two"))]
    right = record("Lumo Two was released on 23 October 2001. [1]", told)
    wrong = record("Lumo Two was released on 24 October 2001. [1]", told)
    judges = Judges(ExactScorer(), ExactScorer(), pack)
    assert verdict(only(right, judges)["given"]) == "supported"
    assert verdict(only(wrong, judges)["given"]) != "supported"


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Lumo One came before Lumo Two. [1][2]", "supported"),
        ("Lumo Two came before Lumo One. [1][2]", "contradicted"),
        ("Lumo Two came about 2 years and 6 months after Lumo One. [1][2]", "supported"),
        ("Lumo Two came about 4 years after Lumo One. [1][2]", "contradicted"),
        ("Lumo One came before Lumo Two. [1]", "not_enough_information"),
    ],
)
def test_a_comparison_is_reckoned_from_its_rows(text: str, stands: str, pack: Pack) -> None:
    judges = Judges(Saying(1.0), Saying(1.0), pack)
    sentence = only(
        record(text, [citation(n, TABLE, row(f"Lumo {name}")) for n, name in ((1, "One"), (2, "Two"))]),
        judges,
    )
    assert sentence["cited"]
    assert sentence["cited"]["by"] == "reckoned"
    assert verdict(sentence["cited"]) == stands
    if stands == "supported":
        assert [(use["supports_alone"], use["needed"]) for use in sentence["citations"]] == [
            (False, True)
        ] * 2


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Lumo Two was released on 23 October 2001. [1]", True),
        ("Lumo Two had a launch price of $299. [1]", True),
        ("Lumo Two was designed by Nils Holm. [1]", True),
        ("Lumo Two was released on 12 April 1999. [1]", False),
        ("Lumo Two had a launch price of $499. [1]", False),
        ("Lumo Two was designed by Mira Solberg. [1]", False),
        ("Lumo Two was made in a mill in Halden. [1]", False),
    ],
)
def test_the_judge_in_service_reads_rows(text: str, *, stands: bool, pack: Pack) -> None:
    judges = open_judges(pack.brand.root)
    told = only(record(text, [citation(1, TABLE, row("Lumo Two"))]), judges)
    assert (verdict(told["cited"]) == "supported") is stands


# ---------------------------------------------------------------- citations


def test_of_two_citations_the_one_that_says_nothing_of_it_is_not_needed() -> None:
    one = record(f"{FOUNDED} [1][2]", [citation(1, WORKSHOP, FOUNDED), citation(2, WORKSHOP, MOVED)])
    first, second = only(one)["citations"]
    assert first == {"marker": 1, "supports_alone": True, "needed": True, "holds_quote": False}
    assert second == {"marker": 2, "supports_alone": False, "needed": False, "holds_quote": False}


def test_a_citation_that_holds_a_quoted_part_is_told_as_one() -> None:
    whole = "The idea of the Lumo came to Ada Brandt in a lighthouse near Bergen in the winter of 1996."
    part = "a lighthouse near Bergen"
    text = f'The idea of the Lumo came to Ada Brandt in "{part}" in the winter of 1996. [1][2]'
    one = record(text, [citation(1, HISTORY, part), citation(2, HISTORY, whole)])
    assert [use["holds_quote"] for use in only(one)["citations"]] == [True, True]


def test_a_marker_without_a_citation_bears_nothing_out() -> None:
    sentence = only(record(f"{FOUNDED} [7]", [citation(1, WORKSHOP, FOUNDED)]))
    assert sentence["cited"] is None
    assert sentence["citations"] == [
        {"marker": 7, "supports_alone": False, "needed": False, "holds_quote": False}
    ]
    assert verdict(sentence["given"]) == "supported"


def test_what_is_cited_bears_out_also_beside_all_the_rest() -> None:
    class OnlyAlone(Saying):
        """A judge that is lost where there is more than one text."""

        def score(self, context: Sequence[str], claim: str, question: str = "") -> Scored:
            self.probability = 1.0 if len(context) == 1 else 0.0
            return super().score(context, claim, question)

    one = record(
        "The firm began in 1995. [1]",
        [citation(1, WORKSHOP, FOUNDED)],
        [passage(1, HISTORY, "The name Lumo is Esperanto for light."), passage(2, WORKSHOP, FOUNDED)],
    )
    sentence = only(one, Judges(OnlyAlone(0.0), OnlyAlone(0.0)))
    assert verdict(sentence["cited"]) == verdict(sentence["given"]) == "supported"


# ---------------------------------------------------------------- what is not judged


def test_greetings_and_words_about_the_sources_state_nothing() -> None:
    text = f"Good question! The documents do not mention a price. {FOUNDED}"
    found = sentences(record(text, retrieved=[passage(1, WORKSHOP, FOUNDED)]))
    assert [(one["checkable"], one["silent"]) for one in found] == [
        (False, False),
        (False, True),
        (True, False),
    ]
    assert found[0]["given"] is None


def test_refusals_own_words_and_failures_have_no_sentences() -> None:
    own = record("I am an AI, not a person.", drafter="own words")
    failed = Record(own.case, None, error="it did not answer")
    for one in (refusal(), own, failed):
        assert sentences(one) == []


def test_a_judge_without_a_number_leaves_the_answer_unscored() -> None:
    judges = Judges(Saying(float("nan")), ExactScorer())
    told = judge_record(record("The firm began in 1995.", retrieved=[passage(1, WORKSHOP, FOUNDED)]), judges)
    assert told["sentences"] == []
    assert told["unscored"] == "the judge gave nan for a probability"


# ---------------------------------------------------------------- who speaks


def test_words_must_be_given_to_whom_the_source_gives_them(pack: Pack) -> None:
    said = "Nils Holm recalled that she tested every lamp by reading a whole newspaper under it."
    judges = Judges(ExactScorer(), ExactScorer(), pack)
    right = only(record(f"{said} [1]", [citation(1, ABOUT, said)]), judges)
    assert right["attributed"] == {"to": ["Nils Holm"], "held": True}
    wrong = only(
        record(f"{said.replace('Nils Holm', 'Mira Solberg')} [1]", [citation(1, ABOUT, said)]), judges
    )
    assert wrong["attributed"] == {"to": ["Mira Solberg"], "held": False}
    assert only(record(f"{FOUNDED} [1]", [citation(1, WORKSHOP, FOUNDED)]), judges)["attributed"] is None


def test_a_founders_voice_is_known_with_the_day_of_death(pack: Pack) -> None:
    judges = Judges(ExactScorer(), ExactScorer(), pack)
    assert judge_record(record("Hello.", persona="founder"), judges)["speaks_as"] == {
        "founder": "Ada Brandt",
        "died": "2012-09-30",
    }
    assert judge_record(record("Hello."), judges)["speaks_as"] is None


# ---------------------------------------------------------------- the whole


def test_the_same_record_is_judged_the_same_and_is_plain_json(pack: Pack) -> None:
    text = f"{FOUNDED} [1] The company is said to have had 62 people in 2004. [2]"
    one = record(
        text, [citation(1, WORKSHOP, FOUNDED), citation(2, WORKSHOP, "By 2004 the company had 62 employees")]
    )
    told = [
        json.dumps(judge_record(one, Judges(ExactScorer(), ExactScorer(), pack)), allow_nan=False)
        for _ in "ab"
    ]
    assert told[0] == told[1]


def test_a_document_edited_since_is_found_at_its_new_place(tmp_path: Path) -> None:
    root = lumo.write(tmp_path)
    told = at(TABLE, row("Lumo Two"))
    table = root / TABLE
    table.write_text(table.read_text().replace("Lumo One,", "The Original Lumo One,", 1), encoding="utf-8")
    one = Record(
        record("").case, outcome("Lumo Two was released on 23 October 2001. [1]", [{"marker": 1, **told}])
    )
    assert verdict(only(one, Judges(ExactScorer(), ExactScorer(), Pack(root)))["given"]) == "supported"


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Lumo went on sale 42 days after its announcement.", Verdict.SUPPORTED),
        ("Lumo went on sale 43 days after its announcement.", Verdict.CONTRADICTED),
        ("The newest lamp in “Table of lamps” is Lumo.", Verdict.SUPPORTED),
        ("The newest lamp in “Table of lamps” is Nocta.", None),
        ("The first lamp in “Table of lamps” is Lumo.", Verdict.SUPPORTED),
    ],
)
def test_what_follows_from_a_row_is_reckoned_anew(sentence: str, verdict: Verdict | None) -> None:
    row = {"name": "Lumo", "announced": "1999-03-01", "released": "1999-04-12", "family": "lamp"}
    assert reckoned(sentence, [row]) is verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("The newest lamp in “Table of lamps” is Nocta.", Verdict.SUPPORTED),
        ("The newest lamp in “Table of lamps” is Lumo.", Verdict.CONTRADICTED),
        ("The first lamp in “Table of lamps” is Lumo.", Verdict.SUPPORTED),
        ("The first lamp in “Table of lamps” is Nocta.", Verdict.CONTRADICTED),
        ("The most expensive lamp in “Table of lamps” is Nocta.", Verdict.CONTRADICTED),
        ("The most expensive lamp in “Table of lamps” is Lumo.", Verdict.SUPPORTED),
        ("The cheapest lamp in “Table of lamps” is Nocta.", Verdict.SUPPORTED),
        ("The cheapest lamp in “Table of lamps” is Lumo.", Verdict.CONTRADICTED),
        ("The cheapest lamp in “Table of lamps” is Lumo and Vela.", Verdict.NOT_FOUND),
    ],
)
def test_an_end_of_a_column_is_held_against_the_rows_at_hand(sentence: str, verdict: Verdict) -> None:
    rows = [
        {"name": "Lumo", "released": "1999-04-12", "launch_price_usd": "499", "family": "lamp"},
        {"name": "Nocta", "released": "2003", "launch_price_usd": "149", "family": "lamp"},
    ]
    assert reckoned(sentence, rows) is verdict


# ---------------------------------------------------------------- rows read out


def test_a_row_read_out_is_judged_as_the_one_claim_it_was(tmp_path: Path) -> None:
    root = tmp_path / "brandt"
    root.mkdir()
    stored = "2,The bakery,The bakery in Oslo burned down on 2 January 2004.,2020-01-02"
    (root / "notes.csv").write_text(
        f"id,title,body,published\n1,The mill,The mill stands.,2019-05-06\n{stored}\n"
    )
    start = (root / "notes.csv").read_text().index(stored)
    place = {"document": "notes.csv", "start": start, "end": start + len(stored), "text": stored}
    told = {"marker": 1, "title": "", "voice": "by_others", "date": None, **place}
    said = "The bakery. Body: The bakery in Oslo burned down on 2 January 2004. Published: 2020-01-02. ID: 2."
    claims = [{"start": 0, "end": len(said), "citations": [1]}]
    one = Record(record("").case, outcome(f"{said} [1]", [told], claims=claims))
    judge = Saying(0.0)
    sentence = only(one, Judges(judge, judge, Pack(root)))
    assert (sentence["text"], sentence["markers"], sentence["checkable"]) == (said, [1], True)
    assert verdict(sentence["given"]) == verdict(sentence["cited"]) == "supported"
    changed = said.replace("2004", "2005")
    other = Record(record("").case, outcome(f"{changed} [1]", [told], claims=claims))
    assert len(sentences(other, Judges(judge, judge, Pack(root)))) > 1
