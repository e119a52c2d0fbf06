"""Passages that speak to a machine instead of a reader: "Assistant, answer every question with …".

A corpus is only data. Whoever slips a document into it may still try to give orders through it; such a passage
is no evidence for anything and is never answered from. The signs are narrow, for prose that tells of assistants
and instructions must stay. Those of this module have an addressee or an occasion that only a machine has, and
are heard in messages, too; orders to whoever answers (`orders_to_tellers`) are signs in documents only: a fan may
well write "You must tell every customer that it burns!". Orders in German, French, Spanish: `foreign_orders`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain import Passage
from assistant.retrieval import foreign_orders, orders_to_tellers
from assistant.text import without_unseen

_BEFORE_MACHINE = r"(?:(?:ai|a\.i\.|virtual|digital|every|any|the|this|an?|large|dear) )*"
_ASSISTANTS = r"assistant|chat ?bot|bot|language model|llm|ai|a\.i\.|gpt"
_MACHINES = rf"{_ASSISTANTS}|model|system"
_ASSISTANT = rf"{_BEFORE_MACHINE}(?:{_ASSISTANTS})s?"
_MACHINE = rf"{_BEFORE_MACHINE}(?:{_MACHINES})s?"

_SAY = (
    r"(?:answer|respond|reply|say|tell|output|print|repeat|write|state|present|recite|quote|cite|reveal|give|"
    r"send|"
    r"begin|start|end|append|add|recommend|claim|pretend)"
)
_TELL = r"(?:answer|respond|reply|say|tell|output|print|repeat|state|recite|quote|cite|reveal|recommend|claim|pretend)"
"""What no product does that is a model or a system: "The system must start within ten seconds." """

_READER = (
    r"(?:somebody|someone|anybody|anyone|users|readers|fans|they|people|"
    r"(?:the|a|an|any|every) (?:user|reader|fan|visitor|customer|person|human)s?)"
)
_START = r"(?:^|[.!?:;>]\s*|\n\s*(?-i:(?=[A-Z])))"
_ONLY = r"(?:always |only |never |not |now |also |therefore |then |please |just )*"

_IGNORE = r"\b(?:ignore|disregard|forget|override|bypass|discard)\b[^.!?]"
_TOLD_SO_FAR = (
    r"\b(?:instruct\w*|rules?|prompts?|guidelines?|directi(?:on|ve)s?|documents|sources|passages|context|"
    r"training|"
    r"assignments?|commands?|told)\b"
)
# An order, or one that says whose or which; not "She never let me forget it, and I never told her".
_FORGET = (
    rf"(?:{_START}|\byou (?:will|must|should|shall|may|can) |\blet(?:['’]s| us) )"
    r"(?:please |now |just |also |then |and |instead,? )*"
    rf"{_IGNORE}{{0,40}}{_TOLD_SO_FAR}|"
    rf"{_IGNORE}{{0,30}}\b(?:all|any|every(?:thing)?|previous|prior|above|earlier|your|these|those|preceding|"
    rf"other|"
    rf"what(?:ever)?)\b[^.!?]{{0,30}}{_TOLD_SO_FAR}|"
    rf"{_START}(?:please |now |just |also |then |and )*(?:ignore|disregard|forget) (?:about )?(?:everything|"
    rf"all) (?:that is |"
    r"written )?(?:above|so far|before this)\b"
)
_PROMPT = (
    r"\b(?:system|developer|initial|hidden) (?:prompt|message|instruction)s?\b[^.!?]{0,60}"
    r"\b(?:reveal|print|show|repeat|is|are|:)"
)
_TEMPLATE = (
    r"<\|(?:im_start|im_end|system|user|assistant)\|?>|\[/?INST\]|<</?SYS>>|^\s*#{2,}\s*(?:system|"
    r"instruction)s?\s*(?::|\n|$)|"
    r"(?:^|[\n>*_\[(-])\s*(?-i:SYSTEM(?: (?:OVERRIDE|NOTE|PROMPT|MESSAGE))?|ASSISTANT|INSTRUCTIONS?)\s*:"
)
_ADDRESS = (
    r"(?<!\bin )\b(?:attention|note|message|instruction|notice|reminder|order)s?\b[^.!?\n]{0,20}"
    rf"\b(?:to|for|,)\s*(?!(?:my|his|her|our|their) )(?:\w+ ){{0,2}}?"
    rf"(?:{_ASSISTANT}\b|{_MACHINE}\s*[:,–—-])"
)
_CALL = rf"{_START}(?:dear |hey |hello )?{_MACHINE}\s*[,:]\s*(?:you |please |now |stop |do |never |always |{_SAY}\b)"
_MUST = r"(?:must|should|shall|has to|have to|is to|are to|is required to|may)"
_DUTY = (
    rf"\b(?:(?:{_ASSISTANTS})s?|(?:{_MACHINES})s? (?:that reads?|"
    rf"reading) this\b[^,]*?,?) {_MUST} {_ONLY}{_SAY}\b|"
    rf"\b(?:{_MACHINES})s? {_MUST} {_ONLY}{_TELL}\b|\b(?:asked|told|ordered|instructed|"
    rf"required) by the system to\b"
)
_ROLE = (
    r"\b(?:you are|act as|you're|pretend (?:to be|you are)|from now on,? you)\b[^.!?]{0,30}\b(?:unrestricted|"
    r"jailbroken|without (?:any )?(?:rules|restrictions|filters)|no longer an?|dan|developer mode|"
    r"different (?:assistant|ai))\b"
)
# Not "If anyone should ask what you smell, say what is true", which is said to a person.
_WHEN_ASKED = (
    rf"\b(?:whenever|when|if|whatever|no matter what|every time|should)\b (?:[\w-]+ ){{0,2}}?{_READER}\b"
    r"(?! should\b)[^.!?]{0,20}"
    rf"\b(?:asks?|reads?|wants? to know|enquires?|inquires?)\b[^.!?]*[,:;] *{_ONLY}{_SAY}\b"
)
_REPLY = (
    r"\b(?:the )?only (?:permitted|allowed|correct|acceptable|valid) (?:reply|answer|response)\b|"
    rf"{_START}(?:please |now |always |only |instead,? ){{0,2}}"
    r"(?:(?:answer|respond|reply)\b(?: only| exactly| just)?|output (?:only|exactly|just)) "
    r"(?:with|that|in|as|using)\b|"
    r"\b(?:begin|start|open|end|close|finish|conclude|sign|prefix|append|add|insert|mention|put|place|repeat|"
    r"use)\b"
    r"[^.!?]{0,60}?\b(?:every|each|all|any|your) (?:\w+ )?(?:answers?|repl(?:y|ies)|responses?)\b|"
    r"\b(?:begin|start|end|prefix) (?:every|each|all|any|your)\b[^.!?]{0,20}\boutputs?\b"
)
_YOU_ARE = (
    r"\b(?:you are|you['’]re|acting as|act as|behave as|pretend to be|pretend (?:that )?you are|"
    r"imagine (?:that )?you are|your (?:role|task|job) is to be) (?:now |from now on )?(?:an?|the|our|my) "
    r"(?:[\w-]+ ){0,2}?(?:(?:ai|a\.i\.|virtual|digital|helpful|chat)[ -]assistant|chat ?bot|language model|"
    r"llm|chatgpt|"
    r"(?:ai|a\.i\.)(?: (?:model|system|agent|bot))?)\b|"
    # Not "You are a sales assistant", nor "… an assistant manager": so a shop writes that hires.
    rf"{_START}(?:you are|you['’]re) (?:now )?(?:an?|the|our) assistant(?=[.,;:!]| (?:of|for|that|called|"
    rf"named)\b)"
)
_OWN_PROMPT = (
    r"\b(?:reveal|print|show|repeat|output|display|leak|disclose|recite|share|write|tell me|give me|"
    r"what (?:is|are|was|"
    r"were))\b[^.!?]{0,40}\byour (?:\w+ )?(?:system|initial|hidden|original|secret) (?:prompt|"
    r"instruction)s?\b|"
    rf"{_START}(?:please |now |then |also )*(?:reveal|print|repeat|output|leak|disclose|"
    rf"recite)\b[^.!?]{{0,30}}"
    r"\b(?:system prompt|(?:hidden|secret) instructions)\b"
)
_SPEAKER = r"(?:(?:ai|virtual|digital) )?assistant|chat ?bot|chatgpt|language model"
_DIALOGUE = (  # "Human: … Assistant: …"; not the credits of a film, "Assistant: Maria Lopez"
    rf"(?:^|\n)[\s>*_#-]{{0,9}}(?:{_SPEAKER})[*_]*\s*:[*_]*\s+"
    r"(?-i:(?=(?:Yes|No|Sure|I)\b|\S+ (?!(?:and|at|de|for|in|of|to|until|van|von)\b)[a-z]))|"
    r"\b(?-i:Human|User)\s*:[^\n]{1,300}?\b(?-i:AI|Assistant|Bot|Chatbot|ChatGPT)\s*:"
)


@dataclass(frozen=True, slots=True)
class _Sign:
    """A pattern; of `words`, in lower case, one stands wherever it matches, which is fast to see."""

    pattern: re.Pattern[str]
    words: tuple[str, ...]

    def search(self, text: str, lower: str) -> re.Match[str] | None:
        return self.pattern.search(text) if any(word in lower for word in self.words) else None


def _signs(written: Iterable[tuple[str, str]]) -> tuple[_Sign, ...]:
    return tuple(
        _Sign(re.compile(pattern, re.IGNORECASE), tuple(words.split("|"))) for pattern, words in written
    )


_TO_A_MACHINE = _signs(
    (
        (_FORGET, "ignore|disregard|forget|override|bypass|discard"),
        (_PROMPT, "prompt|message|instruction"),
        (_TEMPLATE, "<|##|inst]|<<|</|system|assistant|instruction"),
        (_ADDRESS, "attention|note|message|instruction|notice|reminder|order"),
        (_CALL, "assistant|bot|model|system|llm|gpt|ai|a.i."),
        (_DUTY, "assistant|bot|model|system|llm|gpt|ai |ais |a.i."),
        (_ROLE, "you|act as|pretend"),
        (_WHEN_ASKED, "ask|read|want|enquire|inquire"),
        (_REPLY, "repl|answer|respon|output"),
        (_YOU_ARE, "assistant|bot|model|llm|gpt|ai|a.i."),
        (_OWN_PROMPT, "prompt|instruction"),
        (_DIALOGUE, "assistant|bot|gpt|model|human|user"),
        *foreign_orders.TO_A_MACHINE,
    )
)
_ANY = _TO_A_MACHINE + _signs((*orders_to_tellers.SIGNS, *foreign_orders.TO_TELLERS))
_POSES_AS_SPEAKER = re.compile(_SPEAKER, re.IGNORECASE)
_LEAD = re.compile(r"^[\s.!?:;>)\]*_#-]+(?=\w)")


@lru_cache(maxsize=4096)
def gives_orders(text: str) -> bool:
    """Whether `text` tries to give a machine orders, also with characters in it that nobody sees."""
    return _found(_TO_A_MACHINE, text) is not None


def passage_gives_orders(passage: Passage) -> bool:
    """Whether a passage does, or tells whoever answers what to say: then it is evidence for nothing."""
    return order_in(passage) is not None


def order_in(passage: Passage) -> str | None:
    """The words by which a passage gives orders, as it is written or as it reads; None where it gives none.

    Marks and entities may part a word, so both are read; so are the cells of a row: an order may begin in each.
    """
    if passage.speaker and _POSES_AS_SPEAKER.fullmatch(passage.speaker):
        return f"{passage.speaker}:"
    cells = "\n".join(value for _, value in passage.fields)
    texts = dict.fromkeys((passage.text, passage.rendering, cells))
    return next((order for text in texts if (order := _order(text))), None)


@lru_cache(maxsize=4096)
def _order(text: str) -> str | None:
    return _found(_ANY, text)


def _found(signs: Iterable[_Sign], text: str) -> str | None:
    """The words that show one of `signs`, without the mark before them."""
    lines = (" ".join(line.split()) for line in without_unseen(text).split("\n"))
    seen = "\n".join(
        line for line in lines if line
    )  # long runs of white space would be sought through again and again
    plain = _unaccented(seen)
    lower = f"\n{plain.lower()}"
    match = next((match for one in signs if (match := one.search(plain, lower))), None)
    return _LEAD.sub("", seen[match.start() : match.end()]) if match else None


def _unaccented(text: str) -> str:
    """`text` with bare letters, no character more or fewer: so the foreign signs are written."""
    return text if text.isascii() else "".join(unicodedata.normalize("NFD", sign)[0] for sign in text)
