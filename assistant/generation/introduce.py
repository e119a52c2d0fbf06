"""How sentences of a source enter an answer: speech after its speaker's name, prose as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.brand import Brand, Persona
from assistant.domain import PARAPHRASE_WORDS, DraftSentence, Evidence, Rights, Sentence, Source, Span, Voice
from assistant.generation.voice import attribution, first_person, is_founders, shortened
from assistant.grounding.checks.attribution import answers_interviewer


def introduced(
    evidence: Evidence, sentences: Sequence[Sentence], brand: Brand, persona: Persona, *, paragraph: bool
) -> Iterator[DraftSentence]:
    """`sentences` of one passage as `persona` presents them.

    Somebody's own speech becomes one quotation, to the letter, after who said it, where and when. A source
    whose rights allow paraphrase only is quoted no longer than `PARAPHRASE_WORDS`.
    """
    passage = evidence.passage
    if not _is_speech(evidence, sentences):
        for place, sentence in enumerate(sentences):
            span = Span(passage.id, sentence.start, sentence.end)
            yield DraftSentence(_closed(sentence.rendering), (span,), paragraph and place == 0)
        return
    said = _quotable(evidence, sentences)
    span = Span(passage.id, said[0].start, said[-1].end)
    words = " ".join(sentence.rendering for sentence in said)
    if evidence.source.rights is Rights.PARAPHRASE:
        words = shortened(words)
    quoted = f"“{_without_stray_marks(words)}”"
    yield DraftSentence(f"{_lead(evidence, said, brand, persona)} {quoted}", (span,), paragraph)


def _is_speech(evidence: Evidence, sentences: Sequence[Sentence]) -> bool:
    if evidence.passage.speaker_of(sentences):
        return True
    if evidence.source.voice is Voice.BY_FOUNDER or evidence.source.rights is Rights.PARAPHRASE:
        return True  # words that are not ours to tell as our own
    return any(first_person(sentence.rendering, (evidence,)) for sentence in sentences)


def _quotable(evidence: Evidence, sentences: Sequence[Sentence]) -> Sequence[Sentence]:
    """As many sentences as the source's rights let us quote; the first one always."""
    if evidence.source.rights is Rights.QUOTE:
        return sentences
    kept = list(sentences[:1])
    for sentence in sentences[1:]:
        if sum(len(one.rendering.split()) for one in (*kept, sentence)) > PARAPHRASE_WORDS:
            break
        kept.append(sentence)
    return kept


def _lead(evidence: Evidence, sentences: Sequence[Sentence], brand: Brand, persona: Persona) -> str:
    source = evidence.source
    speaker = evidence.passage.speaker_of(sentences)
    unnamed = evidence.passage.marks_speakers and not answers_interviewer(evidence.passage, sentences)
    if speaker is None and unnamed:
        return f"From {_where(source)}:"  # a heading line of an interview is not what was said in it
    if speaker is None and brand.founder and is_founders(evidence, brand):
        return attribution(source, brand.founder, first_person=persona.role == "founder") + ":"
    if speaker is None and source.voice is not Voice.UNSOURCED:
        speaker = source.speaker
    return f"{speaker}, in {_where(source)}:" if speaker else f"From {_where(source)}:"


def _where(source: Source) -> str:
    title = f"“{_without_stray_marks(source.title)}”"
    return f"{title} ({source.date.words})" if source.date else title


def _without_stray_marks(words: str) -> str:
    """Words that will stand between curly marks: their own double marks become single ones.

    A quotation inside a quotation takes single marks by the usual rule; no letter changes.
    """
    opened = re.sub(r"(?<![\w.,!?…’'])[\"“”]", "‘", words)
    return re.sub(r"[\"“”]", "’", opened)


def _closed(text: str) -> str:
    return text if re.search(r"[.!?…:;][\"“”»’')\]]*$", text) else f"{text}."
