"""Agreement of judge and people: figures that scikit-learn confirms, sheets as spreadsheets leave them, public sets."""

from __future__ import annotations

import csv
import gzip
import json
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
import typer
from assistant_eval.agree.agreement import Measure, measure_agreement
from assistant_eval.agree.command import agree, meta
from assistant_eval.agree.meta import read_sets
from assistant_eval.agree.sheet import read_labels
from assistant_eval.errors import EvalError
from assistant_eval.metrics import calibration_error
from assistant_eval.metrics.agreement import cohen_kappa, raw_agreement
from assistant_eval.reading.sheet import Machine, Reader, Row, Sheet, Stage
from assistant_eval.reliability import reliability_bins, reliability_svg
from assistant_eval.stats import Estimate, Unscored
from assistant_eval.training.calibrate import calibrated_rows
from assistant_eval.training.pairs import is_held_back
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, cohen_kappa_score, roc_auc_score
from typer.testing import CliRunner, Result

from assistant.grounding.scoring.exact_scorer import ExactScorer

app = typer.Typer()
app.command()(agree)
app.command()(meta)


def run(*arguments: object) -> Result:
    return CliRunner(env={"NO_COLOR": "1"}).invoke(app, [*map(str, arguments)])


def write(path: Path, rows: Sequence[Mapping[str, object]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def labelled(count: int, seed: int = 5) -> list[dict[str, object]]:
    """Rows of a judge that is right four times of five and whose probabilities order them."""
    random = Random(seed)
    rows: list[dict[str, object]] = []
    for at in range(count):
        supported = random.random() < 0.6
        said = supported if random.random() < 0.8 else not supported
        rows.append(
            {
                "question_id": f"q{at // 3}",
                "anna": "Supported" if supported else "unsupported ",
                "judge": "supported" if said else random.choice(["contradicted", "not_enough_information"]),
                "probability": round(random.uniform(0.5, 1) if said else random.uniform(0, 0.5), 3),
            }
        )
    return rows


# ---------------------------------------------------------------- figures


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 3)), min_size=1, max_size=40))
def test_kappa_and_agreement_are_scikit_learns(rows: list[tuple[bool, bool, int]]) -> None:
    labels, decisions, weights = (np.asarray(column) for column in zip(*rows, strict=True))
    found = cohen_kappa(labels, decisions, weights.astype(np.float64))
    drawn = [(one, other) for one, other, times in rows for _ in range(times)]
    if not drawn:
        assert found == Unscored("no row has both labels")
    elif len({*(one for one, _ in drawn), *(other for _, other in drawn)}) == 1:
        assert isinstance(found, Unscored)
    else:
        assert found == pytest.approx(cohen_kappa_score(*zip(*drawn, strict=True)))
    if drawn:
        raw = raw_agreement(labels, decisions, weights.astype(np.float64))
        assert raw == pytest.approx(accuracy_score(*zip(*drawn, strict=True)))


