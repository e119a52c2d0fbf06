"""Who speaks in a transcript: "BRANDT: ...", "**Q: ...**", "Ada Brandt (AB):" above what he says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.corpus.load.parsed import stripped
from assistant.domain import INTERVIEWER, Block, BlockKind

_LABEL = re.compile(
    r"""(?P<mark>\*\*|__|\*|_)?
        (?P<name>[A-Z][\w.'’-]*(?:[ ](?:[A-Z][\w.'’-]*|de|van|von|of|the)){0,4})
        (?:[ ]\((?P<initials>[A-Z]{1,4})\))?
        (?P<before>\*\*|__|\*|_)?[ ]?:(?P<after>\*\*|__|\*|_)?(?=\s|$)""",
    re.VERBOSE,
)
_NO_SPEAKER = re.compile(  # what stands before a colon without saying it
    r"abstract|action|address|attention|authors?|background|bcc|by|caption|category|cc|chapter|characters|"
    r"conclusion|contents|copyright|credits|date|description|edit|example|figure|from|idea|image|important|"
    r"info|key|lesson|links?|location|name|notes?|part|photo|place|problem|quote|reason|recorded|reference|"
    r"related|result|section|sent|solution|sources?|step|story date|subject|summary|table|tags|takeaway|time|"
    r"tip|title|to|topics?|translation|update|url|via|video|warning|year",
    re.IGNORECASE,
)
_QUESTION_AND_ANSWER = (("q", "a"), ("question", "answer"))
_INTERVIEWERS = ("interviewer", "moderator", "host", "reporter", "q", "question")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)*_]*$")
_WHOLLY_BOLD = re.compile(r"(\*\*|__)(?P<words>(?:(?!\1).)+)\1", re.DOTALL)
_ASIDE = re.compile(r"\[[^\]]*\]|\([^)]*\)|_[^_]*_|\*[^*]*\*")
_LINE = re.compile(r"\n[ \t]*")
_SPOKEN = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION})


@dataclass(frozen=True, slots=True)
class _Labelled:
    name: str
    start: int  # of what is said
    end: int


def mark_turns(text: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Turn the paragraphs of a transcript into turns with their speaker; other documents stay as they are.

    A section, or a whole document, is a transcript where two labels come back, as speakers do, where
    questions and answers are marked Q and A, or where an interviewer is named. A turn's span leaves out the
    label. Who answers to a "Q" is None: the source says whose words the document holds. Paragraphs without
    a label belong to the speaker before, until the next heading; asides in brackets or italics to nobody.
    """
    parted = tuple(_parted(text, blocks))
    labels = _labels(text, parted)
    sections = _sections(parted)
    transcripts = [section for section in sections if _is_transcript(text, parted, labels, section, 0.2)]
    if not transcripts and _is_transcript(text, parted, labels, range(len(parted)), 0.3):
        transcripts = sections
    if not transcripts:
        return _bold_questions(text, blocks)
    for section in transcripts:
        parted = _spoken(text, parted, labels, section)
    return tuple(block for block in parted if block.start < block.end)


def _parted(text: str, blocks: tuple[Block, ...]) -> Iterator[Block]:
    """The blocks, those of several lines parted where a line begins with a label that comes back."""
    counts: Counter[str] = Counter()
    starts: list[list[re.Match[str]]] = []
    for block in blocks:
        lines = [block.start, *(line.end() for line in _LINE.finditer(text, block.start, block.end))]
        labels = (_LABEL.match(text, line, block.end) for line in lines if block.kind in _SPOKEN)
        found = [label for label in labels if label]
        counts.update(label["name"] for label in found)
        starts.append(found)
    for block, found in zip(blocks, starts, strict=True):
        bounds = {label.start() for label in found if counts[label["name"]] > 1}
        for start, end in pairwise(sorted({block.start, *bounds, block.end})):
            start, end = stripped(text, start, end)  # noqa: PLW2901
            yield replace(block, start=start, end=end)


