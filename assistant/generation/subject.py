"""Does the evidence speak of what the question names?

A question about a product that never was is close to every product there is: similarity cannot tell. So the names,
models and quoted words that a question turns on must stand in the evidence, and of a passage that names one of
them only what is said of that one, not of a relative, a namesake or another people.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from assistant.domain import Evidence, Passage
from assistant.generation.peoples import PEOPLES, nations
from assistant.generation.ranking import Ranked, spoken_around
from assistant.grounding.checks.facts import FactReader
from assistant.grounding.checks.names import (
    NameMention,
    Run,
    has_run,
    has_word,
    is_named,
    name_run,
    same_name,
)
from assistant.grounding.checks.quotes import find_quotes, holds_words
from assistant.grounding.checks.tokens import listed, word_run
from assistant.grounding.judging.entailment import SHORTEST_QUOTE
from assistant.retrieval.question import Expects, expected

_VALUES = (Expects.MONEY, Expects.DATE, Expects.NUMBER, Expects.PERSON, Expects.PLACE)
_HELPER = re.compile(r"\b(?:did|does|do|will|would|can|could|should|must|to)\s+$", re.IGNORECASE)
_HE = re.compile(r"\b(?:he|his|she|her)\b", re.IGNORECASE)
"""What may stand for whom a sentence opens with; "Tim followed him" tells of somebody before."""

_LISTED = 2
"""Commas of a title that tells of several things: no passage below it need speak of each."""

_BEFORE = 2
"""Sentences before one that tell whom it speaks of."""

_OPENING = re.compile(
    r"(?:(?:in|by|since|from) (?:\w+ ){0,2}\d{4},? )?"
    r"(?:(?:the|an?|this|when|as|while|once|then|later|and|but|so|first|new) ){0,3}",
    re.IGNORECASE,
)
"""What may stand before the name that a sentence is about."""

_REFERS_BACK = re.compile(
    r"\b(?:with|for|on|of|in|to|from|as|than|by|after|before|over|replaced|followed|succeeded) (?:it|them)\b|"
    r"\b(?:its|their)\b",
    re.IGNORECASE,
)
"""What tells of another thing in its relation to the one spoken of before: "The Nocta took its place"."""

_OF_SEVERAL = re.compile(
    r"\b(?:after|follow\w*|replac\w*|succe\w*|next|instead|compare\w*|rivals?|differ\w*|than|versus|vs)\b",
    re.IGNORECASE,
)
"""Questions for what one thing is to another."""

_ADDED_TO = re.compile(
    r"\b(?:for|with|inside|without|behind|beside)(?: (?:the|an?|your|first))*\s+$", re.IGNORECASE
)
"""Before the name of what another thing belongs to: "the shade for the Lumo"."""

_ORDINALS = frozenset(["first", "original", "newest", "latest", "last"])

_GENERIC = frozenset(
    listed(
        """
        academy agency association award bank bar board building business camp center centre church club
        college commission company computer corporation council court department division event exhibition
        expo fair family festival foundation group hall hotel house inc incorporated institute interview
        lab laboratory league limited llc ltd magazine museum office party prize program programme project
        record school service shop show software society store street studio summit team technology
        theater theatre university workshop
        """
    )
)
"""Last words of names that documents leave out."""

_OFFICES = frozenset(["ceo", "cfo", "coo", "cto", "vp"])
"""Written like names; documents write them out."""

_TITLES = frozenset(
    listed("mr mrs ms miss dr doctor prof professor sir dame lord lady captain capt count countess saint st")
)


@dataclass(frozen=True, slots=True)
class _Own:
    """What goes without saying: every document is about the brand and its founder, named or not.

    `names` are theirs, whole, and the founder's first name by itself; `words` the brand's, and the founder's surname. A
    first name is nobody's own: with another surname it is somebody else.
    """

    names: frozenset[Run]
    words: frozenset[str]

    @classmethod
    def of(cls, itself: Sequence[str]) -> _Own:
        """Of the name of the brand and, after it, those of its founder."""
        brand, founder = itself[:1], [name_run(form) for name in itself[1:] for form in (name, f"{name}'s")]
        runs = [name_run(form) for name in brand for form in (name, f"{name}'s")]
        first = [run[:1] for run in founder if run]
        words = [*(word for run in runs for word in run), *(run[-1] for run in founder if len(run) > 1)]
        return cls(frozenset([*runs, *founder, *first]), frozenset(words))

    def beyond(self, run: Run) -> Run:
        """What a name says besides: the Pay of "Brandt Pay", nothing of "Brandt Lamps' Ada Brandt"."""
        for name in sorted(self.names, key=len, reverse=True):
            if len(name) > 1 and (at := word_run(name, run)) >= 0:
                run = (*run[:at], *run[at + len(name) :])
        return () if run in self.names else tuple(word for word in run if word not in self.words)


def insufficiency(
    question: str, evidence: Sequence[Evidence], facts: FactReader, itself: Sequence[str] = ()
) -> str | None:
    """Why no answer can rest on `evidence`, in words a fan understands; None where one may.

    A name, a model or quoted words that the question turns on must stand in the evidence. `itself` are names
    that go without saying: the brand's and its founder's.
    """
    if not evidence:
        return "no document speaks of this"
    if missing := _missing_names(question, evidence, facts, itself):
        return f"no document found for this speaks of {_joined(missing)}"
    if unheld := _unheld_quotes(question, evidence):
        return f"no document found for this holds the words {_joined([f'“{words}”' for words in unheld])}"
    return None


def on_subject(
    question: str,
    ranked: Sequence[Ranked],
    facts: FactReader,
    itself: Sequence[str] = (),
    things: Collection[str] = (),
    before: Callable[[Passage], Sequence[str]] = lambda _: (),
) -> tuple[Ranked, ...]:
    """`ranked` without what speaks of nothing the question names, of its namesake or of another people.

    What is said of another thing answers nothing, however alike the words. `things` are the names of all that has a
    row of its own in a table: where a sentence goes on about another of them, its "it" is not the one asked for.
    `before` gives the sentences of a document that lead up to a passage, the nearest last.
    """
    if asked_nations := nations(question):
        told = [(one, nations(one.sentence.rendering)) for one in ranked]
        ranked = [one for one, others in told if not others or asked_nations & others]
    own = _Own.of(itself)
    mentions = _named(question, facts, own)
    exact = [mention for mention in mentions if _is_exact(mention, own)]
    asked = [
        mention
        for mention in mentions
        if mention in exact or _names_of(mention, things) or _is_unknown(mention, facts, own)
    ]
    if not asked:
        return tuple(ranked)
    expects = expected(question)
    asks_why = expects is Expects.REASON  # a reason may be told further on
    of_several = _OF_SEVERAL.search(question) is not None or any(
        _ADDED_TO.search(question[: mention.start]) for mention in asked
    )
    needed = all if expects in _VALUES and not of_several else any  # what one paid another is told of both
    people = [mention for mention in exact if _is_somebody(mention, things)]
    items = {one.evidence.passage.id: one.evidence for one in ranked}
    led_up = {passage_id: before(item.passage) for passage_id, item in items.items()}
    speaking = {
        passage_id
        for passage_id, item in items.items()
        if needed(_speaks_of(mention, (_whole(item, lists=False),), facts, own) for mention in exact or asked)
        or _goes_on_from(led_up[passage_id][-_BEFORE if exact else 0 :], asked, facts)
    }
    return tuple(
        one
        for one in ranked
        if (place := one.evidence.passage.id) in speaking
        and not _of_a_namesake(one, asked, facts)
        and (of_several or not _goes_on_about_another(one, led_up[place], asked, facts, things))
        and not _tells_of_somebody_else(one, people, facts, things)
        and (asks_why or not exact or _is_near(one, exact, facts, own))
    )


def _goes_on_from(before: Sequence[str], asked: Sequence[NameMention], facts: FactReader) -> bool:
    """Whether what is told before a passage speaks of one of `asked`."""
    return any(is_named(mention, tuple(before), facts.table) for mention in asked)


def _names_of(mention: NameMention, things: Collection[str]) -> list[str]:
    """Which of `things` a name may stand for."""
    return [name for name in mention.entities if name in things]


def _is_exact(mention: NameMention, own: _Own) -> bool:
    """Whether a name has two words or a digit besides the brand's own: one word may stand for much ("the Mac")."""
    if mention.weak:
        return False
    rest = own.beyond(mention.run)
    with_the_makers = bool(rest) and mention.run[-1] in own.words and mention.run[0] not in own.words
    return len(rest) > 1 or any(map(str.isdigit, mention.words)) or with_the_makers


