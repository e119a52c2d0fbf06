"""Vectors are what sentence-transformers itself computes, and no folder can smuggle code in as a model."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.retrieval.embed import QUERIES_KEPT, Embedder
from assistant.retrieval.langchain_embeddings import LangChainEmbeddings
from assistant.retrieval.model_files import model_fingerprint, model_folder
from tests.tiny_model import write_tiny_model

TEXTS = [
    "The radio came out in 1961.",
    "",
    "Grüße aus Wien 😀 — 42 Stück",
    *(f"Sentence number {number} " + "goes on and on " * number for number in range(40)),
]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def folder(tiny: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny, tmp_path / "model"))


def test_vectors_are_those_of_the_library_in_any_order_and_batch(embedder: Embedder) -> None:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    library = SentenceTransformer(str(model_folder("builtin")), device="cpu")
    expected = library.encode(TEXTS, normalize_embeddings=True)
    found = embedder.encode_documents(TEXTS)
    assert found.shape == (len(TEXTS), embedder.dimension) == (43, 384)
    assert found.dtype == np.float32
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-5)
    assert np.sum(found * expected, axis=1).min() >= 0.999
    assert embedder.encode_query(TEXTS[0]) @ expected[0] >= 0.999


def _first_token_counts(folder: Path) -> None:
    _change(folder / "1_Pooling" / "config.json", pooling_mode="cls")


def _longest_token_counts(folder: Path) -> None:
    _change(folder / "1_Pooling" / "config.json", pooling_mode="max")


def _another_activation(folder: Path) -> None:
    _change(folder / "config.json", hidden_act="relu")


def _prompts(folder: Path) -> None:
    _change(folder / "config_sentence_transformers.json", prompts={"document": "read this: "})


def _prompt_left_out(folder: Path) -> None:
    _prompts(folder)
    _change(folder / "1_Pooling" / "config.json", include_prompt=False)


def _change(path: Path, **values: object) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


@pytest.mark.parametrize(
    "change",
    [_first_token_counts, _longest_token_counts, _another_activation, _prompts, _prompt_left_out],
)
def test_a_model_reads_as_its_library_reads_it(folder: Path, change: Callable[[Path], None]) -> None:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    change(folder)
    library = SentenceTransformer(str(folder), device="cpu")
    prompt = library.prompts.get("document")
    expected = library.encode(TEXTS, normalize_embeddings=True, prompt=prompt)
    found = Embedder(str(folder)).encode_documents(TEXTS)
    assert np.sum(found * expected, axis=1).min() >= 0.999


def test_a_question_needs_no_library_that_takes_seconds_to_import() -> None:
    program = (
        "import sys; from assistant.retrieval.embed import Embedder; Embedder().encode_query('Who?');"
        "print({'transformers', 'sentence_transformers', 'sklearn'} & sys.modules.keys())"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "set()"


def test_progress_counts_every_text_once(embedder: Embedder) -> None:
    told: list[int] = []
    embedder.encode_documents(TEXTS, told.append)
    assert told == sorted(set(told))
    assert told[-1] == len(TEXTS)
    places = [place for some, _ in embedder.stream_documents(TEXTS) for place in some]
    assert sorted(places) == list(range(len(TEXTS)))
    assert embedder.encode_documents([]).shape == (0, 384)


def test_questions_in_many_threads_at_once(embedder: Embedder) -> None:
    questions = [f"Question {number}?" for number in range(20)]
    alone = [embedder.encode_query(question) for question in questions]
    fresh = [f" {question}" for question in questions]  # the same words, but not kept yet
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(embedder.encode_query, fresh))
    assert np.allclose(alone, together, atol=0.02)


def test_a_kept_answer_cannot_be_spoilt(embedder: Embedder) -> None:
    vector = embedder.encode_query("Who was it?")
    with pytest.raises(ValueError, match="read-only"):
        vector[0] = 1
    assert embedder.encode_query("Who was it?") is vector
    for number in range(QUERIES_KEPT + 1):
        embedder.encode_query(str(number % 50))


def test_a_lone_surrogate_is_no_fault(embedder: Embedder) -> None:
    assert np.linalg.norm(embedder.encode_query("who \ud83d was")) == pytest.approx(1, abs=1e-5)


def test_langchain_gets_the_same_vectors(embedder: Embedder) -> None:
    seam = LangChainEmbeddings(embedder)
    assert seam.embed_query("Who?") == embedder.encode_query("Who?").tolist()
    assert np.allclose(seam.embed_documents(TEXTS[:2]), embedder.encode_documents(TEXTS[:2]), atol=0.02)


def test_a_folder_is_a_model_too(folder: Path) -> None:
    own = Embedder(str(folder))
    assert own.dimension == 32
    assert own.encode_documents(["one", "two"]).shape == (2, 32)


def test_a_prompt_the_model_asks_for_is_put_before_texts(folder: Path) -> None:
    plain = Embedder(str(folder)).encode_query("where?")
    config = json.loads((folder / "config_sentence_transformers.json").read_text())
    config["prompts"] = {"query": "find: ", "document": "text: "}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(config))
    asked = Embedder(str(folder))
    assert asked.encode_query("where?") @ plain < 0.9999
    assert asked.encode_query("where?") @ asked.encode_documents(["where?"])[0] < 0.9999


def test_the_fingerprint_changes_with_any_file_that_is_loaded(
    folder: Path, tiny: Path, tmp_path: Path
) -> None:
    original = model_fingerprint(tiny)
    assert model_fingerprint(folder) == original
    (folder / "README.md").write_text("other words")
    assert model_fingerprint(folder) == original
    (folder / "1_Pooling" / "config.json").write_text("{}")
    assert model_fingerprint(folder) != original
    other = write_tiny_model(tmp_path / "other", seed=1)
    assert model_fingerprint(other) != original


def _python_file(folder: Path) -> None:
    (folder / "modeling_x.py").write_text("raise SystemExit")


def _foreign_class(folder: Path) -> None:
    (folder / "modules.json").write_text('[{"idx": 0, "name": "0", "path": "", "type": "os.system"}]')


def _unknown_class(folder: Path) -> None:
    text = (folder / "modules.json").read_text()
    (folder / "modules.json").write_text(text.replace("normalize.Normalize", "router.Router"))


def _pickled_weights(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def _remote_code(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "auto_map": {"AutoModel": "x.Y"}}))


def _no_modules(folder: Path) -> None:
    (folder / "modules.json").unlink()


def _no_weights(folder: Path) -> None:
    (folder / "model.safetensors").unlink()


def _broken_weights(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"{}")


@pytest.mark.parametrize(
    "spoil",
    [
        _python_file,
        _foreign_class,
        _unknown_class,
        _pickled_weights,
        _remote_code,
        _no_modules,
        _no_weights,
        _broken_weights,
    ],
)
def test_an_unsafe_or_broken_folder_is_refused_with_its_name(folder: Path, spoil: object) -> None:
    assert callable(spoil)
    spoil(folder)
    with pytest.raises(ModelError, match="ASSISTANT_EMBEDDING_MODEL") as refused:
        Embedder(str(folder))
    assert str(folder) in str(refused.value)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere"):
        Embedder(str(tmp_path / "nowhere"))