def _labels(text: str, blocks: tuple[Block, ...]) -> dict[int, _Labelled]:
    """What looks like a speaker's label, by block; initials written out where the document explains them."""
    found: dict[int, _Labelled] = {}
    names: dict[str, str] = {}
    for index, block in enumerate(blocks):
        match = _LABEL.match(text, block.start, block.end) if block.kind in _SPOKEN else None
        if match is None or _NO_SPEAKER.fullmatch(match["name"]):
            continue
        if match["initials"]:
            names[match["initials"]] = match["name"]
        found[index] = _Labelled(match["name"], *_said(text, match, block.end))
    return {index: replace(label, name=names.get(label.name, label.name)) for index, label in found.items()}


def _sections(blocks: tuple[Block, ...]) -> list[range]:
    starts = [index for index, block in enumerate(blocks) if block.kind is BlockKind.HEADING]
    return [range(*bounds) for bounds in pairwise([0, *starts, len(blocks)])]


def _is_transcript(
    text: str, blocks: tuple[Block, ...], labels: dict[int, _Labelled], section: range, least_share: float
) -> bool:
    inside = [labels[index] for index in section if index in labels]
    counts = Counter(label.name.lower() for label in inside)
    if any(counts[asks] and counts[answers] for asks, answers in _QUESTION_AND_ANSWER):
        return True
    interviewer = sum(counts[role] for role in _INTERVIEWERS) >= 2
    if not interviewer and sum(count >= 2 for count in counts.values()) < 2:
        return False
    spoken = sum(blocks[index].kind in _SPOKEN for index in section)
    sentences = sum(
        label.start == label.end or _SENTENCE_END.search(text, label.start, label.end) is not None
        for label in inside
    )
    return sentences >= len(inside) / 2 and (interviewer or len(inside) >= least_share * spoken)


def _said(text: str, label: re.Match[str], end: int) -> tuple[int, int]:
    """The span after a label; where a mark opened before the label closes at the end, without that too."""
    start, end = stripped(text, label.end(), end)
    mark = label["mark"]
    open_mark = mark and not (label["before"] or label["after"])
    if open_mark and text.endswith(mark, start, end):
        start, end = stripped(text, start, end - len(mark))
    elif open_mark and text.count(mark, start, end) % 2:  # closes somewhere inside: keep it whole
        return label.start(), end
    return start, end


def _spoken(
    text: str, blocks: tuple[Block, ...], labels: dict[int, _Labelled], section: range
) -> tuple[Block, ...]:
    marked = list(blocks)
    speaking, speaker = False, None
    only_questions = {_speaker(labels[index].name) for index in section if index in labels} == {INTERVIEWER}
    for index in section:
        block = blocks[index]
        if index in labels:
            label = labels[index]
            speaking, speaker = True, _speaker(label.name)
            block = replace(block, start=label.start, end=label.end)
        elif _ASIDE.fullmatch(text, block.start, block.end):
            continue
        elif only_questions:  # whoever answers has no label
            speaker = None
        if speaking and block.kind in _SPOKEN:
            marked[index] = replace(block, kind=BlockKind.TURN, speaker=speaker)
    return tuple(marked)


def _speaker(label: str) -> str | None:
    role = label.lower()
    if role in _INTERVIEWERS:
        return INTERVIEWER
    return None if role in {answers for _, answers in _QUESTION_AND_ANSWER} else proper_name(label)


def _bold_questions(text: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Interviews that set the questions wholly in bold: those are the interviewer's turns."""
    questions: dict[int, re.Match[str]] = {}
    for index, block in enumerate(blocks):
        match = _WHOLLY_BOLD.fullmatch(text, block.start, block.end)
        if block.kind is BlockKind.PARAGRAPH and match and match["words"].rstrip().endswith("?"):
            questions[index] = match
    if len(questions) < 3:
        return blocks
    marked: list[Block] = []
    answering = False
    for index, block in enumerate(blocks):
        turn = block
        if index in questions:
            answering = True
            start, end = stripped(text, *questions[index].span("words"))
            turn = replace(block, kind=BlockKind.TURN, speaker=INTERVIEWER, start=start, end=end)
        elif block.kind is BlockKind.HEADING:
            answering = False
        elif answering and block.kind in _SPOKEN:
            turn = replace(block, kind=BlockKind.TURN)
        marked.append(turn)
    return tuple(marked)


def proper_name(name: str) -> str:
    """ "ADA BRANDT" as "Ada Brandt"; initials such as "AB" stay."""
    words = name.split()
    return " ".join(
        word.title() if word.isupper() and (len(word) > 3 or len(words) > 1) else word for word in words
    )
