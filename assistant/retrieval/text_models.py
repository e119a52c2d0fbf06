"""Models that turn texts into vectors, behind one face: a BERT of our own reading, or any other by its library.

Both give the same vectors for the same folder; ours is there in a second instead of six.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import nn

    from assistant.bert import BertEncoder

Vectors = NDArray[np.float32]

_LONGEST = 512  # tokens read of a text where the model's files do not say


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text as a model reads it, the prompt of its role included: what it says, and its token ids."""

    text: str
    prompt: str
    ids: Sequence[int]


class TextModel(Protocol):
    """A loaded model. Thread-safe."""

    prompts: dict[str, str]
    """What the model wants written before a text, by role."""

    default_prompt: str | None
    """The role whose prompt is written before texts of roles that have none."""

    @property
    def network(self) -> nn.Module:
        """What computes, for those who change its number type."""
        ...

    def prepare(self, texts: Sequence[str], prompt: str) -> list[Prepared]:
        """`texts` cut at the length the model reads."""
        ...

    def vectors(self, batch: Sequence[Prepared]) -> Vectors:
        """Their vectors, of shape (len(batch), dimension), of any length; all computed at once."""
        ...


def load_text_model(folder: Path) -> TextModel:
    """The model in a folder found safe to load; ModelError where it cannot be read."""
    # Read when the libraries are imported: no look-up at a hub, whatever the folder's files name.
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    from safetensors import SafetensorError  # noqa: PLC0415

    try:
        plain = _PlainBert.read(folder)
        return plain if plain is not None else _LibraryModel(folder)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, ImportError, SafetensorError) as error:
        raise ModelError(
            f"{folder} cannot be loaded as an embedding model ({error}): name another folder in "
            "ASSISTANT_EMBEDDING_MODEL, or 'builtin'"
        ) from error


class _PlainBert:
    """A BERT whose vectors are the mean of its tokens' or the first token's."""

    def __init__(self, encoder: BertEncoder, folder: Path, longest: int, *, mean: bool) -> None:
        import torch  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415

        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.network = encoder.to(self._device)
        self._mean = mean
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(longest)  # pyright: ignore[reportUnknownMemberType]
        told = _json(folder / "config_sentence_transformers.json")
        self.prompts: dict[str, str] = {name: text for name, text in told.get("prompts", {}).items() if text}
        self.default_prompt: str | None = told.get("default_prompt_name")

    @classmethod
    def read(cls, folder: Path) -> _PlainBert | None:
        """The model in `folder`, or None where it is more than a plain BERT: its library knows it then."""
        from assistant.bert import BertEncoder, is_plain_bert  # noqa: PLC0415  # imports torch

        modules = [module["type"].split(".")[-1] for module in json.loads(_text(folder / "modules.json"))]
        pooling = _json(folder / "1_Pooling" / "config.json")
        how = _pooling_modes(pooling)
        reading = _json(folder / "sentence_bert_config.json")
        config = _json(folder / "config.json")
        if (
            modules not in (["Transformer", "Pooling", "Normalize"], ["Transformer", "Pooling"])
            or not is_plain_bert(config)
            or how not in ({"mean"}, {"cls"})
            or not pooling.get("include_prompt", True)
            or reading.get("do_lower_case")
            or not (folder / "tokenizer.json").is_file()
            or not (folder / "model.safetensors").is_file()
        ):
            return None
        tokens = _json(folder / "tokenizer_config.json").get("model_max_length", _LONGEST)
        longest = min(reading.get("max_seq_length") or tokens, config["max_position_embeddings"])
        return cls(BertEncoder.read(folder), folder, longest, mean=how == {"mean"})

    def prepare(self, texts: Sequence[str], prompt: str) -> list[Prepared]:
        encoded = self._tokenizer.encode_batch_fast([prompt + text for text in texts])
        return [Prepared(text, prompt, each.ids) for text, each in zip(texts, encoded, strict=True)]

    def vectors(self, batch: Sequence[Prepared]) -> Vectors:
        import torch  # noqa: PLC0415

        ids = np.zeros((len(batch), max(len(one.ids) for one in batch)), dtype=np.int64)
        present = np.zeros(ids.shape, dtype=np.bool_)
        for row, one in enumerate(batch):
            ids[row, : len(one.ids)] = one.ids
            present[row, : len(one.ids)] = True
        with torch.inference_mode():
            there = torch.as_tensor(present, device=self._device)
            tokens = self.network(torch.as_tensor(ids, device=self._device), there).float()
            mean = (tokens * there[:, :, None]).sum(1) / there.sum(1, keepdim=True)
            return (mean if self._mean else tokens[:, 0]).cpu().numpy()


class _LibraryModel:
    """Any other model, loaded and computed by sentence-transformers."""

    def __init__(self, folder: Path) -> None:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  # seconds to import
        from transformers.utils import logging  # noqa: PLC0415

        logging.disable_progress_bar()
        self._model: SentenceTransformer = SentenceTransformer(
            str(folder),
            trust_remote_code=False,
            local_files_only=True,
            model_kwargs={"use_safetensors": True},
        ).eval()
        self._lock = threading.Lock()  # fast tokenizers keep padding and truncation as state
        self.prompts = {name: text for name, text in self._model.prompts.items() if text}
        self.default_prompt = self._model.default_prompt_name

    @property
    def network(self) -> nn.Module:
        return self._model

    def prepare(self, texts: Sequence[str], prompt: str) -> list[Prepared]:
        longest = self._model.max_seq_length or _LONGEST
        with self._lock:
            ids = self._model.tokenizer(
                [prompt + text for text in texts], padding=False, truncation=True, max_length=longest
            )["input_ids"]
        return [Prepared(text, prompt, tokens) for text, tokens in zip(texts, ids, strict=True)]

    def vectors(self, batch: Sequence[Prepared]) -> Vectors:
        import torch  # noqa: PLC0415

        with self._lock:
            features: dict[str, Any] = self._model.preprocess(  # pyright: ignore[reportUnknownMemberType]
                [one.text for one in batch], prompt=batch[0].prompt or None
            )
        with torch.inference_mode():
            on_device = {
                name: value.to(self._model.device) if isinstance(value, torch.Tensor) else value
                for name, value in features.items()
            }
            return self._model(on_device)["sentence_embedding"].float().cpu().numpy()


def _pooling_modes(config: dict[str, Any]) -> set[str]:
    """The ways of pooling a ``1_Pooling/config.json`` names, in the new spelling or the old one."""
    told = config.get("pooling_mode")
    if told is not None:
        return {told} if isinstance(told, str) else set(told)
    old = {"pooling_mode_mean_tokens": "mean", "pooling_mode_cls_token": "cls"}
    return {old.get(key, key) for key, value in config.items() if key.startswith("pooling_mode_") and value}


def _json(path: Path) -> dict[str, Any]:
    """What a file says; nothing where there is none."""
    return json.loads(_text(path)) if path.is_file() else {}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
