from __future__ import annotations

import pytest

from assistant.corpus.load.pdf import parse
from assistant.errors import DocumentError
from tests.loading import assert_blocks_fit, encrypted_pdf, pdf, words


def lines(*texts: str, top: float = 700) -> list[tuple[str, str, float, float, float]]:
    return [(text, "F1", 12, 72, top - 14 * at) for at, text in enumerate(texts)]


def test_wrapped_lines_join_and_broken_words_mend() -> None:
    page = [
        ("The lamp", "F2", 20, 72, 760),
        *lines(
            "A lamp shone in the window of the house, and the neigh-",
            "bours came to look at it. It was a first-",
            "rate lamp, the first of any rate in the town.",
        ),
        ("How it came about", "F2", 12, 72, 630),
        *lines("We wanted light.", top=600),
    ]
    joined = (
        "A lamp shone in the window of the house, and the neighbours came to look at it. "
        "It was a first-rate lamp, the first of any rate in the town."
    )
    parsed = parse(pdf(page))
    assert_blocks_fit(parsed.text, parsed.blocks)
    assert words(parsed) == [
        ("heading", "The lamp"),
        ("paragraph", joined),
        ("heading", "How it came about"),
        ("paragraph", "We wanted light."),
    ]
    assert parsed.blocks[-1].heading_path == ("The lamp", "How it came about")
    assert parsed.found.title == "The lamp"


def test_pages_are_counted_and_sentences_go_on_over_them() -> None:
    first = [*lines("A sentence that goes on"), ("Example Ltd | 1", "F1", 8, 72, 30)]
    second = [*lines("on the next page.", "", "Another one."), ("Example Ltd | 2", "F1", 8, 72, 30)]
    third = [*lines("A third page."), ("Example Ltd | 3", "F1", 8, 72, 30)]
    parsed = parse(pdf(first, second, third))
    assert [(block.page, parsed.text[block.start : block.end]) for block in parsed.blocks] == [
        (1, "A sentence that goes on on the next page."),
        (2, "Another one."),
        (3, "A third page."),
    ]


def test_headings_drawn_last_stand_where_they_are_seen() -> None:
    page = [
        *lines("The first part begins here.", top=700),
        *lines("The second part begins here.", top=500),
        ("Part one", "F2", 16, 72, 730),
        ("Part two", "F2", 16, 72, 530),
    ]
    assert [text for _, text in words(parse(pdf(page)))] == [
        *("Part one", "The first part begins here.", "Part two", "The second part begins here."),
    ]


def test_columns_are_read_one_after_the_other() -> None:
    left = [(f"left {at} goes", "F1", 12, 72, 700 - 14 * at) for at in range(3)]
    right = [(f"right {at} goes", "F1", 12, 320, 700 - 14 * at) for at in range(3)]
    text = parse(pdf([*left, *right])).text
    assert text.index("left 2") < text.index("right 0")


def test_lines_of_a_table_stay_lines() -> None:
    rows = [("Model", "Price", "Year"), ("One", "$5", "1984"), ("Two", "$6", "1985")]
    page = [
        (cell, "F1", 12, 72 + 150 * column, 700 - 14 * row)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    ]
    assert parse(pdf(page)).text == "Model  Price  Year\nOne  $5  1984\nTwo  $6  1985"


def test_an_encrypted_file_says_so() -> None:
    with pytest.raises(DocumentError, match="is encrypted: save it without a password"):
        parse(encrypted_pdf())


def test_a_file_of_images_asks_for_text_recognition() -> None:
    with pytest.raises(DocumentError, match="only images, on its 2 pages: run text recognition"):
        parse(pdf([], [], image=True))


@pytest.mark.parametrize("data", [b"%PDF-1.4\nrubbish", pdf("Words.")[:200]])
def test_a_broken_file_says_so(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"broken PDF|holds no text"):
        parse(data)


def test_soft_hyphens_as_browsers_draw_them_part_no_words() -> None:
    page = pdf(
        "The Lumo weighs 7.4 kilo@grams. The fi@nish was folded in the work-\nshop. It is avail@\nable in moss."
    )
    shy = b"/Span<</ActualText <FEFF00AD>>> BDC ( ) Tj EMC"
    out: list[bytes] = []
    for line in page.split(b"\n"):  # rewritten by hand: the length of its stream is mended by the reader
        if b"@" in line and line.endswith(b"Tj ET"):
            line = line.replace(b"@", b") Tj " + shy + b" (")  # noqa: PLW2901
        out.append(line)
    assert parse(b"\n".join(out)).text == (
        "The Lumo weighs 7.4 kilograms. The finish was folded in the workshop. It is available in moss."
    )
