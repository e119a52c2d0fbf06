"""Wrong words: a name, a model, a negation, an order word, a quoted word or the speaker changed."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant_eval.faults.kinds import Claimed, Fault, FaultKind

# ---------------------------------------------------------------- names

_NAME = re.compile(
    r"(?<![\w'’.-])[A-Z][^\W_]*(?:['’-][^\W_]+)*(?: (?:[A-Z][^\W_]*(?:-[^\W_]+)*|\d+[^\W_]{0,3}))*(?![\w-])"
)
_OPENING = re.compile(r"(?:^|[.!?:;…][\"'”’)]* ?|[\"“‘(\[])\s*$")
_NO_NAMES = """
    I The A An He She It They We You In On At By And But Or Of For To From As If This That These Those There
    January February March April May June July August September October November December Monday Tuesday
    Wednesday Thursday Friday Saturday Sunday Mr Mrs Ms Dr AM PM OK My Our Your His Her Its Their What One Two
    Most Many Some All Each Every Early Late Later Both Other Such Even Only When Where Who Why How Not No Yes
    So Then After Before While US U.S
"""
_NO_NAME = frozenset(_NO_NAMES.split())
_DESIGNATION = re.compile(r"(?:\d{1,4}\w{0,2}|I{1,3}|IV|V|VI|[A-Z]\d+|Plus|Pro|Mini|Max|Air|XL|SE|GS|GX)")
_ROMAN = ["I", "II", "III", "IV", "V", "VI"]
_PERSON = re.compile(r"[A-Z][a-z]+(?:-[A-Z][a-z]+)? (?:[A-Z]\. )?(?:Mc|Mac|O')?[A-Z][a-z]+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words of the corpus to make faults of: `names` and `persons` by frequency, plain lower-case `words`."""

    names: tuple[str, ...]
    persons: tuple[str, ...]
    words: tuple[str, ...]
    models: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str], speakers: Iterable[str]) -> Vocabulary:
        """What `texts` (sentences) and the sources' speakers hold."""
        names: Counter[str] = Counter()
        plain: Counter[str] = Counter()
        persons: Counter[str] = Counter(speakers)
        for text in texts:
            for start, end in _names_in(text):
                names[text[start:end]] += 1
            plain.update(re.findall(r"(?<![\w'’-])[a-z]{5,12}(?![\w'’-])", text))
        persons.update(name for name in names if _PERSON.fullmatch(name) and names[name] > 1)
        common = tuple(name for name, count in names.most_common(3000) if count > 1)
        models = {
            name.rsplit(" ", 1)[0]
            for name in names
            if " " in name and _DESIGNATION.fullmatch(name.rsplit(" ", 1)[1])
        }
        return cls(
            common or tuple(names),
            tuple(person for person, _ in persons.most_common(200)),
            tuple(word for word, count in plain.most_common(4000) if count > 1) or tuple(plain),
            frozenset(models),
        )


def _names_in(text: str) -> list[tuple[int, int]]:
    """Places of capitalised runs that do not merely open a sentence."""
    found: list[tuple[int, int]] = []
    for match in _NAME.finditer(text):
        start, end = match.span()
        end = start + len(re.sub(r"['’]s$", "", match.group()))
        first = match.group().split()[0].rstrip("'’s") if " " in match.group() else match.group()
        if _OPENING.search(text[:start]) and " " not in match.group():
            continue
        if first in _NO_NAME or text[start:end] in _NO_NAME or text[start:end].isdigit():
            continue
        found.append((start, end))
    return found


def wrong_names(
    claim: Claimed, vocabulary: Vocabulary, near: Sequence[str], rng: random.Random
) -> Iterator[Fault]:
    """A name another: one of the passages at hand, or any of the corpus, with as many words."""
    text = claim.text
    nearby = [text[start:end] for text in near for start, end in _names_in(text)]
    for start, end in _names_in(text):
        old = text[start:end]
        parts = set(re.findall(r"\w+", old.lower()))
        for pool in (nearby, vocabulary.names):
            fitting = [
                name
                for name in pool
                if len(name.split()) == len(old.split())
                and not parts & set(re.findall(r"\w+", name.lower()))
                and name not in text
            ]
            if fitting:
                yield Fault.at(FaultKind.NAME, text, start, end, rng.choice(fitting))


