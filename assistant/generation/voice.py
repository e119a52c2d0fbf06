"""Who is heard in a reply: the founder's own words as dated quotations, the rest in the third person."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.brand import Brand, Founder, Persona
from assistant.domain import (
    PARAPHRASE_WORDS,
    DraftSentence,
    Evidence,
    Kind,
    Rights,
    Source,
    Voice,
)
from assistant.grounding.checks.attribution import answers_interviewer, first_persons
from assistant.grounding.checks.quotes import find_quotes, find_verbatim, outside_quotes
from assistant.text import fold

_QUOTATION_MARK = re.compile(r"[\"“”«»„]")
_YEAR = re.compile(r"\b(?:1[89]|20|21)\d\d\b")
_BEYOND = re.compile(r"\b(?:after|since|beyond|following) (?P<year>(?:1[89]|20|21)\d\d)\b", re.IGNORECASE)
_WRITTEN = re.compile(
    r"^(?:\w+ )?(?:open )?(?:letter|e-?mail|memo|essay|article|note|message)\b", re.IGNORECASE
)
_OCCASION = re.compile(
    r"^(?:(?:open|television|tv|radio|news|press|public|written|recorded|phone|panel)\s+)*"
    r"(?:interview|letter|e-?mail|talk|speech|memo|essay|article|note|message|conversation|statement|discussion)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"War|Phase|Part|Chapter|Volume|Book|Act|Mark|Type|Class|Series|Model|Stage|Level")
_CLAUSE_END = re.compile(r"[,;:.!?—–]$")


def is_founders(evidence: Evidence, brand: Brand, *, throughout: bool = False) -> bool:
    """Whether the founder's own words, said or written in a lifetime, stand in `evidence`, or `throughout` it."""
    founder, source = brand.founder, evidence.source
    if founder is None or source.voice is not Voice.BY_FOUNDER:
        return False
    return _spoken_by(founder, evidence, throughout=throughout) and not _posthumous(source, founder)


def present(
    sentence: DraftSentence,
    evidence: Sequence[Evidence],
    brand: Brand,
    persona: Persona,
    previous: Evidence | None = None,
) -> DraftSentence:
    """`sentence` as `persona` says it: the founder's own words become a quotation with place and date.

    The founder persona introduces it with "As I said", any other with the founder's name. The words between
    the marks are the source's, to the letter. Sentences that are no verbatim words of the founder, or already
    quote, stay as they are. `previous` is the evidence of the sentence before: the same occasion is not named
    twice in a row.
    """
    origin = _origin(sentence, evidence)
    if origin is None or brand.founder is None or _QUOTATION_MARK.search(sentence.text):
        return sentence
    verbatim = " ".join(sentence.text.split())
    if origin.source.rights is Rights.INTERNAL or verbatim not in " ".join(origin.passage.rendering.split()):
        return sentence
    if origin.source.voice is not Voice.BY_FOUNDER or not _spoken_by(brand.founder, origin, verbatim):
        return sentence
    quoted = f'"{verbatim}"'
    if origin.source.rights is Rights.PARAPHRASE:
        quoted = _short(verbatim)
    if previous is not None and previous.source.id == origin.source.id and not sentence.paragraph:
        return replace(sentence, text=quoted)
    first_person = persona.role == "founder" and is_founders(origin, brand)
    lead = attribution(origin.source, brand.founder, first_person=first_person)
    return replace(sentence, text=f"{lead}: {quoted}")


def attribution(source: Source, founder: Founder, *, first_person: bool) -> str:
    """ "As I said at Leeds Town Hall on 12 June 1955", or "Ada Quill said at ..." in the third person."""
    place = (source.place or "").split(";")[0].strip()
    occasion = bool(_OCCASION.match(place))
    written = source.kind is Kind.LETTER or bool(_WRITTEN.match(place))
    parts = [f"As I {'wrote' if written else 'said'}" if first_person else founder.name]
    if not first_person:
        parts.append("wrote" if written else "said")
    if occasion:
        parts.append(f"in the {place[0].lower()}{place[1:]}")
    elif place:
        parts.append(f"at {place}")
    if source.date is not None:
        parts.append(f"{'on' if source.date.day else 'in'} {source.date.words}")
    return " ".join(parts)


