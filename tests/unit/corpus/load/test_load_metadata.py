from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.brand import DocumentRule
from assistant.corpus.load.metadata import (
    Metadata,
    checksum,
    from_mapping,
    from_rules,
    from_sidecar,
    matches,
    resolve,
)
from assistant.domain import Kind, PartialDate, Rights, Visibility, Voice
from assistant.errors import DocumentError

LEAST = Metadata(title="T", kind=Kind.HISTORY, voice=Voice.BY_OTHERS)


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("*.md", "a.md", True),
        ("*.md", "folder/a.md", False),
        ("**/*.md", "a.md", True),
        ("**/*.md", "one/two/a.md", True),
        ("one/**", "one/two/a.md", True),
        ("one/*", "one/two/a.md", False),
        ("a?.md", "ab.md", True),
        ("a.md", "aXmd", False),
        ("[a].md", "[a].md", True),
        ("./a.md", "a.md", True),
    ],
)
def test_globs(glob: str, path: str, expected: bool) -> None:
    assert matches(glob, path) is expected


def test_later_rules_win_where_they_speak() -> None:
    rules = (
        DocumentRule(match="**", kind=Kind.PRESS, rights=Rights.INTERNAL, ignore=True),
        DocumentRule(match="talks/*", kind=Kind.SPEECH, period="1976/1985", ignore=False),
        DocumentRule(match="elsewhere/*", voice=Voice.BY_FOUNDER),
    )
    said, ignore = from_rules(rules, "talks/a.md")
    assert (said.kind, said.rights, said.voice, ignore) == (Kind.SPEECH, Rights.INTERNAL, None, False)
    assert said.period == (PartialDate(1976), PartialDate(1985))
    assert from_rules(rules, "other.md")[1] is True


def test_a_rule_with_an_unclear_period_says_so() -> None:
    with pytest.raises(DocumentError, match="period 'then'"):
        from_rules((DocumentRule(match="*", period="then"),), "a.md")


def test_a_sidecar_says_the_same_as_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf.toml"
    path.write_text('title = "A"\ndate = 1984-01-24\nembargo = 2030-01-31\nauthor = "Ada"\n')
    said = from_sidecar(path)
    assert (said.title, said.speaker) == ("A", "Ada")
    assert (said.date, said.embargo) == (PartialDate(1984, 1, 24), dt.date(2030, 1, 31))


@pytest.mark.parametrize("text", ["draft = true", "draft = 'true'", "draft = 1", "published = 'no'"])
def test_a_sidecar_may_call_its_document_a_draft_in_any_way(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.pdf.toml"
    path.write_text(text)
    assert from_sidecar(path) == Metadata(visibility=Visibility.DRAFT)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("draft = 'perhaps'", "draft 'perhaps' is unknown: use true or false"),
        ("kidn = 'speech'", "unknown keys kidn"),
        ("kind = ", "cannot be read"),
        ("kind = 'essay'", "kind 'essay' is unknown"),
        ("date = 'soon'", "date 'soon' is not clear"),
    ],
)
def test_a_sidecar_is_taken_at_its_word(tmp_path: Path, text: str, fact: str) -> None:
    path = tmp_path / "a.pdf.toml"
    path.write_text(text)
    with pytest.raises(DocumentError, match=fact):
        from_sidecar(path)


def test_an_embargo_closes_what_is_called_published() -> None:
    day = dt.date(2030, 1, 31)
    opened = resolve("a.md", "c", Metadata(visibility=Visibility.PUBLISHED, embargo=day).over(LEAST))
    assert opened.visibility is Visibility.EMBARGOED
    draft = resolve("a.md", "c", Metadata(visibility=Visibility.DRAFT, embargo=day).over(LEAST))
    assert draft.visibility is Visibility.DRAFT
    with pytest.raises(DocumentError, match="needs a day"):
        resolve("a.md", "c", Metadata(visibility=Visibility.EMBARGOED).over(LEAST))


def test_what_nobody_says_is_published_and_quotable() -> None:
    source = resolve("a.md", "c", LEAST)
    assert (source.visibility, source.rights, source.language) == (
        *(Visibility.PUBLISHED, Rights.QUOTE, "en"),
    )


def test_the_checksum_covers_bytes_metadata_and_parsers() -> None:
    one = checksum("digest", LEAST, 1)
    assert one == checksum("digest", Metadata().over(LEAST), 1)
    others = {
        checksum("other", LEAST, 1),
        checksum("digest", Metadata(rights=Rights.INTERNAL).over(LEAST), 1),
        checksum("digest", LEAST, 2),
    }
    assert len(others | {one}) == 4


def test_in_the_checksum_each_place_counts_by_itself() -> None:
    guessed = Metadata(kind=Kind.HISTORY)
    assert checksum("digest", guessed, Metadata()) != checksum("digest", Metadata(), guessed)
    assert checksum("digest", Metadata(), guessed) != checksum("digest", guessed, guessed)
    assert checksum("digest", guessed, guessed) == checksum("digest", guessed, replace(guessed))


@pytest.mark.parametrize(
    ("date", "period", "voice"),
    [
        (PartialDate(2011, 10, 4), None, Voice.BY_FOUNDER),
        (PartialDate(2015, 5), None, Voice.UNSOURCED),
        (PartialDate(2015, 5), (PartialDate(1984), PartialDate(2000)), Voice.BY_FOUNDER),
        (PartialDate(2015, 5), (PartialDate(2014), PartialDate(2015)), Voice.UNSOURCED),
        (None, None, Voice.BY_FOUNDER),
    ],
)
def test_nobody_speaks_after_death(
    date: PartialDate | None, period: tuple[PartialDate, PartialDate] | None, voice: Voice
) -> None:
    said = Metadata(voice=Voice.BY_FOUNDER, date=date, period=period, founder_died=dt.date(2011, 10, 5))
    assert resolve("a.md", "c", said.over(LEAST)).voice is voice


def test_in_the_founders_words_the_founder_speaks_unless_somebody_is_named() -> None:
    least = replace(LEAST, founder="Ada Brandt")
    assert resolve("a.md", "c", Metadata(voice=Voice.BY_FOUNDER).over(least)).speaker == "Ada Brandt"
    named = Metadata(voice=Voice.BY_FOUNDER, speaker="A. Brandt")
    assert resolve("a.md", "c", named.over(least)).speaker == "A. Brandt"
    assert resolve("a.md", "c", Metadata(voice=Voice.ABOUT_FOUNDER).over(least)).speaker is None


@pytest.mark.parametrize(
    ("word", "kind"), [("FAQ", Kind.PRODUCT), ("Press release", Kind.PRESS), ("keynote", Kind.SPEECH)]
)
def test_kinds_may_be_called_what_authors_call_them(word: str, kind: Kind) -> None:
    assert from_mapping({"kind": word})[0].kind is kind
