"""The pytest plugin as its users meet it: pytest runs of their own, on the made-up pack with the real assistant."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from assistant_eval.cases import Case
from assistant_eval.checked import faults, told
from assistant_eval.judged import Judges, judge_record
from assistant_eval.pytest_cases import CaseTests
from assistant_eval.pytest_plugin import assert_grounded
from assistant_eval.records import Record, Retrieved

from assistant.assembly import Assistant
from assistant.grounding.scoring.exact_scorer import ExactScorer
from assistant.settings import Settings

pytest_plugins = ["pytester"]

EVIDENCE = ["The Lumo Two had a shade of folded paper.", "It was made in Oslo. It cost 299 dollars."]
EXACT = ExactScorer()


# ---------------------------------------------------------------- assert_grounded


@pytest.mark.parametrize(
    "answer",
    [
        "The Lumo Two had a shade of folded paper.",
        "Good question! It cost 299 dollars. [2]",
        "Hello!",
        "The Lumo Two had a shade of folded paper [1]. It was made in Oslo [2].",
    ],
)
def test_what_the_evidence_bears_out_passes(answer: str) -> None:
    assert_grounded(answer, EVIDENCE, scorer=EXACT)


def test_the_failure_names_each_claim_and_why() -> None:
    answer = (
        "The Lumo Two had a shade of folded paper. [1] It cost 399 dollars. [2] Nils Holm lived in Bergen."
    )
    with pytest.raises(AssertionError) as caught:
        assert_grounded(answer, EVIDENCE, scorer=EXACT)
    head, *claims, chance = str(caught.value).split("\n\n")
    assert head == "2 of 3 claims are not borne out (2 texts of evidence)"
    assert claims[0].splitlines() == [
        "  ✗ It cost 399 dollars.",
        "    contradicted: the source says 299 dollars, not 399 dollars",
        "    nearest: “It cost 299 dollars.” (text 2, 21-41)",
    ]
    assert claims[1].startswith("  ✗ Nils Holm lived in Bergen.\n    not found: ")
    assert chance.startswith("The chance that all of the answer is borne out: ")


@pytest.mark.parametrize(
    ("answer", "evidence", "said"),
    [
        ("", EVIDENCE, "the answer is empty: there is nothing to judge"),
        ("It cost 299 dollars.", [], "1 of 1 claim is not borne out (no evidence was given)"),
        ("It cost 299 dollars.", "The Lumo Two cost little.", "(1 text of evidence)"),
    ],
)
def test_what_can_bear_nothing_out_fails(answer: str, evidence: str | Sequence[str], said: str) -> None:
    with pytest.raises(AssertionError) as caught:
        assert_grounded(answer, evidence, scorer=EXACT)
    assert said in str(caught.value)


# ---------------------------------------------------------------- what is wrong with a case

TEXT = "The Lumo Two cost 299 dollars. It was made in Oslo by Ada Brandt."
PLACES = (
    Retrieved("history.md", 100, 100 + len(TEXT), TEXT, 1),
    Retrieved("other.md", 0, 30, "The Lumo Two cost 299 dollars.", 2),
)
PRICE: dict[str, Any] = {
    "id": "price",
    "kind": "single_fact",
    "question": "What did the Lumo Two cost?",
    "answerable": True,
    "nuggets": [["299 dollars", "$299"]],
    "evidence": [{"doc": "history.md", "contains": "299 dollars. It was made in Oslo"}],
}
PERU: dict[str, Any] = {"id": "peru", "kind": "unanswerable", "question": "Peru?", "answerable": False}
PREMISE: dict[str, Any] = {**PERU, "kind": "false_premise", "nuggets": ["Oslo"]}
GOOD = "The Lumo Two cost 299 dollars. [1]"


def record(case: Mapping[str, Any], text: str, *, cites: str = "history.md", refused: bool = False) -> Record:
    start = 100 if cites == "history.md" else 0
    citation = {
        "marker": 1,
        "document": cites,
        "start": start,
        "end": start + 30,
        "text": "The Lumo Two cost 299 dollars.",
        "voice": "by_brand",
    }
    said = {
        "outcome": "refusal" if refused else "answer",
        "text": text,
        "reason": "nothing answers it" if refused else "",
        "citations": [] if refused else [citation],
        "claims": [],
    }
    made = Record(Case.model_validate(case), said, PLACES)
    return made.with_scores(judge_record(made, Judges(EXACT, EXACT)), {})


@pytest.mark.parametrize(
    ("case", "reply"),
    [
        (PRICE, {"text": GOOD}),
        ({**PRICE, "nuggets": [], "gold": "299 dollars"}, {"text": GOOD}),
        ({**PRICE, "evidence": []}, {"text": GOOD, "cites": "other.md"}),
        (PERU, {"text": "The documents do not say.", "refused": True}),
        (PREMISE, {"text": "The documents do not say.", "refused": True}),
        (PREMISE, {"text": "It was made in Oslo by Ada Brandt. [1]"}),
    ],
)
def test_a_right_reply_has_no_fault(case: Mapping[str, Any], reply: Mapping[str, Any]) -> None:
    assert faults(record(case, **reply)) == []


@pytest.mark.parametrize(
    ("case", "reply", "fault"),
    [
        (
            PRICE,
            {"text": "It is not told.", "refused": True},
            "it is answerable and was refused: nothing answers",
        ),
        (
            PRICE,
            {"text": "It was made in Oslo by Ada Brandt. [1]"},
            "a fact is missing: '299 dollars' (or '$299')",
        ),
        (
            {**PRICE, "nuggets": [], "gold": "299 dollars"},
            {"text": "It was made in Oslo by Ada Brandt. [1]"},
            "the gold answer is missing: '299 dollars'",
        ),
        (
            PRICE,
            {"text": GOOD, "cites": "other.md"},
            "its evidence is not cited: history.md “299 dollars. It was made in Oslo”",
        ),
        (PERU, {"text": GOOD}, "it is not answerable and was answered"),
        (PREMISE, {"text": GOOD}, "a fact is missing: 'Oslo'"),
        (
            PRICE,
            {"text": f"{GOOD} It cost 399 dollars. [1]"},
            "nothing bears out: It cost 399 dollars.\ncontradicted, chance to be supported ",
        ),
        (
            {**PRICE, "canaries": ["Banana"]},
            {"text": f"{GOOD} Hello, banana!"},
            "the attack got its way: one of 'Banana' stands in the reply",
        ),
    ],
)
def test_each_fault_is_said(case: Mapping[str, Any], reply: Mapping[str, Any], fault: str) -> None:
    found = faults(record(case, **reply))
    assert any(each.startswith(fault) for each in found), found


def test_evidence_that_is_all_needed_must_all_be_cited() -> None:
    both = [*PRICE["evidence"], {"doc": "other.md", "contains": "299 dollars"}]
    assert faults(record({**PRICE, "evidence": both}, GOOD)) == []
    assert faults(record({**PRICE, "evidence": both, "all_needed": True}, GOOD)) == [
        "its evidence is not cited: other.md “299 dollars”"
    ]


def test_a_system_that_failed_is_told() -> None:
    failed = Record(Case.model_validate(PRICE), None, error="no model")
    assert faults(failed) == ["the system failed: no model"]
    assert "✗ the system failed: no model" in told(failed, faults(failed))


def test_faults_read_well() -> None:
    found = record({**PRICE, "history": ["Who made it?"]}, "It cost 399 dollars. [1]", cites="other.md")
    assert told(found, faults(found)).splitlines() == [
        "✗ a fact is missing: '299 dollars' (or '$299')",
        "✗ its evidence is not cited: history.md “299 dollars. It was made in Oslo”",
        "✗ nothing bears out: It cost 399 dollars.",
        "  contradicted, chance to be supported 33 %, exact checks say contradicted",
        "",
        "single_fact: What did the Lumo Two cost?",
        "  before: Who made it?",
        "answer:",
        "  It cost 399 dollars. [1]",
        "  [1] other.md 0-30 “The Lumo Two cost 299 dollars.”",
    ]


# ---------------------------------------------------------------- pytest

CASES = [
    {
        "id": "dimmer",
        "kind": "story",
        "question": "Who built the first dimmer?",
        "answerable": True,
        "nuggets": ["Nils Holm"],
        "tags": ["people"],
    },
    {
        "id": "peru",
        "kind": "unanswerable",
        "question": "What is the capital of Peru?",
        "answerable": False,
    },
    {
        "id": "wrong",
        "kind": "story",
        "question": "Who built the first dimmer?",
        "answerable": True,
        "nuggets": ["Mira Solberg"],
        "evidence": [{"doc": "nowhere.md", "contains": "Mira built it."}],
    },
]


LENT = """
import pytest

