from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from assistant.brand import Brand, Colours, Contact, DocumentRule, Founder, Persona
from assistant.corpus.load import scan
from assistant.corpus.starter import propose, write
from assistant.domain import Kind, Rights, Visibility, Voice
from assistant.errors import BrandError
from tests.loading import settings

TALK = "I made the lamp, and my sister and I sold it. I loved my lamp.\n" * 3


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    root = tmp_path / "acme-lamps"
    for path, text in {
        "speeches/1984 opening.txt": TALK,
        "speeches/1985.md": '---\ndate: "1985"\n---\n' + TALK,
        "speeches/interview.md": "---\nkind: interview\nvoice: by_founder\ndate: 1990\n---\n" + TALK,
        "speeches/a letter.txt": "They sent it on Monday.\n",
        "products.csv": "name,released,price\nOne,1984,5\n",
        'he said "no".md': "---\ndate: 3/4/1984\n---\nHe said so.\n",
        "sayings.json": '[{"quote": "Be bright", "author": "Ada"}]',
        "empty.md": "",
        "lamp.png": "x",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


def test_the_proposal_is_a_valid_brand_that_settles_every_document(pack: Path) -> None:
    before = {file.path: file.guessed for file in scan(Brand.read(pack), settings()).files}
    write(pack, settings=settings())
    brand = Brand.read(pack)
    assert brand.name == "Acme Lamps"
    declared = {file.path: file.declared for file in scan(brand, settings()).files}
    assert declared.keys() == before.keys()
    assert all(item.kind and item.voice for item in declared.values())
    assert declared["speeches/1985.md"].kind is Kind.SPEECH
    assert declared["speeches/a letter.txt"].kind is Kind.LETTER
    assert declared["products.csv"].kind is Kind.PRODUCT
    assert declared["sayings.json"].voice is Voice.UNSOURCED
    assert propose(pack, settings()).text == (pack / "brand.toml").read_text()


def test_nothing_is_proposed_to_be_the_founders_or_the_brands_own_words(pack: Path) -> None:
    write(pack, settings=settings())
    voices = {rule.voice for rule in Brand.read(pack).documents}
    assert voices <= {Voice.BY_OTHERS, Voice.UNSOURCED}


def test_what_a_person_must_look_at_is_listed(pack: Path) -> None:
    lines = propose(pack, settings()).attention
    own = next(line for line in lines if "own words" in line)
    assert "speeches/1984 opening.txt" in own
    assert "speeches/1985.md" in own
    assert "interview" not in own
    assert "a letter" not in own
    undated = next(line for line in lines if line.startswith("no date"))
    assert "1985" not in undated
    assert any(
        line == 'guessed kind = "speech" for speeches/1984 opening.txt, speeches/1985.md' for line in lines
    )
    assert any(line.startswith("empty.md is empty (0 bytes)") for line in lines)
    assert any("3/4/1984" in line and line.startswith('he said "no".md: ') for line in lines)
    assert any("sayings.json hold quotes without a source" in line for line in lines)
    assert "left out, as no documents: lamp.png" in lines


@pytest.mark.parametrize("section", [Brand, Founder, Contact, Colours, Persona, DocumentRule])
def test_the_file_teaches_every_setting(pack: Path, section: type[BaseModel]) -> None:
    text = propose(pack, settings()).text
    for name in set(section.model_fields) - {"root"}:
        assert any(mark in text for mark in (f"{name} =", f"[{name}]", f"[[{name}]]"))


def test_the_file_names_every_allowed_word(pack: Path) -> None:
    text = propose(pack, settings()).text
    for word in (*Kind, *Voice, *Rights, *Visibility):
        assert word in text


def test_its_examples_are_valid_once_uncommented(pack: Path) -> None:
    text = propose(pack, settings()).text
    lines = [
        line.removeprefix("# ") if " = " in line or line.startswith("# [") else line
        for line in text.split("\n")
    ]
    (pack / "brand.toml").write_text("\n".join(lines).replace("(letter.pdf.toml", "#"))
    brand = Brand.read(pack)
    assert brand.founder is not None
    assert brand.contact is not None
    assert brand.aliases == {"Model One": ("M1", "the first model")}
    assert [persona.role for persona in brand.personas] == ["historian", "founder"]
    assert brand.documents[0].period == "1976/1984"


def test_an_existing_file_is_not_overwritten_unless_told(pack: Path) -> None:
    (pack / "brand.toml").write_text('name = "Mine"\n')
    with pytest.raises(BrandError, match="--force"):
        write(pack, settings=settings())
    assert Brand.read(pack).name == "Mine"
    write(pack, force=True, settings=settings())
    assert Brand.read(pack).name == "Acme Lamps"


def test_no_folder_and_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(BrandError, match="is not a folder"):
        propose(tmp_path / "missing", settings())
    proposal = propose(tmp_path, settings())
    assert proposal.attention == ()
    (tmp_path / "brand.toml").write_text(proposal.text)
    assert Brand.read(tmp_path).documents == ()


def test_one_document_makes_no_rule_for_the_folder_it_lies_in(tmp_path: Path) -> None:
    (tmp_path / "products.csv").write_text("name,price\nLumo One,499\n")
    text = propose(tmp_path).text
    assert 'match = "products.csv"' in text
    assert '\nmatch = "*"' not in text


def test_a_table_says_nothing_about_what_comes_to_stand_beside_it(tmp_path: Path) -> None:
    (tmp_path / "products.csv").write_text("name,price\nLumo One,499\n")
    (tmp_path / "story.md").write_text("# Lamps\n\nLamps dim.\n")
    text = propose(tmp_path, settings()).text
    assert '\nmatch = "*"\nkind = "product"' not in text
    assert 'match = "products.csv"' in text
    (tmp_path / "more.csv").write_text("name,price\nLumo Two,299\n")
    assert '\nmatch = "*.csv"\nkind = "product"' in propose(tmp_path, settings()).text
    (tmp_path / "notes.csv").write_text("who,said\nAda,lamps\n")
    text = propose(tmp_path, settings()).text
    assert '\nmatch = "*.csv"' not in text
    assert 'match = "more.csv"' in text
