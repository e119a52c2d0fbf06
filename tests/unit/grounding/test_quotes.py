import pytest

from assistant.grounding.checks.quotes import (
    find_quotes,
    find_verbatim,
    holds_quote,
    holds_words,
    without_marks,
)


def _texts(text: str) -> list[str]:
    return [quote.text for quote in find_quotes(text)]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('He said "real artists ship" and left.', ["real artists ship"]),
        ("He said “real artists ship” and left.", ["real artists ship"]),
        ("Er sagte „echte Künstler liefern“ und ging.", ["echte Künstler liefern"]),
        ("Il a dit « les vrais artistes livrent » hier.", [" les vrais artistes livrent "]),
        ("He said 'real artists ship' and left.", ["real artists ship"]),
        ("He said ‘real artists ship’ and left.", ["real artists ship"]),
        ("It's the team's idea; they don't mind.", []),
        ("the dogs' bowls and the cats' beds", []),
        ("In '84 and the '80s rock 'n' roll", []),
        ('A 3.5" disk and a 9" screen', []),
        ("“He told me ‘ship it’ twice,” she said.", ["He told me ‘ship it’ twice,"]),
        ('The "Error 56" message and the "Connect to iTunes" message', ["Error 56", "Connect to iTunes"]),
        ("“One.” Then “two.”", ["One.", "two."]),
    ],
)
def test_finds_the_outermost_quotations(text: str, quotes: list[str]) -> None:
    assert _texts(text) == quotes
    for quote in find_quotes(text):
        assert text[quote.start : quote.end] == quote.text
        assert quote.closed


def test_a_missing_partner_leaves_the_quotation_open() -> None:
    (opened,) = find_quotes("He said “real artists ship.")
    assert (opened.text, opened.closed) == ("real artists ship.", False)
    (ended,) = find_quotes("real artists ship,” he said.")
    assert (ended.text, ended.closed) == ("real artists ship,", False)


def test_marks_are_taken_away_and_words_kept() -> None:
    assert without_marks("He said “real artists ship” and didn't smile.") == (
        "He said real artists ship and didn't smile."
    )


SOURCE = (
    "The *Macintosh* turned out so well because the people working on it were "
    "[musicians](http://example.org/musicians), artists, poets and historians. "
    "They also happened to be excellent computer scientists. It was not a cheap machine — it didn’t pay."
)


@pytest.mark.parametrize(
    "quote",
    [
        "The Macintosh turned out so well because the people working on it were musicians, artists",
        "musicians, artists, poets and historians,",
        "MUSICIANS artists",
        "it didn't pay",
        "The Macintosh turned out so well … They also happened to be excellent computer scientists",
        "the people ... were musicians",
        "[The Mac] turned out so well",
        "[t]he people working on it",
        "people working on [the Macintosh] were musicians",
        "excellent [sic] computer scientists",
    ],
)
def test_verbatim_words_are_found_at_their_place(evidence, quote: str) -> None:
    passage = evidence(SOURCE, offset=100).passage
    span = find_verbatim(quote, passage)
    assert span is not None
    stored = passage.text[span.start - passage.start : span.end - passage.start]
    assert holds_words(quote, stored)
    assert len(stored) <= len(SOURCE)


@pytest.mark.parametrize(
    "quote",
    [
        "The Macintosh turned out so badly because the people working on it were musicians",
        "musicians, poets, artists and historians",
        "The Macintosh turned out well because the people",
        "It was … a cheap machine",
        "It was [really] a cheap machine",
        "They also happened … The Macintosh turned out so well",
        "musicians and artists and poets",
        "",
        "…",
    ],
)
def test_a_change_swap_or_omission_is_caught(evidence, quote: str) -> None:
    assert find_verbatim(quote, evidence(SOURCE).passage) is None


def test_an_ellipsis_does_not_reach_across_half_a_document(evidence) -> None:
    text = "It began in a garage. " + "Nothing much happened that day. " * 40 + "It ended in a tower."
    assert find_verbatim("It began in a garage … It ended in a tower", evidence(text).passage) is None


def test_any_number_of_brackets_and_ellipses_ends() -> None:
    # Once it took years.
    passage = " ".join(["the lamp and the lamp of the house"] * 12)
    assert not holds_words(f"the lamp {'[x] ' * 40}zzz", passage)
    assert not holds_words("the ... " * 40 + "zzz", passage)
    assert holds_words(f"the lamp {'[x] ' * 40}house", passage)


@pytest.mark.parametrize(
    ("quote", "text", "held"),
    [
        ("It cost us $5 million", "It cost us $5 million.", True),
        ("It cost us €5 million", "It cost us $5 million.", False),
        ("It cost us 5 million", "It cost us $5 million.", False),
        ("rose 50% that year", "It rose 50 % that year.", True),
        ("rose 50% that year", "It rose 50 that year.", False),
        ("5 degrees in Oslo", "It was -5 degrees in Oslo.", False),
        ("–5 degrees in Oslo", "It was -5 degrees in Oslo.", True),
        ("a 10-inch lamp", "It was a 10-inch lamp.", True),
        ("from 1995–1999 on", "It was sold from 1995-1999 on.", True),
    ],
)
def test_a_number_keeps_its_sign(quote: str, text: str, held: bool) -> None:
    assert holds_words(quote, text) is held


@pytest.mark.parametrize(
    ("quote", "held"),
    [
        ("[Ada] sold the lamp", True),
        ("She sold [the Lumo One]", True),
        ("She [never] sold the lamp", False),
        ("She sold the lamp [only]", False),
    ],
)
def test_a_bracket_tells_who_and_what_and_turns_nothing(quote: str, held: bool) -> None:
    assert holds_words(quote, "She sold the lamp in Oslo.") is held


def test_a_row_of_json_is_quoted_as_it_reads() -> None:
    assert holds_quote("Nils’s café", '{"place": "Nils\'s caf\\u00e9\\nOslo"}')
    assert not holds_quote("Nils’s cafe", '{"place": "Nils\'s caf\\u00e9"}')
