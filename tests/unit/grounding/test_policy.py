from dataclasses import replace

import pytest

from assistant.domain import BlockKind, DraftSentence, Rights, Span, Verdict, Voice
from assistant.grounding.checks.names import NameTable
from assistant.grounding.gate.policy import Dropped, Gate, Kept, Repair
from assistant.grounding.judging.judge import ExactJudge

MAC = (
    "Apple introduced the Macintosh on January 24, 1984. It cost $2,495. "
    "Steve Jobs called it an insanely great computer and never took it home."
)
LISA = "The Lisa cost $9,995 and was introduced in 1983."


@pytest.fixture
def found(evidence):
    return (
        evidence(MAC, passage_id="mac.md#0", rank=1),
        evidence(LISA, passage_id="lisa.md#0", rank=2),
    )


@pytest.fixture
def gate() -> Gate:
    return Gate(ExactJudge(NameTable({"Steve Jobs": ("Steve", "Jobs")})))


def _draft(text: str, *ids: str) -> DraftSentence:
    return DraftSentence(text, tuple(Span(passage_id, 0, 5) for passage_id in ids))


def _kept(result: Kept | Dropped) -> Kept:
    assert isinstance(result, Kept), result
    return result


def test_a_supported_sentence_is_kept_with_the_spans_that_support_it(gate, found) -> None:
    kept = _kept(gate.review(_draft("The Lisa cost $9,995.", "lisa.md#0"), found))
    assert [span.passage_id for span in kept.sentence.spans] == ["lisa.md#0"]
    assert kept.repairs == ()
    (claim,) = kept.claims
    assert kept.sentence.text[claim.start : claim.end] == claim.text
    assert claim.judgement.verdict is Verdict.SUPPORTED


def test_a_title_in_marks_is_a_name_though_the_passage_has_the_same_words_elsewhere(gate, evidence) -> None:
    shelf = evidence(
        "The lamp glowed for a year. Nobody ever called it the “Bicycle”.",
        passage_id="shelf.md#0",
        title="Bicycle",
    )
    kept = _kept(
        gate.review(_draft("Ada, in “Bicycle”: “The lamp glowed for a year.”", "shelf.md#0"), (shelf,))
    )
    assert [quote.text for quote in kept.quotes] == ["The lamp glowed for a year."]


def test_an_unsupported_sentence_is_dropped_with_its_reason(gate, found) -> None:
    dropped = gate.review(_draft("The Lisa won a race in 1983.", "lisa.md#0"), found)
    assert isinstance(dropped, Dropped)
    assert "race" in dropped.reason


def test_a_wrong_value_gives_way_to_the_sources_own_sentence_once(gate, found) -> None:
    kept = _kept(gate.review(_draft("The Lisa cost $8,995 and was introduced in 1983.", "lisa.md#0"), found))
    assert kept.sentence.text == LISA
    assert kept.repairs == (Repair.REPLACED,)
    assert isinstance(gate.review(_draft("The Lisa cost $7,995 and was introduced in 1983."), found), Dropped)


def test_a_sentence_never_gives_way_to_the_founders_own_words(gate, evidence) -> None:
    own = evidence("The Lisa cost $9,995 and was introduced in 1983.", voice=Voice.BY_FOUNDER)
    assert isinstance(gate.review(_draft("The Lisa cost $8,995 and was introduced in 1983."), [own]), Dropped)


def test_a_part_without_support_is_left_out(gate, found) -> None:
    kept = _kept(gate.review(_draft("The Lisa cost $9,995, which bankers loved."), found))
    assert kept.sentence.text == "The Lisa cost $9,995."
    assert kept.repairs == (Repair.NARROWED,)
    kept = _kept(gate.review(_draft("The Lisa won a race on Mars, and the Macintosh cost $2,495."), found))
    assert kept.sentence.text == "The Macintosh cost $2,495."


