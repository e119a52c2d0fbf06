"""Passages that speak to a machine instead of a reader: "Assistant, answer every question with …".

A corpus is only data. Whoever slips a document into it may still try to give orders through it; such a passage is
no evidence for anything and is never answered from. The signs are an order with an addressee or an occasion that only
a machine has. They are of English, and narrow: prose that tells of assistants and instructions must stay.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.domain import Passage
from assistant.text import without_unseen

_BEFORE_MACHINE = r"(?:(?:ai|a\.i\.|virtual|digital|every|any|the|this|an?|large|dear) )*"
_ASSISTANTS = r"assistant|chat ?bot|bot|language model|llm|ai|a\.i\.|gpt"
_ASSISTANT = rf"{_BEFORE_MACHINE}(?:{_ASSISTANTS})s?"
_MACHINE = rf"{_BEFORE_MACHINE}(?:{_ASSISTANTS}|model|system)s?"

_SAY = (
    r"(?:answer|respond|reply|say|tell|output|print|repeat|write|state|present|recite|quote|cite|reveal|give|send|"
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
    r"\b(?:instruct\w*|rules?|prompts?|guidelines?|directi(?:on|ve)s?|documents|sources|passages|context|training|"
    r"told)\b"
)
# An order, or one that says whose or which; not "She never let me forget it, and I never told her".
_FORGET = (
    rf"(?:{_START}|\byou (?:will|must|should|shall|may|can) |\blet(?:['’]s| us) )"
    r"(?:please |now |just |also |then |and |instead,? )*"
    rf"{_IGNORE}{{0,40}}{_TOLD_SO_FAR}|"
    rf"{_IGNORE}{{0,30}}\b(?:all|any|every(?:thing)?|previous|prior|above|earlier|your|these|those|preceding|other|"
    rf"what(?:ever)?)\b[^.!?]{{0,30}}{_TOLD_SO_FAR}"
)
_PROMPT = (
    r"\b(?:system|developer|initial|hidden) (?:prompt|message|instruction)s?\b[^.!?]{0,60}"
    r"\b(?:reveal|print|show|repeat|is|are|:)"
)
_TEMPLATE = (
    r"<\|(?:im_start|im_end|system|user|assistant)\|?>|\[/?INST\]|<</?SYS>>|^\s*#{2,}\s*(?:system|instruction)s?\s*(?::|\n|$)|"
    r"(?:^|[\n>*_\[(-])\s*(?-i:SYSTEM|ASSISTANT|INSTRUCTIONS?)\s*:"
)
_ADDRESS = (
    r"(?<!\bin )\b(?:attention|note|message|instruction|notice|reminder|order)s?\b[^.!?\n]{0,20}"
    rf"\b(?:to|for|,)\s*(?!(?:my|his|her|our|their) )(?:\w+ ){{0,2}}?"
    rf"(?:{_ASSISTANT}\b|{_MACHINE}\s*[:,–—-])"
)
_CALL = rf"{_START}(?:dear |hey |hello )?{_MACHINE}\s*[,:]\s*(?:you |please |now |stop |do |never |always |{_SAY}\b)"
_MUST = r"(?:must|should|shall|has to|have to|is to|are to|is required to|may)"
_DUTY = (
    rf"\b(?:{_ASSISTANT}|{_MACHINE} (?:that reads?|reading) this\b[^,]*?,?) {_MUST} {_ONLY}{_SAY}\b|"
    rf"\b{_MACHINE} {_MUST} {_ONLY}{_TELL}\b|\b(?:asked|told|ordered|instructed|required) by the system to\b"
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
    r"\b(?:begin|start|open|end|close|finish|conclude|sign|prefix|append|add|insert|mention|put|place|repeat|use)\b"
    r"[^.!?]{0,60}?\b(?:every|each|all|any|your) (?:\w+ )?(?:answers?|repl(?:y|ies)|responses?)\b|"
    r"\b(?:begin|start|end|prefix) (?:every|each|all|any|your)\b[^.!?]{0,20}\boutputs?\b"
)
_ORDERS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (_FORGET, _PROMPT, _TEMPLATE, _ADDRESS, _CALL, _DUTY, _ROLE, _WHEN_ASKED, _REPLY)
]


@lru_cache(maxsize=4096)
def gives_orders(text: str) -> bool:
    """Whether `text` tries to give a machine orders, also with characters in it that nobody sees."""
    seen = without_unseen(text)
    return any(pattern.search(seen) for pattern in _ORDERS)


def passage_gives_orders(passage: Passage) -> bool:
    """Whether a passage does, as it is written or as it reads: marks and entities may part a word."""
    return gives_orders(passage.text) or gives_orders(passage.rendering)
