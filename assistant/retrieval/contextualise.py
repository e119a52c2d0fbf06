"""Follow-ups become standalone questions, so that search sees what the fan means.

"And how much did it cost?" after a question about a product asks for that product's price. The rules here
need no language model: they name what a pronoun stands for, put a new subject into the question before, and
where neither fits carry along what was spoken of, or the earlier question. They never add a fact, only words
already said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.domain import Turn
from assistant.retrieval.names import NameIndex
from assistant.retrieval.referents import (
    UNTELLING,
    is_possessive,
    last_person,
    last_thing,
    last_two,
    people_named,
    proper_names,
)
from assistant.text import words

_THING = re.compile(r"\b(it|its|this one|that one|this|that|they|them|their|these|those)\b", re.IGNORECASE)
_PERSON = re.compile(r"\b(he|him|his|she|her|hers)\b", re.IGNORECASE)
_LEAD_IN = re.compile(r"^(?:(?:and|but|so|ok(?:ay)?|also|then|well)\b[,\s]*)+", re.IGNORECASE)
_NEW_SUBJECT = re.compile(
    r"^(?:(?:and|but|so)\s+)?(?:what|how)\s+about\s+(?P<subject>.+?)\s*\?*$|^and\s+(?P<bare>[^?]{1,60}?)\s*\?+$",
    re.IGNORECASE,
)
# "And he liked it?", "And then?" go on with the subject there is.
_NO_SUBJECT = re.compile(
    r"\b(?:i|you|he|she|it|we|they|him|her|them|his|its|their|this|that|these|those)\b|"
    r"^(?:then|now|later|afterwards?|before|since|today|nowadays|again|next)\b",
    re.IGNORECASE,
)
_QUESTION_WORD = re.compile(
    r"^(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can|could|"
    r"will|would|should|tell|in|on|at|to|for)\b",
    re.IGNORECASE,
)
# "that" and "this" before a noun or after a noun or verb of saying point inside the question, not back.
_POINTS_INSIDE = re.compile(
    r"\b(?:say|said|says|think|thought|know|knew|claim\w*|mean\w*|so|way|fact|told|believe\w*)\s+that\b|"
    r"\b(?:this|that|these|those)\s+(?!one\b|cost|come|came|go|happen|was|were|is|are|mean|do|did|have|had|"
    r"work|made|make|take|took|look|sell|sold)[a-z]+",
    re.IGNORECASE,
)
# Before a noun they point back as well: "this lamp", "did that product"; not "this year" or "the lamp that glows".
_POINTS_BACK = re.compile(
    r"\b(?:this|these|those|"
    r"(?:did|do|does|was|were|is|are|has|have|had|can|could|will|would|of|for|in|on|about|with|from|by|at) that)\s+"
    r"(?!(?:who|that|which|of|in|about|for|on|year|month|week|day|morning|evening|night|time|century|decade)s?\b)[a-z]+",
    re.IGNORECASE,
)
_FRONTED = re.compile(
    r"^(?:and|but|so)\s+(?P<subject>[^,?]{1,60}),\s+(?P<rest>(?:who|whom|whose|what|which|when|where|why|how|is|was|were|"
    r"did|do|does|has|had|can|could)\b.+)$",
    re.IGNORECASE,
)
"""What may be the subject before its question: "And the Lumo Two, what did that one cost?" """

_PREPOSITION = re.compile(
    r"(?:about|after|at|before|by|during|for|from|in|on|since|to|under|until|with|without)\b", re.IGNORECASE
)
_WITHIN = re.compile(
    r"\b(?:in|of|for|with|about|from|on|by|to|at)\s+(?:it|them|this|that)\s*[?!.]*$", re.IGNORECASE
)
_CARRIED = re.compile(r"^(?P<asked>[^()]+?)\s*\((?P<before>.+)\)\??$")
_SHORT = 4
_LEANS = re.compile(r"\b(?:one|ones|each|there)\b", re.IGNORECASE)
"""Words by which a question without a name leans on the one before."""

_OF_ITS_OWN = re.compile(
    r"^(?:the |your )?(?:newest|latest|oldest|most expensive|dearest|priciest|cheapest) "
    r"(?!(?:ones?|models?|versions?|kinds?|types?|sorts?|generations?)\b)\w{3,}",
    re.IGNORECASE,
)
"""A short question that names its sort of thing: "most expensive lamp ever"."""

_OBJECT_BEFORE = re.compile(
    r"^(?P<first>(?:who|which \w+) (?!(?:did|do|does|was|were|is|are|has|had|have|will|would)\b)\w+ (?:the|an?) .+?),? "
    r"and (?:who|what|when|where|why|how|which)\b",
    re.IGNORECASE,
)
"""What a later pronoun stands for: "Who directed the film and what did they say of it?" """

_MAKERS = re.compile(
    r"\bthey(?= (?:\w+ly |also |ever |first |have |had |still |then )*(?:announc|bring|brought|build|built|"
    r"call|cancel|chang|charg|chose|choose|design|develop|discontinu|drop|ended|end\b|fix|gave up|give up|introduc|"
    r"invent|launch|made|mak|manufactur|mend|nam(?:e|ed)\b|pick|produc|recall|releas|repair|replac|sell|sold|ship|start|stop|"
    r"suppl|withdr)\w*)",
    re.IGNORECASE,
)
"""Who makes and sells, and no thing that was spoken of: "When did they stop making it?" """

_OBJECT_LEFT_OUT = re.compile(r"\bhow (?:many|much) (?:did|do|have|had|will) they\b", re.IGNORECASE)
_AS_OBJECT = re.compile(
    r"(?P<before>\b(?:bought|build|built|buy|find|get|got|had|has|have|made|make|need|order|own|owned|owns|rent|repair|"
    r"see|sell|sold|try|use|used|visit|want) )one(?=\W*$| (?:today|now|here|anywhere|somewhere|online|in|at|near)\b)",
    re.IGNORECASE,
)
"""A "one" that stands for the thing itself: "Can I see one?", not "the big one" and not "which one"."""

_SORT = re.compile(
    r"^(?:is|are|was|were|do|does|did|has|have|had) (?:there|they|you|it)\b.*\b(?:versions?|models?|editions?|sizes?|"
    r"colou?rs?|types?|variants?|kinds?)\W*$",
    re.IGNORECASE,
)
"""Asks for another sort of the thing: "Is there a bigger version?" """

_WHICH_OF_TWO = re.compile(
    r"^which (?:one|of (?:them|the two|these|those|both))\b|^which (?=is \w+er\b)", re.IGNORECASE
)
_WHOLE = re.compile(
    r"^(?:do|did|have|had|would|could|were|are) you (?:\w+ly |ever |still |also )*"
    r"(?!(?:like|want|have|think)\b)[a-z]{3,} "
    r"(?!(?:one|ones|any|about|so|then|ever|yet|back|there|with|for|of|to|in|on|at|it)\b)"
    r"[\w’'-]{3,}\W*$",
    re.IGNORECASE,
)
"""A short question that has its verb and its object: "Do you miss Leeds?" """

_SINCE_WHEN = re.compile(r"^since when\W*$", re.IGNORECASE)


def standalone(question: str, history: Sequence[Turn], names: NameIndex) -> str:
    """`question` as it would be asked by somebody who had not heard `history`.

    Returned unchanged where there is nothing before it or it already stands alone.
    """
    if not history:
        return question
    asked = _LEAD_IN.sub("", question.strip())
    asked = asked if words(asked) else question.strip()
    before = history[-1].standalone
    whole_question = (
        _with_fronted_subject(question.strip(), before, names)
        or _with_new_subject(question.strip(), before, names)
        or _since_when(asked, history, names)
    )
    if whole_question:
        return whole_question
    # "What did Ada Brandt say in her talk?": her is Ada Brandt, whoever was spoken of before
    resolved = asked if people_named(asked, names) else _with_person(asked, history, names)
    own_names = proper_names(question.strip(), names)
    within = bool(own_names) and _WITHIN.search(asked) is not None  # "Who played the Mac in it?"
    whole = _OBJECT_BEFORE.match(asked)
    pointing = _POINTS_INSIDE.sub(" ", _MAKERS.sub(" ", whole["first"] if whole else asked))
    needs_thing = bool(_THING.search(pointing)) and (within or not own_names)
    thing = last_thing(history, names)
    if needs_thing and thing is not None:
        return _capitalised(_replace_first(resolved, thing))
    if thing is not None and not own_names and (named := _with_thing_named(resolved, thing, history, names)):
        return _capitalised(named)
    # "What did he change?" has its subject once it is known who he is
    has_subject = resolved != asked and len(words(asked)) >= _SHORT
    leans = _leans(asked) and not has_subject
    goes_on = leans and _LEAD_IN.match(question.strip()) and not names.find(asked)  # "And who was the PC?"
    # "What did Ada Brandt think of this lamp?"
    points_back = _POINTS_BACK.search(asked) and not names.find(asked)
    if needs_thing or goes_on or points_back or (leans and not own_names):
        about = thing if thing and not points_back and _has_matter(asked) else None
        alone = _capitalised(resolved.rstrip(" ?"))
        return f"{alone} ({about})?" if about else _carrying(alone, before)
    return _capitalised(resolved)


def leans_back(question: str, names: NameIndex) -> bool:
    """Whether `question` cannot be understood by somebody who did not hear what was said before it.

    A pronoun without its name, "one", "why" and the like, or too few words to have a subject.
    """
    asked = _LEAD_IN.sub("", question.strip())
    if not words(asked) or proper_names(question.strip(), names):
        return False
    pointing = _POINTS_INSIDE.sub(" ", asked)
    pronoun = _THING.search(pointing) or _PERSON.search(asked) or _POINTS_BACK.search(asked)
    return bool(pronoun or _leans(asked))


def _leans(asked: str) -> bool:
    short = len(words(asked)) <= _SHORT and not _WHOLE.match(asked)
    return bool(
        (short or _LEANS.search(asked) or _OBJECT_LEFT_OUT.search(asked)) and not _OF_ITS_OWN.match(asked)
    )


def _has_matter(asked: str) -> bool:
    """Whether `asked` asks something of its own, and no more than "what happened?"; then its subject is enough."""
    matter = [word for word in words(asked) if word not in UNTELLING and not _LEANS.fullmatch(word)]
    # "the big one" is another than the thing itself
    another = re.search(r"\bthe (?:\w+ )?\w+ ones?\b", asked, re.IGNORECASE)
    return len(matter) > 1 and _QUESTION_WORD.match(asked) is not None and not another


def _with_thing_named(asked: str, thing: str, history: Sequence[Turn], names: NameIndex) -> str | None:
    """`asked` with the `thing` it leans on without a pronoun; None where it does not.

    "Which one is lighter?" after two things asks of both of them.
    """
    if _AS_OBJECT.search(asked):
        return _AS_OBJECT.sub(lambda match: f"{match['before']}{thing}", asked, count=1)
    if _SORT.search(asked):
        return f"{asked.rstrip(' ?')} of the {thing}?"
    if choice := _WHICH_OF_TWO.match(asked):
        both = last_two(history, names)
        rest = asked[choice.end() :].strip(" ?")
        return f"Which {rest}, the {both[0]} or the {both[1]}?" if both and rest else None
    if _MAKERS.search(asked) and _OBJECT_LEFT_OUT.search(asked):
        return f"{asked.rstrip(' ?')} ({thing})?"
    return None


def _since_when(asked: str, history: Sequence[Turn], names: NameIndex) -> str | None:
    """ "Since when?" after "Who runs the firm?" asks since when the one who was named runs it."""
    before = history[-1].standalone
    if not _SINCE_WHEN.match(asked) or not re.match(r"who(?:'s|’s)? ", before, re.IGNORECASE):
        return None
    person = last_person(history[-1:], names)
    rest = re.sub(r"^who(?:'s|’s)? |\W+$", "", before, flags=re.IGNORECASE)
    rest = re.sub(r"\s+(?:now|today|currently|nowadays|these days|at the moment)$", "", rest)
    return f"Since when {person} {rest}?" if person else None


def _with_fronted_subject(question: str, before: str, names: NameIndex) -> str | None:
    """ "And the Lumo, what did it cost?" asks of what stands before the comma; None where that is no subject."""
    match = _FRONTED.match(question)
    if match is None or _PREPOSITION.match(match["subject"]):
        return None
    asked, named = match["rest"], question[: match.end("subject")]
    if not proper_names(named, names):
        return None
    subject = _like_the_last(match["subject"], before, names)
    if _PERSON.search(asked) and not names.find(named):
        return _capitalised(_PERSON.sub(_replacing(subject), asked))
    return _capitalised(_replace_first(asked, subject)) if _THING.search(asked) else None


def _with_new_subject(question: str, before: str, names: NameIndex) -> str | None:
    """ "What about the Lumo?" asks the question before of another subject."""
    match = _NEW_SUBJECT.match(question) or _named_alone(question, names)
    if match is None:
        return None
    subject = (match["subject"] or match["bare"]).strip()
    if _QUESTION_WORD.match(subject) or (match["bare"] and _NO_SUBJECT.search(subject)):
        return None
    old, new = proper_names(before, names), proper_names(question, names)
    target = re.sub(r"^the\s+", "", subject, flags=re.IGNORECASE)
    for name in reversed(old):
        pattern = re.compile(rf"\b(?:first |original )?{re.escape(name)}\b", re.IGNORECASE)
        if pattern.search(before) and new:
            return pattern.sub(lambda _match: target, before, count=1)
    topic = f" of the {old[-1]}" if old and not new else ""
    return (
        f"What about {subject}{topic}? ({before.rstrip(' ?')})"
        if not topic
        else f"What was {subject}{topic}?"
    )


def _named_alone(question: str, names: NameIndex) -> re.Match[str] | None:
    """ "and the Lumo" without its question mark, where nothing but a name of the tables is said."""
    if "?" in question:
        return None
    match = _NEW_SUBJECT.match(f"{question}?")
    mentions = names.find(question)
    if match is None or not match["bare"] or len(mentions) != 1:
        return None
    said = words(re.sub(r"^the\s+", "", match["bare"], flags=re.IGNORECASE))
    return match if len(said) == mentions[0].end - mentions[0].start else None


def _carrying(asked: str, before: str) -> str:
    """`asked` with the question before it and, where that carried others along, the one they began with."""
    if earlier := _CARRIED.match(before):
        before = f"{earlier['asked']}; {earlier['before'].split('; ')[-1]}"
    return f"{asked} ({before.rstrip(' ?')})?"


def _like_the_last(subject: str, before: str, names: NameIndex) -> str:
    """`subject` with the words it shares with a name before it: "the Series 6" after "Lumo Series 4"."""
    bare = re.sub(r"^the\s+", "", subject.strip(), flags=re.IGNORECASE)
    said = bare.split()
    for name in reversed(proper_names(before, names)):
        known = name.split()
        if len(known) > len(said) > 1 and known[-len(said)].casefold() == said[0].casefold():
            return " ".join([*known[: -len(said)], *said])
    return subject.strip()


def _with_person(asked: str, history: Sequence[Turn], names: NameIndex) -> str:
    pronoun = _PERSON.search(asked)
    if pronoun is None:
        return asked
    return _PERSON.sub(_replacing(last_person(history, names, pronoun.group())), asked)


def _replacing(name: str | None) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        if name is None:
            return match.group()
        return f"{name}'s" if is_possessive(match) else name

    return replace


def _replace_first(text: str, subject: str) -> str:
    """`text` with its first pronoun of a thing named; "they" who make and sell are the makers."""
    makers = {match.start() for match in _MAKERS.finditer(text)}
    pronoun = next((found for found in _THING.finditer(text) if found.start() not in makers), None)
    if pronoun is None:
        return text
    return f"{text[: pronoun.start()]}{_replacing(subject)(pronoun)}{text[pronoun.end() :]}"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
