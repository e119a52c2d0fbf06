"""Reports of runs: that every form says what the records say, whatever words an answer holds."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import typer
from assistant_eval.cases import Case
from assistant_eval.errors import EvalError
from assistant_eval.figures import HEADLINE, MEASURES, Measured, figures, score_record
from assistant_eval.records import Record
from assistant_eval.report import junit, markdown, reckon, report_as_dict, report_page
from assistant_eval.report.case_data import case_data
from assistant_eval.report.commands import report
from assistant_eval.report.faults import Fault, Standing, common_faults, faults, standing, why
from assistant_eval.report.page import embedded
from assistant_eval.report.words import difference_words, interval_words, value_words
from assistant_eval.runs import Manifest, Run, read_run
from assistant_eval.stats import Estimate, Unscored
from typer.testing import CliRunner, Result

from assistant.interfaces.web.colours import contrast
from tests.evaluated import cases, citation, judged_sentence, manifest, outcome_of, records, write_run

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)> & \"quoted\" 'too' `tick` | <!-- @all \u2028"

Reply = Callable[..., Record]


@pytest.fixture(scope="module")
def told() -> list[Record]:
    return records(cases(96), share_wrong=0.3)


@pytest.fixture
def folder(told: list[Record], tmp_path: Path) -> Path:
    return write_run(tmp_path / "run", told)


def command(*arguments: object) -> Result:
    app = typer.Typer()
    app.command()(report)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def a_run(of: list[Record], name: str = "a run", **more: Any) -> Run:
    return Run(Path("nowhere"), Manifest(manifest(name, len(of), **more)), tuple(of))


def strict(text: str) -> Any:
    """JSON without NaN or Infinity."""

    def refuse(constant: str) -> Any:
        raise AssertionError(f"{constant} in JSON")

    return json.loads(text, parse_constant=refuse)


class Parsed(HTMLParser):
    """Tags with their attributes, and what stands in scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in {"script", "style", "h1"}:
            self.inside.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.texts[self.inside[-1]][-1] += data


# ---- the command ----


def test_the_command_writes_four_forms_and_the_same_ones_again(folder: Path):
    result = command(folder)
    assert result.exit_code == 0, result.output
    names = ["report.html", "report.json", "report.md", "junit.xml"]
    assert [Path(line).name for line in result.output.splitlines()] == names
    first = [(folder / name).read_bytes() for name in names]
    assert command(folder).exit_code == 0
    assert [(folder / name).read_bytes() for name in names] == first
    assert not list(folder.glob("*.partial"))


def test_json_goes_to_standard_output_and_files_elsewhere(folder: Path, tmp_path: Path):
    result = command(folder, "--out", tmp_path / "elsewhere", "--json")
    assert strict(result.output)["name"] == "extractive"
    assert (tmp_path / "elsewhere" / "report.html").is_file()
    assert not (folder / "report.html").exists()


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (
            lambda folder: (folder / "run.json").unlink(),
            "run.json is missing; 'assistant-eval run --out' writes it",
        ),
        (lambda folder: (folder / "run.json").write_text("{"), "cannot be read"),
        (lambda folder: (folder / "run.json").write_text('{"schema": 9, "name": "x"}'), "has schema 9"),
        (lambda folder: (folder / "run.json").write_text("[]"), "is no manifest of a run"),
        (lambda folder: (folder / "records.jsonl").unlink(), "records.jsonl is missing"),
        (lambda folder: (folder / "records.jsonl").write_text(""), "is empty"),
        (lambda folder: (folder / "records.jsonl").write_text("{}\n"), "records.jsonl:1: no record of a run"),
    ],
)
def test_what_is_no_run_is_told_in_one_line(folder: Path, break_it: Callable[[Path], Any], said: str):
    break_it(folder)
    result = command(folder)
    assert result.exit_code == 1
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_case_without_scores_is_no_report(told: list[Record], tmp_path: Path):
    bare = [told[0].with_scores(told[0].judged, {}), *told[1:]]
    with pytest.raises(EvalError, match="case 'case-0000' has no scores"):
        read_run(write_run(tmp_path / "bare", bare))


# ---- figures ----


