"""A grounding model with a few random weights: real files, real tokenizer, no understanding."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.retrieval.model_files import BUILTIN, model_folder


def write_tiny_pair_model(folder: Path, *, seed: int = 0) -> Path:
    """Write a model folder as the package holds one; models of one seed are equal."""
    import torch  # noqa: PLC0415
    from assistant_eval.training.export import export  # noqa: PLC0415

    from assistant.pair_network import PairNetwork  # noqa: PLC0415

    real = model_folder(BUILTIN)
    base = folder.with_name(f"{folder.name}-base")
    base.mkdir(parents=True)
    config = json.loads((real / "config.json").read_text(encoding="utf-8"))
    config |= {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    (base / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (base / "tokenizer.json").write_bytes((real / "tokenizer.json").read_bytes())
    torch.manual_seed(seed)
    export(PairNetwork(config), base, folder)
    return folder