def _is_unknown(mention: NameMention, facts: FactReader, own: _Own) -> bool:
    """Whether it is a name that no table knows, and no word for a people or the brand itself."""
    if mention.weak or mention.entities or not own.beyond(mention.run):
        return False
    return not _goes_without(mention, facts)


def _goes_on_about_another(
    one: Ranked,
    before: Sequence[str],
    asked: Sequence[NameMention],
    facts: FactReader,
    things: Collection[str],
) -> bool:
    """Whether a sentence, or the last before it that opens with the name of one of `things`, tells of none `asked`.

    In "The Lumo glowed. The Nocta, which followed, was dearer. It weighed 2 kg." it is the Nocta that weighed 2 kg.
    """
    wanted = {name for mention in asked for name in _names_of(mention, things)}
    if not wanted:
        return False
    inside = [sentence.rendering for sentence in one.evidence.passage.sentences[: one.index + 1]]
    told = [*before, *inside]
    for back, text in enumerate(reversed(told)):
        named = facts.table.find(text)
        if any(wanted & mention.entities for mention in named):
            return False
        opening = next((mention for mention in named if _OPENING.fullmatch(text[: mention.start])), None)
        if opening and _names_of(opening, things) and not (back == 0 and _REFERS_BACK.search(text)):
            return True
    return False


