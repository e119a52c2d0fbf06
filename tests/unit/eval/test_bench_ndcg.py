import math

import pytest
from assistant_eval.bench.datasets import Reference
from assistant_eval.bench.ndcg import FULL_GRADE, ndcg_at_10, passage_grades
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import BlockKind, Passage

DOCUMENTS = [f"d{number}" for number in range(15)]


def by_hand(grades: dict[str, int], ranking: list[str]) -> float:
    def gain(items: list[int]) -> float:
        return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(items[:10], start=1))

    ideal = gain(sorted(grades.values(), reverse=True))
    return gain([grades.get(item, 0) for item in ranking]) / ideal


@given(
    st.dictionaries(st.sampled_from(DOCUMENTS), st.integers(1, 10), min_size=1),
    st.lists(st.sampled_from(DOCUMENTS), unique=True, min_size=1),
)
def test_it_is_what_the_definition_says(grades: dict[str, int], ranking: list[str]):
    assert ndcg_at_10({"q": grades}, {"q": ranking})["q"] == pytest.approx(by_hand(grades, ranking))


def test_equal_ranks_keep_their_order_and_repeats_count_once():
    scores = ndcg_at_10({"q": {"b": 1}}, {"q": ["a", "a", "b"]})
    assert scores["q"] == pytest.approx(1 / math.log2(3))


def test_a_query_without_a_ranking_scores_nothing_but_stays():
    relevant = {"found": {"a": 1}, "empty": {"a": 1}, "missing": {"a": 1}}
    assert ndcg_at_10(relevant, {"found": ["a"], "empty": []}) == {"found": 1.0, "empty": 0.0, "missing": 0.0}


def passage(document: str, start: int, end: int) -> Passage:
    return Passage(
        id=f"{document}:{start}",
        document_id=document,
        ordinal=0,
        start=start,
        end=end,
        text="x" * (end - start),
        rendering="",
        kind=BlockKind.PARAGRAPH,
        sentences=(),
    )


def test_a_passage_is_graded_by_the_share_of_a_reference_it_covers():
    passages = [passage("a", 0, 100), passage("a", 100, 130), passage("a", 130, 200), passage("b", 0, 200)]
    references = [Reference("a", 90, 140)]
    assert passage_grades(references, passages) == {"a:0": 2, "a:100": 6, "a:130": 2}


def test_touching_is_not_overlapping_and_the_best_reference_counts():
    passages = [passage("a", 0, 50), passage("a", 50, 100)]
    references = [Reference("a", 50, 60), Reference("a", 40, 140)]
    assert passage_grades(references, passages) == {"a:0": 1, "a:50": FULL_GRADE}
