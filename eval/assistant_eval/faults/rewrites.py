"""True claims out of true sentences: the same said otherwise, by rules that cannot change the meaning.

Nothing here uses `assistant.grounding`: what its checks cannot read must be rewritten and falsified too.
"""

from __future__ import annotations

import calendar
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from assistant.corpus.rows import column_title
from assistant.domain import BlockKind, Evidence, Sentence, Voice
from assistant_eval.faults.kinds import Claimed, Saying

SHORTEST, LONGEST = 6, 45
"""Words of a sentence that becomes a claim."""

_WHOLE = re.compile(r"[\"“']?[A-Z][^?]*[.!][\"”']?")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]e|[Mm]y|[Uu]s|[Oo]ur|[Mm]ine|[Oo]urs|[Mm]yself|[Oo]urselves)\b")
_ANY_QUOTE = re.compile(r"[\"“”«»„‘]|(?<!\w)['’]|['’](?!\w)")
_MONTHS = "|".join(name for name in calendar.month_name if name)
_CELL_WORDS = 8


def true_claims(
    evidence: Evidence, sentence: Sentence, aliases: Mapping[str, tuple[str, ...]], rng: random.Random
) -> Iterator[Claimed]:
    """Every way in which this module can say `sentence`; nothing for what is no statement."""
    if evidence.passage.kind is BlockKind.TABLE_ROW:
        yield from _table_facts(evidence)
        return
    text = sentence.rendering.strip()
    if not (SHORTEST <= len(text.split()) <= LONGEST and _WHOLE.fullmatch(text)) or "|" in text:
        return
    quotes = bool(_ANY_QUOTE.search(text))
    if text.count('"') % 2 or text.count("“") != text.count("”"):
        return  # part of a longer quotation
    if not quotes:
        yield from _quotations(evidence, sentence, text, rng)
    if _FIRST_PERSON.search(text):
        return  # only a quotation may say "I"
    yield Claimed(text, Saying.VERBATIM)
    rewrites = {
        Saying.CLAUSE_ORDER: _fronted_last(text) if not quotes else text,
        Saying.TYPOGRAPHY: _typographic(text),
        Saying.NUMBER_FORMAT: _number_format(text) if not quotes else text,
        Saying.DATE_FORMAT: _date_format(text, rng) if not quotes else text,
        Saying.ALIAS: _alias(text, aliases, rng),
    }
    yield from (Claimed(said, saying) for saying, said in rewrites.items() if said != text)
    if not quotes and (clause := _as_clause(text)):
        frame = f"According to “{evidence.source.title}”, "
        yield Claimed(frame + clause, Saying.REPORTED, len(frame))


# ---------------------------------------------------------------- whole sentences


def _quotations(evidence: Evidence, sentence: Sentence, text: str, rng: random.Random) -> Iterator[Claimed]:
    speaker = sentence.speaker or evidence.passage.speaker
    if evidence.source.voice is Voice.BY_FOUNDER:
        speaker = speaker or evidence.source.speaker
    leads = [f"“{evidence.source.title}” says: “"]
    if speaker:
        leads.append(f"{speaker} said: “")
    lead = leads[-1]
    quote = (len(lead), len(lead) + len(text))
    yield Claimed(f"{lead}{text}”", Saying.QUOTATION, len(lead), quote, speaker)
    every = list(re.finditer(r"\S+", text))
    if _FIRST_PERSON.search(text) or len(every) < SHORTEST + 2:
        return
    bounds = [at for at in range(1, len(every)) if not (_joined(every[at - 1]) or _joined(every[at]))]
    spans = [(low, high) for low in bounds for high in bounds if 3 <= high - low <= 8]
    if not spans:
        return
    low, high = rng.choice(spans)
    start, end = every[low].start(), every[high - 1].end()
    part = text[start:end].rstrip(".,;:!—–-")
    if not re.search(r"[()\[\]]", part):
        said = f"{text[:start]}“{part}”{text[start + len(part) :]}"
        yield Claimed(said, Saying.QUOTATION, quote=(start + 1, start + 1 + len(part)))


def _joined(word: re.Match[str]) -> bool:
    """Whether a word may belong to the name, number or date beside it: no mark parts those."""
    return not word.group().islower()


def _table_facts(evidence: Evidence) -> Iterator[Claimed]:
    """One statement for each short cell of a row that has a name."""
    fields = evidence.passage.fields
    if not fields:
        return
    name = fields[0][1]
    if (
        not re.match(r"[A-Z]", name)
        or len(name.split()) > _CELL_WORDS
        or re.fullmatch(r"\W*column \d+", fields[0][0])
    ):
        return
    for column, cell in fields[1:]:
        value = " ".join(cell.split()).rstrip(".")
        if len(value.split()) <= _CELL_WORDS and re.search(r"\w", value) and "/" not in value:
            said = f"The {column_title(column).lower()} of {name} is {value}."
            yield Claimed(said, Saying.TABLE_FACT)


_PLAIN_START = re.compile(r"(?:The|A|An|In|On|At|It|He|She|They|This|These|By|When|After|Before|As|For)\b")
_NAME_START = re.compile(r"[A-Z][\w’'.-]* [A-Z]|[A-Z]\w*[A-Z\d]")


def _as_clause(text: str) -> str | None:
    """`text` as it goes on after a comma: a plain first word loses its capital, a name keeps it; else None."""
    if _PLAIN_START.match(text):
        return text[0].lower() + text[1:]
    return text if _NAME_START.match(text) else None


