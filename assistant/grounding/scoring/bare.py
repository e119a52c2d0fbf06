"""Bare texts, as somebody hands them in who has no brand pack, the way the gate reads its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain import BlockKind, Evidence, Kind, Passage, Sentence, Source, Voice
from assistant.grounding.checks.claims import is_unchecked, leading_pronoun, subject_of, with_subject
from assistant.grounding.checks.names import NameTable
from assistant.text import segment

_EVIDENCE = (
    r"(?:(?:the|these|this|those|your|given|provided|above|available|supplied|retrieved|only|all|any|of)\s+)*"
    r"(?:passages?|contexts?|texts?|documents?|sources?|information|articles?|excerpts?|paragraphs?|snippets?)"
    r"(?:\s+(?:provided|given|above|supplied|\d+(?:(?:,|,? and)\s+\d+)*))*"
)
_FRAME = re.compile(
    rf"^(?:based\s+(?:solely\s+|only\s+)?(?:up)?on|according\s+to|from|in|as\s+per|per"
    rf"|as\s+(?:stated|mentioned|described|noted|explained)\s+in)\s+{_EVIDENCE},\s+(?:it\s+(?:seems|appears)\s+that\s+)?"
    rf"|^{_EVIDENCE}\s+(?:states?|says?|mentions?|explains?|notes?|suggests?|indicates?)\s+(?:that\s+)?",
    re.IGNORECASE,
)
_SILENCE = re.compile(
    r"unable to answer|(?:can ?not|can't|could not) (?:be )?(?:answer|determin)"
    r"|\bno (?:\w+ )?(?:information|mention|answer|details?|data)\b|not (?:\w+ )?enough information"
    r"|(?:do|does|did)(?: not|n't) (?:\w+ )?(?:mention|provide|contain|specif|state|include|give|say|address|discuss|"
    r"explain|offer|have|know|answer)"
    r"|(?:is|are) not (?:\w+ )?(?:mentioned|provided|specified|stated|clear|given|addressed|available)",
    re.IGNORECASE,
)
_ABOUT = re.compile(rf"\b{_EVIDENCE}\b|^(?:i|i'm|i am|we|unable|sorry)\b", re.IGNORECASE)


def unframed(sentence: str) -> str:
    """`sentence` without words that only point to the evidence ("Based on the given passages, ...")."""
    match = _FRAME.match(sentence)
    rest = sentence[match.end() :] if match else ""
    return rest[:1].upper() + rest[1:] if rest else sentence


def says_it_is_not_there(sentence: str) -> bool:
    """Whether a sentence only says that the evidence does not tell: nothing in the evidence can bear that out."""
    return bool(_SILENCE.search(sentence) and _ABOUT.search(sentence))


def introduces(sentence: str) -> bool:
    """Whether a sentence only announces what follows ("Here are the steps:")."""
    return sentence.rstrip().endswith(":")


def checkable(claim: str, table: NameTable) -> Iterator[tuple[Sentence, str]]:
    """The sentences that state something, and how they read with their leading pronoun resolved."""
    before = ""
    for sentence in segment(claim):
        if is_unchecked(sentence.rendering):
            continue
        pronoun = leading_pronoun(sentence.rendering)
        subject = subject_of(before, pronoun, table) if pronoun else None
        yield sentence, with_subject(sentence.rendering, subject) if subject else sentence.rendering
        before = sentence.rendering


def as_evidence(text: str, at: int) -> Evidence:
    """A bare text as evidence; its passage's id is `at`."""
    source = Source(f"context {at}", "", Kind.HISTORY, Voice.BY_OTHERS, checksum="")
    passage = Passage(
        id=str(at),
        document_id=source.id,
        ordinal=0,
        start=0,
        end=len(text),
        text=text,
        rendering=text,
        kind=BlockKind.PARAGRAPH,
        sentences=segment(text),
    )
    return Evidence(passage, source, at + 1, 0.0)
