import pytest

from assistant.domain import BlockKind, DraftSentence, Evidence, Verdict, Voice
from assistant.grounding.checks.names import NameTable
from assistant.grounding.gate.policy import Gate, Kept
from assistant.grounding.judging.judge import ExactJudge
from tests.unit.rows import TABLE, table_row

JUDGE = ExactJudge(NameTable({"Steve Jobs": ("Steve", "Jobs"), "Macintosh": ("Mac",)}))

TEXT = (
    "Apple introduced the Macintosh on January 24, 1984. It cost $2,495 and had 128K of memory. "
    "Steve Jobs did not like the name. The Lisa sold 10,000 units in 1983 and 7,000 units in 1984. "
    "Burrell Smith designed the digital board, and Andy Hertzfeld wrote most of the system software."
)


def _verdict(claim: str, *evidence) -> Verdict:
    return JUDGE.judge(claim, evidence).verdict


@pytest.mark.parametrize(
    "claim",
    [
        "It cost $2,495 and had 128K of memory.",
        "The Macintosh was introduced in January 1984.",
        "The Macintosh cost 2,495 dollars.",
        "The Mac had 128 KB of memory.",
        "Steve did not like the name.",
        "The Lisa sold 7,000 units in 1984.",
        "Smith designed the digital board.",
        "Most of the system software was written by Andy Hertzfeld.",
    ],
)
def test_what_the_passage_says_is_supported(evidence, claim: str) -> None:
    assert _verdict(claim, evidence(TEXT)) is Verdict.SUPPORTED


@pytest.mark.parametrize(
    "claim",
    [
        "The Macintosh was introduced in January 1985.",
        "The Macintosh was introduced on January 23, 1984.",
        "The Macintosh cost $2,594.",
        "The Mac had 512 KB of memory.",
        "Steve Jobs liked the name.",
        "The Lisa sold 7,000 units in 1983.",
        "Andy Hertzfeld designed the digital board.",
        "Bill Gates did not like the name.",
        "Apple introduced the Newton on January 24, 1984.",
        "Apple did not introduce the Macintosh on January 24, 1984.",
    ],
)
def test_what_the_passage_says_otherwise_is_contradicted(evidence, claim: str) -> None:
    assert _verdict(claim, evidence(TEXT)) is Verdict.CONTRADICTED


@pytest.mark.parametrize(
    "claim",
    [
        "The Macintosh was the first computer Apple introduced.",
        "The Macintosh had a colour screen and a fan.",
        "Steve Jobs said that he did not like the name.",
        "I did not like the name.",
        "Jobs disliked the name because it was an apple.",
        "It is what it is.",
        "It was: January 24, 1984.",
    ],
)
def test_what_the_passage_does_not_say_is_not_found(evidence, claim: str) -> None:
    assert _verdict(claim, evidence(TEXT)) is Verdict.NOT_FOUND


def test_a_whole_source_sentence_is_certain_and_points_at_itself(evidence) -> None:
    found = evidence(TEXT, offset=40)
    judgement = JUDGE.judge("Steve Jobs did not like the name.", [found])
    (span,) = judgement.spans
    assert judgement.confidence == 1.0
    assert TEXT[span.start - 40 : span.end - 40] == "Steve Jobs did not like the name."


def test_part_of_a_sentence_that_turns_the_rest_is_not_verbatim(evidence) -> None:
    source = evidence("It is not true that Apple bought the company in 1985.")
    assert _verdict("Apple bought the company in 1985.", source) is not Verdict.SUPPORTED
    rumour = evidence("Rumours said Apple may have bought the company in 1985?")
    assert _verdict("Apple may have bought the company in 1985", rumour) is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The Lumo cost $100.", "The Lumo cost $100 less than the Mini."),
        ("The Lumo weighs 12 grams.", "The Lumo weighs 12 grams more than the Nova."),
        ("Lumo was founded in a garage.", "That Lumo was founded in a garage is a myth."),
        ("Lumo was founded in a garage.", "Lumo was founded in a garage, or so the legend goes."),
        ("Lumo was founded in 1990.", "Lumo was founded in 1990 or 1991."),
        ("Lumo sold 40 lamps.", "Lumo sold 40 thousand lamps."),
    ],
)
def test_part_of_a_sentence_whose_end_makes_it_another_is_not_verbatim(
    evidence, claim: str, source: str
) -> None:
    assert _verdict(claim, evidence(source)) is not Verdict.SUPPORTED


def test_part_of_a_sentence_that_goes_on_is_verbatim(evidence) -> None:
    source = evidence("Lumo was founded in Oslo, and it sold lamps that were brighter than others.")
    assert _verdict("Lumo was founded in Oslo.", source) is Verdict.SUPPORTED


