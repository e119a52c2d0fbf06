from __future__ import annotations

import pytest

from assistant.corpus.load.guess import from_columns, from_path, pretty
from assistant.domain import Kind, Voice


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("speeches/1984.md", Kind.SPEECH),
        ("2007 keynote.srt", Kind.SPEECH),
        ("speeches/interview_1990.md", Kind.INTERVIEW),
        ("talks/Q&A 1997.md", Kind.INTERVIEW),
        ("all-staff-email.txt", Kind.LETTER),
        ("acme_10k_fy2024.pdf", Kind.FILING),
        ("acme 10-K.pdf", Kind.FILING),
        ("Annual Report 2001.pdf", Kind.FILING),
        ("newsroom/2001/lamp.html", Kind.PRESS),
        ("products.csv", Kind.PRODUCT),
        ("history/lamp.md", Kind.HISTORY),
        ("whatever.md", Kind.HISTORY),
        ("founder/letterpress.md", Kind.HISTORY),
    ],
)
def test_kinds(path: str, kind: Kind) -> None:
    assert from_path(path, "en").kind is kind


@pytest.mark.parametrize("path", ["founder/speech by the founder.md", "by_founder/letter.md", "press/a.md"])
def test_no_guess_puts_words_in_a_mouth(path: str) -> None:
    assert from_path(path, "en").voice is Voice.BY_OTHERS


def test_titles_from_file_names() -> None:
    assert pretty("apple_10k_fy2024") == "Apple 10k fy2024"
    assert pretty("a-lamp--story") == "A lamp--story"
    assert pretty("__") == "__"


def test_product_tables_need_a_name_and_a_fact() -> None:
    assert from_columns([[("name", "One"), ("launch_price_usd", "5")]]).kind is Kind.PRODUCT
    assert from_columns([[("title", "A talk"), ("year", "1984")]]).kind is None
    assert from_columns([]).kind is None
