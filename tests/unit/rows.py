"""A small table of products of a brand that does not exist, as passages and as evidence."""

from assistant.domain import BlockKind, Evidence, Kind, Passage, Sentence, Source, Voice

TABLE = Source("products.csv", "Table of products", Kind.PRODUCT, Voice.BY_BRAND, "0" * 64)

_ROWS: tuple[dict[str, str], ...] = (
    {
        "name": "Lumo One",
        "aliases": "original Lumo; Lumo 1",
        "announced": "1999-03-01",
        "released": "1999-04-12",
        "discontinued": "2001",
        "launch_price_usd": "499",
        "price_note": "with 4 lamps",
        "processor": "Zed 80",
        "designer": "Ada Brandt",
        "description": "The Lumo One was the first lamp that dimmed itself.",
    },
    {"name": "Lumo One S", "released": "2000-05-20", "launch_price_usd": "549.50", "identifiers": "LM1,2"},
    {"name": "Lumo Two", "released": "2001-10", "launch_price_usd": "299", "predecessor": "Lumo One S"},
    {"name": "Lumo Mini", "released": "2001", "launch_price_usd": "99"},
    {"name": "Lumo Radio (1st generation)", "released": "2003-06-01"},
)


def table_row(place: int, cells: dict[str, str]) -> Passage:
    text = ",".join(cells.values())
    rendering = ". ".join(f"{column}: {value}" for column, value in cells.items())
    return Passage(
        id=f"row{place}",
        document_id=TABLE.id,
        ordinal=place,
        start=100 * place,
        end=100 * place + len(text),
        text=text,
        rendering=rendering,
        kind=BlockKind.TABLE_ROW,
        sentences=(Sentence(100 * place, 100 * place + len(text), rendering),),
        fields=tuple(cells.items()),
    )


ROWS = tuple(table_row(place, cells) for place, cells in enumerate(_ROWS))
EVIDENCE = tuple(Evidence(row, TABLE, rank, 1 / rank) for rank, row in enumerate(ROWS, start=1))
