"""Data sets to and from RAGAS and DeepEval, checked against the libraries themselves where they are installed."""

from __future__ import annotations

import csv
import importlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import typer
from assistant_eval.cases import Case, read_cases
from assistant_eval.errors import EvalError
from assistant_eval.exchange.command import convert, external
from assistant_eval.exchange.external import score_run, summed
from assistant_eval.exchange.metrics import METRICS, ChatJudge, ExternalMetric, Judging, open_metric
from assistant_eval.exchange.sample import Reference, Sample, contexts_from, sample_of_case, sample_of_record
from assistant_eval.records import Record, Retrieved, write_records
from assistant_eval.stats import Estimate, Unscored
from assistant_eval.systems.recorded import RecordedAnswers
from pydantic import BaseModel
from rich.console import Console
from typer.testing import CliRunner, Result

from assistant.generation.chat_connection import connector
from assistant.settings import Settings
from tests.fakes import Reply, ScriptedServer

app = typer.Typer()
app.command()(convert)
app.command()(external)

PRICE = Case.model_validate(
    {
        "id": "price",
        "kind": "table_fact",
        "question": "What did the Lumo Two cost?",
        "answerable": True,
        "gold": "299 dollars.",
        "nuggets": ["299"],
        "evidence": [{"doc": "products.csv", "contains": "Lumo Two,299"}],
        "tags": ["price"],
    }
)
FOLLOW_UP = Case.model_validate(
    {
        "id": "next",
        "kind": "conversation",
        "question": "And who drew it?",
        "answerable": True,
        "gold": "Ada Brandt.",
        "history": [{"question": "What did the Lumo Two cost?", "answer": "299 dollars."}, "When?"],
    }
)
PERU = Case.model_validate(
    {"id": "peru", "kind": "unanswerable", "question": "What is the capital of Peru?", "answerable": False}
)
CASES = (PRICE, FOLLOW_UP, PERU)


def outcome(text: str, *, refused: bool = False, markers: Sequence[int] = (1,)) -> dict[str, Any]:
    citation = {
        "document": "products.csv",
        "start": 20,
        "end": 32,
        "text": "Lumo Two,299",
        "passage": "p1",
        "voice": "by_brand",
    }
    return {
        "schema": 2,
        "outcome": "refusal" if refused else "answer",
        "text": text,
        "reason": "",
        "citations": [] if refused else [{"marker": marker, **citation} for marker in markers],
        "claims": [],
        "quotes": [],
        "timings_ms": {"total": 41.5},
    }


RETRIEVED = (
    Retrieved("history.md", 0, 9, "It began.", 1),
    Retrieved("products.csv", 20, 32, "Lumo Two,299", 2, "Lumo Two. Price: 299."),
)
RECORDS = (
    Record(PRICE, outcome("It cost 299 dollars. [1] See note [7]."), RETRIEVED, usage={"output_tokens": 7.0}),
    Record(FOLLOW_UP, outcome("Ada Brandt drew it. [1]"), RETRIEVED),
    Record(PERU, outcome("The documents do not say.", refused=True)),
)


def run(*arguments: object) -> Result:
    return CliRunner(env={"NO_COLOR": "1"}).invoke(app, [*map(str, arguments)])


