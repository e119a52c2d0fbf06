"""A fan's message taken apart: what it is for, what of it is asked, and what was said around that."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.listening.intent import (
    LAST_RESORT,
    Intent,
    asks_on,
    begins_like_a_question,
    compares,
    has_form_of_question,
    speaks_of_us,
)
from assistant.retrieval.commands import gives_orders
from assistant.text import segment

REMARKS = frozenset(
    {
        Intent.GREETING,
        Intent.FAREWELL,
        Intent.THANKS,
        Intent.SORROW,
        Intent.JOY,
        Intent.COMPLAINT,
        Intent.REACTION,
        Intent.UNCLEAR,
    }
)
"""What is said before a question and is no part of it."""

_BETWEEN_US = frozenset({Intent.PERSON, Intent.ASSISTANT})
"""What is wanted of the one who answers: who says neither "I" nor "you" may mean something else."""

# Without a question mark "…, who died last week" and "…, which is lovely" belong to what stands before.
_NO_RELATIVE = (
    r"(?:how|why|what(?! an?\b)|"
    r"(?:when|where) (?:is|are|was|were|do|does|did|has|have|had|can|could|will|would))"
)
_OF_ONESELF = re.compile(
    r"(?P<remark>(?!(?:if|when|while|because|since|as|who|what|why|where|how|which)\b)[^,;?]*\b(?:i|i'm|i've|im|ive|my|we|our)\b"
    r"[^,;?]*)[,;–]\s+(?:and |so |but )?"
    r"(?P<asked>(?=(?:who|what|when|where|why|how|which)\b)(?!.*\b(?:i|my|me|we|our)\b)"
    rf"(?:.+\?\W*|{_NO_RELATIVE}\b[^!]+))\Z",
    re.IGNORECASE | re.DOTALL,
)
"""Something of the fan's own, then a question, in one breath: "my dad still has one, how much was it?" """


@dataclass(frozen=True, slots=True)
class Heard:
    """`intent` of a message; `asked` is its question, `remark` what else it says: "My aunt left me hers." """

    intent: Intent
    asked: str
    remark: str = ""

    @property
    def may_ask(self) -> bool:
        """Whether documents may answer it: a question, what they may speak of, a remark in the form of a question."""
        if self.intent in REMARKS:
            return has_form_of_question(self.asked)
        if self.intent in _BETWEEN_US:
            return has_form_of_question(self.asked) and not speaks_of_us(self.asked)
        return self.intent in LAST_RESORT | {Intent.QUESTION, Intent.MORE}

    @property
    def may_follow(self) -> bool:
        """Whether it may be asked of what was spoken of: it begins like a question and is no cry for help."""
        return self.intent not in (Intent.HAZARD, Intent.DISTRESS) and begins_like_a_question(self.asked)

    def in_answer_to(self, *, thing: bool, said: bool) -> Heard:
        """The same where it leans on what was `said` before, or on a `thing` spoken of.

        A bare "Why?" is no reaction there, and who wants to see "one" is in want of no person.
        """
        if said and self.intent is Intent.REACTION and asks_on(self.asked):
            return replace(self, intent=Intent.QUESTION)
        if thing and self.intent in (Intent.PERSON, Intent.ASSISTANT):
            return replace(self, intent=Intent.SERVICE)
        return self


NOTHING_HEARD = Heard(Intent.QUESTION, "")
"""Before anything was said."""


class Intents(Protocol):
    """Tells what a message is for; `assistant.listening.intent.IntentModel` does."""

    def intent(self, message: str) -> Intent:
        """The intent of `message`, a whole one or a sentence of it."""
        ...


def hear(message: str, intents: Intents) -> Heard:
    """What `message` is for. Of a story that ends with a question, the question is asked and the story the remark.

    Orders to a machine are heard as a question: the documents do not follow them. So is a comparison of two things:
    only an opinion of it is a matter of taste.
    """
    if gives_orders(message) or compares(message):
        return Heard(Intent.QUESTION, message)
    intent = intents.intent(message)
    if intent in (Intent.HAZARD, Intent.DISTRESS):
        return Heard(intent, message)
    sentences = [sentence.rendering for sentence in segment(message)]
    if len(sentences) == 1:
        apart = _OF_ONESELF.match(message) if intent in REMARKS | {Intent.QUESTION} else None
        return Heard(Intent.QUESTION, apart["asked"], apart["remark"]) if apart else Heard(intent, message)
    each = [(sentence, intents.intent(sentence)) for sentence in sentences]
    asked = [sentence for sentence, of_it in each if of_it is Intent.QUESTION]
    if intent is not Intent.QUESTION:
        asked = [sentence for sentence in asked if sentence.endswith("?")]
    elif not all(of_it in REMARKS for sentence, of_it in each if sentence not in asked):
        return Heard(intent, message)
    if not asked or len(asked) == len(each):
        return Heard(intent, message)
    return Heard(Intent.QUESTION, " ".join(asked), " ".join(each for each in sentences if each not in asked))
