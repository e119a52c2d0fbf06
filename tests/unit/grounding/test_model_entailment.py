"""The model behind the exact checks: paraphrase passes, what only looks alike does not."""

from __future__ import annotations

import pytest

from assistant.domain import Verdict
from assistant.grounding.checks.facts import FactReader
from assistant.grounding.checks.names import NameTable
from assistant.grounding.judging.entailment import Premise
from assistant.grounding.judging.model_entailment import in_words_of
from assistant.grounding.scoring.default import gate_fingerprint, gate_judge

TABLE = NameTable({"Ada Brandt": ("Ada", "Mrs Brandt"), "Lumo One": (), "Lumo Two": ()})
TEXT = (
    "Ada Brandt presented the Lumo Two in Oslo on 12 September 1999. "
    "Visitors to the fair laughed at its paper shade. The Lumo One works only beside the Lumo Two."
)


def verdict(evidence, claim: str) -> Verdict:
    return gate_judge(TABLE).judge(claim, [evidence(TEXT)]).verdict


@pytest.mark.parametrize(
    "claim",
    [
        "Mrs Brandt presented the Lumo Two in Oslo on 1999-09-12.",
        "The visitors of the fair laughed at its paper shade.",
    ],
)
def test_a_true_paraphrase_passes(evidence, claim: str) -> None:
    assert verdict(evidence, claim) is Verdict.SUPPORTED


@pytest.mark.parametrize(
    "claim",
    [
        "The Lumo One was the Lumo Two.",
        "Visitors to the fair praised its paper shade.",
        "Ada Brandt presented the Lumo Two in Bergen.",
        "The Lumo Two won a prize for its paper shade.",
    ],
)
def test_what_only_looks_alike_does_not(evidence, claim: str) -> None:
    assert verdict(evidence, claim) is not Verdict.SUPPORTED


def test_facts_are_read_as_the_source_writes_them() -> None:
    premise = Premise("Ada Brandt sold 2,500 lamps by 12 September 1999.")
    said = in_words_of(premise, "Mrs Brandt sold 2500 lamps by 1999-09-12.", FactReader(TABLE))
    assert said == "Ada Brandt sold 2,500 lamps by 12 September 1999."
    apart = "Mira Holm sold 300 lamps by 2001."
    assert in_words_of(premise, apart, FactReader(TABLE)) == apart


def test_a_number_inside_a_name_stays_there() -> None:
    table = NameTable({"Lumo 4": ("Fourth Lumo",)})
    premise = Premise("The Fourth Lumo came in 4 colours.", "", is_row=False)
    said = in_words_of(premise, "The Lumo 4 was sold in four colours.", FactReader(table))
    assert said == "The Fourth Lumo was sold in 4 colours."


def test_the_gate_has_a_name_without_loading_its_model() -> None:
    assert gate_fingerprint().startswith("exact checks, grounding ")
