"""The training: what is learnt from, in which order, and that a run taken up again learns the same."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from assistant_eval.errors import EvalError
from assistant_eval.training import settle, written
from assistant_eval.training.batches import IGNORED, EncodedPair, as_batch, batches, encoded_pairs
from assistant_eval.training.calibrate import (
    Signalled,
    declining_threshold,
    even_weights,
    fair_threshold,
    fit_weighing,
    held_out,
    strict_threshold,
)
from assistant_eval.training.fit import claim_loss, fit, of_ranking, of_twins, question_loss, shared_loss
from assistant_eval.training.leaks import without_leaks
from assistant_eval.training.pairs import HELD_BACK, Pair, Stance, is_held_back
from assistant_eval.training.public_sets import changed_spans, may_be_learnt_from
from assistant_eval.training.said import passage_twins
from assistant_eval.training.settle import averaged, learn_claims, learn_questions
from assistant_eval.training.written import WrittenPassage, sentence_pairs, written_pairs, written_passages
from tokenizers import Tokenizer

from assistant.grounding.judging.calibration import Weighing
from assistant.pair_network import PairNetwork
from assistant.retrieval.model_files import BUILTIN, model_folder

CONFIG = json.loads((model_folder(BUILTIN) / "config.json").read_text(encoding="utf-8")) | {
    "hidden_size": 16,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 16,
}


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(model_folder(BUILTIN) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def some_pairs(tokenizer: Tokenizer, count: int = 400) -> list[EncodedPair]:
    stances = list(Stance)
    pairs = [
        Pair(
            f"Lamp {at} cost {at} dollars.",
            f"Lamp {at} was sold for {at + at % 2} dollars.",
            stances[at % 6],
            "",
        )
        for at in range(count)
    ]
    return encoded_pairs(pairs, tokenizer)


# ---------------------------------------------------------------- what is kept for measuring


def test_whole_groups_are_held_back_about_as_many_as_said_and_always_the_same() -> None:
    held = [is_held_back("lamps", str(at)) for at in range(2_000)]
    assert sum(held) / len(held) == pytest.approx(HELD_BACK, abs=0.04)
    assert held == [is_held_back("lamps", str(at)) for at in range(2_000)]
    assert held != [is_held_back("shades", str(at)) for at in range(2_000)]


def test_a_claim_that_a_measuring_row_makes_is_not_learnt(tmp_path: Path) -> None:
    groups = {
        kept: next(str(at) for at in range(99) if is_held_back("lamps", str(at)) is kept)
        for kept in (True, False)
    }
    rows = [
        {"group": groups[True], "claim": "The Lumo Two cost 299 dollars."},
        {"group": groups[False], "claim": "The Lumo One cost 499 dollars."},
    ]
    (tmp_path / "lamps").mkdir()
    with gzip.open(tmp_path / "lamps" / "dev.jsonl.gz", "wt") as file:
        file.write("".join(json.dumps(row) + "\n" for row in rows))
    pairs = [
        Pair("the lumo two cost 299 dollars", "elsewhere", Stance.SUPPORTED, ""),
        Pair("The Lumo One cost 499 dollars.", "elsewhere", Stance.SUPPORTED, ""),
    ]
    kept, leaked = without_leaks(pairs, tmp_path)
    assert (kept, leaked) == (pairs[1:], 1)


def test_of_attributionbench_only_what_states_a_licence_is_learnt_from() -> None:
    def row(source: str) -> dict[str, Any]:
        return {"meta": {"src_dataset": source}}

    assert may_be_learnt_from("attributionbench", row("ExpertQA"))
    assert not may_be_learnt_from("attributionbench", row("Stanford-GenSearch"))
    assert may_be_learnt_from("wice", row(""))
    assert not may_be_learnt_from("faithbench", row(""))


# ---------------------------------------------------------------- pairs written for this project

WRITTEN = Path(__file__).parents[3] / "eval" / "pairs" / "written.jsonl"


def lines_of(passage: dict[str, Any], **said: list[str]) -> str:
    told = {name: said.get(name, []) for name in written.STANCES}
    return json.dumps({"id": "1", "passage": passage, **told}) + "\n"


@pytest.fixture
def lamps(tmp_path: Path) -> Path:
    (tmp_path / "lamps").mkdir()
    row = {
        "id": "a",
        "group": "a",
        "contexts": ["Nothing.", "The Lumo Two cost 299 dollars. It was sold in Oslo."],
    }
    with gzip.open(tmp_path / "lamps" / "dev.jsonl.gz", "wt") as file:
        file.write(json.dumps(row) + "\n")
    return tmp_path


def place(text: str, **changed: object) -> dict[str, Any]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {"set": "lamps", "row": "a", "at": 1, "start": 0, "end": 30, "sha256": digest} | changed


def test_a_passage_is_read_where_its_set_holds_it(lamps: Path) -> None:
    file = lamps / "written.jsonl"
    file.write_text(
        lines_of(place("The Lumo Two cost 299 dollars."), supported=["It cost less than 300 dollars."])
        + lines_of(place("Nothing. The Lumo Two", at=None, end=21), answered=["What is it?"])
        + lines_of({"text": "Ada drew it."}, contradicted=["Ada did not draw it."])
    )
    passages = written_passages(file, lamps)
    assert [passage.text for passage in passages] == [
        "The Lumo Two cost 299 dollars.",
        "Nothing. The Lumo Two",
        "Ada drew it.",
    ]
    assert passages[0].said[Stance.SUPPORTED] == ["It cost less than 300 dollars."]


def test_what_is_said_of_a_passage_is_learnt_or_measures_and_never_both(lamps: Path) -> None:
    file = lamps / "claims.jsonl"
    pair = {"kind": "detail", "true": "It cost under 300 dollars.", "false": "It cost over 300 dollars."}
    rows = [
        {"id": str(at), "passage": place("The Lumo Two cost 299 dollars."), "said": [pair]}
        for at in range(200)
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    learnt = list(passage_twins(file, lamps, held_back=False))
    measures = list(passage_twins(file, lamps, held_back=True))
    assert len(learnt) + len(measures) == 200
    assert 10 < len(measures) < 50
    assert not {one.group for one in learnt} & {one.group for one in measures}
    assert {one.text for one in learnt} == {"The Lumo Two cost 299 dollars."}


@pytest.mark.parametrize("changed", [{"row": "b"}, {"start": 4}, {"sha256": "0"}])
def test_a_passage_that_its_set_holds_no_more_is_named(lamps: Path, changed: dict[str, object]) -> None:
    file = lamps / "written.jsonl"
    file.write_text(
        lines_of(place("The Lumo Two cost 299 dollars.", **changed), supported=["It cost money."])
    )
    with pytest.raises(EvalError, match="lamps, row"):
        written_passages(file, lamps)


def test_every_claim_keeps_its_passage_among_others_and_held_back_ones_are_left_out() -> None:
    passages = [
        WrittenPassage(
            str(at), "lamps", f"Lamp {at} cost {at} dollars. It shone.", {Stance.SUPPORTED: [f"{at}?"]}
        )
        for at in range(60)
    ]
    kept = {passage.id: passage for passage in passages if not passage.is_held_back}
    assert 0 < len(kept) < 60
    pairs = list(written_pairs(passages, 7))
    assert [pair.claim for pair in pairs] == [f"{at}?" for at in kept]
    assert all(kept[pair.claim[:-1]].text in pair.evidence for pair in pairs)
    assert any(pair.evidence != kept[pair.claim[:-1]].text for pair in pairs)
    assert all(len(pair.evidence.split()) <= written.LONGEST_EVIDENCE for pair in pairs)
    assert pairs == list(written_pairs(passages, 7))


def test_the_written_file_says_of_each_passage_what_its_readme_promises() -> None:
    for line in WRITTEN.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        counts = {name: len(row[name]) for name in written.STANCES}
        claims = {"supported": 5, "contradicted": 2, "not_said": 4}
        assert counts == claims | {"answered": 3, "plain": 3, "unanswered": 3}, row["id"]
        assert len(row["told_at"]) == 6, row["id"]
        assert "text" in row["passage"] or len(row["passage"]["sha256"]) == 64, row["id"]


def test_the_edited_words_of_a_summary_are_found() -> None:
    original = "The lamp was made in Oslo. It cost 299 dollars in every shop."
    edited = "It cost 499 dollars in almost every shop."
    assert [edited[start:end] for start, end in changed_spans(original, edited)] == ["499", "almost"]
    assert changed_spans(original, "It cost 299 dollars in every shop.") == ()


# ---------------------------------------------------------------- batches


def test_tokens_know_which_words_are_wrong(tokenizer: Tokenizer) -> None:
    claim = "It cost 499 dollars."
    (pair,) = encoded_pairs(
        [Pair(claim, "It cost 299 dollars.", Stance.CONTRADICTED, "", ((8, 11),))], tokenizer
    )
    assert pair.marked is not None
    marked = [
        tokenizer.decode([token]) for token, wrong in zip(pair.ids, pair.marked, strict=True) if wrong == 1
    ]
    assert "".join(marked).replace("##", "") == "499"
    evidence = pair.marked[pair.claim_tokens :]
    assert set(evidence) == {IGNORED}


def test_batches_hold_every_pair_once_in_an_order_of_the_seed(tokenizer: Tokenizer) -> None:
    pairs = some_pairs(tokenizer)
    plan = batches(pairs, 7)
    assert sorted(at for batch in plan for at in batch) == list(range(len(pairs)))
    assert plan == batches(pairs, 7)
    assert plan != batches(pairs, 8)


def test_the_loss_falls_only_for_what_is_labelled(tokenizer: Tokenizer) -> None:
    torch.manual_seed(3)
    network = PairNetwork(CONFIG)
    pairs = some_pairs(tokenizer, 6)
    assert torch.isfinite(shared_loss(network, as_batch(pairs)))
    questions = [pair for pair in pairs if pair.stance >= Stance.ANSWERED]
    shared_loss(network, as_batch(questions)).backward()
    assert network.answer.outer.weight.grad is not None
    unmoved = network.stance.outer.weight.grad
    assert unmoved is None or not unmoved.any()


def test_questions_learn_alone_once_they_have_layers_of_their_own(tokenizer: Tokenizer) -> None:
    torch.manual_seed(3)
    network = PairNetwork(CONFIG)
    network.part_ways(1)
    asked = [pair for pair in some_pairs(tokenizer, 6) if pair.stance >= Stance.ANSWERED]
    question_loss(network, as_batch(asked)).backward()
    assert any(each.grad is not None for each in network.asking.parameters())
    assert all(each.grad is None for each in network.encoder.parameters())
    assert network.stance.outer.weight.grad is None


def found_together(question: str, *texts: tuple[str, bool]) -> list[Pair]:
    """A question with what one search brought back: texts of two sentences, of which the second may answer."""
    made: list[Pair] = []
    for text, answers in texts:
        middle = text.index(". ") + 1
        sentences = ((0, middle), (middle + 1, len(text)))
        stance = Stance.ANSWERED if answers else Stance.UNANSWERED
        told = sentences[1:] if answers else ()
        made.append(Pair(question, text, stance, "", told=told, sentences=sentences))
    return made


def test_what_one_search_brought_back_is_learnt_together(tokenizer: Tokenizer) -> None:
    pairs = [
        pair
        for at in range(60)
        for pair in found_together(
            f"What did lamp {at} cost?",
            (f"Ada drew lamp {at}. It cost {at} dollars.", True),
            (f"Lamp {at} is red. It stood in Oslo.", False),
            (f"Nobody bought lamp {at}. Ada wept.", False),
        )
    ]
    encoded = encoded_pairs([*pairs, Pair("A lamp.", "A lamp.", Stance.SUPPORTED, "")], tokenizer)
    assert [pair.group for pair in encoded] == [at // 3 for at in range(180)] + [-1]
    told = [
        [
            tokenizer.decode([token])
            for token, place in zip(pair.ids, pair.sentences, strict=True)
            if place == at
        ]
        for pair in encoded[:1]
        for at in (0, 1)
    ]
    assert told == [["ada", "drew", "lamp", "0", "."], ["it", "cost", "0", "dollars", "."]]
    plan = batches(encoded, 7)
    assert sorted(at for batch in plan for at in batch) == list(range(181))
    for batch in plan:
        of = [encoded[at].group for at in batch if encoded[at].group >= 0]
        assert all(of.count(question) == 3 for question in of)


def test_the_ranking_loss_is_that_of_the_sentence_that_answers_among_all(tokenizer: Tokenizer) -> None:
    pairs = found_together(
        "What did it cost?",
        ("Ada drew it. It cost 3 dollars.", True),
        ("It is red. It stood in Oslo.", False),
    )
    batch = as_batch(encoded_pairs([*pairs, Pair("Who?", "Ada.", Stance.ANSWERED, "")], tokenizer))
    told = torch.zeros(batch.ids.shape)
    odds = torch.zeros(3)
    assert float(of_ranking(odds, told, batch)) == pytest.approx(np.log(4))
    told[0][batch.sentences[0] == 1] = 5.0
    first = float(of_ranking(odds, told, batch))
    assert first == pytest.approx(np.log1p(3 * np.exp(-5.0)), rel=1e-4)
    assert float(of_ranking(torch.tensor([0.0, 3.0, 9.0]), told, batch)) > first  # another passage is louder
    nothing = as_batch(encoded_pairs(pairs[1:], tokenizer))
    assert float(of_ranking(odds[:1], told[:1], nothing)) == 0.0


def twins(at: int) -> list[Pair]:
    told = f"Lamp {at} was sold for {at} dollars."
    return [
        Pair(f"Lamp {at} cost {at} dollars.", told, Stance.SUPPORTED, "", (), twins=str(at)),
        Pair(f"Lamp {at} cost {at + 1} dollars.", told, Stance.UNSUPPORTED, "", twins=str(at)),
    ]


def test_twins_stay_together_and_the_true_one_is_to_stand_above(tokenizer: Tokenizer) -> None:
    encoded = encoded_pairs([*twins(1), *twins(2), Pair("A.", "A.", Stance.SUPPORTED, "")], tokenizer)
    assert [pair.group for pair in encoded] == [0, 0, 1, 1, -1]
    batch = as_batch(encoded)
    chances = torch.zeros(5, 3)
    undecided = float(of_twins(chances, batch))
    assert undecided == pytest.approx(np.log(2))
    chances[0, 0] = chances[2, 0] = 9.0
    assert float(of_twins(chances, batch)) < 0.01
    chances[:, 0] = 9.0  # both of each pair are found supported
    assert float(of_twins(chances, batch)) == pytest.approx(undecided)
    assert float(of_twins(chances[:1], as_batch(encoded[:1]))) == 0.0


# ---------------------------------------------------------------- the run


class PowerCutError(Exception):
    pass


def test_a_run_that_was_cut_off_ends_with_the_same_weights(
    tokenizer: Tokenizer, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr("assistant_eval.training.fit.CHECKPOINT_STEPS", 1)
    pairs = some_pairs(tokenizer, 1_500)

    def run(checkpoint: Path, cut_at: int | None) -> PairNetwork:
        torch.manual_seed(5)
        network = PairNetwork(CONFIG)

        def progress(step: int, steps: int, loss: float) -> None:
            assert steps >= 3
            assert np.isfinite(loss)
            if step == cut_at:
                raise PowerCutError

        fit(network, pairs, checkpoint, seed=7, rate=1e-3, progress=progress)
        return network

    whole = run(tmp_path / "whole.pt", None)
    with pytest.raises(PowerCutError):
        run(tmp_path / "cut.pt", 2)
    resumed = run(tmp_path / "cut.pt", None)
    for name, value in whole.state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name


# ---------------------------------------------------------------- calibration


def rows_of(dataset: str, labels: Sequence[bool], values: Sequence[float]) -> list[Signalled]:
    return [
        Signalled(
            dataset, f"{dataset}-{at}", f"group {at}", label, {"support": value, "noise": float(at % 3)}
        )
        for at, (label, value) in enumerate(zip(labels, values, strict=True))
    ]


def test_every_set_and_label_weighs_alike() -> None:
    rows = rows_of("big", [True] * 8 + [False] * 2, [0.0] * 10) + rows_of("small", [True, False], [0.0] * 2)
    weights = even_weights(rows)
    assert weights[:8].sum() == pytest.approx(weights[8:10].sum())
    assert weights[10:].sum() == pytest.approx(weights[:10].sum())
    assert weights.sum() == pytest.approx(len(rows))


def test_a_weighing_finds_the_signal_also_on_rows_it_did_not_see() -> None:
    random = np.random.default_rng(1)
    labels = [bool(at % 2) for at in range(200)]
    rows = rows_of("lamps", labels, [float(random.normal(2 * label)) for label in labels])
    told: dict[str, Any] = fit_weighing(rows, ["noise", "support"])
    assert told["weights"]["support"] > 5 * abs(told["weights"]["noise"])
    chances = held_out(rows, ["noise", "support"])
    right = sum((chance >= 0.5) == label for chance, label in zip(chances, labels, strict=True))
    assert right > 150


def test_thresholds_let_through_and_decline_no_more_than_said() -> None:
    labels = [bool(at % 2) for at in range(100)]
    rows = rows_of("lamps", labels, [at / 10 for at in range(100)])
    weighing = Weighing(0.0, {"support": 1.0}, {"support": 5.0}, {"support": 1.0}, 0.5)
    strict = strict_threshold(rows, weighing, 0.1)
    passing = [row for row in rows if not row.label and weighing.probability(row.features) >= strict]
    assert 0 < len(passing) <= 5
    lenient = declining_threshold(rows, weighing, 0.1)
    declined = [row for row in rows if row.label and weighing.probability(row.features) < lenient]
    assert 0 < len(declined) <= 5


def test_the_fair_threshold_is_best_for_all_sets_together() -> None:
    few = rows_of("few", [False, True], [0.0, 0.0])
    many = rows_of("many", [False] * 50 + [True] * 50, [0.0] * 100)
    # the large set alone is split anywhere above 0.25; the small one is not lost beside it
    chances = np.array([0.50, 0.70, *[0.25] * 50, *[0.55] * 50])
    assert 0.50 < fair_threshold([*few, *many], chances) <= 0.55


# ---------------------------------------------------------------- what comes after the passes


def test_weights_are_taken_the_share_of_the_way() -> None:
    before, after = {"w": torch.tensor([0.0, 10.0])}, {"w": torch.tensor([1.0, 20.0])}
    assert averaged(before, after, 0.7)["w"].tolist() == pytest.approx([0.7, 17.0])


def test_questions_learn_in_layers_of_their_own_and_nothing_else_moves(
    tokenizer: Tokenizer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settle, "LAYERS", 1)
    monkeypatch.setattr(settle, "RATES", (3e-3, 1e-3))
    torch.manual_seed(7)  # pyright: ignore[reportUnknownMemberType]
    network = PairNetwork(CONFIG)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    answers = [
        Pair(
            f"What did lamp {at} cost?",
            f"It was sold for {at} dollars.",
            Stance.ANSWERED,
            "",
            told=((0, 40),),
        )
        for at in range(400)
    ]
    others = [
        Pair(f"What did lamp {at} cost?", f"Ada drew lamp {at} in Oslo.", Stance.UNANSWERED, "", told=())
        for at in range(400)
    ]
    pairs = encoded_pairs([*answers, *others], tokenizer)
    first = _answer_losses(network, pairs)
    learn_questions(network, pairs, tmp_path, 7, lambda *_: None)
    last = _answer_losses(network, pairs)
    assert (last[0] < first[0], last[1] < first[1]) == (True, True), (first, last)
    learnt = network.state_dict()
    moved = {name for name, value in before.items() if not torch.equal(value, learnt[name])}
    assert moved == {name for name in before if name.startswith(("answer.", "telling."))}
    assert {name for name in learnt if name not in before} == {n for n in learnt if n.startswith("asking.0.")}


def test_claims_learn_last_and_what_reads_questions_stays_as_it_is(
    tokenizer: Tokenizer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settle, "LAYERS", 1)
    monkeypatch.setattr(settle, "CLAIMS_RATE", 3e-3)
    torch.manual_seed(7)  # pyright: ignore[reportUnknownMemberType]
    network = PairNetwork(CONFIG)
    network.part_ways(1)
    pairs = encoded_pairs([pair for at in range(600) for pair in twins(at)], tokenizer)
    some = as_batch(pairs[:60])
    with torch.no_grad():
        before = float(claim_loss(network, some))
        asked = network.questions(some.ids, some.present, some.types)
    learn_claims(network, pairs, tmp_path, 7, lambda step, steps, loss: None)
    with torch.no_grad():
        after = float(claim_loss(network, some))
        still = network.questions(some.ids, some.present, some.types)
    assert after < before
    assert all(torch.equal(one, other) for one, other in zip(asked, still, strict=True))


def test_each_sentence_is_asked_by_itself() -> None:
    text = "Ada drew the lamp in Oslo. It cost 299 dollars. Nobody bought it."
    questions = ["What did it cost?", "Was it a success?"]
    told_at = [[(27, 47)], [(27, 47), (48, 65)]]
    passage = WrittenPassage("lamp", "lamps", text, {Stance.ANSWERED: questions}, told_at)
    assert not passage.is_held_back
    drawn = [pair for seed in range(20) for pair in sentence_pairs([passage], seed)]
    assert {(pair.claim, pair.evidence): pair.stance is Stance.ANSWERED for pair in drawn} == {
        (questions[0], "It cost 299 dollars."): True,
        (questions[0], "Ada drew the lamp in Oslo."): False,
        (questions[0], "Nobody bought it."): False,
        (questions[1], "It cost 299 dollars. Nobody bought it."): True,
        (questions[1], "Ada drew the lamp in Oslo."): False,
    }
    assert {(pair.told != (), pair.stance is Stance.ANSWERED) for pair in drawn} == {
        (True, True),
        (False, False),
    }
    assert list(sentence_pairs([passage], 1)) == list(sentence_pairs([passage], 1))


def test_the_words_that_answer_are_marked_wherever_the_passage_stands(tokenizer: Tokenizer) -> None:
    text = "Ada drew the lamp in Oslo. It cost 299 dollars."
    questions = {Stance.ANSWERED: ["What did it cost?"], Stance.UNANSWERED: ["Who sold it?"]}
    lamp = WrittenPassage("lamp", "lamps", text, questions, [[(27, 47)]])
    others = [WrittenPassage(f"other {at}", "lamps", "Mira cut the paper.", {}) for at in range(3)]
    for seed in range(8):
        for pair in written_pairs([lamp, *others], seed):
            assert pair.told is not None
            told = [pair.evidence[start:end] for start, end in pair.told]
            assert told == (["It cost 299 dollars."] if pair.stance is Stance.ANSWERED else [])
            [encoded] = encoded_pairs([pair], tokenizer)
            assert encoded.marked is not None
            marked = [token for token, mark in zip(encoded.ids, encoded.marked, strict=True) if mark == 1]
            words = tokenizer.encode(" ".join(told), add_special_tokens=False).ids if told else []
            assert marked == words
            assert set(encoded.marked[: encoded.claim_tokens]) == {IGNORED}


def _answer_losses(network: PairNetwork, pairs: Sequence[EncodedPair]) -> tuple[float, float]:
    """Of whether the evidence answers, and of which of its words do."""
    batch = as_batch(pairs)
    lost = torch.nn.functional.binary_cross_entropy_with_logits
    with torch.inference_mode():
        odds, told = network.questions(batch.ids, batch.present, batch.types)
    labelled = batch.marked >= 0
    answered = (batch.stances == Stance.ANSWERED).float()
    return float(lost(odds, answered)), float(lost(told[labelled], batch.marked[labelled]))