def test_title_and_headings_name_the_subject_where_the_sentence_leaves_it_open(evidence) -> None:
    text = "It was released on 20 February 2004 and came in five colours."
    claim = "The iPod mini came in five colours."
    assert _verdict(claim, evidence(text, headings=("Products", "iPod mini"))) is Verdict.SUPPORTED
    assert _verdict(claim, evidence(text, title="iPod shuffle")) is Verdict.NOT_FOUND


def test_a_source_date_serves_only_where_the_sentence_has_none(evidence) -> None:
    claim = "In February 1981 the team moved to a new building."
    assert _verdict(claim, evidence("The team moved to a new building.", date="1981-02")) is Verdict.SUPPORTED
    late = evidence("In 1983 the team moved to a new building.", date="1981-02")
    assert _verdict(claim, late) is Verdict.CONTRADICTED


def test_table_rows_may_leave_the_unit_to_the_column(evidence) -> None:
    row = evidence("iPod mini. Released: 2004-02-20. Price: 249.", kind=BlockKind.TABLE_ROW)
    assert _verdict("The iPod mini was released on 20 February 2004.", row) is Verdict.SUPPORTED
    assert _verdict("The price of the iPod mini was $249.", row) is Verdict.SUPPORTED
    assert _verdict("The iPod mini was released on 21 February 2004.", row) is Verdict.CONTRADICTED


def test_quotations_must_be_verbatim_and_rightly_given(evidence) -> None:
    story = evidence(
        '"Bud, that\'s crazy!", I told him. "We\'ve hardly even started yet."',
        title="Reality Distortion Field",
        source_speaker="Andy Hertzfeld",
    )
    right = "In “Reality Distortion Field”, Andy Hertzfeld writes: “We've hardly even started yet.”"
    wrong = "In “Reality Distortion Field”, Andy Hertzfeld writes: “We've hardly even begun yet.”"
    other = "Bill Gates said: “We've hardly even started yet.”"
    assert _verdict(right, story) is Verdict.SUPPORTED
    assert _verdict(wrong, story) is Verdict.NOT_FOUND
    assert _verdict(other, story) is Verdict.NOT_FOUND


def test_what_a_bracket_adds_is_the_drafters_and_is_checked(evidence) -> None:
    source = evidence("Steve Jobs said: We will be ahead of them in this race in 1996.")
    assert _verdict("Steve Jobs said “We will be ahead of them [in 1995]”.", source) is not Verdict.SUPPORTED


def test_sentences_worked_out_of_rows_need_their_facts_in_the_rows(evidence) -> None:
    first = evidence("iPod mini. Released: 2004-02-20.", passage_id="p#1", kind=BlockKind.TABLE_ROW)
    second = evidence("iPod shuffle. Released: 2005-01-11.", passage_id="p#2", kind=BlockKind.TABLE_ROW)
    claim = "The iPod mini (20 February 2004) came 326 days before the iPod shuffle (11 January 2005)."
    computed = frozenset({"326 days", "before"})
    judgement = JUDGE.judge_computed(claim, [first, second], computed)
    assert judgement.verdict is Verdict.SUPPORTED
    assert {span.passage_id for span in judgement.spans} == {"p#1", "p#2"}
    wrong = claim.replace("2004", "2003")
    assert JUDGE.judge_computed(wrong, [first, second], computed).verdict is Verdict.NOT_FOUND
    assert JUDGE.judge_computed(claim, [first], computed).verdict is Verdict.NOT_FOUND


def test_no_evidence_is_not_found() -> None:
    assert _verdict("The Macintosh cost $2,495.") is Verdict.NOT_FOUND


def test_a_name_cut_from_another_name_is_not_what_the_source_names(evidence) -> None:
    judge = ExactJudge(NameTable({"Apple Watch": (), "AirPower": (), "iPhone": ()}))
    source = evidence(
        "The AirPower was a mat for iPhone, Apple Watch and AirPods that Apple announced in 2017."
    )
    cut = judge.judge("The AirPower was a mat for iPhone, Apple.", [source])
    assert (cut.verdict, cut.reason) == (Verdict.CONTRADICTED, "the source says Apple Watch, not Apple")
    whole = judge.judge("The AirPower was a mat for iPhone, Apple Watch and AirPods.", [source])
    assert whole.verdict is Verdict.SUPPORTED


SOLD = "Ada Brandt sold the company in 1995."