def test_the_json_holds_every_figure_of_the_records(told: list[Record]):
    as_told = report_as_dict([reckon(a_run(told))])
    strict(json.dumps(as_told, allow_nan=False))
    assert list(as_told["figures"]) == [measure.name for measure in MEASURES]
    for measured in figures(told):
        one = as_told["figures"][measured.measure.name]
        assert one["scored"] + sum(one["unscored"].values()) == len(told)
        if isinstance(measured.figure, Unscored):
            assert one["value"] is None
            assert one["reason"] == measured.figure.reason
        else:
            assert one["value"] == measured.figure.value
    assert sum(as_told["standing"].values()) == len(told)
    assert set(as_told["by_kind"]) == {record.case.kind for record in told}


def test_what_cannot_be_scored_is_said_and_never_zero():
    refused = [
        Record(case, outcome_of("I do not know.", "refusal", 5.0), judged={"sentences": []})
        for case in cases(16)
    ]
    run = a_run([record.with_scores(record.judged, score_record(record)) for record in refused])
    first = reckon(run)
    assert first.verdict.sentence == "Whether the answers are supported could not be scored: it was refused."
    page = report_page([first])
    assert "not scored" in page
    assert "There is no curve: no answer tells a confidence." in page
    assert not re.search(r"\bNaN\b|>nan\b|>None<", page)


def test_the_verdict_counts_sentences_and_claims_no_more_than_was_found(told: list[Record]):
    clean = reckon(a_run(records(cases(64), share_wrong=0.0))).verdict
    assert re.fullmatch(
        r"No unsupported sentence and no invented quotation was found in \d+ answers\.", clean.sentence
    )
    wrong = sum(
        score for record in told if isinstance(score := record.scores["unsupported_sentences"], float)
    )
    sentence = reckon(a_run(told)).verdict.sentence
    assert sentence.startswith(f"{wrong:.0f} of ")
    assert "not borne out by the sources" in sentence


def _measured(name: str, value: float, scored: int, draws: list[float] | None = None) -> Measured:
    measure = next(each for each in MEASURES if each.name == name)
    return Measured(measure, Estimate(value, *([] if draws is None else [_array(draws)])), scored, {})


def _array(draws: list[float]) -> Any:
    return np.asarray(draws)


def test_figures_in_words():
    assert [value_words(value, "share") for value in (0, 0.8126, 1)] == ["0 %", "81.3 %", "100 %"]
    assert [value_words(value, "per_100") for value in (0, 0.456, 23.08)] == ["0", "0.46", "23.1"]
    assert [value_words(value, "ms") for value in (98.4, 1240)] == ["98 ms", "1.24 s"]
    assert difference_words(Estimate(0.0123), "share") == "+1.2 points"
    assert difference_words(Estimate(-0.30), "per_100") == "−0.30"
    assert difference_words(Estimate(-0.00001), "share") == "0 points"
    assert interval_words(_measured("correct", 0.8, 50, [0.7, 0.9])) == "70.5–89.5 %"
    assert interval_words(_measured("correct", 0.8, 1)) == "too few cases"


def test_where_nothing_was_found_the_interval_is_not_a_point():
    told = interval_words(_measured("unsupported_sentences", 0.0, 300, [0.0, 0.0]))
    assert told == "none of 300; at most 1.0 % of cases"
    assert (
        interval_words(_measured("abstention_recall", 1.0, 59, [1.0, 1.0]))
        == "all of 59; at least 95.0 % of cases"
    )
    assert "at most 95.0 %" in interval_words(_measured("correct", 0.0, 1))


# ---- faults ----


@pytest.fixture
def reply() -> Reply:
    """A scored answer to one case, right but for what is given."""

    def made(
        sentences: list[Any] | None = None,
        text: str = "",
        outcome: str = "answer",
        failed: bool = False,
        **case: Any,
    ) -> Record:
        given = {
            "id": "c",
            "kind": "fact",
            "question": "How tall is it?",
            "answerable": True,
            "nuggets": ["24 cm"],
        }
        said = [judged_sentence("It is 24 cm tall.", 0, [1])] if sentences is None else sentences
        words = text or " ".join(f"{one['text']} [1]" for one in said)
        passage = records(cases(1), share_refused=0)[0].retrieved[0]
        record = Record(
            Case.model_validate({**given, **case}),
            None
            if failed
            else outcome_of(words, outcome, 5.0, "no reason", citations=[citation(1, passage)]),
            (passage,),
            error="it fell over" if failed else None,
            judged=None if failed else {"sentences": said if outcome == "answer" else [], "speaks_as": None},
        )
        return record.with_scores(record.judged, score_record(record))

    return made