def wrong_models(claim: Claimed, vocabulary: Vocabulary, rng: random.Random) -> Iterator[Fault]:
    """A model of a name another: "Lumo II" for "Lumo III", "Lumo 3GS" for "Lumo 3G"."""
    text = claim.text
    for start, end in _names_in(text):
        name = text[start:end]
        base, _, last = name.rpartition(" ")
        if base and _DESIGNATION.fullmatch(last):
            yield Fault.at(FaultKind.MODEL, text, start, end, f"{base} {_other_model(last, rng)}")
        elif name in vocabulary.models:
            yield Fault.at(
                FaultKind.MODEL, text, start, end, f"{name} {rng.choice(['II', 'Plus', 'Pro', '3', 'XL'])}"
            )


def _other_model(last: str, rng: random.Random) -> str:
    if last in _ROMAN:
        return rng.choice([roman for roman in _ROMAN[1:] if roman != last])
    if last.isdigit():
        return rng.choice([str(int(last) + 1), f"{last}S", f"{last} Pro"])
    if last[0].isdigit():
        return rng.choice(
            [f"{last}S" if not last.endswith("S") else last[:-1], f"{int(last[0]) + 1}{last[1:]}"]
        )
    return rng.choice([other for other in ("Plus", "Pro", "Mini", "Max", "II") if other != last])


# ---------------------------------------------------------------- negations

_AUXILIARY = re.compile(
    r"\b(?P<aux>was|were|is|are|could|would|can|should|will|has|have|had|did|does|must)\b"
    r"(?P<not> not\b(?! (?:only|just|merely|necessarily)))?(?!n['’]t)(?! (?:not|never|no|nothing|only|nobody)\b)"
)
_LIGHT = frozenset(["did", "has", "have", "had", "does"])
_CONTRACTED = re.compile(r"\b(?P<verb>was|were|is|are|could|would|did|had|has|have|do|does|should)n['’]t\b")
_SHORT = {"can't": "can", "can’t": "can", "won't": "will", "won’t": "will", "cannot": "can"}
_SHORT_FORMS = re.compile(r"\b(?:can['’]t|won['’]t|cannot)\b")
_WORDS = {
    "never": "always",
    "no longer": "still",
    "without": "with",
    "nobody": "everybody",
    "nothing": "everything",
}
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b(?! but\b)")
_PAST = re.compile(r"\b(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[A-Z][a-z]+) (?P<verb>[a-z]{3,}ed)\b(?! by\b)")


def wrong_negations(claim: Claimed, rng: random.Random) -> Iterator[Fault]:
    """A negation put in or taken out."""
    del rng
    text = claim.text
    if re.search(r"\bwhether or not\b|\bif not\b", text):
        return
    for match in _AUXILIARY.finditer(text):
        if match["not"]:
            yield Fault.at(FaultKind.NEGATION, text, *match.span("not"), "")
        elif match["aux"] not in _LIGHT and not text[: match.start()].endswith(("hat ", "As ", "as ")):
            yield Fault.at(FaultKind.NEGATION, text, match.end(), match.end(), " not")
    for match in _CONTRACTED.finditer(text):
        yield Fault.at(FaultKind.NEGATION, text, *match.span(), match["verb"])
    for match in _SHORT_FORMS.finditer(text):
        yield Fault.at(FaultKind.NEGATION, text, *match.span(), _SHORT[match.group()])
    for match in _WORD.finditer(text):
        yield Fault.at(FaultKind.NEGATION, text, *match.span(), _WORDS[match.group()])
    for match in _PAST.finditer(text):
        start = match.start("verb")
        yield Fault.at(FaultKind.NEGATION, text, start, start, "never ")


# ---------------------------------------------------------------- order, superlatives, all

