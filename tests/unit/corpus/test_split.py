"""Passages follow the document's structure: what belongs together stays together."""

from __future__ import annotations

import pytest

from assistant.corpus.rows import column_title, row_rendering, row_search_text
from assistant.corpus.split import MOST_WORDS, TARGET_WORDS, search_text, split
from assistant.domain import Block, BlockKind, Document, Kind, Source, Voice

SOURCE = Source("talks/a.md", "A Talk", Kind.SPEECH, Voice.BY_FOUNDER, checksum="0")
Part = tuple[BlockKind, str] | tuple[BlockKind, str, dict[str, object]]


def document(*parts: Part) -> Document:
    """A document whose blocks are `parts`, parted by blank lines; a heading holds for what follows it."""
    text = ""
    path: tuple[str, ...] = ()
    blocks: list[Block] = []
    for kind, words, *more in parts:
        if kind is BlockKind.HEADING:
            path = (words.lstrip("# "),)
        blocks.append(Block(kind, len(text), len(text) + len(words), path, **dict(*more)))  # pyright: ignore
        text += words + "\n\n"
    return Document(SOURCE, text, tuple(blocks))


def prose(words: int, *, sentence: int = 10) -> str:
    """`words` words in sentences of `sentence` words."""
    return " ".join("Word" + " word" * (sentence - 2) + " end." for _ in range(words // sentence))


def texts(*parts: Part) -> list[str]:
    return [passage.text for passage in split(document(*parts))]


HEADING, PARAGRAPH, LIST_ITEM, TURN = (
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.LIST_ITEM,
    BlockKind.TURN,
)


def test_small_blocks_under_one_heading_make_one_passage() -> None:
    (passage,) = split(
        document(
            (HEADING, "# Start"), (PARAGRAPH, "It **began**."), (LIST_ITEM, "- no stop"), (LIST_ITEM, "- two")
        )
    )
    assert passage.text == "It **began**.\n\n- no stop\n\n- two"
    assert passage.rendering == "It began.\nno stop\ntwo"
    assert [sentence.rendering for sentence in passage.sentences] == ["It began.", "no stop", "two"]
    assert passage.heading_path == ("Start",)
    assert search_text(SOURCE, passage) == "A Talk › Start\nIt began.\nno stop\ntwo"


def test_a_heading_parts_and_one_without_text_vanishes() -> None:
    parts = (
        (HEADING, "# One"),
        (PARAGRAPH, "First."),
        (HEADING, "# Empty"),
        (HEADING, "# Two"),
        (PARAGRAPH, "Second."),
    )
    passages = split(document(*parts))
    assert [(passage.heading_path, passage.text) for passage in passages] == [
        (("One",), "First."),
        (("Two",), "Second."),
    ]


def test_a_title_that_is_the_first_heading_stands_once_in_the_search_text() -> None:
    (passage,) = split(document((HEADING, "# a  TALK"), (PARAGRAPH, "Words.")))
    assert search_text(SOURCE, passage) == "A Talk\nWords."


def test_paragraphs_join_up_to_the_target() -> None:
    lengths = [len(text.split()) for text in texts(*[(PARAGRAPH, prose(60))] * 6)]
    assert lengths == [120, 120, 120]


def test_a_long_paragraph_is_parted_evenly_between_sentences() -> None:
    passages = split(document((PARAGRAPH, prose(500))))
    lengths = [len(passage.rendering.split()) for passage in passages]
    assert sum(lengths) == 500
    assert max(lengths) - min(lengths) <= 20
    assert all(length <= TARGET_WORDS for length in lengths)
    assert all(passage.text.endswith("end.") for passage in passages)


def test_a_short_rest_joins_its_neighbour_rather_than_stand_alone() -> None:
    assert len(texts((PARAGRAPH, prose(140)), (PARAGRAPH, prose(30)))) == 1
    assert len(texts((PARAGRAPH, prose(30)), (PARAGRAPH, prose(150)))) == 1
    assert len(texts((PARAGRAPH, prose(140)), (PARAGRAPH, prose(80)))) == 2


def test_a_line_that_announces_goes_with_what_it_announces() -> None:
    first, second = texts(
        (PARAGRAPH, prose(130)), (PARAGRAPH, "He named three:"), (LIST_ITEM, "- " + prose(100))
    )
    assert first == prose(130)
    assert second.startswith("He named three:")


def test_a_question_stays_with_its_answer() -> None:
    answers = {"speaker": "Ann"}
    asks = {"speaker": "Interviewer"}
    first, second = split(
        document(
            (TURN, prose(120), answers),
            (TURN, "And then what happened?", asks),
            (TURN, prose(160), answers),
        )
    )
    assert first.text == prose(120)
    assert second.rendering.startswith("Interviewer: And then what happened?\nAnn: Word")
    assert second.speaker == "Ann"
    assert [sentence.speaker for sentence in second.sentences[:2]] == ["Interviewer", "Ann"]
    assert second.sentences[0].rendering == "And then what happened?"


def test_a_monologue_names_nobody_in_its_rendering() -> None:
    (passage,) = split(document((TURN, "One.", {"speaker": "Ann"}), (TURN, "Two.", {"speaker": "Ann"})))
    assert passage.rendering == "One.\nTwo."
    assert passage.speaker == "Ann"


def test_captions_are_read_across_their_ends_and_say_when() -> None:
    cues = [f"so this is part {number} of what I" for number in range(200)]
    parts = [(BlockKind.CAPTION, cue, {"seconds": 30.0 * place}) for place, cue in enumerate(cues)]
    passages = split(document(*parts))
    assert passages[0].locator == "0:00"
    assert passages[-1].locator is not None
    assert passages[-1].locator.startswith("1:3")
    assert len(passages[0].sentences) < 8
    (two,) = split(
        document((BlockKind.CAPTION, "It was", {"seconds": 725.4}), (BlockKind.CAPTION, "late. We went."))
    )
    assert [sentence.rendering for sentence in two.sentences] == ["It was late.", "We went."]
    assert two.locator == "12:05"


def test_pages_are_named() -> None:
    (one,) = split(document((PARAGRAPH, "One.", {"page": 3}), (PARAGRAPH, "Two.", {"page": 3})))
    (two,) = split(document((PARAGRAPH, "One.", {"page": 3}), (PARAGRAPH, "Two.", {"page": 4})))
    assert (one.locator, two.locator) == ("page 3", "pages 3-4")


def test_code_keeps_its_lines_and_loses_its_fence() -> None:
    (passage,) = split(document((BlockKind.CODE, "```python\na = b * c * d\n\nprint(a)\n```")))
    assert passage.rendering == "a = b * c * d\nprint(a)"
    assert passage.text == "a = b * c * d\n\nprint(a)"


def test_blocks_without_a_word_make_no_passage() -> None:
    assert texts((PARAGRAPH, "* * *"), (PARAGRAPH, "![](a.png)"), (PARAGRAPH, "")) == []


def test_a_picture_beside_words_is_left_out() -> None:
    (passage,) = split(document((PARAGRAPH, "![logo](a.png)"), (PARAGRAPH, "Words.")))
    assert passage.text == "Words."


def test_an_id_says_where_and_what() -> None:
    def ids(*parts: Part) -> list[str]:
        return [passage.id for passage in split(document(*parts))]

    same = (PARAGRAPH, prose(150))
    first, second = ids(same, same)
    assert first != second
    assert ids(same) == [first]
    assert len(first) == 16


def test_a_table_row_is_one_passage_written_out() -> None:
    fields = (
        ("year", "1976"),
        ("title", "Widget One"),
        ("launch_price_usd", "5"),
        ("source_url", "http://a.b"),
    )
    row = (BlockKind.TABLE_ROW, '1976,"Widget One",5,http://a.b', {"fields": fields})
    first, second = split(document(row, row))
    assert first.text == second.text == '1976,"Widget One",5,http://a.b'
    assert first.rendering == "Widget One. Year: 1976. Launch price (USD): 5. Source URL: http://a.b."
    assert [sentence.rendering for sentence in first.sentences] == [first.rendering]
    assert first.fields == fields


def test_a_very_wide_row_stays_whole() -> None:
    fields = (("name", "Widget"), ("story", prose(2 * MOST_WORDS)))
    (passage,) = split(document((BlockKind.TABLE_ROW, f"Widget,{prose(2 * MOST_WORDS)}", {"fields": fields})))
    assert len(passage.sentences) == 1


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ((("Year", "1976"), ("Sales", "5")), "Year: 1976. Sales: 5."),
        ((("Country", "Chile"), ("Sales", "5.")), "Chile. Sales: 5."),
        ((("sku", "X1"), ("color", "red"), ("Name", "Bolt")), "Bolt. Color: red. SKU: X1."),
        ((("column 1", "loose"), ("column 2", "words")), "loose. words."),
        ((("weight_g", " 12\n "),), "Weight (g): 12."),
        ((("Event", "Fair"), ("Item", "Lamp")), "Lamp. Event: Fair."),
        ((("item", "7"), ("product_name", "Lamp")), "Lamp. Item: 7."),
        ((("year", "1976"), ("event", "Fair")), "Fair. Year: 1976."),
        ((), ""),
    ],
)
def test_rows_read_like_sentences(fields: tuple[tuple[str, str], ...], expected: str) -> None:
    assert row_rendering(fields) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("launch_price_usd", "Launch price (USD)"),
        ("launchPriceUsd", "Launch price (USD)"),
        ("clock_mhz", "Clock (MHz)"),
        ("Net sales", "Net sales"),
        ("SoC", "SoC"),
        ("product-id", "Product ID"),
        ("usd", "Usd"),
        ("2024", "2024"),
    ],
)
def test_column_names_are_written_for_readers(name: str, expected: str) -> None:
    assert column_title(name) == expected