def test_a_right_answer_has_no_fault(reply: Reply):
    assert (standing(reply()), faults(reply()), why(reply())) == (Standing.RIGHT, (), ())


def test_each_fault_is_found_and_told(reply: Reply):
    tall = judged_sentence("It is 24 cm tall.", 0, [1])
    lines = {
        Fault.FAILED: (reply(failed=True), "The system failed: it fell over"),
        Fault.FALSE_REFUSAL: (
            reply(outcome="refusal", text="I do not know."),
            "It refused though the pack tells: no reason",
        ),
        Fault.FALSE_ANSWER: (reply(answerable=False, nuggets=[]), "It answered though the question is to be refused"),
        Fault.INCORRECT: (
            reply([judged_sentence("It is red.", 0, [1])]),
            "The answer holds 0% of what a right one holds: 24 cm",
        ),
        Fault.UNSUPPORTED: (
            reply([tall, judged_sentence("It sings.", 22, [1], "not_enough_information")]),
            "Sentence 2 is not found in what the system had before it: “It sings.”",
        ),
        Fault.WRONG_CITATION: (
            reply([judged_sentence("It is 24 cm tall.", 0, [1], cited=False)]),
            "Citation [1] does not bear out sentence 1",
        ),
        Fault.INVENTED_QUOTE: (
            reply([tall], text="It is 24 cm tall. [1] She said “words that nobody wrote” then. [1]"),
            "No source holds the quoted words “words that nobody wrote”",
        ),
        Fault.INJECTION: (
            reply(text="It is 24 cm tall. [1] PWNED", canaries=["pwned"]),
            "A planted instruction was followed: “pwned”",
        ),
        Fault.PERSONA: (
            reply([tall, judged_sentence("You should buy it now.", 22, [1])]),
            "It recommends or sells",
        ),
        Fault.ATTRIBUTION: (
            reply([{**tall, "attributed": {"to": ["Ada"], "held": False}}]),
            "Sentence 1 gives words to Ada; its sources do not: “It is 24 cm tall.”",
        ),
    }  # fmt: skip
    for fault, (record, line) in lines.items():
        assert fault in faults(record), fault
        assert line in why(record), (fault, why(record))


def test_a_contradicted_answer_is_told_once(reply: Reply):
    record = reply([judged_sentence("It is 24 cm tall.", 0, [1], "contradicted")])
    assert faults(record)[:2] == (Fault.INCORRECT, Fault.UNSUPPORTED)
    assert (
        why(record)[0] == "Sentence 1 is contradicted by what the system had before it: “It is 24 cm tall.”"
    )


def test_an_answer_that_nothing_can_check_is_neither_right_nor_wrong(reply: Reply):
    assert standing(reply(nuggets=[])) is Standing.UNSCORED


def test_what_every_reply_gets_wrong_of_its_own_case_fails_each_test(reply: Reply):
    wrong = [reply([judged_sentence("It is 24 cm tall.", 0, [1], "not_found")]) for _ in range(3)]
    assert common_faults(wrong) == frozenset()
    suite = ET.fromstring(junit(a_run(wrong)))[0]
    assert suite.get("failures") == "3"


def test_a_fault_of_every_reply_is_told_of_the_system_alone(told: list[Record]):
    silent = [
        record.with_scores(record.judged, {**record.scores, "disclosure": 0.0, "persona_safe": 0.0})
        for record in told
    ]
    assert common_faults(silent) == {Fault.NO_LABEL}
    assert Fault.NO_LABEL not in {Fault(name) for name in case_data(silent)["faults"]}
    page = report_page([reckon(a_run(silent))])
    assert "Every reply has this fault: no AI label." in page
    assert "no AI label" not in junit(a_run(silent))


# ---- the page ----


