"""The trained network as the files of the package: weights, tokenizer, configuration and their hashes."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file  # pyright: ignore[reportUnknownVariableType]

from assistant.pair_network import QUESTION_LAYERS, PairNetwork

_KEPT = ("hidden_size", "layer_norm_eps", "vocab_size", "max_position_embeddings", "type_vocab_size")
_ALSO = ("intermediate_size", "num_attention_heads", "num_hidden_layers", "hidden_act", "model_type")


def export(network: PairNetwork, base: Path, folder: Path) -> None:
    """Write `network`, made from the model in `base`, to `folder`; weights in bfloat16."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: value.to(torch.bfloat16).contiguous() for name, value in network.state_dict().items()}
    save_file(weights, folder / "model.safetensors")
    told = json.loads((base / "config.json").read_text(encoding="utf-8"))
    config = {name: told[name] for name in (*_KEPT, *_ALSO)} | {QUESTION_LAYERS: len(network.asking)}
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    shutil.copyfile(base / "tokenizer.json", folder / "tokenizer.json")
    hashes = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in ("model.safetensors", "config.json", "tokenizer.json")
    }
    (folder / "manifest.json").write_text(json.dumps({"sha256": hashes}, indent=2) + "\n", encoding="utf-8")
