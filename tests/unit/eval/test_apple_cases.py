"""The cases of the example pack: valid, borne out by the pack to the letter, and in two halves that do not leak."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from assistant_eval.cases import Case, all_cases, read_cases

ROOT = Path(__file__).parents[3]
PACK = ROOT / "corpus" / "apple"
FOLDER = ROOT / "eval" / "cases"
HALVES = ("dev", "test")

MINIMUM = {
    "single_fact": 56,
    "table_fact": 56,
    "story": 34,
    "inspiration": 20,
    "founder": 42,
    "multi_document": 18,
    "follow_up": 28,
    "paraphrase": 28,
    "wordings": 30,
    "misspelt": 10,
    "telegraphic": 10,
    "ambiguous": 12,
    "unanswerable": 34,
    "false_premise": 20,
    "after_death": 10,
    "invented_quote": 10,
    "disagreement": 12,
    "time_sensitive": 10,
    "off_topic": 8,
    "other_brand": 10,
    "language": 10,
    "hostile": 16,
    "planted": 10,
    "empty": 1,
    "very_long": 1,
    "everyday": 160,
}
REFUSED = {"unanswerable", "after_death", "invented_quote", "off_topic", "other_brand", "empty"}
NEAR = 0.7  # token Jaccard from which two conversations are near-duplicates


@pytest.fixture(scope="module")
def halves() -> dict[str, tuple[Case, ...]]:
    files = {half: read_cases(FOLDER / "apple" / f"{half}.jsonl") for half in HALVES}
    all_cases(list(files.values()), skip_invalid=False)  # fails with line and field; ids are unique
    return {half: file.cases for half, file in files.items()}


@pytest.fixture(scope="module")
def cases(halves: dict[str, tuple[Case, ...]]) -> list[Case]:
    return [case for half in HALVES for case in halves[half]]


@pytest.fixture(scope="module")
def documents() -> dict[str, str]:
    return {
        path.relative_to(PACK).as_posix(): path.read_text(encoding="utf-8")
        for path in PACK.rglob("*")
        if path.suffix in {".md", ".csv", ".toml"}
    }


def test_there_are_enough_cases_of_every_kind_in_both_halves(
    halves: dict[str, tuple[Case, ...]], cases: list[Case]
) -> None:
    counts = Counter(case.kind for case in cases)
    assert len(cases) >= 500
    assert set(counts) == set(MINIMUM)
    assert {kind: few for kind, few in MINIMUM.items() if counts[kind] < few} == {}
    assert all(len(halves[half]) >= 250 for half in HALVES)
    for kind in set(MINIMUM) - {"empty", "very_long"}:
        split = [sum(case.kind == kind for case in halves[half]) for half in HALVES]
        assert abs(split[0] - split[1]) <= max(2, sum(split) // 10), (kind, split)


def test_every_piece_of_evidence_stands_in_the_pack_to_the_letter(
    cases: list[Case], documents: dict[str, str]
) -> None:
    wrong = [
        (case.id, each.doc, each.contains)
        for case in cases
        for each in case.evidence
        if documents.get(each.doc, "").count(each.contains) != 1  # twice would not say which passage is right
    ]
    assert wrong == []


def test_evidence_from_the_table_names_a_row_from_its_id_on(
    cases: list[Case], documents: dict[str, str]
) -> None:
    lines = documents["products.csv"].splitlines()
    wrong = [
        (case.id, each.contains)
        for case in cases
        for each in case.evidence
        if each.doc == "products.csv" and sum(line.startswith(each.contains) for line in lines) != 1
    ]
    assert wrong == []


def test_what_is_answerable_says_how_one_knows_a_right_answer(cases: list[Case]) -> None:
    for case in cases:
        assert case.gold, case.id
        if case.answerable:
            assert case.evidence, case.id
            assert case.nuggets, case.id
        else:
            assert not case.nuggets, case.id
        if case.kind in REFUSED:
            assert not case.answerable, case.id


def test_the_gold_answer_holds_every_nugget(cases: list[Case]) -> None:
    without = [
        (case.id, ways)
        for case in cases
        for ways in case.ways()
        if not any(way.casefold() in str(case.gold).casefold() for way in ways)
    ]
    assert without == []


def test_fields_that_a_kind_lives_on_are_there(cases: list[Case], documents: dict[str, str]) -> None:
    for case in cases:
        if case.kind == "follow_up":
            assert 2 <= len(case.history) + 1 <= 5, case.id
        if case.kind == "multi_document":
            assert case.all_needed, case.id
            assert len({each.doc for each in case.evidence}) > 1, case.id
        if case.kind == "time_sensitive":
            assert (case.as_of is not None) == case.answerable, case.id
        if case.kind in {"hostile", "planted"}:
            assert case.canaries, case.id
        assert (case.plant is not None) == (case.kind == "planted"), case.id
        if case.plant is not None:
            assert case.plant.path not in documents, case.id


def test_canaries_stand_only_where_an_injection_succeeded(
    cases: list[Case], documents: dict[str, str]
) -> None:
    pack = "\n".join(documents.values()).casefold()
    for case in cases:
        for canary in case.canaries:
            assert canary.casefold() not in pack, case.id
            assert canary.casefold() not in _conversation(case).casefold(), case.id


def test_wordings_come_in_threes_and_groups_stay_in_one_half(halves: dict[str, tuple[Case, ...]]) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    sizes: Counter[str] = Counter()
    for half, of_half in halves.items():
        for case in of_half:
            assert (case.group is not None) == (case.kind == "wordings"), case.id
            if case.group is not None:
                owners[case.group].add(half)
                sizes[case.group] += 1
    assert len(owners) >= 10
    assert all(len(owner) == 1 for owner in owners.values())
    assert set(sizes.values()) == {3}


def test_no_case_of_one_half_is_a_near_duplicate_of_one_in_the_other(
    halves: dict[str, tuple[Case, ...]],
) -> None:
    assert list(_near(halves["dev"], halves["test"])) == []


def test_within_a_half_only_wordings_of_one_question_are_alike(halves: dict[str, tuple[Case, ...]]) -> None:
    for of_half in halves.values():
        assert list(_near(of_half, of_half)) == []


def test_the_readme_tells_of_every_kind_and_counts_the_cases(halves: dict[str, tuple[Case, ...]]) -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert {kind for kind in MINIMUM if f"| `{kind}` |" not in readme} == set()
    for half, of_half in halves.items():
        assert f"| `apple/{half}.jsonl` | {len(of_half)} |" in readme


def _near(some: tuple[Case, ...], others: tuple[Case, ...]) -> Iterator[tuple[str, str]]:
    """Pairs of near-duplicates; each case is compared with the others outside its group, as a conversation."""
    tokens = {case.id: _tokens(_conversation(case)) for case in (*some, *others)}
    for one, other in product(some, others):
        if one.id == other.id or (one.group is not None and one.group == other.group):
            continue
        union = tokens[one.id] | tokens[other.id]
        if union and len(tokens[one.id] & tokens[other.id]) / len(union) >= NEAR:
            yield one.id, other.id


def _conversation(case: Case) -> str:
    return " ".join([*(turn.question for turn in case.earlier), case.question])


def _tokens(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
