"""What is embedded of a table row: nothing that it does not say, and every word that describes it."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.corpus.rows import row_rendering, row_search_text

DESCRIBING = ("name", "name", "description", "Maker", "price_usd", "released")
COLUMNS = (*DESCRIBING, "successor", "next_model", "sku", "source url", "confidence")
CELLS = ("word", "Two words.", "1998-05", "$5", "5 crowns", "😀", "https://a.example/x", "日本語", "-")
ROWS = st.lists(st.tuples(st.sampled_from(COLUMNS), st.sampled_from(CELLS)), min_size=1, max_size=8)


@given(ROWS)
@settings(max_examples=500, deadline=None)
def test_the_search_text_of_a_row_keeps_all_that_describes_it(row: list[tuple[str, str]]) -> None:
    searched = row_search_text(row)
    assert searched
    assert Counter(searched.split()) <= Counter(row_rendering(row).split())
    for name, value in row:
        if name in DESCRIBING and any(map(str.isalpha, value)) and "://" not in value:
            assert value in searched
