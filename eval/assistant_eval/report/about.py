"""What a report says about itself: what it could not score, who judged, and how to run it again."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from assistant_eval.figures import Measured
from assistant_eval.report.sections import paragraph, section
from assistant_eval.report.tables import scroll, unscored_table
from assistant_eval.report.words import figure_words, interval_words, plural
from assistant_eval.runs import Manifest
from assistant_eval.stats import Unscored

_SYSTEMS = {"langchain": "chain", "openai": "server"}


def unscored(measured: Sequence[Measured], manifest: Manifest) -> str:
    """What has no score and why, and the lines of case files that were no cases."""
    parts = [
        paragraph(
            "A case that a measure cannot be told of is left out of it and counted here; it is never scored 0."
        ),
        unscored_table(measured),
    ]
    if manifest.left_out:
        lines = "".join(
            f"<li>{escape(str(line['file']))}, line {escape(str(line['line']))}: {escape(str(line['reason']))}</li>"
            for line in manifest.left_out
        )
        parts.append(f"<h3>Lines of the case files that were left out</h3><ul>{lines}</ul>")
    return section("unscored", "What could not be scored", *parts)


_JUDGED_BY = (
    ("Unsupported sentences per 100", "unsupported_sentences", "unsupported_sentences_exact", None),
    ("Fully supported answers", "fully_supported", "fully_supported_exact", None),
    ("Words of a claim that stand in the evidence", None, None, "overlap"),
)


def judge(measured: Sequence[Measured], manifest: Manifest) -> str:
    """Who judged, whether that is the gate itself, and what the figures are without the model."""
    known = {each.measure.name: each for each in measured}
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        + "".join(_by_judge(known.get(name or "")) for name in names)
        + "</tr>"
        for label, *names in _JUDGED_BY
    )
    head = "".join(
        f'<th scope="col"{style}>{name}</th>'
        for name, style in (
            ("", ""),
            *((each, ' class="number"') for each in ("Judge", "Exact checks only", "Word overlap only")),
        )
    )
    return section(
        "judge",
        "The judge",
        paragraph(judge_words(manifest), "lead"),
        scroll(f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>", "Figures by judge"),
        paragraph(
            "The exact checks use no model: a sentence counts as supported where one source bears out its numbers, "
            "dates, names and words. How far the columns lie apart is how much rests on the model."
        ),
        _facts(
            {
                "Judge": manifest.judge or "not told",
                "Gate": manifest.gate or "none: answers are shown as drafted",
            }
        ),
    )


def judge_words(manifest: Manifest) -> str:
    """Whether the judge is the gate, said plainly."""
    if manifest.system.get("kind") == "recorded":
        return "The answers were recorded elsewhere: whether a gate let them through, and which, is not told."
    if manifest.gate is None:
        return "Nothing gated these answers, so the judge is independent of them."
    if manifest.judge_is_gate is None:
        return "The run does not tell whether its judge is also its gate."
    if manifest.judge_is_gate:
        return (
            "The judge is the same model as the gate. What the gate lets through by mistake the judge may overlook as "
            "well: read these figures beside the exact checks, and beside the labels of people."
        )
    return "The judge is not the model that gates the answers."


def _by_judge(measured: Measured | None) -> str:
    if measured is None:
        return '<td class="number soft">–</td>'
    words = figure_words(measured.figure, measured.measure.unit)
    style = "number none" if isinstance(measured.figure, Unscored) else "number cell"
    return f'<td class="{style}"><b>{words}</b><span class="interval">{escape(interval_words(measured))}</span></td>'


def reproduction(manifest: Manifest) -> str:
    """What is needed to run it again."""
    told = manifest.told
    packages: Mapping[str, Any] = told.get("packages") or {}
    versions = ", ".join(f"{name} {version}" for name, version in packages.items() if version)
    files = "; ".join(
        f"{file['file']} ({plural(int(file['count']), 'case')}, sha256 {str(file['sha256'])[:16]}…)"
        for file in told.get("cases", ())
    )
    facts = {
        "Run": f"{manifest.name}, begun {told.get('started', 'at a time not told')}",
        "System": ", ".join(_told(manifest.system)),
        "Cases": files,
        "Release": told.get("release"),
        "Embedding": told.get("embedding"),
        "Judge": manifest.judge,
        "Gate": manifest.gate,
        "Commit": told.get("commit"),
        "Python and packages": f"{told.get('python', 'not told')}; {versions}",
        "Seed": told.get("seed"),
        "Took": f"{told['took_s']} s" if told.get("took_s") is not None else None,
    }
    whole = json.dumps(dict(told), ensure_ascii=False, indent=2)
    return section(
        "reproduce",
        "Run it again",
        f"<pre><code>{escape(command(manifest))}</code></pre>",
        _facts({name: str(value) for name, value in facts.items() if value}),
        '<details class="topic"><summary>The whole manifest (run.json)</summary>',
        f"<pre><code>{escape(whole)}</code></pre></details>",
    )


def _told(system: Mapping[str, Any]) -> Iterator[str]:
    for key, value in system.items():
        if value is True:
            yield key
        elif value not in (None, "", False):
            yield f"{key} {value}"


def _facts(facts: Mapping[str, Any]) -> str:
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(str(value))}</dd>" for name, value in facts.items())
    return f'<dl class="facts">{rows}</dl>'


def command(manifest: Manifest) -> str:
    """The command that runs the same again; ``DIR`` is the brand's pack, and recorded answers are where they were."""
    system = manifest.system
    kind = str(system.get("kind", "brand"))
    words = ["assistant-eval", "run"]
    for file in manifest.told.get("cases", ()):
        words += ["--cases", str(file["file"])]
    if manifest.told.get("brand"):
        words += ["--brand", "DIR"]
    if kind == "recorded":
        words += ["--system", "ANSWERS.jsonl"]
    elif kind != "brand":
        words += ["--system", _SYSTEMS.get(kind, kind)]
    if kind != "recorded" and system.get("drafter"):
        words += ["--drafter", str(system["drafter"])]
    if kind == "brand" and system.get("raw"):
        words.append("--raw")
    if system.get("persona"):
        words += ["--persona", str(system["persona"])]
    return shlex.join([*words, *_chosen(manifest.told), "--name", manifest.name])


def _chosen(told: Mapping[str, Any]) -> Iterator[str]:
    """The options that say which cases were asked."""
    for option in ("tag", "sample", "limit"):
        if told.get(option) is not None:
            yield from (f"--{option}", str(told[option]))
    if told.get("left_out"):
        yield "--skip-invalid"