def write(path: Path, rows: Sequence[object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def converted(source: Path, target: Path, to: str, *options: object) -> dict[str, Any]:
    result = run("convert", source, target, "--to", to, "--json", *options)
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return told


@pytest.fixture(autouse=True)
def nothing_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DeepEval makes a folder where it is imported."""
    monkeypatch.setenv("DEEPEVAL_CACHE_FOLDER", str(tmp_path / "deepeval"))


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return write(tmp_path / "cases.jsonl", [case.as_dict() for case in CASES])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run, as far as converting reads it."""
    (tmp_path / "run").mkdir()
    write_records(tmp_path / "run", RECORDS)
    return tmp_path / "run"


# ---------------------------------------------------------------- there and back


@pytest.mark.parametrize("shape", ["ragas", "ragas-0.1", "deepeval-goldens"])
def test_cases_come_back_as_they_went(shape: str, cases: Path, tmp_path: Path) -> None:
    there, back = tmp_path / "there.json", tmp_path / "back.jsonl"
    assert converted(cases, there, shape) == {
        "from": "cases",
        "to": shape,
        "out": str(there),
        "written": 3,
        "left_out": [],
    }
    told = converted(there, back, "cases")
    assert told["from"] == shape
    assert [case.as_dict() for case in read_cases(back).cases] == [case.as_dict() for case in CASES]


@pytest.mark.parametrize("shape", ["ragas", "ragas-0.1", "deepeval"])
def test_answers_come_back_to_be_scored(shape: str, folder: Path, cases: Path, tmp_path: Path) -> None:
    converted(folder, tmp_path / "there.json", shape)
    told = converted(tmp_path / "there.json", tmp_path / "back.jsonl", "recorded", "--cases", cases)
    assert (told["from"], told["written"]) == (shape, 3)
    answers = RecordedAnswers(tmp_path / "back.jsonl")
    said = answers.ask(PRICE)
    assert said.outcome["text"] == "It cost 299 dollars. See note [7]."
    assert [place.text for place in said.retrieved] == ["It began.", "Lumo Two. Price: 299."]
    assert answers.ask(PERU).outcome["outcome"] == "refusal"


def test_a_run_of_ours_is_recorded_whole(folder: Path, tmp_path: Path) -> None:
    converted(folder, tmp_path / "back.jsonl", "recorded")
    said = RecordedAnswers(tmp_path / "back.jsonl").ask(PRICE)
    assert said.outcome == RECORDS[0].outcome
    assert said.retrieved == RETRIEVED
    assert said.usage == {"output_tokens": 7.0}


def test_recorded_answers_go_on_to_other_tools(cases: Path, tmp_path: Path) -> None:
    recorded = write(
        tmp_path / "peer.jsonl",
        [
            {"id": "price", "answer": "299 [2].", "contexts": ["No.", {"document": "a.md", "text": "299"}]},
            {"id": "peru", "answer": "", "contexts": [], "refused": True, "latency_ms": 250},
        ],
    )
    told = converted(recorded, tmp_path / "out.jsonl", "ragas", "--cases", cases)
    assert (told["from"], told["written"]) == ("recorded", 2)
    assert told["left_out"] == [{"row": 2, "reason": "next: no answer was recorded to this case"}]
    first, second = lines(tmp_path / "out.jsonl")
    assert first["response"] == "299."
    assert first["retrieved_contexts"] == ["No.", "299"]
    assert "retrieved_context_ids" not in first
    assert second["response"] == ""
    refused = run("convert", recorded, tmp_path / "x.jsonl", "--to", "ragas")
    assert refused.exit_code == 1
    assert "name the cases with --cases" in refused.stderr


# ---------------------------------------------------------------- shapes


def test_the_shape_of_ragas(folder: Path, tmp_path: Path) -> None:
    converted(folder, tmp_path / "out.jsonl", "ragas")
    first, second, third = lines(tmp_path / "out.jsonl")
    assert {key: value for key, value in first.items() if key != "case"} == {
        "id": "price",
        "user_input": "What did the Lumo Two cost?",
        "retrieved_contexts": ["It began.", "Lumo Two. Price: 299."],
        "retrieved_context_ids": ["history.md", "products.csv"],
        "response": "It cost 299 dollars. See note [7].",
        "reference": "299 dollars.",
        "reference_contexts": ["Lumo Two,299"],
        "reference_context_ids": ["products.csv"],
    }
    assert second["user_input"] == (
        "User: What did the Lumo Two cost?\nAssistant: 299 dollars.\nUser: When?\nUser: And who drew it?"
    )
    assert "reference" not in third
    assert third["retrieved_contexts"] == []


def test_the_shape_of_ragas_before(folder: Path, tmp_path: Path) -> None:
    converted(folder, tmp_path / "out.jsonl", "ragas-0.1")
    first = lines(tmp_path / "out.jsonl")[0]
    assert set(first) == {"id", "question", "contexts", "answer", "ground_truth", "case"}


def test_the_shape_of_deepeval(folder: Path, tmp_path: Path) -> None:
    converted(folder, tmp_path / "out.json", "deepeval")
    first, *_ = json.loads((tmp_path / "out.json").read_text())
    assert first["additional_metadata"].pop("case") == PRICE.as_dict()
    assert first == {
        "input": "What did the Lumo Two cost?",
        "actual_output": "It cost 299 dollars. See note [7].",
        "expected_output": "299 dollars.",
        "context": ["Lumo Two,299"],
        "retrieval_context": ["It began.", "Lumo Two. Price: 299."],
        "name": "price",
        "additional_metadata": {"retrieved_documents": ["history.md", "products.csv"]},
        "completion_time": 0.0415,
    }


def test_what_ragas_makes_becomes_cases_and_answers(tmp_path: Path) -> None:
    """A test set of its generator: it knows no ids, no answerability and nothing of ours."""
    rows = [
        {
            "user_input": "Who drew the Lumo?",
            "reference_contexts": ["Ada Brandt drew it."],
            "reference": "Ada Brandt.",
            "synthesizer_name": "single_hop_specific_query_synthesizer",
        },
        {
            "user_input": "Who won in 2030?",
            "reference": "The context does not mention that.",
            "response": "No.",
        },
        {
            "user_input": [
                {"content": "Hello", "type": "human"},
                {"content": "Hello!", "type": "ai"},
                {"content": "Who drew it?", "type": "human"},
                {"content": "Ada did.", "type": "ai"},
            ],
            "reference_contexts": ["Ada Brandt drew it."],
            "reference_context_ids": ["history.md"],
        },
    ]
    source = write(tmp_path / "testset.jsonl", rows)
    converted(source, tmp_path / "cases.jsonl", "cases")
    first, second, third = read_cases(tmp_path / "cases.jsonl").cases
    assert first.as_dict() == {
        "id": "row-1",
        "kind": "single_hop_specific_query_synthesizer",
        "question": "Who drew the Lumo?",
        "answerable": True,
        "gold": "Ada Brandt.",
        "reference_contexts": ["Ada Brandt drew it."],
    }
    assert (second.answerable, second.kind) == (False, "imported")
    assert third.evidence[0].doc == "history.md"
    assert [(turn.question, turn.answer) for turn in third.earlier] == [("Hello", "Hello!")]
    told = converted(source, tmp_path / "said.jsonl", "recorded")
    assert told["left_out"] == [{"row": 1, "reason": "it has no answer"}]
    assert lines(tmp_path / "said.jsonl") == [
        {"id": "row-2", "answer": "No.", "contexts": []},
        {"id": "row-3", "answer": "Ada did.", "contexts": []},
    ]


def test_old_ragas_wrote_several_truths_and_csv(tmp_path: Path) -> None:
    with (tmp_path / "old.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, ["question", "contexts", "answer", "ground_truths"])
        writer.writeheader()
        writer.writerow(
            {
                "question": "Who?",
                "contexts": ["a, b", "c\nd"],
                "answer": "Ada",
                "ground_truths": ["Ada", "A."],
            }
        )
    told = converted(tmp_path / "old.csv", tmp_path / "said.jsonl", "recorded")
    assert told["from"] == "ragas-0.1"
    assert lines(tmp_path / "said.jsonl") == [{"id": "row-1", "answer": "Ada", "contexts": ["a, b", "c\nd"]}]
    converted(tmp_path / "old.csv", tmp_path / "cases.jsonl", "cases")
    assert lines(tmp_path / "cases.jsonl")[0]["gold"] == "Ada"


def test_deepeval_by_its_other_names(tmp_path: Path) -> None:
    """Camel case as its platform exports, lists in one cell as its CSV has them, sources as it marks them."""
    (tmp_path / "in.json").write_text(
        json.dumps(
            {
                "testCases": [
                    {
                        "name": "one",
                        "input": "Who?",
                        "actualOutput": "Ada.",
                        "expectedOutput": "Ada Brandt.",
                        "retrievalContext": ["deepeval_source=a.md,deepeval_context=Ada\ndrew it."],
                        "completionTime": 0.25,
                    }
                ]
            }
        )
    )
    converted(tmp_path / "in.json", tmp_path / "said.jsonl", "recorded")
    assert lines(tmp_path / "said.jsonl") == [
        {
            "id": "one",
            "answer": "Ada.",
            "contexts": [{"document": "a.md", "text": "Ada\ndrew it."}],
            "latency_ms": 250.0,
        }
    ]
    (tmp_path / "in.csv").write_text(
        "input,actual_output,retrieval_context,additional_metadata\nWho?,Ada.,a|b,\n"
    )
    converted(tmp_path / "in.csv", tmp_path / "said.jsonl", "recorded")
    assert lines(tmp_path / "said.jsonl") == [{"id": "row-1", "answer": "Ada.", "contexts": ["a", "b"]}]


# ---------------------------------------------------------------- matching, faults


def test_rows_without_ids_find_their_cases_by_the_question(cases: Path, tmp_path: Path) -> None:
    rows = [
        {"user_input": "what did the  Lumo Two cost?", "response": "299.", "retrieved_contexts": []},
        {"user_input": sample_of_case(FOLLOW_UP).conversation, "response": "Ada.", "retrieved_contexts": []},
        {"user_input": "Who else?", "response": "Nobody.", "retrieved_contexts": []},
    ]
    source = write(tmp_path / "in.jsonl", rows)
    told = converted(source, tmp_path / "out.jsonl", "recorded", "--cases", cases)
    assert [row["id"] for row in lines(tmp_path / "out.jsonl")] == ["price", "next"]
    assert told["left_out"] == [{"row": 3, "reason": "no case has this id or asks this: 'Who else?'"}]
    twice = write(tmp_path / "twice.jsonl", [PRICE.as_dict(), {**PRICE.as_dict(), "id": "price-2"}])
    ambiguous = run("convert", source, tmp_path / "out.jsonl", "--to", "recorded", "--cases", twice)
    assert ambiguous.exit_code == 1
    assert "several cases ask this" in ambiguous.stderr


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"user_input": 5}, "user_input: must be a text, it is 5"),
        (
            {"user_input": "Q?", "retrieved_contexts": [1]},
            "retrieved_contexts: must be a list of texts, it is [1]",
        ),
        (
            {"user_input": [{"content": "Hi", "type": "ai"}]},
            "is a conversation in which nobody asks anything",
        ),
        ({"user_input": "Q?", "case": {"id": "x"}}, "question: Field required"),
        ({"user_input": "Q?", "id": "a"}, "id: 'a' stands in row 1 already"),
        ("text", "is no JSON object"),
    ],
)
def test_broken_rows_are_named_by_line_and_field(row: object, said: str, tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", [{"user_input": "Good?", "id": "a"}, row])
    result = run("convert", source, tmp_path / "out.jsonl", "--to", "cases")
    assert result.exit_code == 1
    assert f"{source}:2: " in result.stderr
    assert said in result.stderr
    assert not (tmp_path / "out.jsonl").exists()
    skipped = run("convert", source, tmp_path / "out.jsonl", "--to", "cases", "--skip-invalid")
    assert skipped.exit_code == 0
    assert "row 2 left out: " in skipped.stderr
    assert len(lines(tmp_path / "out.jsonl")) == 1


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        ([], [], "holds no rows"),
        ([{"prompt": "Q?"}], [], "has rows of prompt: say with --from what they are (cases, records,"),
        ([{"input": "Q?"}], ["--to", "records"], "records are what a run writes"),
        ([{"input": "Q?"}], ["--to", "deepeval"], "in.jsonl:1: it has no answer"),
        ([{"scenario": "S", "turns": []}], [], "only single questions can be taken over"),
    ],
)
def test_what_cannot_be_converted_is_told(
    rows: list[object], options: list[str], said: str, tmp_path: Path
) -> None:
    source = write(tmp_path / "in.jsonl", rows)
    result = run("convert", source, tmp_path / "out.jsonl", *(options or ["--to", "cases"]))
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr


