"""`brand.toml`: what it may say, and how what is wrong with it is told."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from assistant.brand import Brand, Contact
from assistant.domain import Kind, PartialDate, Voice
from assistant.errors import BrandError
from tests import lumo


def pack(folder: Path, toml: str) -> Path:
    (folder / "brand.toml").write_text(toml, encoding="utf-8")
    return folder


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    brand = Brand.read(pack(tmp_path, lumo.BRAND))
    assert (brand.name, brand.root, brand.has_file) == ("Brandt Lamps", tmp_path, True)
    assert brand.founder is not None
    assert (brand.founder.aliases, brand.founder.died) == (("Brandt", "Ada"), dt.date(2012, 9, 30))
    assert brand.contact == Contact(name="the lamp museum", email="desk@example.org")
    assert brand.persona().id == "historian"
    assert brand.persona("founder").role == "founder"
    assert (brand.documents[0].kind, brand.documents[0].voice) == (Kind.PRODUCT, Voice.BY_BRAND)


def test_a_folder_without_the_file_is_a_pack(tmp_path: Path) -> None:
    folder = tmp_path / "old_radio-museum"
    folder.mkdir()
    brand = Brand.read(folder)
    assert (brand.name, brand.has_file) == ("Old Radio Museum", False)
    assert [persona.id for persona in brand.personas] == ["historian"]
    assert "AI" in brand.disclosure


@pytest.mark.parametrize("written", ['date = "1984-01"', "date = 1984-01-24", "date = 1984"])
def test_rules_take_dates_as_exact_as_they_are(tmp_path: Path, written: str) -> None:
    brand = Brand.read(pack(tmp_path, f'name = "A"\n[[documents]]\nmatch = "*"\n{written}\n'))
    expected = written.removeprefix("date = ").strip('"')
    assert brand.documents[0].date == PartialDate.parse(expected)


FOUNDER = '[founder]\nname = "Ada"\n[[personas]]\nid = "ada"\nrole = "founder"\nname = "Ada"\n'


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        ("name = ", "not valid TOML"),
        ("", "name"),
        ('name = "A"\nroot = "/"', "'root' is not a setting"),
        ('name = "A"\ncolour = "red"', "colour"),
        ('name = "A"\ndefault_persona = "x"', "default_persona = 'x' is not among"),
        ('name = "A"\n[[personas]]\nid = "Big One"\nrole = "historian"\nname = "B"', "personas.0.id"),
        ('name = "A"\n[[personas]]\nid = "a"\nrole = "jester"\nname = "B"', "personas.0.role"),
        ('name = "A"\n' + 2 * '[[personas]]\nid = "a"\nrole = "historian"\nname = "B"\n', "share an id"),
        ('name = "A"\n[colours]\naccent = "blue"', "colours.accent"),
        ('name = "A"\n[[documents]]\nmatch = "*"\nrights = "all"', "documents.0.rights"),
        ('name = "A"\n[[documents]]\nmatch = "*"\ndate = "24/1/84"', "write 1984, 1984-01 or 1984-01-24"),
        (
            'name = "A"\n[[personas]]\nid = "a"\nrole = "founder"\nname = "B"',
            r"needs a \[founder\] section",
        ),
        ('name = "A"\n' + FOUNDER, "likeness_consent"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_field(tmp_path: Path, toml: str, complaint: str) -> None:
    with pytest.raises(BrandError, match=complaint) as caught:
        Brand.read(pack(tmp_path, toml))
    assert str(tmp_path / "brand.toml") in str(caught.value)


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        ('name = "A"\nnaem = "x"', "the key naem is not known: did you mean 'name'?"),
        (
            'name = "A"\n[colours]\nacent = "#0a5cc2"',
            "the key colours.acent is not known: did you mean 'accent'?",
        ),
        (
            'name = "A"\n[colours]\naccent = "blue"',
            'is not written as it must be: write a colour such as "#0a5cc2"',
        ),
        (
            'name = "A"\n[[documents]]\nmatch = "*"\nembrago = 2031-03-01',
            "the key documents.0.embrago (in [[documents]] number 1) is not known: did you mean 'embargo'?",
        ),
        (
            'name = "A"\n[[documents]]\nmatch = "*"\nkind = "leter"',
            "documents.0.kind (in [[documents]] number 1) is none of the words that are known: use one of product, ",
        ),
        ('name = "A"\n[[documents]]\nmatch = "*"\nembargo = "tomorrow"', "write a day, 2031-03-01"),
        ('name = "A"\nsuggested_questions = "Who?"', "write a list"),
        ("name = 5", "write a text in quotation marks"),
        ('name = "A"\nweather = "rain"', "the key weather is not known: remove it; known are aliases, "),
        ('language = "en"', "name is missing: add it"),
    ],
)
def test_every_fault_comes_with_its_remedy_in_plain_words(tmp_path: Path, toml: str, complaint: str) -> None:
    with pytest.raises(BrandError, match=re.escape(complaint)) as caught:
        Brand.read(pack(tmp_path, toml))
    assert "Input should" not in str(caught.value)
    assert "permitted" not in str(caught.value)


@pytest.mark.parametrize("consent", ["demonstration = true", ""])
def test_a_founder_speaks_with_consent_or_for_show(tmp_path: Path, consent: str) -> None:
    recorded = "" if consent else 'likeness_consent = "the estate, 2025-03-01, file 12"\n'
    founder = FOUNDER.replace('name = "Ada"\n[[', f'name = "Ada"\n{recorded}[[', 1)
    assert Brand.read(pack(tmp_path, f'name = "A"\n{consent}\n{founder}')).persona("ada").role == "founder"


def test_bytes_that_are_no_text_are_said(tmp_path: Path) -> None:
    (tmp_path / "brand.toml").write_bytes(b'name = "\xff\xfe"')
    with pytest.raises(BrandError, match="not valid TOML"):
        Brand.read(tmp_path)


def test_no_folder_and_no_persona_are_said(tmp_path: Path) -> None:
    with pytest.raises(BrandError, match="name a folder of documents with --brand DIR"):
        Brand.read(tmp_path / "nowhere")
    with pytest.raises(BrandError, match="has no persona 'x': choose one of historian"):
        Brand.read(tmp_path).persona("x")
