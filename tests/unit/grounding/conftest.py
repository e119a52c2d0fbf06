"""Evidence made from plain text, split into sentences as the corpus splits it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.domain import BlockKind, Evidence, Kind, PartialDate, Passage, Source, Voice
from assistant.text import plain, segment

MakeEvidence = Callable[..., Evidence]


def make_evidence(
    text: str,
    *,
    passage_id: str = "doc.md#0",
    title: str = "A history",
    headings: tuple[str, ...] = (),
    speaker: str | None = None,
    source_speaker: str | None = None,
    voice: Voice = Voice.BY_OTHERS,
    date: str | None = None,
    kind: BlockKind = BlockKind.PARAGRAPH,
    rank: int = 1,
    offset: int = 0,
) -> Evidence:
    source = Source(
        id=passage_id.partition("#")[0],
        title=title,
        kind=Kind.HISTORY,
        voice=voice,
        checksum="0",
        date=PartialDate.parse(date) if date else None,
        speaker=source_speaker,
    )
    passage = Passage(
        id=passage_id,
        document_id=source.id,
        ordinal=0,
        start=offset,
        end=offset + len(text),
        text=text,
        rendering=plain(text),
        kind=kind,
        sentences=segment(text, offset),
        heading_path=headings,
        speaker=speaker,
    )
    return Evidence(passage, source, rank, 1.0)


@pytest.fixture
def evidence() -> MakeEvidence:
    return make_evidence