def test_no_file_is_overwritten_by_itself(cases: Path) -> None:
    before = cases.read_bytes()
    result = run("convert", cases, cases, "--to", "ragas")
    assert result.exit_code == 1
    assert cases.read_bytes() == before


# ---------------------------------------------------------------- the libraries themselves


def test_ragas_reads_what_we_write_and_we_what_it_writes(folder: Path, cases: Path, tmp_path: Path) -> None:
    ragas = pytest.importorskip("ragas")
    converted(folder, tmp_path / "out.jsonl", "ragas")
    data = ragas.EvaluationDataset.from_jsonl(tmp_path / "out.jsonl")
    assert data[0].user_input == PRICE.question
    assert data[0].retrieved_context_ids == ["history.md", "products.csv"]
    data.to_jsonl(tmp_path / "back.jsonl")
    data.to_csv(tmp_path / "back.csv")
    for back in ("back.jsonl", "back.csv"):
        told = converted(tmp_path / back, tmp_path / "said.jsonl", "recorded", "--cases", cases)
        assert told["written"] == 3, back
        said = RecordedAnswers(tmp_path / "said.jsonl").ask(FOLLOW_UP)
        assert said.outcome["text"] == "Ada Brandt drew it."
        assert said.retrieved[1].document == "products.csv"


