from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.fuse import RANK_CONSTANT, reciprocal_rank_fusion

rankings = st.lists(
    st.tuples(st.floats(0.1, 5), st.lists(st.sampled_from("abcdefgh"), max_size=8, unique=True)), max_size=4
)


def test_what_two_searches_agree_on_beats_what_one_ranks_first() -> None:
    fused = reciprocal_rank_fusion([(1.0, ["x", "a", "b"]), (1.0, ["y", "a", "b"])])
    assert [item for item, _ in fused] == ["a", "b", "x", "y"]


def test_scores_follow_the_papers_formula() -> None:
    fused = dict(reciprocal_rank_fusion([(1.0, ["a", "b"]), (2.0, ["b"])]))
    assert fused["a"] == 1 / (RANK_CONSTANT + 1)
    assert fused["b"] == 1 / (RANK_CONSTANT + 2) + 2 / (RANK_CONSTANT + 1)


@given(rankings)
def test_every_item_comes_out_once_best_first(given_rankings: list[tuple[float, list[str]]]) -> None:
    fused = reciprocal_rank_fusion(given_rankings)
    assert {item for item, _ in fused} == {item for _, ranking in given_rankings for item in ranking}
    assert len(fused) == len({item for item, _ in fused})
    assert [score for _, score in fused] == sorted((score for _, score in fused), reverse=True)


@given(st.lists(st.sampled_from("abcdefgh"), unique=True))
def test_one_ranking_keeps_its_order(ranking: list[str]) -> None:
    assert [item for item, _ in reciprocal_rank_fusion([(1.0, ranking)])] == ranking
