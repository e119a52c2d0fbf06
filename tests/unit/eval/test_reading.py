"""The reading sheet from a drafter that invents to the share a reader found, and what goes wrong on the way."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from assistant_eval.errors import EvalError
from assistant_eval.reading.__main__ import app
from assistant_eval.reading.drafts import LONGEST_EVIDENCE, excerpt
from assistant_eval.reading.sheet import COLUMNS, Machine, Row, Sheet, Stage, cell, read_sheet
from assistant_eval.reading.summary import summarise
from assistant_eval.stats import Estimate, Unscored
from typer.testing import CliRunner, Result

from assistant.settings import Settings
from tests.fakes import Reply, ScriptedServer, evidence

TRUE = "Nils Holm built the first dimmer out of a camera's light meter."
INVENTED = "Mira Solberg built the first dimmer in 1987."
DRAFT = Reply.saying(f"Good question! {TRUE} [1] {INVENTED} [1]")
QUESTIONS = {
    "dimmer": "Who built the first dimmer?",
    "peru": "What is the capital of Peru?",
    "again": "What was the first dimmer built out of?",
    "hello": "Hello!",
}

Run = Callable[..., Result]


@pytest.fixture
def run(lumo_settings: Settings, tmp_path: Path) -> Run:
    """The command on the made-up pack; questions by id, and what else it is given."""
    environment = {"ASSISTANT_HOME": str(lumo_settings.home), "NO_COLOR": "1"}

    def invoke(ids: Iterable[str], drafter: str, *options: str) -> Result:
        file = tmp_path / "questions.jsonl"
        rows = [{"id": name, "question": QUESTIONS[name]} for name in ids]
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        given = ["--brand", str(lumo_settings.brand), "--questions", str(file), "--drafter", drafter]
        return CliRunner(env=environment).invoke(
            app, [*given, "--out", str(tmp_path / "sheet.csv"), *options]
        )

    return invoke


def told(rows: Iterable[Row]) -> list[tuple[str, str, str, str]]:
    return [(row.question_id, row.stage.value, row.sentence, row.machine_verdict.value) for row in rows]


def test_a_sheet_holds_what_is_drafted_and_what_is_shown(run: Run, tmp_path: Path) -> None:
    with ScriptedServer(DRAFT) as server:
        result = run(["dimmer", "peru", "hello"], server.url, "--json")
    assert result.exit_code == 0, result.output
    rows = read_sheet(tmp_path / "sheet.csv")
    dimmer = [row for row in rows if row.question_id == "dimmer"]
    assert told(dimmer)[:2] == [
        ("dimmer", "raw", "Good question!", "not checkable"),
        ("dimmer", "raw", TRUE, "supported"),
    ]
    assert (dimmer[2].sentence, dimmer[2].stage) == (INVENTED, Stage.RAW)
    assert dimmer[2].machine_verdict in {Machine.CONTRADICTED, Machine.NOT_FOUND}
    assert told(dimmer)[3:] == [
        ("dimmer", "gated", "Good question!", "not checkable"),
        ("dimmer", "gated", TRUE, "supported"),
    ]
    for row in (dimmer[1], dimmer[4]):
        assert "Nils Holm built the first dimmer" in row.evidence
    assert "Nils Holm built the first dimmer" in dimmer[4].cited
    assert dimmer[1].cited  # the whole passage it named, right or wrong
    assert dimmer[0].cited == dimmer[0].evidence == ""
    assert all(row.reader_verdict == "" for row in rows)
    peru = [row for row in rows if row.question_id == "peru"]
    assert {row.stage for row in peru[:-1]} <= {Stage.RAW}
    assert (peru[-1].stage, peru[-1].machine_verdict) == (Stage.GATED, Machine.REFUSAL)
    assert peru[-1].note
    [greeting] = [row for row in rows if row.question_id == "hello"]
    assert (greeting.stage, greeting.machine_verdict) == (Stage.GATED, Machine.NOT_CHECKABLE)
    figures = json.loads(result.stdout)
    assert (figures["asked"], figures["refused"], figures["gated_sentences"]) == (3, 1, 3)


def test_a_question_in_the_sheet_is_not_asked_again(run: Run, tmp_path: Path) -> None:
    with ScriptedServer(DRAFT) as server:
        assert run(["dimmer"], server.url).exit_code == 0
        before, requests = (tmp_path / "sheet.csv").read_bytes(), len(server.requests)
        result = run(["dimmer"], server.url)
        assert "0 questions asked, 1 asked earlier" in result.output
        assert (tmp_path / "sheet.csv").read_bytes() == before
        assert len(server.requests) == requests
        assert run(["dimmer", "again"], server.url).exit_code == 0
    after = (tmp_path / "sheet.csv").read_bytes()
    assert after.startswith(before)
    assert {row.question_id for row in read_sheet(tmp_path / "sheet.csv")} == {"dimmer", "again"}


def test_it_stops_after_so_many_sentences(run: Run, tmp_path: Path) -> None:
    with ScriptedServer(DRAFT) as server:
        result = run(["dimmer", "again"], server.url, "--sentences", "1", "--json")
        assert json.loads(result.stdout)["asked"] == 1
        result = run(["dimmer", "again"], server.url, "--sentences", "1", "--json")
        assert json.loads(result.stdout)["asked"] == 0
    assert {row.question_id for row in read_sheet(tmp_path / "sheet.csv")} == {"dimmer"}


def test_the_extractive_drafter_is_read_as_well(run: Run, tmp_path: Path) -> None:
    assert run(["dimmer"], "extractive").exit_code == 0
    rows = read_sheet(tmp_path / "sheet.csv")
    raw, gated = ([row for row in rows if row.stage is stage] for stage in Stage)
    assert [row.sentence for row in raw] == [row.sentence for row in gated]
    assert {row.machine_verdict for row in rows} == {Machine.SUPPORTED}
    assert all(row.cited for row in rows)


def test_a_question_without_a_draft_is_recorded_once_another_has_one(run: Run, tmp_path: Path) -> None:
    with ScriptedServer(Reply.failing(500), DRAFT) as server:
        result = run(["dimmer", "again"], server.url, "--json")
    assert json.loads(result.stdout)["without_draft"] == ["dimmer"]
    first = read_sheet(tmp_path / "sheet.csv")[0]
    assert (first.question_id, first.machine_verdict, first.sentence) == ("dimmer", Machine.NO_DRAFT, "")
    assert "500" in first.note


def test_a_drafter_that_is_not_there_is_a_failure_and_leaves_no_sheet(run: Run, tmp_path: Path) -> None:
    result = run(["dimmer", "again"], "http://127.0.0.1:9/v1")
    assert result.exit_code == 1
    assert "Error: no question has a draft: " in result.output
    assert not (tmp_path / "sheet.csv").exists()


def test_without_questions_or_a_sheet_it_says_what_it_needs() -> None:
    result = CliRunner().invoke(app, [])
    assert result.exit_code == 2
    assert "--questions" in result.output


def test_lines_that_are_no_questions_are_named(
    lumo_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", str(lumo_settings.home))
    file, sheet = tmp_path / "q.jsonl", tmp_path / "sheet.csv"
    file.write_text('{"id": "a", "question": "Hello!"}\n{"id": "a", "question": "Hi!"}\n{"id": 1}\nno\n')
    given = ["--brand", str(lumo_settings.brand), "--drafter", "extractive", "--questions", str(file)]
    result = CliRunner().invoke(app, [*given, "--out", str(sheet)])
    assert result.exit_code == 0, result.output
    for words in ("line 2 left out", "'a' stands on an earlier line", "line 3 left out", "line 4 left out"):
        assert words in result.output
    assert len(read_sheet(sheet)) == 1


# ---------------------------------------------------------------- the file


def row(question: str = "q", stage: Stage = Stage.RAW, said: str = "", **values: Any) -> Row:
    verdict = values.pop("machine", Machine.SUPPORTED)
    return Row(question, "Why?", stage, values.pop("sentence", "So."), "", "", verdict, said, **values)


@pytest.mark.parametrize(
    "hostile", ['=HYPERLINK("http://evil.example")', "+1", "-1", "@x", "\t=1", 'a\x00\x1b[2J\r\nb,"c";d']
)
def test_what_a_model_says_stays_text_on_one_line(tmp_path: Path, hostile: str) -> None:
    sheet = Sheet(tmp_path / "sheet.csv")
    sheet.add([row(sentence=hostile, question=hostile)])
    [kept] = read_sheet(tmp_path / "sheet.csv")
    assert kept.sentence == cell(hostile)
    assert kept.sentence[0] not in "=+-@"
    assert kept.sentence.isprintable()
    assert Sheet(tmp_path / "sheet.csv").holds(hostile)


@pytest.mark.parametrize(("delimiter", "end"), [(",", "\r\n"), (";", "\n"), ("\t", "\n")])
def test_a_sheet_saved_by_a_spreadsheet_is_read_and_gone_on_with(
    tmp_path: Path, delimiter: str, end: str
) -> None:
    path = tmp_path / "sheet.csv"
    Sheet(path).add([row("one"), row("two")])
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = [*reversed(COLUMNS), "mine"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=delimiter, lineterminator=end)
        writer.writeheader()
        writer.writerows({**each, "reader_verdict": " Unsupported ", "mine": "x, y; z"} for each in rows)
    path.write_bytes(path.read_bytes().removesuffix(end.encode()))
    sheet = Sheet(path)
    sheet.add([row("three", sentence="Lamps; tables, chairs.")])
    kept = read_sheet(path)
    assert [(each.question_id, each.reader_verdict) for each in kept] == [
        ("one", "unsupported"),
        ("two", "unsupported"),
        ("three", ""),
    ]
    assert kept[2].sentence == "Lamps; tables, chairs."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a,b\n1,2\n", "no column 'question_id'"),
        (",".join(COLUMNS) + "\nq,Why?,raw,So.,,,supported,perhaps,\n", "line 2: 'perhaps'"),
        (",".join(COLUMNS) + "\nq,Why?,raw\n", "line 2: cells are missing"),
        ("\xff", "save it as CSV in UTF-8"),
    ],
)
def test_what_is_no_sheet_is_told_and_kept(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(EvalError, match=said):
        Sheet(path)
    assert path.read_bytes() == content.encode("latin-1")


def test_of_a_long_passage_the_part_that_matters_is_shown() -> None:
    filler = "Nothing of note was decided on that day, and everybody went home early. "
    passage = evidence(filler * 20 + "The hinge broke in the cold. " + filler * 20).passage
    shown = excerpt(passage, "In the cold a hinge broke.")
    assert "The hinge broke in the cold." in shown
    assert LONGEST_EVIDENCE - len(filler) < len(shown) <= LONGEST_EVIDENCE
    assert excerpt(evidence("Short.").passage, "x") == "Short."


# ---------------------------------------------------------------- what a reader found


def test_the_share_is_of_what_was_read_and_states_something() -> None:
    found = summarise(
        [
            row("a", said="supported"),
            row("a", said="unsupported"),
            row("b", said="unsupported"),
            row("b", said="not checkable"),
            row("b"),
            row("b", machine=Machine.NOT_CHECKABLE),
            row("b", machine=Machine.NOT_CHECKABLE, said="unsupported"),
            row("c", stage=Stage.GATED, said="supported"),
            row("c", stage=Stage.GATED, machine=Machine.REFUSAL, said="unsupported"),
            row("d", machine=Machine.NO_DRAFT),
        ]
    )
    raw, gated = found[Stage.RAW], found[Stage.GATED]
    assert (raw.sentences, raw.checked, raw.unsupported, raw.not_checkable, raw.unread) == (7, 4, 3, 2, 1)
    assert isinstance(raw.share, Estimate)
    assert raw.share.value == 0.75
    assert raw.share.interval == (0.5, 1.0)  # by question: the two are 1/2 and 2/2
    assert (gated.sentences, gated.checked, gated.unsupported) == (1, 1, 0)
    assert isinstance(gated.share, Estimate)
    assert gated.share.interval is None


def test_nothing_read_has_no_share() -> None:
    found = summarise([row(), row("b")])
    assert isinstance(found[Stage.RAW].share, Unscored)
    assert (found[Stage.RAW].unread, found[Stage.GATED].sentences) == (2, 0)


def test_the_summary_is_printed_for_people_and_for_programs(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    Sheet(path).add([row("a", said="unsupported"), row("b", said="supported"), row("b", stage=Stage.GATED)])
    shown = CliRunner().invoke(app, ["summary", str(path)])
    assert shown.exit_code == 0, shown.output
    assert "raw    50.0 % (0.0-100.0 %)" in shown.output
    assert "1 of 2 in 2 questions; 0 not checkable, 0 not read yet" in shown.output
    assert "gated  unscored: no sentence has a reader's verdict" in shown.output
    figures = json.loads(CliRunner().invoke(app, ["summary", str(path), "--json"]).stdout)
    assert figures["raw"]["unsupported_share"] == {"value": 0.5, "low": 0.0, "high": 1.0}
    assert figures["gated"]["unsupported_share"]["value"] is None
    assert figures["gated"]["unread"] == 1


def test_a_summary_of_something_else_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n")
    result = CliRunner().invoke(app, ["summary", str(tmp_path / "x.csv")])
    assert result.exit_code == 1
    assert "is no reading sheet" in result.output