def test_figures_of_a_sheet(tmp_path: Path) -> None:
    rows = labelled(90)
    result = run("agree", write(tmp_path / "s.csv", rows), "--human", "anna", "--machine", "judge", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    human = [str(row["anna"]).strip().casefold() == "supported" for row in rows]
    machine = [row["judge"] == "supported" for row in rows]
    assert (told["n"], told["groups"], told["with_probability"], told["left_out"]) == (90, 30, 90, {})
    figures = told["figures"]
    assert figures["kappa"]["value"] == pytest.approx(cohen_kappa_score(human, machine))
    assert figures["auroc"]["value"] == pytest.approx(
        roc_auc_score(human, [row["probability"] for row in rows])
    )
    assert set(figures) == {measure.value for measure in Measure}
    assert all(figure["low"] < figure["value"] < figure["high"] for figure in figures.values())
    assert sum(cell["rows"] for cell in told["confusion"]) == 90
    assert told["columns"]["group"] == "question_id"


def test_intervals_are_wider_where_rows_hang_together(tmp_path: Path) -> None:
    rows = labelled(30)
    alone = [{**row, "question_id": f"{at}"} for at, row in enumerate(rows)] * 6
    together = [{**row, "question_id": f"{at % 30}"} for at, row in enumerate(alone)]
    apart = [{**row, "question_id": f"{at}"} for at, row in enumerate(alone)]

    def width(name: str, sheet: list[dict[str, object]]) -> float:
        found = measure_agreement(read_labels(write(tmp_path / name, sheet), "anna", "judge"))
        figure = found.figures[Measure.KAPPA]
        assert isinstance(figure, Estimate)
        assert figure.interval
        return figure.interval[1] - figure.interval[0]

    assert width("together.csv", together) > 1.8 * width("apart.csv", apart)


def test_the_same_sheet_gives_the_same_figures(tmp_path: Path) -> None:
    path = write(tmp_path / "s.csv", labelled(45))
    told = [run("agree", path, "--human", "anna", "--machine", "judge", "--json").stdout for _ in range(2)]
    assert told[0] == told[1]


# ---------------------------------------------------------------- sheets


@pytest.fixture
def reading_sheet(tmp_path: Path) -> Path:
    """A sheet as `assistant_eval.reading` writes it, read by somebody in part."""
    path = tmp_path / "sheet.csv"
    verdicts = [
        (Machine.SUPPORTED, Reader.SUPPORTED),
        (Machine.SUPPORTED, Reader.UNSUPPORTED),
        (Machine.CONTRADICTED, Reader.UNSUPPORTED),
        (Machine.NOT_FOUND, Reader.UNSUPPORTED),
        (Machine.NOT_FOUND, Reader.SUPPORTED),
        (Machine.SUPPORTED, Reader.SUPPORTED),
        (Machine.NOT_CHECKABLE, Reader.NOT_CHECKABLE),
        (Machine.REFUSAL, ""),
        (Machine.SUPPORTED, ""),
        (Machine.SUPPORTED, Reader.NOT_CHECKABLE),
        (Machine.NO_DRAFT, Reader.UNSUPPORTED),
    ]
    Sheet(path).add(
        Row(f"q{at // 2}", "Q?", Stage.RAW, "S.", "", "E.", machine, str(human))
        for at, (machine, human) in enumerate(verdicts)
    )
    return path


def test_reading_sheets_work_as_they_are(reading_sheet: Path) -> None:
    result = run("agree", reading_sheet, "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert (told["rows"], told["n"], told["supported"], told["groups"]) == (11, 6, 3, 3)
    assert told["left_out"] == {
        "no person has labelled it": 2,
        "the judge says 'no draft'": 1,
        "the person says 'not checkable'": 2,
    }
    assert told["figures"]["raw_agreement"]["value"] == pytest.approx(4 / 6)
    assert "auroc" not in told["figures"]
    shown = run("agree", reading_sheet).stdout
    assert "11 rows; 6 compared in 3 groups, 3 of them supported by reader_verdict" in shown
    assert "machine_verdict \\ reader_verdict" in shown
    assert "left out: 2, no person has labelled it" in shown


def test_spreadsheets_move_columns_and_change_the_delimiter(reading_sheet: Path, tmp_path: Path) -> None:
    with reading_sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    moved = [{"mine": "x", **dict(reversed(row.items()))} for row in rows]
    write(tmp_path / "moved.csv", moved, ";")
    (tmp_path / "moved.csv").write_bytes(b"\xef\xbb\xbf" + (tmp_path / "moved.csv").read_bytes())
    told = [
        json.loads(run("agree", path, "--json").stdout) for path in (reading_sheet, tmp_path / "moved.csv")
    ]
    assert told[0]["figures"] == told[1]["figures"]


def test_nobody_has_read_it_yet(tmp_path: Path) -> None:
    path = write(tmp_path / "s.csv", [{"machine_verdict": "supported", "reader_verdict": ""}])
    result = run("agree", path, "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert told["n"] == 0
    assert told["figures"]["kappa"] == {
        "value": None,
        "low": None,
        "high": None,
        "unscored": "no row has both labels",
    }
    assert "unscored: no row has both labels" in run("agree", path).stdout


def test_a_judge_that_always_says_the_same_is_told(tmp_path: Path) -> None:
    rows = [{"machine_verdict": "supported", "reader_verdict": word} for word in ("yes", "no", "yes")]
    path = write(tmp_path / "s.csv", rows)
    assert json.loads(run("agree", path, "--json").stdout)["one_sided"] == "the judge"
    assert "the judge says the same of every compared row" in run("agree", path).stdout


@pytest.mark.parametrize(
    ("row", "options", "said"),
    [
        ({"a": "supported"}, [], "has no column 'reader_verdict': it has a"),
        ({"machine_verdict": "yes", "reader_verdict": "perhaps"}, [], "line 2: reader_verdict is 'perhaps'"),
        ({"machine_verdict": "0.7", "reader_verdict": "yes"}, [], "probabilities are a column of their own"),
        (
            {"machine_verdict": "yes", "reader_verdict": "yes", "score": "1.4"},
            [],
            "line 2: score is '1.4': a probability lies between 0 and 1",
        ),
        ({"machine_verdict": "yes", "reader_verdict": "yes"}, ["--probability", "p"], "has no column 'p'"),
    ],
)
def test_what_is_no_sheet_of_labels_is_told_in_one_line(
    row: dict[str, object], options: list[str], said: str, tmp_path: Path
) -> None:
    result = run("agree", write(tmp_path / "s.csv", [row]), *options)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")
    assert said in result.stderr


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_bytes(b"a,b\n\xff\xfe,1\n")
    with pytest.raises(EvalError, match=r"is no UTF-8 \(byte 5\)"):
        read_labels(tmp_path / "s.csv")


# ---------------------------------------------------------------- the diagram


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 20).map(lambda n: n / 20)), min_size=1, max_size=80))
def test_the_diagram_shows_the_gaps_that_the_calibration_error_averages(
    rows: list[tuple[bool, float]],
) -> None:
    labels, scores = [label for label, _ in rows], [score for _, score in rows]
    bins = reliability_bins(labels, scores)
    gap = sum(each.count * abs(each.score - each.share) for each in bins) / len(rows)
    assert gap == pytest.approx(
        calibration_error(np.asarray(labels), np.asarray(scores), np.ones(len(rows))), abs=1e-12
    )
    assert sum(each.count for each in bins) == len(rows)
    assert all(each.low <= each.share <= each.high for each in bins)
    assert [each.score for each in bins] == sorted(each.score for each in bins)