@pytest.mark.parametrize(
    "before",
    [
        "Rumours spread that",
        "Unless Nils Holm paid,",
        "According to Nils Holm,",
        "In the novel,",
        "Some feared that",
        "Nils Holm dreamed",
        "It is a mistake that",
        "In the novel, the lamp shone, and",
        "Critics wrote that the lamp was late, and",
        "Had the bank agreed, then",
    ],
)
def test_what_somebody_says_thinks_or_makes_up_is_no_fact(evidence, before: str) -> None:
    assert _verdict(SOLD, evidence(f"The Lumo One was a lamp. {before} {SOLD}")) is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    "before",
    [
        "",
        "In Oslo,",
        "On 3 May 1995,",
        "That year",
        "The Lumo One was a lamp, and",
        "In 1995 the lamp shone, but",
    ],
)
def test_a_time_a_place_or_another_statement_changes_nothing(evidence, before: str) -> None:
    found = evidence(f"{before} {SOLD}".strip())
    assert JUDGE.judge(SOLD, [found]).verdict is Verdict.SUPPORTED


def test_words_on_a_poster_are_not_the_sources_own(evidence) -> None:
    poster = evidence("A poster of 1995 read “The Lumo One cures headaches in Oslo.”")
    assert _verdict("The Lumo One cures headaches in Oslo.", poster) is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    "claim",
    [
        "Ada Brandt never said “We sold the lamp in Oslo”.",
        "Nobody, not even Ada Brandt, said, “We sold the lamp in Oslo.”",
        "Ada Brandt said, “We [never] sold the lamp in Oslo.”",
        "Ada Brandt said, “We sold the lamp [only] in Oslo.”",
    ],
)
def test_neither_frame_nor_bracket_may_turn_a_quotation(evidence, claim: str) -> None:
    letter = evidence("We sold the lamp in Oslo.", source_speaker="Ada Brandt", voice=Voice.BY_FOUNDER)
    assert _verdict("Ada Brandt said, “We sold the lamp in Oslo.”", letter) is Verdict.SUPPORTED
    assert _verdict(claim, letter) is not Verdict.SUPPORTED


def test_a_title_is_nobodys_saying(evidence) -> None:
    story = evidence("Ada Brandt said in Oslo that the lamp was late.", title="We change the world")
    assert _verdict("Ada Brandt said “We change the world” in Oslo.", story) is not Verdict.SUPPORTED
    assert _verdict("“We change the world,” said Ada Brandt in Oslo.", story) is not Verdict.SUPPORTED
    named = "In “We change the world”, Ada Brandt said in Oslo that the lamp was late."
    assert _verdict(named, story) is Verdict.SUPPORTED


def test_a_sentence_of_a_cell_is_the_sources_own_whatever_cells_stand_before_it() -> None:
    row = table_row(0, {"name": "Lumo One", "category": "novelty", "description": f"{SOLD} It was red."})
    judgement = JUDGE.judge(SOLD, [Evidence(row, TABLE, 1, 1.0)])
    assert (judgement.verdict, judgement.confidence) == (Verdict.SUPPORTED, 1.0)
    rumour = table_row(0, {"name": "Lumo One", "description": f"Rumours spread that {SOLD}"})
    assert JUDGE.judge(SOLD, [Evidence(rumour, TABLE, 1, 1.0)]).verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    "claim",
    [
        "The lamp cost €299 in Oslo.",
        "The lamp cost 299 in Oslo.",
        "The lamp cost $299% in Oslo.",
    ],
)
def test_the_sources_words_with_another_sign_are_not_its_words(evidence, claim: str) -> None:
    found = evidence("The lamp cost $299 in Oslo. It was sold from 1999.")
    assert JUDGE.judge("The lamp cost $299 in Oslo.", [found]).reason == "the source says it in these words"
    assert JUDGE.judge(claim, [found]).reason != "the source says it in these words"


def test_another_currency_does_not_pass_by_making_the_sentence_shorter(evidence) -> None:
    source = evidence(
        "The firm had sales of $391.0 billion in 2024, and 164,000 employees on 28 September 2024."
    )
    drafted = "The firm had sales of €391.0 billion in 2024, and 164,000 employees on September 28, 2024."
    kept = Gate(JUDGE).review(DraftSentence(drafted, ()), [source])
    assert not isinstance(kept, Kept) or "€" not in kept.sentence.text


@pytest.mark.parametrize("successor", ["Skarv Pro", "Skarv 2", "Skarv II"])
def test_a_name_is_not_worked_out_because_a_longer_one_is(successor: str) -> None:
    judge = ExactJudge(NameTable({"Skarv": (), successor: (), "Limpa": ()}))
    row = table_row(0, {"name": "Skarv", "successor": successor})
    told = frozenset({successor})
    right = judge.judge_computed(
        f"The successor of Skarv was {successor}.", [Evidence(row, TABLE, 1, 1.0)], told
    )
    assert right.verdict is Verdict.SUPPORTED
    wrong = judge.judge_computed(
        f"The successor of Limpa was {successor}.", [Evidence(row, TABLE, 1, 1.0)], told
    )
    assert wrong.verdict is Verdict.NOT_FOUND