def _is_somebody(mention: NameMention, things: Collection[str]) -> bool:
    """Whether a name of several capitalised words may be a person's."""
    said = mention.words.split()
    return (
        len(said) > 1
        and all(word[:1].isupper() and word.isalpha() for word in said)
        and not _names_of(mention, things)
    )


def _tells_of_somebody_else(
    one: Ranked, asked: Sequence[NameMention], facts: FactReader, things: Collection[str]
) -> bool:
    """Whether the "he" of a sentence is another person than any `asked`: one it opens with."""
    text = one.sentence.rendering
    if not asked or not _HE.search(text):
        return False
    named = facts.table.find(text)
    if any(same_name(mention, other) for mention in asked for other in named):
        return False
    return any(_is_somebody(other, things) and _OPENING.fullmatch(text[: other.start]) for other in named)


def _is_near(one: Ranked, asked: Sequence[NameMention], facts: FactReader, own: _Own) -> bool:
    """Whether a sentence or what stands around it speaks of one of `asked`, and it of nobody else of that surname.

    Further on in a passage, or of another family member, it is told when somebody else died.
    """
    told = spoken_around(one, _BEFORE, after=1)
    spoken = [mention for mention in asked if _speaks_of(mention, told, facts, own)]
    others = facts.table.find(one.sentence.rendering)
    return any(
        _speaks_of(mention, (one.sentence.rendering,), facts, own)
        or not any(_is_relative(other, mention) for other in others)
        for mention in spoken
    )


def _is_relative(other: NameMention, asked: NameMention) -> bool:
    """Whether two are called alike, but for what stands before the last word: "Ada Brandt", "Bo Brandt"."""
    both = (*other.run, *asked.run)
    if min(len(other.run), len(asked.run)) < 2 or any(any(map(str.isdigit, word)) for word in both):
        return False
    return other.run[-1] == asked.run[-1] and other.run[0] != asked.run[0]


def _of_a_namesake(one: Ranked, asked: Sequence[NameMention], facts: FactReader) -> bool:
    """Whether a sentence stands under the name of another model, and does not name the one asked for itself.

    "It weighed 38 pounds" under "Lark 2 Deluxe" is not the weight of the Lark 2.
    """
    above = " ".join(one.evidence.passage.heading_path[-1:])
    pairs = [(other, mention) for other in facts.table.find(above) for mention in asked]
    if any(same_name(*pair) or _covers(*pair) for pair in pairs):
        return False
    text = (one.sentence.rendering,)
    return any(other.run[0] == mention.run[0] for other, mention in pairs) and not any(
        has_run(mention.run, text) for mention in asked
    )


def _covers(family: NameMention, model: NameMention) -> bool:
    """Whether a name is that of the whole family ("Lark" of the Lark 2), or the other its plural ("K-20s")."""
    return set(family.run) < set(model.run) or model.words == f"{family.words}s"