def test_a_passage_is_of_the_kind_of_most_of_its_words() -> None:
    (passage,) = split(document((PARAGRAPH, "Short:"), (LIST_ITEM, "- " + prose(20))))
    assert passage.kind is LIST_ITEM


@pytest.mark.parametrize(
    ("said", "embedded"),
    [
        ("Name: Lumo. Source urls: https://a.example/x; https://b.example.", "Name: Lumo."),
        ("Sources: https://a.example/x. More follows.", "More follows."),
        ("See https://a.example/page, then go on.", "See then go on."),
        ("It said: https://a.example is a site.", "It said: is a site."),
        ("Name: Lumo. Source urls: https://a.example/Lumo_(2nd_generation).", "Name: Lumo."),
        ("It is told (https://a.example/x) there.", "It is told () there."),
        ("A colon: nothing else.", "A colon: nothing else."),
    ],
)
def test_web_addresses_are_not_embedded(said: str, embedded: str) -> None:
    (passage,) = split(document((PARAGRAPH, said)))
    assert search_text(SOURCE, passage) == f"A Talk\n{embedded}"
    assert passage.rendering == said  # what is shown and quoted keeps them


def test_what_nobody_asks_for_is_not_searched() -> None:
    fields = (("sku", "lumo-two"), ("name", "Lumo Two"), ("price", "5"), ("confidence", "sure"))
    assert row_search_text(fields) == "Lumo Two. Price: 5."
    inches = (("id", "lumo-2-5-inch-2nd"), ("name", "Lumo 2.5-inch (2nd)"), ("price", "5"))
    assert row_search_text(inches) == "Lumo 2.5-inch (2nd). Price: 5."
    part = (("name", "Lumo Two"), ("sku", "LM-2001"))
    assert row_search_text(part) == "Lumo Two. SKU: LM-2001."


