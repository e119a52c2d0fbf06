"""The generator of faults, on a pack nobody made for it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from assistant_eval.faults import (
    FaultKind,
    Saying,
    Share,
    cases,
    pack_documents,
    pack_scenes,
    review,
    row_scenes,
    shares,
)
from assistant_eval.faults.__main__ import app
from typer.testing import CliRunner

from assistant.brand import Brand
from assistant.grounding.judging.judge import ExactJudge
from tests import lumo


@pytest.fixture(scope="module")
def scenes(tmp_path_factory):
    return pack_scenes(pack_documents(Brand.read(lumo.write(tmp_path_factory.mktemp("pack")))))


def test_a_scene_is_a_passage_with_its_siblings(scenes) -> None:
    assert all(1 < len(scene.evidence) <= 5 for scene in scenes)
    assert all(len({item.passage.id for item in scene.evidence}) == len(scene.evidence) for scene in scenes)
    every = " ".join(text for scene in scenes for text in scene.texts)
    assert "lighthouse" in every
    assert "Quillfeather" not in every  # an internal document


def test_a_fault_changes_one_place_and_nothing_else(scenes) -> None:
    made = cases(scenes, {}, count=200, seed=1)
    assert len({case.fault.kind for case in made}) >= 6
    for case in made:
        fault, claim = case.fault, case.claim.text
        end = len(fault.text) - len(fault.new) - fault.start
        assert fault.text != claim
        assert claim[: fault.start] == fault.text[: fault.start]
        assert claim == fault.text[: fault.start] + fault.old + fault.text[len(fault.text) - end :]
        assert fault.new in fault.surroundings or not fault.new.strip()


def test_verbatim_claims_stand_in_their_passage(scenes) -> None:
    for case in cases(scenes, {}, count=200, seed=2):
        if case.claim.saying is Saying.VERBATIM:
            assert case.claim.text in case.scene.texts
        if case.claim.quote and case.fault.kind is FaultKind.QUOTED:
            low, high = case.claim.quote
            assert low <= case.fault.start < high


def test_the_same_seed_gives_the_same_cases(scenes) -> None:
    first, second = (cases(scenes, {}, count=40, seed=3) for _ in range(2))
    assert [case.fault for case in first] == [case.fault for case in second]
    assert [case.fault for case in cases(scenes, {}, count=40, seed=4)] != [case.fault for case in first]


def test_a_fault_another_passage_bears_out_is_none(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    said = "The first lamp was built in {} by the engineers of the workshop."
    rows.write_text(
        json.dumps(
            {"contexts": [said.format(1995), *(said.format(1995 + step) for step in (-10, -3, -2, -1))]}
        )
        + "\n"
        + json.dumps(
            {"contexts": [said.format(1995), *(said.format(1995 + step) for step in (1, 2, 3, 10))]}
        ),
        encoding="utf-8",
    )
    for seed in range(20):
        for case in cases(row_scenes(rows), {}, count=9, seed=seed):
            years = re.findall(r"\d{4}", " ".join(case.scene.texts))
            assert case.fault.kind is not FaultKind.DATE or case.fault.new not in years


def test_the_gate_catches_what_the_generator_makes(scenes) -> None:
    reviewed = review(cases(scenes, {}, count=150, seed=5), ExactJudge())
    caught = shares(reviewed, lambda item: item.case.fault.kind, lambda item: item.caught)["all"]
    alarms = shares(reviewed, lambda item: item.case.claim.saying, lambda item: item.false_alarm)["all"]
    assert caught.hits >= 0.97 * caught.total
    assert alarms.hits <= 0.03 * alarms.total


def test_intervals_are_wilsons() -> None:
    # Newcombe 1998, table I: 81 of 263 and 0 of 20
    assert Share(81, 263).interval == pytest.approx((0.2553, 0.3662), abs=5e-4)
    assert Share(0, 20).interval == pytest.approx((0.0, 0.1611), abs=5e-4)
    assert (Share(0, 0).rate, Share(0, 0).interval) == (None, (0.0, 1.0))


def test_the_command_prints_rates_and_failures(tmp_path: Path) -> None:
    pack = lumo.write(tmp_path / "pack")
    result = CliRunner().invoke(app, ["--brand", str(pack), "--n", "30", "--json"])
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert figures["caught"]["all"]["total"] == 30
    assert figures["false_alarms"]["all"]["total"] == 30
    table = CliRunner().invoke(app, ["--documents", str(pack), "--n", "30"])
    assert "Faults caught, by kind" in table.stdout
    assert CliRunner().invoke(app, []).exit_code == 2