def test_deepeval_reads_what_we_write_and_we_what_it_writes(
    folder: Path, cases: Path, tmp_path: Path
) -> None:
    pytest.importorskip("deepeval")
    dataset = importlib.import_module("deepeval.dataset")
    test_case = importlib.import_module("deepeval.test_case").LLMTestCase
    converted(folder, tmp_path / "cases.json", "deepeval")
    rows = json.loads((tmp_path / "cases.json").read_text())
    assert test_case(**rows[0]).metadata["case"]["id"] == "price"
    data = dataset.EvaluationDataset()
    names = ("input", "actual_output", "expected_output", "context", "retrieval_context")
    data.add_test_cases_from_json_file(
        str(tmp_path / "cases.json"), **{f"{name}_key_name": name for name in names}
    )
    assert data.test_cases[0].retrieval_context == ["It began.", "Lumo Two. Price: 299."]
    converted(cases, tmp_path / "goldens.json", "deepeval-goldens")
    goldens = dataset.EvaluationDataset()
    goldens.add_goldens_from_json_file(str(tmp_path / "goldens.json"))
    for kind in ("json", "csv", "jsonl"):
        goldens.save_as(file_type=kind, directory=str(tmp_path), file_name="saved")
        converted(tmp_path / f"saved.{kind}", tmp_path / "back.jsonl", "cases")
        assert [case.as_dict() for case in read_cases(tmp_path / "back.jsonl").cases] == [
            case.as_dict() for case in CASES
        ]