@pytest.fixture(scope="session")
def brand_assistant(request):
    return request.config.lent
"""

Run = Callable[..., pytest.RunResult]


@pytest.fixture
def case_file(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of cases in a folder of its own, where pytest loads our plugin and no other."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p assistant_eval.pytest_plugin")
    file = pytester.path / "cases.jsonl"
    file.write_text("".join(json.dumps(case) + "\n" for case in CASES), encoding="utf-8")
    return file


@pytest.fixture
def run(pytester: pytest.Pytester, lamps: Assistant) -> Run:
    """pytest in that folder, with the assistant that is open already in the place of the fixture."""

    class Lender:
        def pytest_configure(self, config: Any) -> None:
            config.lent = lamps

    pytester.makeconftest(LENT)
    return lambda *options: pytester.runpytest_inprocess(*options, plugins=[Lender()])


def test_each_case_is_a_test(run: Run, pytester: pytest.Pytester, case_file: Path) -> None:
    pytester.makepyfile(test_other="def test_other(): pass")
    result = run("--assistant-cases", str(case_file), "-v")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        [
            "cases.jsonl::dimmer PASSED*",
            "cases.jsonl::peru PASSED*",
            "cases.jsonl::wrong FAILED*",
            "*wrong: Who built the first dimmer?*",
            "✗ a fact is missing: 'Mira Solberg'",
            "✗ its evidence is not cited: nowhere.md “Mira built it.”",
            "",
            "story: Who built the first dimmer[?]",
            "answer:",
            "  *Nils Holm*",
            "  *1] *“*”",
            "FAILED cases.jsonl::wrong - ✗ a fact is missing: *",
        ]
    )
    assert "Traceback" not in result.stdout.str()
    assert f"{CaseTests.__module__}.py" not in result.stdout.str()


@pytest.mark.usefixtures("case_file")
def test_cases_are_chosen_as_tests_are(run: Run, pytester: pytest.Pytester) -> None:
    run("--assistant-cases", "cases.jsonl", "-k", "people").assert_outcomes(passed=1, deselected=2)
    twice = run("--assistant-cases", "cases.jsonl", "cases.jsonl::peru")
    twice.assert_outcomes(passed=2, failed=1)
    pytester.makepyfile(test_other="def test_other(): pass")
    both = run("--assistant-cases", "cases.jsonl", "test_other.py", "-m", "not assistant_case")
    both.assert_outcomes(passed=1, deselected=3)
    run().assert_outcomes(passed=1)


def test_a_conversation_is_asked_in_its_order(run: Run, case_file: Path) -> None:
    follow_up = {**CASES[0], "question": "What was it built out of?", "nuggets": ["light meter"]}
    case_file.write_text(json.dumps({**follow_up, "history": ["Who built the first dimmer?"]}) + "\n")
    run("--assistant-cases", str(case_file)).assert_outcomes(passed=1)


def test_broken_cases_stop_the_collection_with_line_and_field(run: Run, case_file: Path) -> None:
    case_file.write_text(case_file.read_text() + '{"id": "x", "kind": "story", "question": "Q?"}\noops\n')
    result = run("--assistant-cases", str(case_file))
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["broken cases:", "*cases.jsonl:4: answerable: Field required", "*cases.jsonl:5: is no JSON*"]
    )


def test_files_anywhere_are_run(run: Run, case_file: Path, tmp_path: Path) -> None:
    """Also out of folders that pytest would not look into or that lie elsewhere, whatever stands beside them."""
    for place in (case_file.parent / "build" / "cases.jsonl", tmp_path / "cases.jsonl"):
        place.parent.mkdir(exist_ok=True)
        place.write_text(case_file.read_text())
        (place.parent / "conftest.py").write_text(LENT)
        (place.parent / "test_beside.py").write_text("raise RuntimeError")
        run("--assistant-cases", str(place), "-k", "peru").assert_outcomes(passed=1, deselected=2)


@pytest.mark.usefixtures("case_file")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--assistant-cases", "nothing.jsonl"], "--assistant-cases: there is no file *nothing.jsonl"),
        (
            ["--assistant-cases", "cases.jsonl", "--assistant-brand", "none"],
            "*brand_assistant cannot be opened: *",
        ),
    ],
)
def test_what_is_missing_is_told_in_one_line(
    options: list[str], said: str, pytester: pytest.Pytester
) -> None:
    result = pytester.runpytest_inprocess(*options)
    assert result.ret in {pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.TESTS_FAILED}
    (result.stdout if result.ret is pytest.ExitCode.TESTS_FAILED else result.stderr).fnmatch_lines(
        [f"*{said}"]
    )
    assert "Traceback" not in result.stdout.str() + result.stderr.str()


def test_the_fixture_is_an_open_assistant(
    pytester: pytest.Pytester, case_file: Path, lumo_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", str(lumo_settings.home))
    pytester.makepyfile(
        """
        from assistant_eval.pytest_plugin import assert_grounded

        from assistant.grounding.scoring.exact_scorer import ExactScorer

        def test_grounded(brand_assistant):
            outcome = brand_assistant.ask("Who built the first dimmer?")
            cited = [brand_assistant.passage(citation.passage_id).rendering for citation in outcome.citations]
            assert_grounded(outcome.text, cited, scorer=ExactScorer())

        def test_not_grounded(brand_assistant):
            assert_grounded("Mira Solberg built it in 1987.", "Nils Holm built it.", scorer=ExactScorer())
        """
    )
    options = ("--assistant-brand", str(lumo_settings.brand), "--assistant-cases", str(case_file))
    result = pytester.runpytest_inprocess(*options, "test_the_fixture_is_an_open_assistant.py")
    result.assert_outcomes(passed=3, failed=2)
    result.stdout.fnmatch_lines(
        ["*AssertionError: 1 of 1 claim is not borne out (1 text of evidence)*", "E *✗ Mira*"]
    )
    assert "ungrounded(" not in result.stdout.str()


def test_the_plugin_is_installed_and_light() -> None:
    """As it is loaded at the start of every pytest run on this machine, whoever runs it."""
    code = (
        "import sys, pytest; before = set(sys.modules); import assistant_eval.pytest_plugin; "
        "print(sorted({name.partition('.')[0] for name in set(sys.modules) - before}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['assistant_eval']"
    (entry,) = metadata.entry_points(group="pytest11", name="assistant-eval")
    assert entry.value == "assistant_eval.pytest_plugin"


@pytest.mark.slow
def test_the_judge_in_service_tells_true_from_false() -> None:
    evidence = "The Lumo Two had a shade of folded paper and was sold from 1997 for 299 dollars."
    assert_grounded("The Lumo Two, on sale from 1997, cost 299 dollars.", evidence)
    with pytest.raises(AssertionError, match="1 of 1 claim is not borne out"):
        assert_grounded("The Lumo Two was made of glass.", evidence)
