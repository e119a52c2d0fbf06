"""The model card: what the grounding model is, and from what it learnt, written by the run that made it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LICENCES = {
    "vitaminc_real": ("VitaminC (Schuster et al., 2021)", "CC-BY-SA"),
    "vitaminc_synthetic": ("VitaminC, synthetic", "CC-BY-SA"),
    "fever_dev_pairs": ("FEVER (Thorne et al., 2018)", "CC-BY-SA"),
    "fever_symmetric_adversarial": ("FEVER-Symmetric and adversarial (Schuster et al., 2019)", "CC-BY-SA"),
    "mnli_dev": ("MultiNLI, validation (Williams et al., 2018)", "OANC and others, free"),
    "snli_dev": ("SNLI, development (Bowman et al., 2015)", "CC-BY-SA"),
    "breaking_nli": ("Breaking NLI (Glockner et al., 2018)", "CC-BY-SA"),
    "qnli": ("QNLI, development (Wang et al., 2018; SQuAD)", "CC-BY-SA"),
    "wice": ("WiCE, development (Kamoi et al., 2023)", "ODC-BY, code MIT"),
    "summedits": ("SummEdits (Laban et al., 2023)", "Apache-2.0"),
    "defacto": ("DeFacto (Liu et al., 2023)", "MIT"),
    "diasumfact": ("DiaSumFact (Zhu et al., 2023)", "MIT"),
    "faceval": ("FacEval (Wang et al., 2022)", "MIT"),
    "begin": ("BEGIN (Dziri et al., 2022)", "MIT, CC-BY, CDLA-Sharing"),
    "factcheckgpt_stance": ("Factcheck-GPT (Wang et al., 2024)", "Apache-2.0"),
    "halueval_qa": ("HaluEval QA (Li et al., 2023)", "MIT"),
    "clapnq": ("CLAPnq (Rosenthal et al., 2024)", "Apache-2.0"),
    "nomiracl_en": ("NoMIRACL, English (Thakur et al., 2024)", "Apache-2.0"),
    "mtrag_human_eval": ("MTRAG (Katsis et al., 2025)", "Apache-2.0"),
    "mtrag_un": ("MTRAG-UN", "Apache-2.0"),
    "attributionbench": ("AttributionBench: ExpertQA, AttributedQA", "MIT, Apache-2.0"),
    "written": ("written for this project (`eval/pairs`)", "CC-BY 4.0; passages as their sets"),
    "said": ("true claims and false twins about invented brands (`eval/pairs/packs`)", "CC-BY 4.0"),
    "said of passages": (
        "the same about passages (`eval/pairs/claims.jsonl`)",
        "CC-BY 4.0; passages as their sets",
    ),
    "asked": ("invented brands, written for this project (`eval/pairs/packs`)", "CC-BY 4.0"),
}
"""Name and licence of every set that was learnt from; what is made is made of their passages and of the pack's."""

_HEAD = """\
# The grounding model

A cross-encoder of {layers} layers and {size} dimensions, started from all-MiniLM-L6-v2 (Apache-2.0) and trained for
this project. It reads a claim and evidence, and tells how surely the evidence supports it, contradicts it or does not
say; which words of the claim are not borne out; and, of a question, whether a passage answers it and which of its
words do. English only.

Made by `python -m assistant_eval.training train --data FOLDER`, in three passes over the pairs below. 30 % of the
groups (documents, conversations, entities) of every set but the plain sentence pairs were held back, of the written
passages 12 %; every figure in [docs/grounding.md](../../../docs/grounding.md) is from those or from sets nobody
trained on. What ships lies 70 % of the way from the weights after the second pass to those after the third, which
alone is for the written pairs; then questions got three last layers of their own, trained on the questions of all
passes, on sentences of the written passages by themselves (counted under "written"), and on what searches of the
invented brands of `eval/pairs/packs` bring back for the questions written about them; some brands are
held back. Those layers went twice through the everyday questions to these brands, beside a draw of the others. Last,
the three layers that judge claims learnt from true claims and their false twins, beside a draw of the third pass's
claims; what ships lies 70 % of the way from before that to after it.

**Leak check.** A pair whose claim or question is, word for word in its first 30 words, that of a held-back row is left
out: {leaks} pairs were.

**Left out on purpose**: sets for non-commercial use (ANLI, SICK, FaithBench, RGB, the FActScore pages) and sets that
state no licence (the rest of AttributionBench, QAGS, Climate-FEVER, HealthVer, ConTRoL, CovidFact, SciFact, RTE, MPE,
SciTail). Some of them measure.

**Limits.** Small: it misses what takes knowledge, reckoning or a long chain of thought, and it may take a fluent
sentence about the right things for a true one. Never the only judge: exact checks of numbers, dates, names, quotations
and speakers stand in front of it.

Weights in bfloat16, Apache-2.0; the hash of each file is in `manifest.json` and is checked when they are loaded.

## What it learnt from

| source | licence | supported | contradicted | not found | not supported | answers | does not |
|---|---|---|---|---|---|---|---|
"""

_COLUMNS = ("supported", "contradicted", "not_found", "unsupported", "answered", "unanswered")


@dataclass(frozen=True, slots=True)
class Learnt:
    """What one pass learnt from: pairs by source and stance, and how many were left out as leaks."""

    counts: Mapping[str, Mapping[str, int]]
    leaks: int


def write_card(path: Path, passes: Sequence[Learnt], config: Mapping[str, int]) -> None:
    """Write the card of a model made in these passes."""
    totals: dict[str, dict[str, int]] = {}
    for one in passes:
        for source, counts in one.counts.items():
            for stance, count in counts.items():
                of_source = totals.setdefault(source, {})
                of_source[stance] = of_source.get(stance, 0) + count
    head = _HEAD.format(
        layers=config["num_hidden_layers"],
        size=config["hidden_size"],
        leaks=sum(one.leaks for one in passes),
    )
    rows = [_row(*_named(source), counts) for source, counts in totals.items()]
    sums = {column: sum(counts.get(column, 0) for counts in totals.values()) for column in _COLUMNS}
    path.write_text(head + "\n".join([*rows, _row("**all**", "", sums)]) + "\n", encoding="utf-8")


def _named(source: str) -> tuple[str, str]:
    return LICENCES.get(source, (source, "as the passages it is made of"))


def _row(name: str, licence: str, counts: Mapping[str, int]) -> str:
    cells = (f"{counts[column]:,}" if counts.get(column) else "" for column in _COLUMNS)
    return f"| {name} | {licence} | {' | '.join(cells)} |"
