"""Writes all forms of a report beside the run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant_eval.errors import EvalError
from assistant_eval.report.data import as_json, reckon, report_as_dict
from assistant_eval.report.junit import junit
from assistant_eval.report.markdown import markdown
from assistant_eval.report.page import report_page
from assistant_eval.runs import read_run


def write_report(folders: Sequence[Path], out: Path | None = None) -> list[Path]:
    """``report.html``, ``report.json``, ``report.md`` and ``junit.xml`` of the first run, the others beside it.

    They go into the first folder, or into `out`. EvalError where a folder holds no run or cannot be written to.
    """
    runs = [reckon(read_run(folder), whole=place == 0) for place, folder in enumerate(folders)]
    forms = {
        "report.html": report_page(runs),
        "report.json": as_json(report_as_dict(runs)),
        "report.md": markdown(runs),
        "junit.xml": junit(runs[0].run),
    }
    into = out or folders[0]
    return [write_text(into / name, text) for name, text in forms.items()]


def write_text(path: Path, text: str) -> Path:
    """Write a file at once, in place of an older one; EvalError where it cannot be written."""
    partial = path.with_name(f"{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Broken halves of characters, which some models write, cannot be stored
        partial.write_text(text, encoding="utf-8", errors="replace")
        partial.replace(path)
    except OSError as error:
        raise EvalError(f"{path} cannot be written: {error.strerror or error}") from error
    return path
