"""The report as one HTML file: styles, script and data inside, nothing asked of any network.

The page forbids itself everything else: its policy allows one script and one style, each named by its hash
(Content Security Policy Level 3, https://www.w3.org/TR/CSP3/), so words of a case could not run even if they
were taken for markup.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import Any

from assistant_eval.report import about, sections
from assistant_eval.report.case_data import case_data
from assistant_eval.report.data import RunFigures, same_cases
from assistant_eval.report.faults import FAULT_WORDS, common_faults
from assistant_eval.report.words import day_words, thousands

_LESS = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def report_page(runs: Sequence[RunFigures]) -> str:
    """The page of the first run, with the others beside it in one table."""
    first = runs[0]
    run, measured = first.run, first.figures
    rows = [(each.run.name, len(each.run.records), each.figures) for each in runs]
    kinds = Counter(record.case.kind for record in run.records)
    parts = [
        (
            "runs",
            "Side by side",
            sections.runs_side_by_side(rows, same_cases=same_cases(runs)) if len(runs) > 1 else "",
        ),
        ("figures", "Key figures", sections.key_figures(measured)),
        ("reliability", "Reliability", sections.reliability(run.records, measured)),
        ("kinds", "By kind", sections.by_kind(first.by_kind, kinds)),
        ("all", "All figures", sections.all_figures(measured)),
        ("judge", "The judge", about.judge(measured, run.manifest)),
        ("unscored", "Not scored", about.unscored(measured, run.manifest)),
        ("cases", "Cases", sections.cases(len(run.records))),
        ("reproduce", "Run it again", about.reproduction(run.manifest)),
    ]
    links = "".join(f'<a href="#{anchor}">{escape(title)}</a>' for anchor, title, part in parts if part)
    body = (
        f'<header><div class="wide">{_head(first)}</div></header>'
        f'<nav aria-label="Parts of this page"><div class="wide">{links}</div></nav>'
        f"<main>{''.join(part for _, _, part in parts)}</main>"
    )
    return page(f"{run.name}: evaluation", body, case_data(run.records))


def page(title: str, body: str, data: dict[str, Any] | None = None) -> str:
    """A self-contained page; with `data`, the script that lists cases."""
    style = _asset("page.css")
    script = _asset("page.js") if data is not None else ""
    policy = f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src '{_hash(style)}'" + (
        f"; script-src '{_hash(script)}'" if script else ""
    )
    scripts = (
        f'<script type="application/json" id="data">{embedded(data)}</script><script>{script}</script>'
        if data is not None
        else ""
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body>{body}{scripts}</body></html>\n"
    )


def embedded(data: object) -> str:
    """`data` as JSON that no HTML parser can leave: ``<``, ``>`` and ``&`` are escaped, NaN is refused."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_LESS)


def _head(first: RunFigures) -> str:
    run, manifest = first.run, first.run.manifest
    brand = manifest.told.get("brand")
    facts = [day_words(str(manifest.told.get("started") or "")), f"{thousands(len(run.records))} cases"]
    eyebrow = f"Evaluation of <b>{escape(run.name)}</b>" + (f" on {escape(str(brand))}" if brand else "")
    about_it = "".join(f" · {escape(str(fact))}" for fact in facts if fact)
    details = escape(" ".join(first.verdict.details))
    parts = [
        f'<p class="eyebrow">{eyebrow}{about_it}</p>',
        f"<h1>{escape(first.verdict.sentence)}</h1>",
        f'<p class="lead">{details}</p>' if details else "",
    ]
    parts += [f'<p class="alert">{escape(words)}</p>' for words in alerts(first)]
    return "".join(parts)


def alerts(first: RunFigures) -> list[str]:
    """What a reader must know before believing any figure."""
    manifest = first.run.manifest
    told: list[str] = []
    if not manifest.complete:
        done = f"{thousands(len(first.run.records))} of {thousands(manifest.case_count)} cases"
        told.append(f"The run is not complete: {done} are done. The same command goes on from there.")
    if manifest.judge_is_gate and manifest.gate:
        told.append(
            "The judge that scored these answers is the same model as the gate that let them through; figures "
            "without the model stand beside its own under “The judge”."
        )
    told += [
        f"Every reply has this fault: {FAULT_WORDS[fault]}."
        for fault in sorted(common_faults(first.run.records))
    ]
    if manifest.left_out:
        told.append(
            f"{thousands(len(manifest.left_out))} lines of the case files were no cases and were left out."
        )
    return told


def _asset(name: str) -> str:
    return files("assistant_eval.report").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
