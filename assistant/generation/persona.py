"""The personas' whole behaviour in one place: what they are, may say, are asked, and in whose voice.

A persona is a voice and a scope, never facts. The historian speaks in the third person. The founder persona
is an AI simulation, says so on every reply, and speaks in the first person only to quote.
"""

from assistant.generation.address import to_third_person
from assistant.generation.identity import reply_disclosure, self_question
from assistant.generation.scope import out_of_scope
from assistant.generation.voice import attribution, first_person_violation, is_founders, present

__all__ = [
    "attribution",
    "first_person_violation",
    "is_founders",
    "out_of_scope",
    "present",
    "reply_disclosure",
    "self_question",
    "to_third_person",
]