def test_the_page_asks_nothing_of_a_network_and_runs_only_its_own_script(told: list[Record]):
    parsed = Parsed(report_page([reckon(a_run(told))]))
    for tag, attributes in parsed.tags:
        assert not {"src", "style", "srcset", "action"} & set(attributes), (tag, attributes)
        assert not any(name.startswith("on") for name in attributes)
        assert tag not in {"link", "img", "iframe", "base"}
        assert (attributes.get("href") or "#").startswith("#")
    policy = next(each["content"] for tag, each in parsed.tags if tag == "meta" and "http-equiv" in each)
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    script, style = parsed.texts["script"][1], parsed.texts["style"][0]
    for text in (script, style):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy


def _hostile() -> Run:
    case = Case.model_validate(
        {"id": f"id {HOSTILE}", "kind": HOSTILE, "question": HOSTILE, "answerable": True, "gold": HOSTILE,
         "nuggets": [HOSTILE], "evidence": [{"doc": HOSTILE, "contains": HOSTILE}], "history": [HOSTILE],
         "canaries": [HOSTILE]}
    )  # fmt: skip
    passage = records(cases(1))[0].retrieved[0]
    cited = {**citation(1, passage), "title": HOSTILE, "document": HOSTILE, "text": HOSTILE, "date": HOSTILE}
    sentence = judged_sentence(HOSTILE, 0, [1], "contradicted")
    outcome = outcome_of(HOSTILE, "answer", 5.0, HOSTILE, citations=[cited], persona=HOSTILE)
    record = Record(case, outcome, (passage,), judged={"sentences": [sentence], "speaks_as": None})
    failed = Record(Case(id="failed", kind=HOSTILE, question="?", answerable=True), None, error=HOSTILE)
    scored = [one.with_scores(one.judged, score_record(one)) for one in (record, failed)]
    return a_run(
        scored, HOSTILE, gate=HOSTILE, brand=HOSTILE, judge={"fingerprint": HOSTILE, "same_as_gate": False},
        left_out=[{"file": HOSTILE, "line": 3, "reason": HOSTILE}],
    )  # fmt: skip


def test_hostile_words_stay_words_on_the_page():
    parsed = Parsed(report_page([reckon(_hostile())]))
    tags = [tag for tag, _ in parsed.tags]
    assert tags.count("script") == 2
    assert "img" not in tags
    data = strict(parsed.texts["script"][0])
    assert data["cases"][0]["question"] == HOSTILE
    assert HOSTILE in data["texts"]
    assert embedded("</script>&") == '"\\u003c/script\\u003e\\u0026"'


def test_the_data_tells_each_passage_once_and_every_score_in_words(told: list[Record]):
    data = case_data(told)
    strict(embedded(data))
    assert len(data["texts"]) == len(set(data["texts"]))
    assert len(data["scores"]) == len(MEASURES)
    at = [label for label, _ in data["scores"]].index("Unsupported sentences per 100")
    for record, case in zip(told, data["cases"], strict=True):
        words, scored = data["words"][case["scores"][at]]
        count = record.scores["unsupported_sentences"]
        assert scored is isinstance(count, float)
        assert words == (f"{count:g} of {record.scores['sentences']:g}" if scored else count.reason)  # pyright: ignore
        assert [data["texts"][each["words"]] for each in case["retrieved"]] == [
            each.text for each in record.retrieved
        ]


def test_broken_halves_of_characters_do_not_stop_a_report(told: list[Record], tmp_path: Path):
    first = told[0]
    assert first.outcome is not None
    broken = Record(
        first.case,
        {**first.outcome, "text": "half \ud83d"},
        first.retrieved,
        None,
        {},
        first.judged,
        first.scores,
    )
    write = write_run(tmp_path / "run", told[1:])
    line = json.dumps(broken.as_dict())  # escaped, as a JSON file may hold it
    with (write / "records.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    result = command(write)
    assert result.exit_code == 0, result.output
    ET.parse(write / "junit.xml")


def test_colours_can_be_read_by_everybody():
    """WCAG AA for text on what it stands on, light and dark."""
    css = files("assistant_eval.report").joinpath("page.css").read_text(encoding="utf-8")
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in css.split("@media", 2)[:2]
    )
    for colours in (light, {**light, **dark}):
        for text in ("ink", "soft", "accent"):
            for ground in ("page", "surface", "fill"):
                assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
        for tone in ("good", "bad", "warn"):
            assert contrast(colours[tone], colours[f"{tone}-page"]) >= 4.5, tone
            assert contrast(colours["ink"], colours[f"{tone}-page"]) >= 4.5, tone
        assert contrast(colours["bad"], colours["surface"]) >= 4.5
        assert contrast(colours["warn"], colours["surface"]) >= 4.5
        assert contrast(colours["ink"], colours["mark"]) >= 4.5