def _unheld_quotes(question: str, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Quoted words of three or more in `question` that the evidence does not hold."""
    return tuple(
        quote.text
        for quote in find_quotes(question)
        if len(quote.text.split()) >= SHORTEST_QUOTE
        and not any(holds_words(quote.text, _whole(item)) for item in evidence)
    )


def _missing_names(
    question: str, evidence: Sequence[Evidence], facts: FactReader, itself: Sequence[str]
) -> tuple[str, ...]:
    texts = tuple(_whole(item) for item in evidence)
    own = _Own.of(itself)
    return tuple(
        mention.words
        for mention in _named(question, facts, own)
        if mention.run not in own.names
        and not mention.weak
        and not _goes_without(mention, facts)
        and not _speaks_of(mention, texts, facts, own)
    )


def _named(question: str, facts: FactReader, own: _Own) -> list[NameMention]:
    """The names in `question`; "did Brandt pay for it" asks for a deed of Brandt and not for the Brandt Pay."""
    return [
        mention
        for mention in facts.table.find(question)
        if not (
            mention.run[0] in own.words
            and mention.words.split()[-1].islower()
            and _HELPER.search(question[: mention.start])
        )
    ]


def _goes_without(mention: NameMention, facts: FactReader) -> bool:
    """Whether a capitalised word is no name that must stand in the evidence: "Americans", or one misspelt."""
    [word, *others] = mention.run
    if others or mention.entities:
        return False
    return word in PEOPLES or word in _OFFICES or facts.table.resembles(word)


def _speaks_of(mention: NameMention, texts: tuple[str, ...], facts: FactReader, own: _Own) -> bool:
    if is_named(mention, texts, facts.table):
        return True
    if mention.run[0] in _ORDINALS and len(mention.run) > 1:
        # "the first Brandt Desk" is spoken of where the Brandt Desk is
        return any(holds_words(" ".join(mention.run[1:]), text) for text in texts)
    if any(map(str.isdigit, mention.words)):
        # A model is never another model; but "how many K-40s" asks for the K-40 where no table has a K-40s.
        several = not mention.entities and re.search(r"\ds$", mention.words) is not None
        return several and any(holds_words(mention.words[:-1], text) for text in texts)
    rest = own.beyond(mention.run)
    if rest != mention.run:
        return _speaks_of_rest(rest, texts, facts)
    # A company may stand there without "Corporation"; "Lark Borealis" is another Lark.
    telling = tuple(word for word in mention.run if word not in _GENERIC | _TITLES) or mention.run
    return has_word(telling, texts) if len(telling) == 1 else _by_surname(telling, texts, facts)


def _speaks_of_rest(rest: Run, texts: tuple[str, ...], facts: FactReader) -> bool:
    """Whether one of `texts` speaks of a name without its maker's: a Brandt Pay not wherever Brandt had to pay."""
    if len(rest) == 1:
        return any(rest[0] in other.run for text in texts for other in facts.table.find(text))
    return not rest or any(holds_words(" ".join(rest), text) for text in texts)


def _by_surname(full: Run, texts: tuple[str, ...], facts: FactReader) -> bool:
    """Whether one of `texts` has the last word of a name as a name of its own, or after the same first one.

    A person is told of by surname; but neither "lamp" nor the "Meadow Lamp" speaks of an "Attic Lamp".
    """
    runs = (
        tuple(word for word in other.run if word not in _TITLES)
        for text in texts
        for other in facts.table.find(text)
        if other.run[-1] == full[-1]
    )
    return any(
        len(run) == 1 or run[0] == full[0] or (len(run[0]) == 1 and run[0] == full[0][:1]) for run in runs
    )


def _whole(item: Evidence, *, lists: bool = True) -> str:
    """A passage with what stands above it; without `lists` no title that names several things ("Lumo, Nocta, Brio")."""
    source, passage = item.source, item.passage
    above = [text for text in (source.title, *passage.heading_path) if lists or text.count(",") < _LISTED]
    parts = (*above, passage.speaker or source.speaker or "", passage.rendering)
    return ". ".join(part for part in parts if part)


def _joined(names: Sequence[str]) -> str:
    return " or ".join(dict.fromkeys(names))