def test_sources_that_disagree_are_both_heard(gate, evidence) -> None:
    one = evidence(
        "Brandt Lamps was founded in 1995 in a bakery in Oslo.", passage_id="a.md#0", title="The workshop"
    )
    other = evidence(
        "The harbour is old. Brandt Lamps was founded in 1996 in a bakery in Oslo, they say.",
        passage_id="b.md#0",
        title="Neighbours",
        date="2015",
        rank=2,
    )
    kept = _kept(gate.review(_draft("Brandt Lamps was founded in 1995 in a bakery in Oslo."), (one, other)))
    assert kept.beside is not None
    assert kept.beside.sentence.text == (
        "“Neighbours” of 2015 says otherwise: "
        "“Brandt Lamps was founded in 1996 in a bakery in Oslo, they say.”"
    )
    assert {span.passage_id for span in kept.beside.sentence.spans} == {"b.md#0"}
    assert kept.beside.claims[0].judgement.verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    "other",
    [
        "Brandt Lamps was founded in January 1995 in a bakery in Oslo.",
        "Brandt Lamps moved in 2006 to a hall in Oslo.",
        "Nocta Radios was founded in 1996 in a bakery in Oslo.",
        (
            "A bakery in Oslo, where Brandt Lamps was founded, baked for two hotels, sold 40 kinds of bread to "
            "the harbour and closed its ovens in 1994, after the last baker of the street had gone to sea."
        ),
    ],
)
def test_sources_that_agree_or_speak_of_something_else_are_not_set_against_each_other(
    gate, evidence, other: str
) -> None:
    one = evidence("Brandt Lamps was founded in 1995 in a bakery in Oslo.", passage_id="a.md#0")
    two = evidence(other, passage_id="b.md#0", title="Neighbours", rank=2)
    kept = _kept(gate.review(_draft("Brandt Lamps was founded in 1995 in a bakery in Oslo."), (one, two)))
    assert kept.beside is None


def test_a_wrong_citation_is_moved(gate, found) -> None:
    kept = _kept(gate.review(_draft("The Lisa cost $9,995.", "mac.md#0"), found))
    assert [span.passage_id for span in kept.sentence.spans] == ["lisa.md#0"]
    assert kept.repairs == (Repair.CITATION_MOVED,)


def test_a_made_up_citation_is_counted_and_repaired(gate, found) -> None:
    kept = _kept(gate.review(_draft("The Lisa cost $9,995.", "nowhere#7"), found))
    assert Repair.UNKNOWN_CITATION in kept.repairs
    assert [span.passage_id for span in kept.sentence.spans] == ["lisa.md#0"]
    gate.review(_draft("The moon is made of cheese.", "nowhere#8"), found)
    assert gate.unknown_citations == 2


def test_each_clause_may_stand_on_its_own_passage(gate, found) -> None:
    text = "The Lisa cost $9,995, and the Macintosh was introduced in January 1984."
    kept = _kept(gate.review(_draft(text), found))
    assert [claim.text for claim in kept.claims] == [
        "The Lisa cost $9,995",
        "the Macintosh was introduced in January 1984.",
    ]
    assert {span.passage_id for span in kept.sentence.spans} == {"mac.md#0", "lisa.md#0"}


def test_facts_of_two_passages_are_not_mixed(gate, found) -> None:
    assert isinstance(gate.review(_draft("The Lisa cost $2,495 in 1984."), found), Dropped)


def test_an_exact_quotation_is_kept_with_its_place(gate, found) -> None:
    kept = _kept(gate.review(_draft("Steve Jobs called it “an insanely great computer”."), found))
    (quote,) = kept.quotes
    assert kept.sentence.text[quote.start : quote.end] == "an insanely great computer"
    assert MAC[quote.span.start : quote.span.end] == "an insanely great computer"


def test_an_inexact_quotation_becomes_reported_speech_if_its_words_are_supported(gate, found) -> None:
    draft = _draft("Steve Jobs called it “a great, insanely great computer”.")
    kept = _kept(gate.review(draft, found))
    assert kept.sentence.text == "Steve Jobs called it a great, insanely great computer."
    assert kept.repairs == (Repair.QUOTE_REPORTED,)
    assert kept.quotes == ()
    for words in ("a cheap and boring toaster", "an insanely great green computer"):
        assert isinstance(gate.review(_draft(f"Steve Jobs called it “{words}”."), found), Dropped)


def test_a_pronoun_means_the_sentence_before(gate, found) -> None:
    _kept(gate.review(_draft("Apple introduced the Macintosh on January 24, 1984."), found))
    assert isinstance(gate.review(_draft("It cost $9,995."), found), Dropped)


def test_a_pronoun_gets_its_name_when_its_sentence_was_dropped(gate, found) -> None:
    assert isinstance(gate.review(_draft("The Lisa won a race on Mars."), found), Dropped)
    kept = _kept(gate.review(_draft("It cost $9,995."), found))
    assert kept.sentence.text == "Lisa cost $9,995."
    assert kept.repairs == (Repair.SUBJECT_NAMED,)