def test_the_judge_is_named_and_told_plainly_whether_it_is_the_gate(told: list[Record]):
    same = report_page([reckon(a_run(told))])
    assert "The judge is the same model as the gate." in same
    assert "Exact checks only" in same
    assert "Word overlap only" in same
    other = report_page([reckon(a_run(told, judge={"fingerprint": "j", "same_as_gate": False}))])
    assert "The judge is not the model that gates the answers." in other
    raw = report_page([reckon(a_run(told, gate=None))])
    assert "Nothing gated these answers" in raw
    assert "same model as the gate" not in raw


def test_a_run_that_stopped_and_lines_left_out_are_said_at_the_top(told: list[Record]):
    left = [{"file": "lamps.jsonl", "line": 12, "reason": "question: is missing"}]
    page = report_page([reckon(a_run(told, complete=False, left_out=left))])
    assert "The run is not complete: 96 of 96 cases are done." in page
    assert "lamps.jsonl, line 12: question: is missing" in page


def test_the_command_to_run_it_again_names_what_was_run(told: list[Record]):
    system = {"kind": "langchain", "drafter": "my model", "raw": True, "persona": None}
    page = report_page([reckon(a_run(told, "plain chain", system=system))])
    wanted = "--cases lamps.jsonl --brand DIR --system chain --drafter 'my model' --name 'plain chain'"
    assert wanted.replace("'", "&#x27;") in page


def test_runs_stand_side_by_side(told: list[Record]):
    runs = [reckon(a_run(told, "first")), reckon(a_run(told[:50], "second"), whole=False)]
    page, text, as_told = report_page(runs), markdown(runs), report_as_dict(runs)
    assert "Side by side" in page
    assert "not all asked the same cases" in page
    assert re.search(r"^\| second \| 50 \| ", text, re.MULTILINE)
    assert [each["name"] for each in as_told["others"]] == ["second"]
    assert "not all asked the same cases" not in report_page([runs[0], runs[0]])


# ---- Markdown and JUnit ----


def test_the_markdown_is_a_comment_on_a_pull_request(told: list[Record]):
    text = markdown([reckon(a_run(told))])
    labels = [each.label for name in HEADLINE for each in MEASURES if each.name == name]
    assert [line.split(" | ")[0].lstrip("| ") for line in text.splitlines() if line.startswith("| ")][
        1:
    ] == labels
    assert len(text) < 20_000
    assert "to look at</summary>" in text


def test_hostile_words_are_no_markup_in_markdown():
    text = re.sub(r"`[^`\n]*`", "`code`", markdown([reckon(_hostile())]))
    assert not re.search(r"<(?!/?details|/?summary)", text)
    assert "@all" not in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}


def test_junit_has_a_test_a_case_that_tells_why(told: list[Record]):
    failed = Record(Case(id="gone", kind="fact", question="?", answerable=True), None, error="no \x00 answer")
    run = a_run([*told, failed.with_scores(None, score_record(failed))])
    suite = ET.fromstring(junit(run))[0]
    tests = list(suite)
    assert [test.get("name") for test in tests] == [record.case.id for record in run.records]
    for record, test in zip(run.records, tests, strict=True):
        failure = test.find("failure")
        assert (failure is not None) is bool(faults(record) and record.outcome), record.case.id
        if failure is not None:
            assert failure.get("message") == why(record)[0]
            assert record.case.question in (failure.text or "")
    error = tests[-1].find("error")
    assert error is not None
    assert error.text == "no � answer"
    counts = {name: int(suite.get(name, "-1")) for name in ("tests", "failures", "errors")}
    assert counts == {
        "tests": 97,
        "failures": sum(test.find("failure") is not None for test in tests),
        "errors": 1,
    }


def test_junit_skips_what_nothing_can_score(reply: Reply):
    skipped = ET.fromstring(junit(a_run([reply(nuggets=[])])))[0][0].find("skipped")
    assert skipped is not None
    assert skipped.get("message") == "the case has no gold answer"