# ---------------------------------------------------------------- metrics


SAMPLE = Sample(
    id="a",
    question="Who drew it?",
    reference="Ada Brandt drew it.",
    answer="Ada Brandt drew it.",
    contexts=contexts_from(["Ada Brandt drew the Lumo."]),
)


class Filling:
    """A judge that says yes to whatever it is asked, in whatever form."""

    name = "yes"

    def __init__(self, best: int = 1) -> None:
        self.prompts: list[str] = []
        self._best = best

    def fill(self, prompt: str, form: type[BaseModel]) -> BaseModel:
        self.prompts.append(prompt)
        schema = form.model_json_schema()
        return form.model_validate(_filled(schema, schema.get("$defs", {}), self._best))


def _filled(schema: Mapping[str, Any], known: Mapping[str, Any], best: int) -> Any:
    """A value of that schema: every verdict is the best one, every text the same."""
    if "$ref" in schema:
        return _filled(known[schema["$ref"].rpartition("/")[2]], known, best)
    for several in ("anyOf", "allOf"):
        if several in schema:
            return _filled(schema[several][0], known, best)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        return {name: _filled(each, known, best) for name, each in schema.get("properties", {}).items()}
    if kind == "array":
        return [_filled(schema["items"], known, best)]
    return {"integer": best, "number": 1.0, "boolean": True}.get(str(kind), "Ada Brandt drew it.")


@pytest.mark.parametrize("tool", ["ragas", "deepeval"])
def test_a_missing_library_names_the_command_that_installs_it(
    tool: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == tool]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, tool, None)
    with pytest.raises(EvalError, match=rf"{tool} is not installed: pip install 'brand-assistant\[{tool}\]'"):
        open_metric(f"{tool}:exact_match")


def test_what_is_asked_for_must_exist() -> None:
    with pytest.raises(EvalError, match="there is no metric 'ragas:truth': there are ragas:faithfulness, "):
        open_metric("ragas:truth")
    with pytest.raises(EvalError, match="ragas:faithfulness asks a language model: name one with --model"):
        open_metric("ragas:faithfulness")


def fake(score: Any) -> ExternalMetric:
    return ExternalMetric(METRICS["ragas:faithfulness"], score)


