from dataclasses import replace

import pytest

from assistant.domain import BlockKind, Verdict
from assistant.grounding.judging.judge import ExactJudge

FIELDS = (
    ("name", "Lumo One"),
    ("announced", "1999-03-01"),
    ("released", "1999-04-12"),
    ("launch_price_usd", "499"),
    ("weight", "3 kg"),
    ("designer", "Ada Brandt"),
    ("predecessor", "Nocta"),
)
TEXT = (
    "Lumo One. Announced: 1999-03-01. Released: 1999-04-12. Launch price (USD): 499. Weight: 3 kg. "
    "Designer: Ada Brandt. Predecessor: Nocta."
)


@pytest.fixture
def row(evidence):
    found = evidence(TEXT, kind=BlockKind.TABLE_ROW)
    return replace(found, passage=replace(found.passage, fields=FIELDS))


@pytest.mark.parametrize(
    "claim",
    [
        "The Lumo One was released on 12 April 1999.",
        "The Lumo One was announced in March 1999.",
        "The designer of the Lumo One was Ada Brandt.",
        "The launch price of the Lumo One was $499.",
        "The predecessor of the Lumo One was the Nocta.",
    ],
)
def test_a_value_stands_in_its_own_column(row, claim: str) -> None:
    assert ExactJudge().judge(claim, [row]).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    "claim",
    [
        "The Lumo One was released on 1 March 1999.",
        "The Lumo One was announced on 12 April 1999.",
        "The designer of the Lumo One was Nocta.",
        "The weight of the Lumo One is 499 kg.",
    ],
)
def test_a_value_of_another_column_is_contradicted(row, claim: str) -> None:
    assert ExactJudge().judge(claim, [row]).verdict is Verdict.CONTRADICTED


def test_the_unit_of_a_value_may_stand_in_the_columns_name(row) -> None:
    assert (
        ExactJudge().judge("The launch price of the Lumo One was 499 dollars.", [row]).verdict
        is Verdict.SUPPORTED
    )
    assert (
        ExactJudge().judge("The launch price of the Lumo One was €499.", [row]).verdict is Verdict.NOT_FOUND
    )


@pytest.fixture
def noted(evidence):
    fields = (("name", "Lumo One"), ("launch_price_usd", "2898"), ("price_note", NOTE))
    found = evidence(f"Lumo One. Launch price (USD): 2898. Price note: {NOTE}.", kind=BlockKind.TABLE_ROW)
    return replace(found, passage=replace(found.passage, fields=fields))


NOTE = "with two paper shades; $3,698 with a brass stand"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The launch price of the Lumo One with two paper shades was $2,898.", Verdict.SUPPORTED),
        ("The launch price of the Lumo One with a brass stand was $3,698.", Verdict.SUPPORTED),
        ("The launch price of the Lumo One with two paper shades was $3,698.", Verdict.CONTRADICTED),
        ("The launch price of the Lumo One with a brass stand was $2,898.", Verdict.CONTRADICTED),
    ],
)
def test_a_note_gives_each_figure_for_its_own_case(noted, claim: str, verdict: Verdict) -> None:
    assert ExactJudge().judge(claim, [noted]).verdict is verdict