def test_the_diagram_is_one_well_formed_element_that_fits_any_page() -> None:
    labels, scores = [True, False, True, True] * 10, [0.9, 0.2, 0.7, 0.8] * 10
    svg = reliability_svg(labels, scores, "Judge <1> & people")
    assert isinstance(svg, str)
    root = ET.fromstring(svg)
    assert root.tag.endswith("svg")
    assert len(root.findall(".//{*}circle")) == len(reliability_bins(labels, scores))
    assert "Judge &lt;1&gt; &amp; people: 40 rows" in svg
    assert "<style" not in svg
    assert " id=" not in svg
    assert svg == reliability_svg(labels, scores, "Judge <1> & people")
    alone = reliability_svg(labels, scores, standalone=True)
    assert isinstance(alone, str)
    assert "prefers-color-scheme:dark" in alone
    assert isinstance(reliability_svg([], []), Unscored)


def test_the_diagram_of_a_sheet(tmp_path: Path) -> None:
    path = write(tmp_path / "s.csv", labelled(60))
    out = tmp_path / "r.svg"
    result = run("agree", path, "--human", "anna", "--machine", "judge", "--diagram", out)
    assert result.exit_code == 0, result.output
    assert "60 rows" in out.read_text()
    bare = write(tmp_path / "bare.csv", [{"machine_verdict": "yes", "reader_verdict": "yes"}])
    assert "no reliability diagram" in run("agree", bare, "--diagram", out).stderr


# ---------------------------------------------------------------- public sets

CONTEXT = "The Lumo was made in Oslo in 1995. Ada Brandt drew it on the back of a ferry ticket."
TRUE, FALSE = "Ada Brandt drew the Lumo on a ferry ticket.", "Nils Holm painted the Nocta in Bergen."


def claims(count: int, **more: object) -> list[dict[str, Any]]:
    return [
        {
            "id": f"r{at}",
            "context": CONTEXT,
            "claim": FALSE if at % 2 else TRUE,
            "label": 1 - at % 2,
            "group": f"g{at // 2}",
            **more,
        }
        for at in range(count)
    ]