_FRONTED = re.compile(
    r"(?P<lead>(?:In|On|At|By|During|After|Before|When|Because|Since|Until|From|Within|Under|With) [^,;:()]{2,60}),"
    r" (?P<rest>(?!and\b|or\b|but\b|then\b|so\b)[^,;:()]+)(?P<mark>[.!])"
)


def _fronted_last(text: str) -> str:
    """ "In 1999, Lumo moved." as "Lumo moved in 1999."; sentences with more commas stay as they are."""
    found = _FRONTED.fullmatch(text)
    if (
        found is None
        or found["rest"].count(" ") < 2
        or found["rest"].split()[0] in ("he", "she", "they", "it")
    ):
        return text
    rest = found["rest"]
    return f"{rest[0].upper()}{rest[1:]} {found['lead'][0].lower()}{found['lead'][1:]}{found['mark']}"


def _typographic(text: str) -> str:
    text = re.sub(r'"([^"]*)"', r"“\1”", text).replace("'", "’")
    return re.sub(r"(?<=\s)-{1,2}(?=\s)", "–", text)


# ---------------------------------------------------------------- values

_MONEY = re.compile(r"\$(?P<figure>\d+(?:\.\d+)?) (?P<scale>million|billion|thousand)\b")
_GROUPED = re.compile(r"(?<![\w.,$])\d{1,3}(?:,\d{3})+(?![\w.,]\d)")
_PERCENT = re.compile(r"(?<![\w.,])(\d+(?:\.\d+)?)%")
_DOLLARS = re.compile(
    r"(?<!\w)\$(\d+(?:,\d{3})*)(?![\d.,]\d)(?! (?:million|billion|thousand|trillion)|[KkMmBb])(?!\w)"
)
_NUMBER_WORDS: tuple[str, ...] = tuple("two three four five six seven eight nine ten eleven twelve".split())
_WORDS = {word: number for number, word in enumerate(_NUMBER_WORDS, start=2)}
_WORDED = re.compile(
    rf"(?<![\w-])(?:{'|'.join(_WORDS)})(?![\w-])(?! (?:hundred|thousand|million|billion|dozen))"
)
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}


def _number_format(text: str) -> str:
    """Numbers written another way: "$2.5 million" as "2,500,000 dollars", "five" as "5", "40%" as "40 percent"."""

    def spelled_out(match: re.Match[str]) -> str:
        value = Decimal(match["figure"]) * _SCALES[match["scale"]]
        return f"{int(value):,} dollars"

    text = _MONEY.sub(spelled_out, text)
    text = _DOLLARS.sub(r"\1 dollars", text)
    text = _PERCENT.sub(r"\1 percent", text)
    text = _GROUPED.sub(
        lambda match: match.group().replace(",", "") if len(match.group()) > 5 else match.group(), text
    )
    return _WORDED.sub(lambda match: str(_WORDS[match.group()]), text)


_US_DATE = re.compile(rf"\b(?P<m>{_MONTHS}) (?P<d>\d{{1,2}}),? (?P<y>\d{{4}})\b")
_BRITISH_DATE = re.compile(rf"\b(?P<d>\d{{1,2}}) (?P<m>{_MONTHS}) (?P<y>\d{{4}})\b")
_ISO_DATE = re.compile(r"\b(?P<y>\d{4})-(?P<n>\d\d)-(?P<d>\d\d)\b")


def _date_format(text: str, rng: random.Random) -> str:
    """Exact dates written another way, or more coarsely."""

    def other(match: re.Match[str]) -> str:
        got = match.groupdict()
        month = got.get("m") or calendar.month_name[int(got["n"])]
        day, year = int(got["d"]), got["y"]
        forms = [f"{month} {day}, {year}", f"{day} {month} {year}"]
        if re.search(r"\b[Oo]n $", match.string[: match.start()]):
            number = list(calendar.month_name).index(month)
            forms.append(f"{year}-{number:02d}-{day:02d}")
        return rng.choice([form for form in forms if form != match.group()])

    for pattern in (_US_DATE, _BRITISH_DATE, _ISO_DATE):
        if pattern.search(text):
            return pattern.sub(other, text)
    return text


_PARTICULAR = re.compile(r"(?i)[()]|\b(?:original|first|1st|one)\b")
"""A name with such a word means one of several namesakes: it cannot stand for the plain name anywhere."""


def _alias(text: str, aliases: Mapping[str, tuple[str, ...]], rng: random.Random) -> str:
    """One name of the pack's tables by another name the pack gives for it."""
    owners = Counter(other for others in aliases.values() for other in {*others})
    found = [
        (name, other)
        for name, others in aliases.items()
        for other in others
        if name in text
        and name not in owners
        and owners[other] == 1
        and other not in aliases
        and not (_PARTICULAR.search(f"{name} {other}") or other in text or other in name)
        and other[0].isupper()
    ]
    for name, other in rng.sample(found, len(found)):
        pattern = re.compile(
            rf"(?<![\w-])(?<!first )(?<!second )(?<!original )(?<!-inch ){re.escape(name)}(?![\w-]|['’]s|\s[A-Z\d])"
        )
        if len(pattern.findall(text)) == 1:
            return pattern.sub(other.replace("\\", ""), text)
    return text