_ORDER = {
    form: other
    for pair in (
        "first last; before after; earliest latest; largest smallest; biggest smallest; best worst; "
        "highest lowest; oldest newest; longest shortest; fastest slowest; earlier later; more fewer; "
        "youngest oldest; previous next; precedes follows; preceded followed"
    ).split(";")
    for one, two in [pair.split()]
    for form, other in ((one, two), (two, one))
}
_ORDERED = re.compile(rf"\b(?:{'|'.join(_ORDER)})\b")
_IDIOM = re.compile(r"(?:\bat |\bsince |\bmore or |\bonce |\bno |\bany |\bcome |\bthe day |\bwhat )$")
_IDIOM_END = re.compile(
    r" (?:to\b|all\b|or less|of all|and foremost|name|hand|aid|and more|years? (?:of|before))"
)
_INDEFINITE = re.compile(r"\b(?:was|is|became|were|are) (?P<article>an?) (?=[a-z])")
_SOME = re.compile(r"(?<!\w)(?:[Mm]any|[Ss]ome|[Ss]everal|[Mm]ost)(?= (?:of the )?[a-z]+s\b)")


def wrong_orders(claim: Claimed, rng: random.Random) -> Iterator[Fault]:
    """An order word or superlative turned round or made up; "all" for "some"."""
    text = claim.text
    for match in _ORDERED.finditer(text):
        if not (_IDIOM.search(text[: match.start()]) or _IDIOM_END.match(text[match.end() :])):
            yield Fault.at(FaultKind.ORDER, text, *match.span(), _ORDER[match.group()])
    if not re.search(r"\b(?:first|only|best|original|sole|earliest)\b", text):
        for match in _INDEFINITE.finditer(text):
            new = rng.choice(["the first", "the only", "the last"])
            yield Fault.at(FaultKind.ORDER, text, *match.span("article"), new)
    for match in _SOME.finditer(text):
        yield Fault.at(FaultKind.ORDER, text, *match.span(), "All" if match.group()[0].isupper() else "all")


# ---------------------------------------------------------------- quotations


def wrong_quotations(claim: Claimed, vocabulary: Vocabulary, rng: random.Random) -> Iterator[Fault]:
    """One word between the marks replaced, left out or put in."""
    if claim.quote is None:
        return
    start, end = claim.quote
    inside = [
        match
        for match in re.finditer(r"(?<![\w'’-])[A-Za-z]+(?![\w'’-])", claim.text)
        if start <= match.start() < end
    ]
    if len(inside) < 3:
        return
    match = rng.choice(inside[1:])
    others = [
        word
        for word in rng.sample(vocabulary.words, min(20, len(vocabulary.words)))
        if word[:4] not in claim.text.lower()
    ]
    if not others:
        return
    low, high = match.span()
    yield Fault.at(FaultKind.QUOTED, claim.text, low, high, others[0])
    yield Fault.at(FaultKind.QUOTED, claim.text, low, low, f"{others[0]} ")
    following = claim.text[high : high + 1]
    if following == " " and match is not inside[-1]:  # without its last word it is still verbatim
        yield Fault.at(FaultKind.QUOTED, claim.text, low, high + 1, "")


_SAID = r"(?:said|says|wrote|writes|explained|recalled|thought|believed|argued|told|replied|added|insisted)"
_SAYS = re.compile(
    rf"(?P<one>{_PERSON.pattern}) {_SAID}\b|\b(?:said|wrote|recalled|replied) (?P<two>{_PERSON.pattern})"
)


def wrong_speakers(claim: Claimed, vocabulary: Vocabulary, rng: random.Random) -> Iterator[Fault]:
    """The same words given to another person of the corpus."""
    text = claim.text
    places = [(0, len(claim.speaker))] if claim.speaker and text.startswith(claim.speaker) else []
    for match in _SAYS.finditer(text):
        group = "one" if match["one"] else "two"
        if match.span(group) not in places and not (
            claim.quote and claim.quote[0] <= match.start() < claim.quote[1]
        ):
            places.append(match.span(group))
    for start, end in places:
        parts = set(text[start:end].lower().split())
        others = [
            person
            for person in vocabulary.persons
            if not parts & set(person.lower().split()) and person not in text
        ]
        if others:
            yield Fault.at(FaultKind.SPEAKER, text, start, end, rng.choice(others))
