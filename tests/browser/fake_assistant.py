"""An assistant with known answers and a settable pace, so that the page can be tested without a release.

It keeps the contract of `assistant.assembly.Assistant`: zero or more pieces, then exactly one outcome,
whose text is what the pieces add up to.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.brand import Brand
from assistant.domain import (
    BlockKind,
    Citation,
    Kind,
    Outcome,
    OutcomeKind,
    PartialDate,
    Passage,
    Released,
    Sentence,
    Source,
    Turn,
    Voice,
)
from assistant.errors import DrafterError

HOSTILE = (
    '<script>window.hacked = 1</script><img src="https://evil.example/x.png" onerror="window.hacked = 2">'
    "<style>body { display: none }</style> ${window.hacked = 3} {{constructor.constructor('x')()}} "
    "[here](javascript:window.hacked=4) `code` **bold** </article></section></div>"
)

BRAND = Brand(
    root=Path(),
    name="Apple",
    demonstration=True,
    welcome="Ask about any product, how it came about, or what the founder said in public. "
    "Every sentence shows its source.",
    disclosure="You are talking with an AI demonstration. It is not Apple, and it answers only from "
    "documents it can show you.",
    suggested_questions=(
        "What was the inspiration for the iPhone?",
        "Where did the Macintosh get its typography?",
        "How much did the first iPhone cost?",
        "What will the next iPhone cost?",
    ),
    founder={"name": "Steve Jobs", "died": "2011-10-05"},  # pyright: ignore[reportArgumentType]
    colours={"accent": "#0a5cc2", "accent_dark": "#6cb0ff"},  # pyright: ignore[reportArgumentType]
    personas=(  # pyright: ignore[reportArgumentType]
        {
            "id": "historian",
            "role": "historian",
            "name": "The historian",
            "welcome": "I know the documents of this collection, and nothing else. What would "
            "you like to know?",
        },
        {
            "id": "founder",
            "role": "founder",
            "name": "Steve Jobs (AI simulation)",
            "welcome": "This is an AI simulation of Steve Jobs, built on public documents. "
            "It never says what they do not hold.",
        },
    ),
)
SIMULATION = "AI simulation of Steve Jobs, made from public documents. These are not new words of his."


def _passage(document: str, ordinal: int, text: str, path: tuple[str, ...]) -> Passage:
    start = 40 + 4000 * ordinal
    sentences = tuple(
        Sentence(start + match.start(), start + match.end(), match.group())
        for match in re.finditer(r"\S[^.?!]*(?:[.?!]”?|$)", text)
    )
    return Passage(
        id=f"{document}#{ordinal}",
        document_id=document,
        ordinal=ordinal,
        start=start,
        end=start + len(text),
        text=text,
        rendering=text.replace("\n\n", "\n"),
        kind=BlockKind.PARAGRAPH,
        sentences=sentences,
        heading_path=path,
    )


_D8 = Source(
    id="founder/2010-d8-interview.md",
    title="Steve Jobs at the D8 conference",
    kind=Kind.INTERVIEW,
    voice=Voice.ABOUT_FOUNDER,
    checksum="0" * 64,
    date=PartialDate(2010, 6, 1),
    speaker="Steve Jobs",
    place="Rancho Palos Verdes, California",
    url="https://www.wsj.com/articles/SB10001424052748704764404575286680736085112",
    sources=("https://en.wikipedia.org/wiki/All_Things_Digital",),
    licence="CC BY 4.0",
)
_LAUNCH = Source(
    id="founder/2007-iphone-introduction.md",
    title="Steve Jobs introduces the iPhone",
    kind=Kind.SPEECH,
    voice=Voice.ABOUT_FOUNDER,
    checksum="1" * 64,
    date=PartialDate(2007, 1, 9),
    speaker="Steve Jobs",
    place="Macworld Expo, Moscone West, San Francisco",
    url="https://www.youtube.com/watch?v=vN4U5FqrOdQ",
    licence="CC BY 4.0",
)
_STANFORD = Source(
    id="founder/2005-stanford-commencement.md",
    title="Steve Jobs at the Stanford commencement",
    kind=Kind.SPEECH,
    voice=Voice.BY_FOUNDER,
    checksum="2" * 64,
    date=PartialDate(2005, 6, 12),
    speaker="Steve Jobs",
    place="Stanford University",
    url="https://news.stanford.edu/2005/06/12/youve-got-find-love-jobs-says/",
)
_TABLE = Source(
    id="products.csv",
    title="Table of products",
    kind=Kind.PRODUCT,
    voice=Voice.BY_OTHERS,
    checksum="3" * 64,
)
_HOSTILE = Source(
    id="hostile.md",
    title=f"Hostile {HOSTILE}",
    kind=Kind.PRESS,
    voice=Voice.UNSOURCED,
    checksum="4" * 64,
    place=HOSTILE,
    url="javascript:window.hacked=5",
    sources=("data:text/html,<script>window.hacked=6</script>",),
)
_ROW = "iPhone,iPhone,2007-06-29,499,2G"
_ROW_RENDERING = "iPhone. Family: iPhone. Released: 2007-06-29. Price in US dollars: 499. Networks: 2G."
_PASSAGES = {
    "tablet": _passage(
        _D8.id,
        0,
        "Steve Jobs revealed at D8 that Apple's work on multi-touch began with a tablet. He had "
        "the idea of a glass display on which one could type with the fingers, and asked his "
        "people for it. When he saw the prototype with inertial scrolling, he thought that it "
        "could be made into a phone.\n\nThe tablet was put on the shelf because the phone was "
        "more important, and was taken up again later.",
        ("Steve Jobs at the D8 conference", "The tablet came before the phone"),
    ),
    "keyboard": _passage(
        _LAUNCH.id,
        0,
        "Steve Jobs showed four smartphones of the time and said that they were neither very "
        "smart nor easy to use. He saw the problem in their lower part: plastic keyboards and "
        "buttons that stay the same whether an application needs them or not. Apple would "
        "remove all those buttons and make one giant screen.",
        ("Steve Jobs introduces the iPhone", "Why the iPhone has no keyboard and no stylus"),
    ),
    "price": _passage(
        _LAUNCH.id,
        1,
        "Steve Jobs announced prices of $499 for 4 gigabytes and $599 for 8 gigabytes with a "
        "two-year contract, and a start in June 2007. He set the goal of one percent of the "
        "world market for mobile phones in 2008.",
        ("Steve Jobs introduces the iPhone", "Price, sale and goal of the first iPhone"),
    ),
    "letters": _passage(
        _STANFORD.id,
        0,
        "I learned about serif and sans serif typefaces, about varying the amount of space "
        "between different letter combinations, about what makes great typography great. Ten "
        "years later, when we were designing the first Macintosh computer, it all came back to "
        "me.",
        ("Stanford commencement address", "Connecting the dots"),
    ),
    "row": Passage(
        id="products.csv#7",
        document_id=_TABLE.id,
        ordinal=7,
        start=900,
        end=900 + len(_ROW),
        text=_ROW,
        rendering=_ROW_RENDERING,
        kind=BlockKind.TABLE_ROW,
        sentences=(Sentence(900, 900 + len(_ROW), _ROW_RENDERING),),
        locator="row 8",
        fields=(
            ("Name", "iPhone"),
            ("Family", "iPhone"),
            ("Released", "2007-06-29"),
            ("Price in US dollars", "499"),
            ("Networks", "2G"),
        ),
    ),
    "hostile": _passage(_HOSTILE.id, 0, f"Before. {HOSTILE} After [7].", (HOSTILE,)),
}
_SOURCES = {source.id: source for source in (_D8, _LAUNCH, _STANFORD, _TABLE, _HOSTILE)}


@dataclass(frozen=True, slots=True)
class _Line:
    """One sentence of an answer and the words of a passage that it rests on."""

    text: str
    passage: str
    words: str
    paragraph: bool = False


_ANSWERS: dict[str, tuple[_Line, ...]] = {
    "inspiration": (
        _Line(
            "The iPhone grew out of a tablet: Steve Jobs said at the D8 conference on 1 June "
            "2010 that Apple's work on multi-touch began with one.",
            "tablet",
            "Apple's work on multi-touch began with a tablet",
        ),
        _Line(
            "When he saw the prototype with inertial scrolling, he thought that it could be "
            "made into a phone.",
            "tablet",
            "When he saw the prototype with inertial scrolling, he thought that it could be "
            "made into a phone",
        ),
        _Line(
            "What it was to do better, he told the audience of the Macworld Expo on 9 January 2007: the "
            "smartphones of the time had plastic keyboards and buttons that stay the same whether an "
            "application needs them or not.",
            "keyboard",
            "plastic keyboards and buttons that stay the same",
            paragraph=True,
        ),
    ),
    "cost": (
        _Line("The first iPhone cost $499 with 4 gigabytes.", "price", "$499 for 4 gigabytes"),
        _Line("It was released on 29 June 2007.", "row", "2007-06-29"),
    ),
    "typography": (
        _Line(
            "It came from a calligraphy class: “Ten years later, when we were designing the first Macintosh "
            "computer, it all came back to me.”",
            "letters",
            "Ten years later",
        ),
    ),
    "hostile": (_Line(f"A claim with [9] and {HOSTILE}.", "hostile", HOSTILE),),
    "slow": tuple(
        _Line(f"Sentence {number} of a slow answer.", "tablet", "glass display") for number in range(1, 40)
    ),
}


class FakeAssistant:
    """Answers by a word in the question; pauses `pace_s` seconds before each piece.

    While `begins` is cleared no answer comes, while `goes_on` is cleared it stops after its first piece: so a
    test sees the page at that moment, however long it takes to look.
    """

    def __init__(self, pace_s: float = 0.15) -> None:
        self.brand = BRAND
        self.release_id = "20260101T000000Z-fake"
        self.pace_s = pace_s
        self.histories: list[tuple[Turn, ...]] = []
        self.begins, self.goes_on = threading.Event(), threading.Event()
        self.begins.set()
        self.goes_on.set()
        self.closed = threading.Event()  # set when an answer is given up before its outcome

    def stream(
        self, question: str, *, history: Sequence[Turn] = (), persona: str | None = None
    ) -> Iterator[Released | Outcome]:
        """The answer whose key word the question holds; a refusal without one."""
        self.histories.append(tuple(history))
        asked = question.lower()
        time.sleep(self.pace_s)
        assert self.begins.wait(30), "the test never let the answer begin"
        if "person" in asked:
            yield self._outcome(
                OutcomeKind.HANDOVER, "I have passed your question on.", persona, ticket="A-1042"
            )
            return
        key = next((key for key in _ANSWERS if key in asked), None)
        if key is None or "next" in asked:
            nearby = (_citation(1, "price", "prices"), _citation(2, "tablet", "tablet"))
            text = "The documents do not say what the next iPhone will cost, and I do not guess."
            yield self._outcome(OutcomeKind.REFUSAL, text, persona, nearby=nearby)
            return
        try:
            yield from self._answer(_ANSWERS[key], persona, broken="broken" in asked)
        except GeneratorExit:
            self.closed.set()
            raise

    def _answer(
        self, lines: Sequence[_Line], persona: str | None, *, broken: bool
    ) -> Iterator[Released | Outcome]:
        markers: dict[tuple[str, str], int] = {}
        citations: list[Citation] = []
        text = ""
        for line in lines:
            key = (line.passage, line.words)
            new = [] if key in markers else [_citation(len(citations) + 1, line.passage, line.words)]
            citations += new
            markers.setdefault(key, len(citations))
            gap = "" if not text else "\n\n" if line.paragraph else " "
            piece = f"{gap}{line.text} [{markers[key]}]"
            text += piece
            yield Released(piece, tuple(new))
            time.sleep(self.pace_s)
            assert self.goes_on.wait(30), "the test never let the answer go on"
            if broken:
                raise DrafterError("the model at http://127.0.0.1:1 did not answer within 60 s: retry")
        yield self._outcome(OutcomeKind.ANSWER, text, persona, citations=tuple(citations))

    def _outcome(
        self,
        kind: OutcomeKind,
        text: str,
        persona: str | None,
        *,
        citations: tuple[Citation, ...] = (),
        nearby: tuple[Citation, ...] = (),
        ticket: str | None = None,
    ) -> Outcome:
        return Outcome(
            kind=kind,
            text=text,
            reason="",
            persona=persona or "historian",
            release=self.release_id,
            disclosure=SIMULATION if persona == "founder" else self.brand.disclosure,
            citations=citations,
            nearby=nearby,
            ticket=ticket,
        )

    def passage(self, passage_id: str) -> Passage:
        """The passage of that id; KeyError without one."""
        return {passage.id: passage for passage in _PASSAGES.values()}[passage_id]

    def source(self, document_id: str) -> Source:
        """The source of that document; KeyError without one."""
        return _SOURCES[document_id]

    def close(self) -> None:
        """Nothing is held open."""


def _citation(marker: int, key: str, words: str) -> Citation:
    passage = _PASSAGES[key]
    source = _SOURCES[passage.document_id]
    start = passage.start + passage.text.index(words)
    return Citation(
        marker=marker,
        passage_id=passage.id,
        document=source.id,
        title=source.title,
        kind=source.kind,
        voice=source.voice,
        date=source.date,
        url=source.url,
        start=start,
        end=start + len(words),
        text=words,
        locator=passage.locator,
    )