def first_person_violation(text: str, evidence: Sequence[Evidence], brand: Brand) -> str | None:
    """Why `text` may not stand in a founder reply: it says "I" or "we" without the founder's own words.

    `evidence` is what supports this sentence.
    """
    word = first_person(text, evidence)
    if word is None:
        return None
    if not any(
        is_founders(item, brand, throughout=True) or _quotes_founder(text, item, brand) for item in evidence
    ):
        return f"{word!r} stands in the first person, but no words of the founder's own support it"
    outside = outside_quotes(text)
    died = brand.founder.died if brand.founder else None
    late = died and (
        any(int(year) > died.year for year in _YEAR.findall(outside))
        or any(int(year) >= died.year for year in _BEYOND.findall(outside))
    )
    if died and late:
        return f"{word!r} stands in the first person about a time after {died.year}"
    return None


def _quotes_founder(text: str, evidence: Evidence, brand: Brand) -> bool:
    """Whether `text` is "As I said …" with words that the founder's own answers to an interviewer hold exactly."""
    quotes, passage = find_quotes(text), evidence.passage
    if brand.founder is None or not is_founders(evidence, brand) or not quotes:
        return False
    if not re.match(r"As I (?:said|wrote)\b", text) or len(list(first_persons(text))) != 1:
        return False
    own = [one for one in passage.sentences if answers_interviewer(passage, (one,))]
    return all(find_verbatim(quote.text, replace(passage, sentences=tuple(own))) for quote in quotes)


def first_person(text: str, evidence: Sequence[Evidence]) -> str | None:
    """The first word of `text` by which somebody speaks of oneself; None where nobody does.

    Words inside quotation marks are somebody's own and free; so are names that only look like pronouns ("Acme I",
    "Find My"), as `evidence` has them.
    """
    return next((found["word"] for found in first_persons(text) if not _in_a_name(found, evidence)), None)


def _origin(sentence: DraftSentence, evidence: Sequence[Evidence]) -> Evidence | None:
    by_id = {item.passage.id: item for item in evidence}
    return next((by_id[span.passage_id] for span in sentence.spans if span.passage_id in by_id), None)


def _spoken_by(
    founder: Founder, evidence: Evidence, verbatim: str | None = None, *, throughout: bool = False
) -> bool:
    """Whether the founder speaks in the passage, or `throughout` it, and in all of `verbatim` where that is given.

    A transcript names the speaker of each sentence; else the turn's or the document's holds for all.
    """
    passage = evidence.passage
    names = {fold(name) for name in (founder.name, *founder.aliases)}
    said = [one for one in passage.sentences if one.speaker or answers_interviewer(passage, (one,))]
    if verbatim is not None:
        said = [part for part in said if part.rendering in verbatim or verbatim in part.rendering]
    speakers = {part.speaker or evidence.source.speaker for part in said} or {
        passage.speaker or evidence.source.speaker
    }
    by_founder = [speaker is None or fold(speaker) in names for speaker in speakers]
    return all(by_founder) if throughout or verbatim is not None else any(by_founder)


def _posthumous(source: Source, founder: Founder) -> bool:
    """Whether the source dates from after the founder's death, so that nobody can say when it was said."""
    died: dt.date | None = founder.died
    return died is not None and source.date is not None and source.date.earliest > died


def _short(verbatim: str) -> str:
    """The first words of `verbatim` in quotation marks, with an ellipsis behind them where they are not all."""
    kept = shortened(verbatim)
    return f'"{kept}"' if kept == " ".join(verbatim.split()) else f'"{kept}" …'


def shortened(verbatim: str) -> str:
    """At most `PARAPHRASE_WORDS` first words of `verbatim`, up to the end of a clause where there is one."""
    every = verbatim.split()
    if len(every) <= PARAPHRASE_WORDS:
        return " ".join(every)
    ends = [place for place in range(5, PARAPHRASE_WORDS + 1) if _CLAUSE_END.search(every[place - 1])]
    return " ".join(every[: ends[-1] if ends else PARAPHRASE_WORDS])


def _in_a_name(found: re.Match[str], evidence: Sequence[Evidence]) -> bool:
    """Whether the pronoun is part of a name: "Find My", "Phase I", or "Acme I" where the evidence says so."""
    word, before = found["word"], (found["before"] or "").strip()
    if not before or not before[-1].isalnum() or not word[0].isupper():
        return False
    if not word.startswith("I"):
        return True  # nobody writes "My" inside a sentence but in a name
    if _NUMBERED.fullmatch(before):
        return True
    # "At Acme I learned" looks the same as "the Acme I": only the evidence can tell.
    return before[0].isupper() and any(f"{before} {word}" in item.passage.rendering for item in evidence)
