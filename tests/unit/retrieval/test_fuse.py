from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.fuse import Ranking, standardised_sum, with_sure

scores = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0, 100), max_size=8)
rankings = st.lists(st.builds(Ranking, st.floats(0.1, 5), scores), max_size=4)


def best_first(given_rankings: list[Ranking]) -> list[str]:
    fused = standardised_sum(given_rankings)
    return sorted(fused, key=lambda item: -fused[item])


def test_what_two_searches_agree_on_beats_what_one_ranks_first() -> None:
    one = Ranking(1.0, {"x": 9.0, "a": 8.0, "b": 1.0})
    other = Ranking(1.0, {"y": 0.9, "a": 0.8, "b": 0.1})
    assert best_first([one, other])[0] == "a"


def test_a_clear_first_place_counts_more_than_a_narrow_one() -> None:
    narrow = Ranking(1.0, {"a": 0.52, "b": 0.51, "c": 0.20, "d": 0.10})
    clear = Ranking(1.0, {"b": 30.0, "a": 6.0, "c": 5.0, "d": 5.0})
    assert best_first([narrow, clear])[0] == "b"


def test_the_only_hit_of_one_search_counts_above_what_it_did_not_return() -> None:
    everything = Ranking(1.0, {"a": 0.5, "b": 0.5, "c": 0.5})
    assert best_first([everything, Ranking(1.0, {"c": 4.0})])[0] == "c"


def test_what_a_full_list_left_out_counts_as_its_last() -> None:
    dense = Ranking(1.0, {"a": 0.9, "b": 0.1})
    fused = standardised_sum([dense, Ranking(1.0, {"b": 7.0, "c": 5.0}, floor=5.0)])
    same = standardised_sum([dense, Ranking(1.0, {"b": 7.0, "c": 5.0, "a": 5.0})])
    assert {item: round(score, 9) for item, score in fused.items()} == {
        item: round(score, 9) for item, score in same.items()
    }


@given(rankings)
def test_every_item_comes_out_with_a_standard_score(given_rankings: list[Ranking]) -> None:
    fused = standardised_sum(given_rankings)
    assert fused.keys() == {item for ranking in given_rankings for item in ranking.scores}
    assert isclose(sum(fused.values()), 0.0, abs_tol=1e-6)


@given(scores)
def test_one_ranking_keeps_its_order(given_scores: dict[str, float]) -> None:
    fused = standardised_sum([Ranking(0.6, given_scores)])
    for item, score in given_scores.items():
        for other, lower in given_scores.items():
            assert fused[item] >= fused[other] or score <= lower


@given(scores, st.floats(1, 50), st.floats(0.1, 50))
def test_the_scale_of_a_search_does_not_matter(
    given_scores: dict[str, float], shift: float, stretch: float
) -> None:
    whole = {item: float(round(score)) for item, score in given_scores.items()}
    other = Ranking(1.0, {item: float(rank) for rank, item in enumerate(whole)})
    moved = {item: shift + stretch * score for item, score in whole.items()}
    fused = standardised_sum([Ranking(1.0, whole), other])
    scaled = standardised_sum([Ranking(1.0, moved), other])
    assert all(isclose(fused[item], scaled[item], rel_tol=1e-6, abs_tol=1e-6) for item in whole)


@pytest.mark.parametrize(
    ("sure", "limit", "found"),
    [
        ({"j", "i"}, 8, "abcdefijgh"),  # both come in, in their order, in place of the last
        ({"h", "j"}, 8, "abcdefhjgi"),  # one that is sure gives way to no other
        (set("abcdefghj"), 8, "abcdefghij"),
        ({"a", "c"}, 8, "abcdefghij"),
        ({"j"}, 4, "abcjdefghi"),
        ({"i", "j"}, 4, "abcidefghj"),  # a quarter of the places at most
        ({"j"}, 3, "abcdefghij"),
        ({"j", "elsewhere"}, 8, "abcdefgjhi"),
        (set(), 8, "abcdefghij"),
    ],
)
def test_what_one_search_is_sure_of_comes_in_at_the_end(sure: set[str], limit: int, found: str) -> None:
    assert "".join(with_sure("abcdefghij", sure, limit)) == found
