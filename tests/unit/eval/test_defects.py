"""Four defects made in good answers move exactly the measures that are there to see them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from assistant_eval.defective import answer_with_sentence, misquoted, refused_instead, shifted
from assistant_eval.defects import DefectTable, defects, defects_of
from assistant_eval.errors import EvalError
from assistant_eval.expected_moves import LEAVE, MAY, MUST, Defect, Should
from assistant_eval.figures import MEASURES, case_scores
from assistant_eval.judged import Judges
from assistant_eval.readings import Pack
from assistant_eval.records import Record, Score, write_records
from assistant_eval.runs import MANIFEST
from assistant_eval.stats import Unscored

from assistant.grounding.scoring.exact_scorer import ExactScorer
from tests import lumo
from tests.lumo_records import (
    ABOUT,
    EXACT,
    HISTORY,
    PAPER,
    TABLE,
    WORKSHOP,
    case,
    citation,
    record,
    refusal,
    row,
    scored,
    whole,
)

FOUNDED = "Brandt Lamps was founded on 7 January 1995 in a former bakery in Oslo."
IDEA = "The idea of the Lumo came to Ada Brandt in a lighthouse near Bergen in the winter of 1996."
FOLDED = "The shade of the Lumo Two was folded out of a single sheet of paper."
NEWSPAPER = "Nils Holm recalled that she tested every lamp by reading a whole newspaper under it."
POST = "A lamp must survive the post."


def good(name: str, *said: tuple[str, str], text: str = "", **about: object) -> Record:
    """An answer of those sentences, each citing its place, with three documents before it."""
    citations = [citation(marker, *place) for marker, place in enumerate(said, start=1)]
    words = text or " ".join(f"{sentence} [{marker}]" for marker, (_, sentence) in enumerate(said, start=1))
    documents = dict.fromkeys((*(document for document, _ in said), PAPER, WORKSHOP, HISTORY))
    retrieved = [whole(rank, each) for rank, each in enumerate((d for d in documents if d != TABLE), start=1)]
    claims = [{"start": 0, "end": 9, "confidence": 0.9, "citations": [1]}]
    return record(words, citations, retrieved, case(id=name, **about), claims=claims)


GOOD = [
    good("founded", (WORKSHOP, FOUNDED), (HISTORY, IDEA), nuggets=["1995", "lighthouse"], gold="In 1995."),
    good("folded", (PAPER, FOLDED), gold="a single sheet of paper"),
    good("recalled", (ABOUT, NEWSPAPER), (WORKSHOP, FOUNDED), nuggets=["newspaper"]),
    good(
        "quoted",
        (PAPER, POST),
        (PAPER, FOLDED),
        text=f'The note says: "{POST}" [1] {FOLDED} [2]',
        nuggets=["lamp"],
    ),
    good("other", (HISTORY, "The name Lumo is Esperanto for light."), kind="unanswerable", answerable=False),
]
MAKERS: dict[Defect, Callable[[Record], Iterator[Record]]] = {
    Defect.UNSUPPORTED: answer_with_sentence,
    Defect.SHIFTED: shifted,
    Defect.MISQUOTED: misquoted,
    Defect.REFUSED: refused_instead,
}


@pytest.fixture(scope="module")
def table() -> DefectTable:
    return defects_of(GOOD, EXACT, per_kind=24)


def alone(one: Record) -> dict[str, Score]:
    return {measure.name: score for measure, score in case_scores(one)}


def changes(before: Record, after: Record) -> tuple[set[str], set[str]]:
    """The measures of a case that moved, and those that lost their score."""
    was, now = alone(before), alone(after)
    lost = {name for name in was if isinstance(now[name], Unscored) and not isinstance(was[name], Unscored)}
    return {name for name in was if was[name] != now[name] and not isinstance(now[name], Unscored)}, lost


def variants() -> Iterator[tuple[Defect, Record, Record]]:
    for defect, make in MAKERS.items():
        for one in GOOD:
            before = scored(one)
            for after in make(before):
                yield defect, before, scored(after)


def test_each_defect_moves_what_it_must_and_nothing_that_it_may_not() -> None:
    seen = set[Defect]()
    for defect, before, after in variants():
        moved, lost = changes(before, after)
        assert moved <= MUST[defect] | MAY[defect], (defect, before.case.id, after.text)
        assert lost <= LEAVE[defect], (defect, before.case.id)
        known = {name for name, score in alone(before).items() if not isinstance(score, Unscored)}
        must = MUST[defect] & known
        if alone(before)["outcome_right"] == 0:  # what is wrong already cannot become so
            must = must - {"risk_coverage_area"}
        assert must <= moved, (defect, before.case.id, must - moved, after.text)
        seen.add(defect)
    assert seen == set(Defect)


def test_the_table_says_the_same(table: DefectTable) -> None:
    assert table.exact, table.as_text()
    assert table.bases == len(GOOD)
    assert table.made[Defect.UNSUPPORTED] == 24
    assert all(count >= 6 for count in table.made.values()), table.made
    for defect, rows in table.rows.items():
        assert [each.measure for each in rows] == list(MEASURES)
        assert {each.measure.name for each in rows if each.should is Should.MOVE} == MUST[defect]
        assert all(each.moved == each.able for each in rows if each.should is Should.MOVE)
        assert all(each.moved == 0 for each in rows if each.should is Should.STAY)
    told = json.loads(json.dumps(table.as_dict()))["defects"]["shifted citation"]["measures"][
        "wrong_citations"
    ]
    assert told["should"] == "moves"
    assert told["able"] == told["moved"] > 0
    text = table.as_text()
    assert "shifted citation" in text
    assert "WRONG" not in text


def test_a_measure_that_does_not_move_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MUST, Defect.REFUSED, MUST[Defect.REFUSED] | {"disclosure"})  # type: ignore[arg-type]
    blind = defects_of(GOOD[:2], EXACT, per_kind=2)
    assert not blind.exact
    assert "WRONG in 2: founded, folded" in blind.as_text()
    (wrong,) = (each for each in blind.rows[Defect.REFUSED] if each.wrong)
    assert (wrong.measure.name, wrong.wrong) == ("disclosure", ("founded", "folded"))


def test_answers_with_faults_of_their_own_are_no_bases() -> None:
    bad = [
        good("uncited", (PAPER, FOLDED), text=FOLDED),
        good("invented", (PAPER, FOLDED), text=f"{FOLDED} [1] A choir from Tallinn sang. [1]"),
        refusal(),
    ]
    assert defects_of(bad, EXACT).bases == 0
    assert defects_of(bad, EXACT).made == dict.fromkeys(Defect, 0)


def test_one_word_of_a_quotation_changes_and_what_points_into_the_text_moves_along() -> None:
    text = f'The note says: "{POST}" [1]'
    start = text.index(POST)
    parts = {
        "claims": [
            {"start": 0, "end": len(text) - 4, "text": text[:-4], "confidence": 1.0, "citations": [1]}
        ],
        "quotes": [{"start": start, "end": start + len(POST), "text": POST, "citation": 1}],
    }
    one = scored(record(text, [citation(1, PAPER, POST)], [whole(1, PAPER)], case(nuggets=["post"]), **parts))
    made = list(misquoted(one))
    assert len({each.text for each in made}) == len(made) > 3
    for each in made:
        assert each.outcome
        words, were = each.text.split(), text.split()
        assert sum(a != b for a, b in zip(words, were, strict=True)) == 1
        assert "post" in each.text  # a nugget stays
        for part in (*each.outcome["claims"], *each.outcome["quotes"]):
            assert each.text[part["start"] : part["end"]] == part["text"]


def test_a_citation_is_shifted_to_words_of_another_document_that_the_system_had() -> None:
    for after in shifted(scored(GOOD[0])):
        assert after.outcome
        (moved,) = (
            told
            for told, was in zip(after.outcome["citations"], GOOD[0].outcome["citations"], strict=True)  # type: ignore[index]
            if told != was
        )
        assert lumo.DOCUMENTS[moved["document"]][moved["start"] : moved["end"]] == moved["text"]
        assert moved["document"] != GOOD[0].outcome["citations"][moved["marker"] - 1]["document"]  # type: ignore[index]


def test_defects_are_made_of_a_run_on_disk(tmp_path: Path) -> None:
    write_records(tmp_path, GOOD)
    assert defects(tmp_path, EXACT, per_kind=2).made == dict.fromkeys(Defect, 2)
    (tmp_path / MANIFEST).write_text(json.dumps({"brand": 7}) + "}", encoding="utf-8")
    with pytest.raises(EvalError, match="no manifest of a run"):
        defects(tmp_path)


def test_answers_from_tables_are_bases_where_the_pack_is_known(tmp_path: Path) -> None:
    judges = Judges(ExactScorer(), ExactScorer(), Pack(lumo.write(tmp_path)))
    text = "Lumo One came before Lumo Two. [1][2] Lumo Two was released on 23 October 2001. [2]"
    of_table = record(text, [citation(n, TABLE, row(f"Lumo {name}")) for n, name in ((1, "One"), (2, "Two"))])
    assert defects_of([of_table], judges, per_kind=3).made[Defect.UNSUPPORTED] == 3
