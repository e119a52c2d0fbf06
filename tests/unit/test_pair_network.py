"""The network sees which words of one text the other holds, and padding changes nothing."""

from __future__ import annotations

import torch

from assistant.pair_network import QUESTION_LAYERS, PairNetwork, held_by_other

CONFIG = {
    "hidden_size": 32,
    "layer_norm_eps": 1e-12,
    "vocab_size": 1_100,
    "max_position_embeddings": 64,
    "type_vocab_size": 2,
    "intermediate_size": 64,
    "num_attention_heads": 4,
    "num_hidden_layers": 2,
}
CLS, SEP = 101, 102


def pair(
    first: list[int], second: list[int], longest: int = 0
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    ids = [CLS, *first, SEP, *second, SEP]
    types = [0] * (len(first) + 2) + [1] * (len(second) + 1)
    padding = max(0, longest - len(ids))
    return (
        torch.tensor([ids + [0] * padding]),
        torch.tensor([[True] * len(ids) + [False] * padding]),
        torch.tensor([types + [1] * padding]),
    )


def test_a_token_is_marked_by_whether_the_other_text_holds_it_and_its_neighbour() -> None:
    ids, _, types = pair([1001, 1002, 1003, 1004], [1002, 1003, 1050, 1004, 1060])
    assert held_by_other(ids, types)[0].tolist() == [0, 0, 2, 2, 1, 0, 2, 2, 0, 1, 0, 0]


def test_a_word_that_its_own_text_repeats_is_not_held_by_the_other() -> None:
    ids, _, types = pair([1001, 1001], [1002])
    assert not held_by_other(ids, types).any()


def test_padding_changes_nothing() -> None:
    torch.manual_seed(1)
    network = PairNetwork(CONFIG).eval()
    with torch.inference_mode():
        alone = network(*pair([1001, 1002], [1003, 1001]))
        padded = network(*pair([1001, 1002], [1003, 1001], longest=20))
    for one, other in zip(alone, padded, strict=True):
        seen = other[:, : one.shape[1]] if one.ndim == 2 else other
        assert torch.allclose(one, seen, atol=1e-5)


def test_a_claim_without_words_is_computed_without_infinities() -> None:
    network = PairNetwork(CONFIG).eval()
    stances, _ = network.claims(*pair([], [1003]))
    assert torch.isfinite(stances).all()


def test_questions_part_ways_with_claims() -> None:
    torch.manual_seed(1)
    network = PairNetwork(CONFIG | {"num_hidden_layers": 2}).eval()
    some = pair([1001, 1002], [1003, 1001])
    with torch.inference_mode():
        stances, words, answers = network(*some)
    network.part_ways(1)
    assert {name.split(".")[0] for name, each in network.named_parameters() if each.requires_grad} == {
        "asking",
        "answer",
        "telling",
    }
    assert torch.equal(network.questions(*some)[0], answers)  # as yet
    with torch.no_grad():
        for each in network.asking.parameters():
            each.add_(0.1)
    assert not torch.allclose(network.questions(*some)[0], answers)
    assert all(map(torch.equal, network.claims(*some), (stances, words)))
    again = PairNetwork(CONFIG | {"num_hidden_layers": 2, QUESTION_LAYERS: 1}).eval()
    again.load_state_dict(network.state_dict())
    assert all(map(torch.equal, again.questions(*some), network.questions(*some)))