def test_dates_and_prices_are_not_embedded_beside_words() -> None:
    fields = (("name", "Lumo Two"), ("released", "2004-05"), ("price_usd", "5"), ("kind", "lamp"))
    assert row_search_text(fields) == "Lumo Two. Kind: lamp."
    between = (("name", "Lumo Two"), ("replaced_by", "Nocta"), ("predecessor", "Lumo"), ("kind", "lamp"))
    assert row_search_text(between) == "Lumo Two. Kind: lamp."
    assert row_search_text(between[:2]) == "Lumo Two. Replaced by: Nocta."
    nameless = (("year", "2004"), ("revenue", "5"))
    assert row_search_text(nameless) == row_rendering(nameless)
    addressed = (("name", "Lumo Two"), ("price", "5"), ("sku", "LM-2001"))
    assert row_search_text(addressed) == "Lumo Two. Price: 5. SKU: LM-2001."


def test_dates_figures_and_neighbours_are_not_embedded_where_words_are_left() -> None:
    row = (
        ("name", "Lumo Two"),
        ("released", "1998-05"),
        ("price_usd", "5"),
        ("predecessor", "Lumo One"),
        ("description", "A lamp."),
    )
    assert row_search_text(row) == "Lumo Two. Description: A lamp."
    assert row_search_text(row[:4]) == "Lumo Two. Released: 1998-05. Price (USD): 5. Predecessor: Lumo One."


def test_a_column_that_stands_twice_is_searched_as_one() -> None:
    row = (("name", "Lumo Two"), ("price", "5"), ("price", "5 crowns"), ("name", "7"))
    assert row_search_text(row) == "Lumo Two. Price: 5. Price: 5 crowns. Name: 7."
    assert row_search_text((("name", "Lumo"), ("name", "Two"), ("name", "7"))) == "Lumo. Name: Two. Name: 7."
