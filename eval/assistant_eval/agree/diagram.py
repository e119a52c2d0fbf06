"""The reliability diagram as a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant_eval.errors import EvalError
from assistant_eval.reliability import reliability_svg
from assistant_eval.stats import Unscored


def draw(path: Path, scored: Sequence[tuple[bool, float]], title: str) -> None:
    """Write the diagram of (label, score) pairs; EvalError where there are none, or `path` cannot be written."""
    svg = reliability_svg(
        [label for label, _ in scored], [score for _, score in scored], title, standalone=True
    )
    if isinstance(svg, Unscored):
        raise EvalError(f"no reliability diagram: {svg.reason}, or no probability")
    try:
        path.write_text(svg + "\n", encoding="utf-8")
    except OSError as error:
        raise EvalError(f"{path} cannot be written ({error.strerror}): name another file") from error