def test_greetings_pass_without_claims_and_spans(gate, found) -> None:
    kept = _kept(gate.review(_draft("Good question!", "mac.md#0"), found))
    assert (kept.claims, kept.sentence.spans) == ((), ())


def test_a_quotation_across_sentences_does_not_pass_as_one(gate, found) -> None:
    result = gate.review(_draft("Steve Jobs called it “an insanely great computer."), found)
    assert isinstance(result, Dropped) or "“" not in result.sentence.text


def test_worked_out_figures_pass_only_when_declared(gate, found) -> None:
    draft = _draft("The Lisa ($9,995) cost $7,500 more than the Macintosh ($2,495).", "mac.md#0", "lisa.md#0")
    assert isinstance(gate.review(draft, found), Dropped)
    kept = _kept(gate.review(draft, found, computed=frozenset({"$7,500"})))
    assert {span.passage_id for span in kept.sentence.spans} == {"mac.md#0", "lisa.md#0"}


def test_what_was_said_is_not_said_again(gate, found) -> None:
    _kept(gate.review(_draft("The Lisa cost $9,995.", "lisa.md#0"), found))
    again = gate.review(_draft("The Lisa cost $9,995.", "lisa.md#0"), found)
    assert isinstance(again, Dropped)
    assert again.reason == "it has been said already"


def test_a_source_that_may_only_be_paraphrased_is_not_copied_at_length(gate, evidence) -> None:
    long = (
        "The Lisa of 1983 was built by ninety engineers in three years, had a megabyte of memory and two floppy "
        "drives, was sold with seven programs of its own, and cost $9,995."
    )
    item = evidence(long, passage_id="lisa.md#0")
    kept = _kept(gate.review(_draft(long, "lisa.md#0"), (item,)))
    assert kept.sentence.text == long
    hidden = replace(item, source=replace(item.source, rights=Rights.PARAPHRASE))
    dropped = gate.review(_draft(long, "lisa.md#0"), (hidden,))
    assert isinstance(dropped, Dropped)
    assert "copies" in dropped.reason
    parts = long.replace(", had", ". The Lisa had").replace(", was", ". The Lisa was")
    item = evidence(parts, passage_id="lisa.md#0")
    hidden = replace(item, source=replace(item.source, rights=Rights.PARAPHRASE))
    shown = [gate.review(_draft(one.rendering, "lisa.md#0"), (hidden,)) for one in item.passage.sentences]
    assert [isinstance(each, Dropped) for each in shown] == [False, False, True]
    short = "The Lisa of 1983 cost $9,995."
    assert _kept(gate.review(_draft(short, "lisa.md#0"), (hidden,))).sentence.text == short


def test_a_title_adds_no_sibling_to_a_sentence(gate, evidence) -> None:
    passage = evidence(
        "The Lumo 13 was announced on 14 September 2021.", title="Lumo 12 and Lumo 13", passage_id="a.md#0"
    )
    result = gate.review(
        _draft("The Lumo 12 and Lumo 13 were announced on 14 September 2021.", "a.md#0"), [passage]
    )
    assert not isinstance(result, Kept) or "Lumo 12" not in result.sentence.text


def test_what_is_left_of_a_mended_sentence_must_still_state_something(gate, evidence) -> None:
    source = evidence("The Lisa. It was introduced in 1983.")
    dropped = gate.review(_draft("The Lisa, which was painted green in 1985."), (source,))
    assert isinstance(dropped, Dropped)


def test_a_cell_of_a_table_is_no_sentence(gate, evidence) -> None:
    text = "Lisa (first version). Confidence: general knowledge. Announced: 1983-01-19. Note: The Lisa had a mouse."
    found = evidence(text, kind=BlockKind.TABLE_ROW)
    fields = (
        ("name", "Lisa (first version)"),
        ("announced", "1983-01-19"),
        ("note", "The Lisa had a mouse."),
    )
    row = replace(found, passage=replace(found.passage, fields=fields))
    addresses = "The source urls: https://example.org/lisa.", "Sources are: https://example.org/lisa"
    for cell in (
        "Confidence: general knowledge.",
        "Announced: 1983-01-19.",
        "Lisa (first version).",
        *addresses,
    ):
        assert isinstance(gate.review(_draft(cell), (row,)), Dropped)
    for sentence in ("The Lisa had a mouse.", "The Lisa (first version) was announced on 19 January 1983."):
        assert isinstance(gate.review(_draft(sentence), (row,)), Kept)