@pytest.mark.parametrize(
    ("sample", "score", "reason"),
    [
        (Sample("a", "Q?"), 1.0, "there is no answer"),
        (Sample("a", "Q?", answer="A."), 1.0, "nothing was retrieved"),
        (Sample("a", "Q?", answer="I do not know.", refused=True), 1.0, "the system refused: these metrics"),
        (SAMPLE, float("nan"), "ragas gave nan"),
        (SAMPLE, float("inf"), "ragas gave inf"),
    ],
)
def test_what_cannot_be_scored_says_why(sample: Sample, score: float, reason: str) -> None:
    found = fake(lambda _: score).score(sample)
    assert isinstance(found, Unscored)
    assert reason in found.reason


def test_a_library_that_fails_costs_one_case() -> None:
    def failing(_: object) -> float:
        raise RuntimeError("no such model\nand a long trace")

    assert fake(failing).score(SAMPLE) == Unscored("ragas failed: no such model")
    scores = [fake(lambda _: 0.5).score(sample_of_record(record)) for record in RECORDS]
    found = summed(fake(None), "m", RECORDS, scores)
    assert found.mean == Estimate(0.5)
    assert (found.scored, list(found.unscored.values())) == (2, [1])


def test_a_chat_model_fills_in_forms() -> None:
    class Form(BaseModel):
        verdict: int

    message = {"role": "assistant", "content": '{"verdict": 1}'}
    told = {
        "id": "c",
        "object": "chat.completion",
        "created": 0,
        "model": "m",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
    }
    reply = Reply(body=[json.dumps(told).encode()], content_type="application/json")
    with ScriptedServer(reply) as server:
        connection = connector(Settings(drafter=server.url)).connect()
        assert ChatJudge(connection.model, connection.name).fill("Is it so?", Form) == Form(verdict=1)
        assert server.requests[0]["response_format"]["json_schema"]["name"] == "Form"


def test_the_command_scores_a_run(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(name: str, _: Judging | None) -> ExternalMetric:
        return ExternalMetric(METRICS[name], lambda fields: float("299" in fields["response"]))

    monkeypatch.setattr("assistant_eval.exchange.external.open_metric", opened)
    out = tmp_path / "scores.jsonl"
    result = run("external", folder, "--metric", "ragas:exact_match", "--out", out, "--json")
    assert result.exit_code == 0, result.output
    (told,) = json.loads(result.stdout)
    assert (told["metric"], told["model"], told["scored"], told["mean"]["value"]) == (
        "ragas:exact_match",
        None,
        2,
        0.5,
    )
    assert [line["score"] for line in lines(out)] == [1.0, 0.0, None]
    shown = run("external", folder, "--metric", "ragas:exact_match").stdout
    assert "ragas:exact_match" in shown
    assert "unscored: 1, the system refused" in shown


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ragas:exact_match", 1.0),
        ("ragas:string_presence", 1.0),
        ("ragas:quoted_spans", 1.0),
        ("deepeval:exact_match", 1.0),
    ],
)
def test_metrics_in_code_of_the_libraries(name: str, expected: float) -> None:
    pytest.importorskip(METRICS[name].tool)
    metric = open_metric(name)
    assert metric.score(SAMPLE) == expected
    if name != "ragas:quoted_spans":
        assert (
            metric.score(Sample("b", "Q?", reference="Nobody.", answer="Ada.", contexts=SAMPLE.contexts))
            == 0.0
        )


@pytest.mark.parametrize("name", [name for name, metric in METRICS.items() if metric.asks_model])
def test_metrics_of_the_libraries_that_ask_a_model(name: str) -> None:
    pytest.importorskip(METRICS[name].tool)
    judge = Filling(best=4 if name == "ragas:answer_accuracy" else 1)  # that one gives marks of 0, 2 and 4
    full = Sample(
        "a",
        SAMPLE.question,
        reference=SAMPLE.reference,
        answer=SAMPLE.answer,
        contexts=SAMPLE.contexts,
        evidence=(Reference("Ada Brandt drew the Lumo."),),
    )
    score = open_metric(name, judge).score(full)
    assert isinstance(score, float), score
    assert 0 <= score <= 1
    assert judge.prompts


def test_nothing_is_asked_before_every_metric_is_open(folder: Path) -> None:
    with pytest.raises(EvalError, match="there is no metric"):
        score_run(folder, ["ragas:truth"], None, Console(quiet=True))
