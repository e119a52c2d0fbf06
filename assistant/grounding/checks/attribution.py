"""Who said it: words and views belong to a person only if the evidence gives them to that person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.domain import INTERVIEWER, Evidence, Passage, Sentence, Source, Voice
from assistant.grounding.checks.names import NameMention, NameTable, has_word, is_named
from assistant.grounding.checks.quotes import blanked, find_quotes, outside_quotes
from assistant.grounding.checks.tokens import Token, listed, stem, tokenise

SPEECH_STEMS = frozenset(
    map(
        stem,
        listed(
            """
            say tell think believe argue write recall remember explain state claim remark reply respond
            answer insist declare predict warn admit joke comment feel boast complain confess muse express
            opine quip ask wonder suggest retort shout exclaim whisper note recount reflect compare repeat
            mention
            """
        ),
    )
)
"""Verbs that give words or views to somebody."""

_FIRST_PERSON = re.compile(
    r"(?P<before>(?:^|[.!?:;,—–(…]\s*)|\b[\w’'&-]+\s+)?"
    r"\b(?P<word>(?:I|we)(?:[’'](?:m|re|ve|d|ll))?|me|my|mine|myself|us|our|ours|ourselves)\b(?![-/’']|\.\w)",
    re.IGNORECASE,
)
# No pronoun follows an article; after "letter" it may: "the letter i wrote".
_LETTER = re.compile(
    r"\b(?i:the|an?)\s+(?:(?:small|lower-?case)\s+)?i\b|\(i\)|"
    r"\bletter\s+i(?=\s+(?:as|at|for|in|of|on|stands?|stood|means?|meant)\b|\W*$)"
)
_PRONOUNS = frozenset(listed("he she they i we who"))
_BE = frozenset(["be"])
_REPORTING_WORDS = re.compile(
    r"\baccording to\b|\bin the words of\b|\bas .{1,40} (?:put|tells|told) it\b", re.IGNORECASE
)


def first_persons(text: str) -> Iterator[re.Match[str]]:
    """The words of `text`, outside quotation marks, by which somebody speaks of oneself, in reading order.

    `word` is the word and `before` the word or mark right before it. The letter i and the country are none. Whether
    one belongs to a name ("Mark I", "Find My") is for the caller to know.
    """
    said = blanked(text, [quote for quote in find_quotes(text) if quote.closed])
    letters = [letter.span() for letter in _LETTER.finditer(said)]
    for found in _FIRST_PERSON.finditer(said):
        word, start = found["word"], found.start("word")
        if word != "US" and not (word == "i" and any(at <= start < end for at, end in letters)):
            yield found


def speaks_in_first_person(text: str, table: NameTable) -> bool:
    """Whether somebody says "I" or "we" in `text` outside quotation marks; "Mark I" is a name if `table` has it."""
    named = [name for name in table.find(outside_quotes(text)) if name.entities]
    return any(
        not any(name.start < found.start("word") and found.end("word") <= name.end for name in named)
        for found in first_persons(text)
    )


def _speech_at(tokens: tuple[Token, ...]) -> list[int]:
    return [at for at, token in enumerate(tokens) if token.stem in SPEECH_STEMS]


def reported_speakers(text: str, table: NameTable) -> tuple[NameMention, ...]:
    """The names `text` gives words or views to: "Brandt said", "said Brandt", "according to Brandt", "Brandt: …"."""
    blank = outside_quotes(text)
    tokens = tokenise(blank)
    # "People ask": a word capitalised only because it opens the sentence is nobody.
    names = tuple(name for name in table.find(blank) if name.entities or not name.weak)
    found: list[NameMention] = []
    for at in _speech_at(tokens):
        if (speaker := _speaker_of(tokens, names, at)) and speaker not in found:
            found.append(speaker)
    said = bool(found)  # "Ada said at the School of Design: “…”" gives the words to Ada, not to the school
    for name in names:
        before, after = blank[: name.start], blank[name.end :]
        gives = re.search(r"(?i:\baccording to|\bin the words of|\bas)\s+(?:the\s+)?$", before) and (
            "ccording" in before[-14:] or "words of" in before[-14:]
        )
        placed = re.search(r"(?i)\b(?:at|in|on|from|to|near)\s+(?:the\s+)?$", before)  # "at Town Hall: “…”"
        introduces = not said and not placed and re.match(r"[^.;]{0,30}:\s*[\"“«]", after)
        if (gives or introduces) and name not in found:
            found.append(name)
    return tuple(found)


def _speaker_of(tokens: tuple[Token, ...], names: tuple[NameMention, ...], at: int) -> NameMention | None:
    """Who speaks at the verb `at`: the name right before it, or right after it."""
    passive = at > 0 and tokens[at - 1].stem in _BE
    if not passive:
        for name in reversed(names):
            if name.last <= at <= name.last + 2 and not any(
                (token.is_content and not token.folded.endswith("ly")) or token.folded in ("to", "that", "by")
                for token in tokens[name.last : at]
            ):
                return name
    for name in names:
        if name.first == at + 1 and tokens[at].folded in (
            "said",
            "says",
            "wrote",
            "recalled",
            "explained",
            "replied",
        ):
            return name
        if (
            passive
            and name.first == at + 2
            and tokens[at + 1].folded == "by"
            and tokens[at].folded != "written"
        ):
            return name
    return None


def _reports(sentences: tuple[str, ...], speaker: NameMention, table: NameTable) -> bool:
    """Whether a sentence of the source says that `speaker` (or a pronoun) says or thinks something."""
    for text in sentences:
        named = reported_speakers(text, table)
        if any(_same_person(speaker, mention.words, table) for mention in named):
            return True
        tokens = tokenise(outside_quotes(text))
        for at in _speech_at(tokens):
            near = tokens[max(0, at - 4) : at + 3]
            if not named and any(token.folded in _PRONOUNS for token in near):
                return True
        mentioned = is_named(speaker, (text,), table) or has_word(speaker.run, (text,))
        speaks = _speech_at(tokens) or find_quotes(text) or _REPORTING_WORDS.search(text)
        if mentioned and speaks and not named:
            return True
    return False


def _same_person(speaker: NameMention, name: str | None, table: NameTable) -> bool:
    return name is not None and (is_named(speaker, (name,), table) or has_word(speaker.run, (name,)))


def voice_clash(
    claim: str,
    window: tuple[str, ...],
    evidence: Evidence,
    table: NameTable,
    speaker: str | None = None,
) -> str | None:
    """Why the evidence does not bear out who speaks in `claim`, or None where it does.

    `window` are the deciding sentences of the passage with the one before. `speaker` is whom the whole reply
    speaks as; without one, "I" and "we" stand only inside quotation marks.
    """
    source = evidence.source
    heard = _speaker_of_passage(window, evidence)
    if speaks_in_first_person(claim, table):
        if speaker is None:
            return "the reply says 'I' or 'we', and speaks for nobody"
        voice = heard or source.speaker
        same = voice is not None and _is_short_for(tokens_of(voice), tokens_of(speaker))
        if source.voice is not Voice.BY_FOUNDER or not same:
            return f"the evidence is not in the words of {speaker}"
    for name in reported_speakers(_without_place(claim, source), table):
        if heard is not None and _same_person(name, heard, table):
            continue
        holds = source.voice is Voice.BY_FOUNDER or heard is None
        if holds and _same_person(name, source.speaker, table) and not _others_speak(window, name, table):
            continue
        if not _reports(window, name, table):
            return f"the evidence does not give these words to {name.words}"
    return None


def _without_place(claim: str, source: Source) -> str:
    """`claim` without the place and occasion of its source: "at Town Hall, Leeds on 3 May" gives Leeds no words."""
    place = (source.place or "").split(";")[0].strip()
    lead = re.compile(rf"\b(?:said|wrote) (?:at|in) (?:the )?{re.escape(place)}(?!\w)", re.IGNORECASE)
    return lead.sub("said", claim) if place else claim


def answers_interviewer(passage: Passage, sentences: Sequence[Sentence]) -> bool:
    """Whether `sentences` are answers in an interview that names nobody but who asks: the source's speaker says them.

    What stands before the first question may be a heading, and what stands in brackets nobody said.
    """
    questions = [one.start for one in passage.sentences if one.speaker == INTERVIEWER]
    nobody_else = all(one.speaker in (None, INTERVIEWER) for one in passage.sentences)
    return (
        bool(questions)
        and nobody_else
        and all(
            one.speaker is None and one.start > questions[0] and one.rendering[:1] not in "(["
            for one in sentences
        )
    )


def _speaker_of_passage(window: tuple[str, ...], evidence: Evidence) -> str | None:
    """Who says the last of the `window` sentences, as a transcript names it, or else the whole passage."""
    said = [sentence for sentence in evidence.passage.sentences if sentence.rendering in window[-1:]]
    passage, source = evidence.passage, evidence.source
    if said and source.voice is not Voice.UNSOURCED and answers_interviewer(passage, said):
        return source.speaker
    return passage.speaker_of(said)


def _others_speak(window: tuple[str, ...], speaker: NameMention, table: NameTable) -> bool:
    """Whether the deciding sentences report somebody else's words, and not the speaker's."""
    named = [mention for text in window for mention in reported_speakers(text, table)]
    return bool(named) and not any(_same_person(speaker, mention.words, table) for mention in named)


def _is_short_for(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one name is the other or a part of it: Ada, but not Ada Brandt, is Ada Quill."""
    return bool(one and other) and (set(one) <= set(other) or set(other) <= set(one))


def tokens_of(name: str) -> tuple[str, ...]:
    """The folded words of a person's name."""
    return tuple(token.folded for token in tokenise(name))
