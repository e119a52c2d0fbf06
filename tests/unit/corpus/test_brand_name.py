"""The brand's name is taken from the documents only where one name clearly leads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.corpus.starter import propose
from tests.loading import settings

LINE = "In 1961 {name} sold the Arc lamp to Nils Holm. His sister said that {name} made it too bright."


def write(root: Path, documents: Mapping[str, str], name: str = "Lumo") -> Path:
    root.mkdir()
    for at, (title, text) in enumerate(documents.items()):
        (root / f"{at}.md").write_text(f"# {title}\n\n{(text or LINE).format(name=name)}\n")
    return root


def proposed(root: Path) -> tuple[str, str]:
    """The line of the file that names the brand, and what a person is asked to check."""
    proposal = propose(root, settings())
    line = next(line for line in proposal.text.splitlines() if line.startswith("name ="))
    return line, proposal.attention[0]


TITLES = (
    "A Short History of Lumo",
    "The year 1961 at Lumo",
    "How Lumo found its light",
    "The Arc",
    "Letters",
)


def test_the_name_that_leads_in_titles_and_words_is_the_brands(tmp_path: Path) -> None:
    root = write(tmp_path / "brand", dict.fromkeys(TITLES, ""))
    assert proposed(root) == ('name = "Lumo"', 'name = "Lumo" is what leads in the titles: check it')


def test_a_name_of_two_words_is_told_whole(tmp_path: Path) -> None:
    root = write(tmp_path / "brand", dict.fromkeys(TITLES, ""), name="Lumo Lights")
    assert proposed(root)[0] == 'name = "Lumo Lights"'


@pytest.mark.parametrize(
    ("titles", "name"),
    [
        (("A lamp", "Another lamp", "The lamp of 1961", "Letters"), "Lumo"),  # no title has it
        (("Lumo in 1961", "Letters", "The Arc", "Nils Holm"), "Lumo"),  # one title is too few
        (("Lumo and Holm", "Holm of Lumo", "Holm leaves Lumo", "Nils"), "Lumo"),  # neither leads
        (("The early years of Brandt", "Brandt at home", "Brandt remembered", "Letters"), "Ada Brandt"),
    ],
)
def test_where_none_clearly_leads_the_folder_names_it(
    tmp_path: Path, titles: tuple[str, ...], name: str
) -> None:
    root = write(tmp_path / "my-lamps", dict.fromkeys(titles, ""), name=name)
    assert proposed(root) == (
        'name = "My Lamps"',
        'name = "My Lamps" is made of the name of the folder: check it',
    )


def test_a_name_that_few_documents_speak_of_is_a_thing_of_it(tmp_path: Path) -> None:
    about = {f"The Arc {way}": LINE.replace("{name}", "Arc") for way in ("made", "sold", "mended")}
    other = {f"Letters of {year}": "In 1961 {name} was {name}, and is {name}." for year in range(1960, 1965)}
    assert proposed(write(tmp_path / "my-lamps", {**about, **other}))[0] == 'name = "My Lamps"'
