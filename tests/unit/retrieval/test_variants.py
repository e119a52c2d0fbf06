"""A generation or a year beside a name picks the row that is meant, or none."""

from __future__ import annotations

import pytest

from assistant.retrieval.names import NameIndex
from tests.unit.rows import table_row

ROWS = [
    table_row(0, {"name": "Lumo", "released": "1999-04-12", "price": "40"}),
    table_row(1, {"name": "Lumo (2nd generation)", "released": "2003-05", "price": "50"}),
    table_row(2, {"name": "Lumo (2008)", "released": "2008", "price": "60"}),
]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What did the Lumo cost?", ["row0"]),
        ("What did the second-generation Lumo cost?", ["row1"]),
        ("What did the Lumo second generation cost?", ["row1"]),
        ("What did the second Lumo cost?", ["row1"]),
        ("What did the Lumo of 2008 cost?", ["row2"]),
        ("What did the 2008 Lumo cost?", ["row2"]),
        ("What did the Lumo of 2003 cost?", ["row1"]),
        ("What did the third Lumo cost?", []),
        ("What did the Lumo of 1985 cost?", []),
    ],
)
def test_the_row_that_is_meant(question: str, found: list[str]) -> None:
    mention = NameIndex(ROWS, {}).find(question)[0]
    assert [each.id for each in mention.rows] == found
