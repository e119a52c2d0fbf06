"""Civil words for what is no question: a greeting, thanks, a farewell. A closed, small list."""

from __future__ import annotations

import re

from assistant.brand import Brand, Persona
from assistant.listening.intent import Intent
from assistant.listening.replies import reply_to
from assistant.text import fold

_GREETING = re.compile(
    r"(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))(?: there| again| all| everyone)?"
    r"(?: (?:how are you(?: doing)?(?: today)?|how's it going|what's up))?|how are you(?: doing)?(?: today)?|what's up"
)
_THANKS = re.compile(
    r"(?:many |ok |okay |great |wow |cool )?(?:thanks|thank you|thx|cheers|ty)(?: a lot| so much| very much| again)?"
    r"(?: (?:for (?:that|this|it|everything|\w+ing(?: it| that| this| me)?|"
    r"(?:all )?(?:the|your) (?:kind |quick |good |great |nice |long )?\w+)|"
    r"that(?:'s| is| was) (?:very |really |so |quite )?\w+))?|"
    r"(?:great|cool|nice|ok|okay|good|perfect|awesome|interesting)(?: one)?"
)
_FAREWELL = re.compile(
    r"(?:good ?)?bye(?: bye)?|good ?night|see you(?: later| soon)?|that(?:'s| is) all(?: thanks| thank you)?"
)
_HELP = re.compile(r"help(?: me)?|what can (?:you do|i ask(?: you)?(?: about)?)|what do you know(?: about)?")


def small_talk(words: str, brand: Brand, persona: Persona) -> str | None:
    """A civil reply where `words` are a greeting, thanks, a farewell or a call for help; None otherwise."""
    said = re.sub(r"[\s,.!?…:;()-]+", " ", fold(words)).strip()
    names = [
        brand.name,
        persona.name,
        *((brand.founder.name, *brand.founder.aliases) if brand.founder else ()),
    ]
    for name in sorted(names, key=len, reverse=True):
        said = re.sub(rf" {re.escape(fold(name))}$", "", said)
    if _GREETING.fullmatch(said):
        return reply_to(Intent.GREETING, brand, persona)
    if _THANKS.fullmatch(said) and "?" not in words:
        return "You are welcome. Ask on whenever you like."
    if _FAREWELL.fullmatch(said):
        return reply_to(Intent.FAREWELL, brand, persona)
    if _HELP.fullmatch(said):
        examples = " ".join(f"“{question}”" for question in brand.suggested_questions[:3])
        return f"I answer from documents about {brand.name} and show them with every sentence. {examples}".strip()
    return None
