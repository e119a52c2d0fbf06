import pytest

from assistant.grounding.checks.names import NameTable, is_named, same_name


def _names(text: str, table: NameTable | None = None) -> list[str]:
    return [name.words for name in (table or NameTable()).find(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("In 1984 Steve Jobs showed the Macintosh.", ["Steve Jobs", "Macintosh"]),
        ("When Jobs left, the iPod and the iPhone 3GS came.", ["Jobs", "iPod", "iPhone 3GS"]),
        ("The Mac IIx and the Apple III had an M1.", ["Mac IIx", "Apple III", "M1"]),
        ("After that, everyone liked it.", []),
        ("Working late, they finished on Monday in January.", []),
        ("Apple's Lisa was slow.", ["Apple's", "Lisa"]),
        ("Joanna K. Hoffman spoke.", ["Joanna K. Hoffman"]),
    ],
)
def test_finds_names_not_sentence_starts(text: str, names: list[str]) -> None:
    assert _names(text) == names


@pytest.mark.parametrize(
    ("claim", "source", "named"),
    [
        ("the iPhone 3G", "the iPhone 3GS came", False),
        ("the iPhone 3GS", "the iPhone 3GS came", True),
        ("the Mac II", "the Mac IIx came", False),
        ("the Apple III", "the Apple II came", False),
        ("the iPhone", "only the iPhone 3GS came", False),
        ("the iPods", "the iPod came", True),
        ("the Federal Election Commission", "the FEC said so", True),
        ("the FEC", "the Federal Election Commission said so", True),
        ("the Macs", "Apple's Mac came", True),
    ],
)
def test_models_are_told_apart(claim: str, source: str, named: bool) -> None:
    table = NameTable()
    (mention,) = table.find(claim)
    assert is_named(mention, (source,), table) is named


def test_the_table_says_what_means_the_same() -> None:
    table = NameTable({"Steve Jobs": ("Steve", "Jobs"), "iPod": (), "iPod nano": ("nano",)})
    (jobs,) = table.find("It was Steve Jobs")
    assert is_named(jobs, ("then Steve came",), table)
    assert not is_named(jobs, ("then Bill came",), table)
    (ipod,) = table.find("the iPod")
    assert not is_named(ipod, ("the iPod nano came",), table)
    assert is_named(ipod, ("the iPod nano followed the iPod",), table)
    (unknown,) = table.find("the iPod nano 7G")
    assert not is_named(unknown, ("the iPod nano came",), table)


def test_a_surname_may_be_the_person_a_model_never() -> None:
    table = NameTable()
    (full,), (last,) = table.find("by Bill Atkinson"), table.find("by Atkinson")
    assert same_name(full, last)
    (two,), (twox,) = table.find("the Mac II"), table.find("the Mac IIx")
    assert not same_name(two, twox)


@pytest.mark.parametrize(
    "first",
    "Ada Boris Ines Iva Ivan Ivor Ivy Valerie Vera Victor Vincent Viola Viv Xavier Xia".split(),
)
def test_any_full_name_admits_its_surname(first: str) -> None:
    (full,), (short,) = NameTable().find(f"We met {first} Lake there"), NameTable().find("We met Lake there")
    assert same_name(full, short)


@pytest.mark.parametrize("model", ["II", "IIx", "IIfx", "III", "IV", "V", "VIII", "XR", "XS", "IX"])
def test_no_numbered_model_is_the_one_without_a_number(model: str) -> None:
    (one,), (other,) = NameTable().find(f"We saw Lumo {model} there"), NameTable().find("We saw Lumo there")
    assert not same_name(one, other)


def test_signs_belong_to_a_name_that_the_table_writes_with_them() -> None:
    table = NameTable({"Lumo": (), "Lumo+": (), "Lumo II": ("Lumo ][",)})
    plain, plus = table.find("Is it the Lumo or the Lumo+ today?")
    assert (plain.words, plus.words) == ("Lumo", "Lumo+")
    assert not same_name(plain, plus)
    signed, _ = table.find("They sold the Lumo ][ in Oslo.")
    assert signed.entities == {"Lumo II"}
    assert table.entities(("lumo",)) == {"Lumo"}


def test_a_number_that_counts_is_no_model() -> None:
    assert _names("He came back to Lumo 9 years later.") == ["Lumo"]
    assert _names("He came back to the Lumo 9 in May.") == ["Lumo 9"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ada said so.", True),
        ("In 1961 Ada founded it.", True),
        ("Ada, who left, said so.", True),
        ("Ada Moss led the work.", False),
        ("The leader was Ada Moss.", False),
    ],
)
def test_a_first_name_is_not_that_of_somebody_else(text: str, named: bool) -> None:
    table = NameTable({"Ada Quill": ("Ada", "Quill")})
    (ada,) = table.find("Led by Ada Quill.")
    assert is_named(ada, (text,), table) is named


@pytest.mark.parametrize(("word", "looks_like_one"), [("Marowby", True), ("Marrow", False), ("Lumi", False)])
def test_a_slip_of_the_pen_is_known(word: str, looks_like_one: bool) -> None:
    assert NameTable({"Marrowby": (), "Lumo": ()}).resembles(word) is looks_like_one
