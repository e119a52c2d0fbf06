import pytest

from assistant.domain import PartialDate
from assistant.grounding.checks.dates import date_supported, find_dates


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on 24 January 1984", "1984-01-24", "1984-01-24"),
        ("on January 24th, 1984", "1984-01-24", "1984-01-24"),
        ("on the 24th of January 1984", "1984-01-24", "1984-01-24"),
        ("Released: 1984-01-24.", "1984-01-24", "1984-01-24"),
        ("in Jan. 1984", "1984-01-01", "1984-01-31"),
        ("in January of 1984", "1984-01-01", "1984-01-31"),
        ("in 1984", "1984-01-01", "1984-12-31"),
        ("in the spring of 1997", "1997-03-01", "1997-06-20"),
        ("in late 1984", "1984-08-01", "1984-12-31"),
        ("in late January 1984", "1984-01-19", "1984-01-31"),
        ("in the third quarter of 1999", "1999-07-01", "1999-09-30"),
        ("in the 1990s", "1990-01-01", "1999-12-31"),
        ("in the mid-1980s", "1982-01-01", "1987-12-31"),
        ("in the '80s", "1980-01-01", "1989-12-31"),
        ("in the 19th century", "1800-01-01", "1899-12-31"),
        ("in the 21st century", "2000-01-01", "2099-12-31"),
        ("in 2007-06, of all months", "2007-06-01", "2007-06-30"),
    ],
)
def test_reads_a_date_as_exactly_as_it_is_said(text: str, first: str, last: str) -> None:
    (date,) = find_dates(text)
    assert (str(date.first), str(date.last)) == (first, last)
    assert text[date.start : date.end] == date.words


@pytest.mark.parametrize(
    "text", ["2000 lines of code", "It cost $1984", "1,984 units", "May I march on?", "the M1984 chip"]
)
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text) == ()


@pytest.mark.parametrize("cell", ["Released: {}.", "{}", "Lumo ({}): 5", "Lumo; {}; Ada Brandt"])
def test_a_month_of_a_year_is_read_as_the_table_writes_it(cell: str) -> None:
    for year in range(1900, 2100):
        for month in range(1, 13):
            written = f"{year}-{month:02}"
            (date,) = find_dates(cell.format(written))
            meant = PartialDate.parse(written)
            assert (date.words, date.first, date.last) == (written, meant.earliest, meant.latest)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("in 2007-08 it fell", [2007, 2008]),
        ("the 1984-85 season", [1984, 1985]),
        ("the 1999-00 season", [1999, 2000]),
        ("Sold: 2007–08", [2007, 2008]),
        ("Sold: 1984-1985", [1984, 1985]),
    ],
)
def test_two_years_with_a_stroke_between_them_are_two(text: str, years: list[int]) -> None:
    assert [date.first.year for date in find_dates(text) if date.first] == years


def test_an_impossible_day_leaves_its_month() -> None:
    (date,) = find_dates("on 31 February 1984")
    assert (str(date.first), str(date.last)) == ("1984-02-01", "1984-02-29")


def test_a_span_of_years_is_two_dates() -> None:
    assert [date.first.year for date in find_dates("from 1983-85") if date.first] == [1983, 1985]


@pytest.mark.parametrize(
    ("claim", "source", "supported"),
    [
        ("in 1984", "24 January 1984", True),
        ("January 1984", "24 January 1984", True),
        ("spring of 1997", "1997-04-12", True),
        ("the 1990s", "12 April 1997", True),
        ("24 January 1984", "January 1984", False),
        ("January 1984", "1984", False),
        ("in 1985", "24 January 1984", False),
        ("spring of 1997", "1997-08-12", False),
        ("January 24", "24 January 1984", True),
        ("January 25", "24 January 1984", False),
        ("in January", "24 January 1984", True),
        ("on Tuesday", "24 January 1984", True),
        ("on Monday", "24 January 1984", False),
        ("on Friday", "on Friday", True),
    ],
)
def test_a_claim_may_be_coarser_than_its_source_never_finer(claim: str, source: str, supported: bool) -> None:
    (mine,) = find_dates(claim)
    assert date_supported(mine, find_dates(source), ()) is supported


def test_context_may_supply_the_year() -> None:
    (mine,) = find_dates("24 January 1984")
    assert date_supported(mine, find_dates("on January 24"), find_dates("1984"))
    assert not date_supported(mine, find_dates("on January 24"), find_dates("1985"))
    assert not date_supported(mine, find_dates("on March 24"), find_dates("1984"))
