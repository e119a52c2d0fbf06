"""Case files: what is a case, and what is said of a line that is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from assistant_eval.cases import Case, all_cases, read_cases
from assistant_eval.errors import EvalError

GOOD = {"id": "a", "kind": "story", "question": "Who made the Lumo?", "answerable": True}


def written(folder: Path, *lines: object, name: str = "cases.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return path


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"answerable": "yes"}, "answerable", "boolean"),
        ({"question": 3}, "question", "string"),
        ({"evidence": [{"doc": "a.md"}]}, "evidence.0.contains", "required"),
        ({"nuggets": ["a", 3]}, "nuggets.1", "string"),
        ({"history": [{"question": 1}]}, "history.0.question", "string"),
        ({"anwserable": True}, "anwserable", "did you mean 'answerable'"),
        ({"id": " "}, "id", "at least 1 character"),
    ],
)
def test_a_broken_line_is_told_with_its_number_and_field(
    tmp_path: Path, changes: dict[str, object], field: str, reason: str
) -> None:
    file = read_cases(written(tmp_path, GOOD, {**GOOD, "id": "b", **changes}))
    assert [case.id for case in file.cases] == ["a"]
    assert [line.line for line in file.broken] == [2]
    assert field in file.broken[0].reason
    assert reason in file.broken[0].reason


def test_the_rest_runs_only_if_asked_to(tmp_path: Path) -> None:
    file = read_cases(written(tmp_path, GOOD, "{oops"))
    with pytest.raises(EvalError, match=r"cases\.jsonl:2: is no JSON.*") as told:
        all_cases([file], skip_invalid=False)
    assert "--skip-invalid" in str(told.value)
    assert [case.id for case in all_cases([file], skip_invalid=True)] == ["a"]


def test_an_id_is_used_once(tmp_path: Path) -> None:
    assert "line 1 already" in read_cases(written(tmp_path, GOOD, GOOD)).broken[0].reason
    one, other = (read_cases(written(tmp_path, GOOD, name=name)) for name in ("one.jsonl", "other.jsonl"))
    with pytest.raises(EvalError, match="two cases have the id 'a'"):
        all_cases([one, other], skip_invalid=False)


def test_unknown_fields_are_kept_and_absent_ones_stay_absent() -> None:
    told = {**GOOD, "author": "Mira", "nuggets": ["Ada Quill", ["1961", "sixty-one"]], "history": ["Hello?"]}
    case = Case.model_validate(told)
    assert case.as_dict() == told
    assert case.ways() == (("Ada Quill",), ("1961", "sixty-one"))
    assert [(turn.question, turn.answer) for turn in case.earlier] == [("Hello?", None)]
    assert case.cluster == "a"