def write_set(data: Path, name: str, rows: Sequence[object]) -> None:
    (data / name).mkdir(parents=True)
    with gzip.open(data / name / "dev.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two sets of claims, and two that the judge cannot be measured on."""
    monkeypatch.setattr("assistant.grounding.scoring.default.default_scorer", ExactScorer)
    folder = tmp_path / "data"
    write_set(folder, "lamps", claims(40))
    other = [{**row, "id": f"o{row['id']}", "group": f"o{row['group']}"} for row in claims(40)]
    write_set(folder, "wrong", [*other[:20], *({**row, "label": 1 - row["label"]} for row in other[20:])])
    write_set(folder, "questions", [{"id": 1, "question": "Who?", "answerable": True, "label": 1}])
    write_set(folder, "unlabelled", claims(4, label=None))
    return folder


def test_a_table_of_the_public_sets(data: Path, tmp_path: Path) -> None:
    out, keep = tmp_path / "agreement.md", tmp_path / "judged.jsonl"
    result = run("meta", data, "--rows", 30, "--out", out, "--keep", keep, "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    lamps, wrong = told["sets"]
    assert (lamps["set"], lamps["n"], lamps["labelled"], lamps["unseen"]) == ("lamps", 30, 40, 40)
    assert lamps["kappa"]["value"] == lamps["balanced_accuracy"]["value"] == lamps["auroc"]["value"] == 1.0
    assert wrong["kappa"]["value"] == pytest.approx(0, abs=0.3)
    assert told["macro"]["kappa"]["value"] == pytest.approx((1 + wrong["kappa"]["value"]) / 2)
    assert told["left_out"] == dict.fromkeys(["questions", "unlabelled"], "no row is a claim with a label")
    text = out.read_text()
    assert text.startswith("# How far the judge agrees")
    assert "| lamps | 30 | " in text
    assert "| **macro mean** | **60** |" in text
    assert "Left out: questions, no row is a claim with a label." in text
    assert "![Reliability of the judge on all of these rows](agreement.svg)" in text
    assert ET.fromstring((tmp_path / "agreement.svg").read_text()).tag.endswith("svg")
    assert len(keep.read_text().splitlines()) == 60


def test_the_table_for_people_and_the_same_again(data: Path, tmp_path: Path) -> None:
    first = run("meta", data, "--rows", 10)
    assert first.exit_code == 0, first.output
    assert "lamps" in first.stdout
    assert "macro mean" in first.stdout
    assert run("meta", data, "--rows", 10).stdout == first.stdout


def test_a_smaller_sample_is_part_of_a_larger_one(data: Path) -> None:
    few, many = ([row.id for row in read_sets(data, limit)[0].rows] for limit in (5, 20))
    assert many[:5] == few
    assert few != [f"r{at}" for at in range(5)]


def test_a_run_that_was_stopped_goes_on(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Impatient(ExactScorer):
        left = 7

        def score(self, context: Sequence[str], claim: str, question: str = "") -> Any:
            self.left -= 1
            if self.left < 0:
                raise KeyboardInterrupt
            return super().score(context, claim, question)

    keep = tmp_path / "judged.jsonl"
    with monkeypatch.context() as patch:
        patch.setattr("assistant.grounding.scoring.default.default_scorer", Impatient)
        stopped = run("meta", data, "--rows", 10, "--keep", keep)
    assert stopped.exit_code == 130
    assert "the same command goes on from there" in stopped.stderr
    assert len(keep.read_text().splitlines()) == 7
    assert run("meta", data, "--rows", 10, "--keep", keep).exit_code == 0
    assert len(keep.read_text().splitlines()) == 20


def test_nothing_to_judge_is_told(tmp_path: Path) -> None:
    result = run("meta", tmp_path)
    assert result.exit_code == 1
    assert "holds no set of labelled claims: name a folder with SET/dev.jsonl.gz in it" in result.stderr


def test_rows_the_judge_has_seen_are_never_drawn(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Held-back groups alone of a set that was learnt from, and of those none that was calibrated on."""
    rows = claims(200)
    write_set(data, "wice", rows)
    write_set(data, "begin", claims(20))
    held = [row for row in rows if is_held_back("wice", row["group"])]
    calibrated = held[:10]
    monkeypatch.setattr(
        "assistant_eval.training.calibrate.calibrated_rows",
        lambda _: iter([("wice", [Identified(row["id"]) for row in calibrated])]),
    )
    wice = next(each for each in read_sets(data, 500) if each.name == "wice")
    assert wice.learnt_from
    assert {row.id for row in wice.rows} == {row["id"] for row in held[10:]}
    assert (wice.labelled, wice.unseen) == (200, len(held) - 10)
    monkeypatch.undo()
    assert calibrated_rows(data)
    with pytest.raises(EvalError, match="takes all the sets it was calibrated on"):
        read_sets(data, 10)


class Identified:
    """As much of a row as the rule reads."""

    def __init__(self, name: str) -> None:
        self.id = name
