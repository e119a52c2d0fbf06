"""The grounding model's files are checked before they are read, and its scores are finite whatever the text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.pair_model import LONGEST_PAIR, PairModel, Reading
from tests.tiny_pair_model import write_tiny_pair_model


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_pair_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def model(folder: Path):
    model = PairModel(folder)
    yield model
    model.close()


def test_chances_make_one_and_words_have_their_places(model: PairModel) -> None:
    claim = "The Lumo Two cost $2,495 in Zürich."
    (found,) = model.stances([(claim, "It cost 299 dollars.")])
    assert found.supported + found.contradicted + found.not_found == pytest.approx(1)
    words = [claim[start:end] for start, end, _ in found.wrong]
    assert "".join(words) == claim.replace(" ", "")
    assert "Lumo" in words
    assert all(0 <= chance <= 1 for _, _, chance in found.wrong)


def test_a_reading_tells_of_each_word_of_the_passage(model: PairModel) -> None:
    passage = "The Lumo Two: it was sold for $2,495 in Zürich."
    (found,) = model.readings([("What did the Lumo Two cost?", passage)])
    words = [passage[start:end] for start, end, _ in found.words]
    assert "".join(words) == passage.replace(" ", "")
    assert "Zürich" in words
    assert model.answers([("What did the Lumo Two cost?", passage)]) == [pytest.approx(found.odds, abs=1e-4)]


def test_what_was_not_read_of_a_passage_tells_least() -> None:
    read = Reading(2.0, ((0, 3, 4.0), (4, 8, 2.0), (9, 12, -1.0)))
    assert read.of(0, 8) == 3.0
    assert read.of(20, 40) == -1.0
    assert Reading(2.0, ()).of(0, 8) == 2.0


def test_a_pair_scores_the_same_alone_and_among_others(model: PairModel) -> None:
    pair = ("It cost 299 dollars.", "The Lumo Two was sold for 299 dollars.")
    others = [("Hello there, " * 20, "No. " * 60), ("x", "y"), ("", "")]
    (alone,) = model.stances([pair])
    among = model.stances([*others, pair, *others])[3]
    assert among.supported == pytest.approx(alone.supported, abs=1e-4)
    assert model.answers([pair])[0] == pytest.approx(model.answers([*others, pair])[3], abs=1e-4)


@pytest.mark.parametrize("text", ["", " ", "\ud800", "😀" * 30, "…", "a" * 300, "東京で作られた。"])
def test_any_text_gets_finite_scores(model: PairModel, text: str) -> None:
    (found,) = model.stances([(text, text)])
    assert 0 <= found.supported <= 1
    assert 0 <= found.most_wrong <= 1


def test_nothing_is_cut_in_silence(model: PairModel) -> None:
    long = "lamp " * LONGEST_PAIR
    with pytest.raises(ValueError, match="at most 512"):
        model.stances([("It cost 299 dollars.", long)])
    assert model.size("a lamp", "a lamp") == 7  # with [CLS] and two [SEP]


@pytest.mark.parametrize(
    ("first", "second"),
    [("When?", "word " * 2_000), ("x" * 5_000, ""), ("why " * 600, "because " * 600), ("When?", "In 1999.")],
)
def test_what_is_too_long_is_cut_until_it_fits(model: PairModel, first: str, second: str) -> None:
    one, other = model.fitting(first, second)
    assert model.size(one, other) <= LONGEST_PAIR
    assert first.startswith(one)
    assert second.startswith(other)
    if model.size(first, second) <= LONGEST_PAIR:
        assert (one, other) == (first, second)


def test_no_pairs_no_scores(model: PairModel) -> None:
    assert model.stances([]) == []
    assert model.answers([]) == []


def test_the_same_weights_have_the_same_fingerprint_and_others_another(folder: Path, tmp_path: Path) -> None:
    same = write_tiny_pair_model(tmp_path / "same")
    other = write_tiny_pair_model(tmp_path / "other", seed=1)
    assert PairModel(same).fingerprint == PairModel(folder).fingerprint
    assert PairModel(other).fingerprint != PairModel(folder).fingerprint


def test_changed_weights_are_refused(tmp_path: Path) -> None:
    folder = write_tiny_pair_model(tmp_path / "changed")
    weights = bytearray((folder / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (folder / "model.safetensors").write_bytes(weights)
    with pytest.raises(ModelError, match=r"not the file that was shipped: install brand-assistant again"):
        PairModel(folder)


@pytest.mark.parametrize("broken", ["", "{}", "[]", json.dumps({"sha256": {"gone.txt": "0"}})])
def test_a_folder_that_is_no_model_is_refused(tmp_path: Path, broken: str) -> None:
    (tmp_path / "manifest.json").write_text(broken, encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be read"):
        PairModel(tmp_path)
