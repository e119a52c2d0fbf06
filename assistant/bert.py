"""BERT encoders in plain torch, read straight from their safetensors file.

transformers and sentence-transformers take several seconds to import, most of them for training and for
models that are not in use. Nobody who asks a question on the command line should wait for that, so the
architecture of the models in the package is written out here: Devlin et al., 2019, https://arxiv.org/abs/1810.04805.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file  # pyright: ignore[reportUnknownVariableType]
from torch import Tensor, nn
from torch.nn import functional

_PREFIX = "bert."  # of the weights' names, where the file also holds heads


def is_plain_bert(config: dict[str, Any]) -> bool:
    """Whether the model of that ``config.json`` computes exactly as `BertEncoder` does."""
    return (
        config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and not config.get("is_decoder", False)
        and not config.get("add_cross_attention", False)
    )


class BertEncoder(nn.Module):
    """Token ids to one vector a token."""

    def __init__(self, config: dict[str, Any]) -> None:
        """The architecture of that ``config.json`` (see `is_plain_bert`), its weights not yet set."""
        super().__init__()
        size: int = config["hidden_size"]
        epsilon: float = config["layer_norm_eps"]
        self.words = nn.Embedding(config["vocab_size"], size)
        self.positions = nn.Embedding(config["max_position_embeddings"], size)
        self.types = nn.Embedding(config["type_vocab_size"], size)
        self.norm = nn.LayerNorm(size, epsilon)
        self.layers = bert_layers(config, config["num_hidden_layers"])

    @classmethod
    def read(cls, folder: Path) -> BertEncoder:
        """The model in `folder`, ready to compute.

        OSError, ValueError, KeyError, RuntimeError or SafetensorError where its files do not fit together.
        """
        encoder = cls(json.loads((folder / "config.json").read_text(encoding="utf-8")))
        stored = {
            name.removeprefix(_PREFIX): value
            for name, value in load_file(folder / "model.safetensors").items()
        }
        encoder.load_state_dict(_renamed(stored, len(encoder.layers)))
        return encoder.eval().requires_grad_(requires_grad=False)

    def forward(
        self,
        ids: Tensor,
        present: Tensor,
        types: Tensor | None = None,
        marks: Tensor | None = None,
        last: nn.ModuleList | None = None,
    ) -> Tensor:
        """Vectors of shape (texts, tokens, size).

        `ids`, `present` (False where a text is padded) and `types` (0 for all where None) are of shape
        (texts, tokens); `marks`, of the shape of the result, are added to what goes into the first layer. The
        layers of `last` take the place of as many last ones.
        """
        vectors = self.words(ids) + self.positions.weight[: ids.shape[1]]
        vectors = vectors + (self.types.weight[0] if types is None else self.types(types))
        vectors = self.norm(vectors if marks is None else vectors + marks)
        mask = None if bool(present.all()) else present[:, None, None, :]
        own = self.layers if last is None else self.layers[: len(self.layers) - len(last)]
        for layer in (*own, *(last or ())):
            vectors = layer(vectors, mask)
        return vectors


def bert_layers(config: dict[str, Any], count: int) -> nn.ModuleList:
    """`count` layers of that ``config.json``, their weights not yet set."""
    size, inner, heads = config["hidden_size"], config["intermediate_size"], config["num_attention_heads"]
    return nn.ModuleList(_Layer(size, inner, heads, config["layer_norm_eps"]) for _ in range(count))


class _Layer(nn.Module):
    """Self-attention and a feed-forward network, each added to what came in."""

    def __init__(self, size: int, inner: int, heads: int, epsilon: float) -> None:
        super().__init__()
        self._heads = heads
        self.attention = nn.Linear(size, 3 * size)  # queries, keys and values in one product
        self.attended = nn.Linear(size, size)
        self.attended_norm = nn.LayerNorm(size, epsilon)
        self.widened = nn.Linear(size, inner)
        self.narrowed = nn.Linear(inner, size)
        self.norm = nn.LayerNorm(size, epsilon)

    def forward(self, vectors: Tensor, mask: Tensor | None) -> Tensor:
        texts, tokens, size = vectors.shape
        heads = self.attention(vectors).view(texts, tokens, 3, self._heads, size // self._heads)
        queries, keys, values = heads.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(queries, keys, values, attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(texts, tokens, size)
        vectors = self.attended_norm(vectors + self.attended(seen))
        return self.norm(vectors + self.narrowed(functional.gelu(self.widened(vectors))))


def _renamed(stored: dict[str, Tensor], layers: int) -> dict[str, Tensor]:
    """Weights under our names; KeyError where one is missing."""
    ours: dict[str, Tensor] = {}
    for name, theirs in (
        ("words", "word_embeddings"),
        ("positions", "position_embeddings"),
        ("types", "token_type_embeddings"),
    ):
        ours[f"{name}.weight"] = stored[f"embeddings.{theirs}.weight"]
    for part in ("weight", "bias"):
        ours[f"norm.{part}"] = stored[f"embeddings.LayerNorm.{part}"]
        for number in range(layers):
            here, there = f"layers.{number}", f"encoder.layer.{number}"
            ours[f"{here}.attention.{part}"] = torch.cat(
                [stored[f"{there}.attention.self.{each}.{part}"] for each in ("query", "key", "value")]
            )
            for name, theirs in (
                ("attended", "attention.output.dense"),
                ("attended_norm", "attention.output.LayerNorm"),
                ("widened", "intermediate.dense"),
                ("narrowed", "output.dense"),
                ("norm", "output.LayerNorm"),
            ):
                ours[f"{here}.{name}.{part}"] = stored[f"{there}.{theirs}.{part}"]
    return ours
