"""``assistant corpus check``: what it prints, for people and programs, and how it exits."""

from __future__ import annotations

import io
import json
from pathlib import Path

from rich.console import Console
from typer.testing import CliRunner, Result

from assistant.corpus.check import Check, CheckReport, Finding, Progress, Severity, Step
from assistant.interfaces.cli import app
from assistant.interfaces.corpus_view import CheckBars, show_findings
from tests.checking import prose, row, write_pack


def run(*arguments: object) -> Result:
    command = ["corpus", "check", *map(str, arguments)]
    return CliRunner(env={"NO_COLOR": "1"}).invoke(app, command, prog_name="assistant")


def test_a_pack_in_order_is_said_to_be(tmp_path: Path) -> None:
    result = run("--brand", write_pack(tmp_path), "--strict")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("2 documents and 3 rows of tables looked over in ")
    assert result.stdout.endswith(": nothing found\n")
    assert result.stderr == ""


def test_findings_are_told_by_sort_with_place_and_remedy(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, row(released="2001", discontinued="2000"), prose("It hums."))
    result = run("--brand", pack)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:-1] == [
        "Dates that cannot be: 1",
        "  ✗ products.csv:5 Lumo Mini  discontinued 2000, before it was released 2001",
        "    → check both dates against the sources",
        "",
        "Sentences that begin with a pronoun: 1",
        "  ! history/story.md:12  a sentence begins with 'It': It hums.",
        "    → name the person or the thing again",
        "",
    ]
    assert result.stdout.endswith(": 1 error, 1 warning\n")


def test_the_gravest_come_first_and_of_one_kind_a_few(tmp_path: Path) -> None:
    hums = "\n\n".join(f"It hums {number} times." for number in range(13))
    pack = write_pack(tmp_path, row(released="2001", discontinued="2000"), prose(hums, embrago="2031-01-01"))
    shown = run("--brand", pack).stdout
    heads = [line for line in shown.splitlines() if line.endswith((": 1", ": 13"))]
    assert heads == [
        *("Front matter that is not understood: 1", "Dates that cannot be: 1"),
        "Sentences that begin with a pronoun: 13",
    ]
    assert shown.count("a sentence begins with") == 10
    assert "    and 3 more like it (--all shows them)" in shown
    assert run("--brand", pack, "--all").stdout.count("a sentence begins with") == 13
    report = json.loads(run("--brand", pack, "--json", "--errors").stdout)
    assert len(report["findings"]) == 15


def test_errors_alone_or_one_kind_alone_can_be_shown(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, row(released="2001", discontinued="2000"), prose("It hums."))
    errors, kind = run("--brand", pack, "--errors").stdout, run("--brand", pack, "--only", "pronoun").stdout
    assert ("discontinued 2000" in errors, "It hums" in errors) == (True, False)
    assert ("discontinued 2000" in kind, "It hums" in kind) == (False, True)
    assert ": 1 error, 1 warning\n" in errors
    assert "counted is everything" in errors
    assert run("--brand", pack, "--strict", "--only", "pronoun").exit_code == 1
    wrong = run("--brand", pack, "--only", "pronuon")
    assert wrong.exit_code == 2
    assert "pronoun" in wrong.stderr


def test_strict_exits_with_1_for_an_error_and_for_nothing_less(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, prose("It hums."))
    assert run("--brand", pack, "--strict").exit_code == 0
    write_pack(tmp_path, row(released="2001", discontinued="2000"))
    assert run("--brand", pack, "--strict").exit_code == 1
    assert run("--brand", pack).exit_code == 0


def test_programs_get_one_json_object(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack", row(released="2001", discontinued="2000"))
    others = tmp_path / "others"
    others.mkdir()
    taken = "was founded on 7 January 1995 in a former bakery in Oslo. The ovens of the bakery stayed, and the lacquer"
    (others / "book.txt").write_text(f"It {taken}\n", encoding="utf-8")
    report = json.loads(run("--brand", pack, "--json", "--against", others).stdout)
    assert report["counts"] == {"error": 2, "warning": 0, "note": 0}
    assert report["checks"]["impossible date"] == 1
    assert report["findings"][0] == {
        "check": "impossible date",
        "severity": "error",
        "document": "products.csv",
        "line": 5,
        "place": "Lumo Mini",
        "problem": "discontinued 2000, before it was released 2001",
        "remedy": "check both dates against the sources",
    }
    (run_,) = report["comparison"]["copied"]
    assert run_["words"] == taken
    assert (run_["document"], run_["line"], run_["other_line"]) == ("history/workshop.md", 14, 1)


def test_what_was_compared_is_said_even_where_nothing_was_taken(tmp_path: Path) -> None:
    others = tmp_path / "others"
    others.mkdir()
    (others / "book.txt").write_text("The ovens of the bakery stayed, and the lacquer cracked.")
    (others / "scan.pdf").write_text("no pdf")
    shown = run("--brand", write_pack(tmp_path / "pack"), "--against", others).stdout
    assert f"No runs of more than 12 words shared with 1 text of {others}" in shown
    assert "not compared, as they cannot be read: scan.pdf" in shown
    assert "the longest has 9: “The ovens of the bakery stayed, and the lacquer”" in shown


def test_the_pack_is_not_compared_with_itself(tmp_path: Path) -> None:
    result = run("--brand", write_pack(tmp_path), "--against", tmp_path)
    assert result.exit_code == 2
    assert "names the pack itself" in result.stderr


def test_a_folder_that_is_not_there_is_one_line() -> None:
    result = run("--brand", "/no/such/folder")
    assert result.exit_code == 1
    assert "/no/such/folder is not a folder" in result.stderr
    assert "Example: assistant corpus check" in " ".join(run("--help").stdout.split())


def test_every_step_has_a_bar_on_a_terminal_and_none_in_a_pipe() -> None:
    for terminal in (True, False):
        shown = io.StringIO()
        console = Console(file=shown, force_terminal=terminal, width=120, no_color=True)
        with CheckBars(console) as bars:
            for step in Step:
                bars(Progress(step, 1, 2, "a[1]\x1b[2J.md"))
        assert bool(shown.getvalue()) is terminal
        assert "\x1b[2J" not in shown.getvalue()


def test_words_of_documents_play_no_tricks_on_the_terminal() -> None:
    finding = Finding(Severity.NOTE, "a\x1b[2J.md", 3, "[red]row", "says \x07[bold]so", "mend\x1b it")
    report = CheckReport(1, 0, ((Check("test", "Test", lambda _: ()), (finding,)),), None, 0.1)
    shown = io.StringIO()
    show_findings(Console(file=shown, width=100, markup=False, highlight=False), report)
    assert "\x1b" not in shown.getvalue()
    assert "\x07" not in shown.getvalue()
    assert "[red]row  says [bold]so" in shown.getvalue()
