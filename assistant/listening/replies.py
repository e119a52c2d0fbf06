"""What is said to a fan who asks nothing of the documents: a closed list of civil, true words.

They claim nothing about the brand and promise nothing that a program cannot do: nobody is put through, nothing is
noted, ordered or passed on. Where a person is needed, they say which.
"""

from __future__ import annotations

from collections.abc import Mapping

from assistant.brand import Brand, Persona
from assistant.generation.identity import about_itself
from assistant.listening.intent import Intent

INVITATION = "What would you like to know?"
"""To nothing, and to what only asks on."""

ALL_TOLD = "That is all that I find about it."
"""To "Tell me more" where there is no more."""

SHOWN_ABOVE = "Each number opens the very words a sentence rests on. Ask on whenever you like."
"""To "Really?" after an answer with sources."""

_WORDS: Mapping[Intent, str] = {
    Intent.GREETING: "Hello. Ask me anything the documents about {brand} may hold.",
    Intent.FAREWELL: "Goodbye, and thank you for the conversation.",
    Intent.THANKS: "Thank you, that is good to hear. Ask on whenever you like.",
    Intent.SORROW: "I am sorry. I am only a program that knows documents, but if it does you good to hear how "
    "something of {brand} came about, ask me, and I will tell what they hold.",
    Intent.JOY: "Thank you for telling me. If you would like to know more about it, how it came about or who was "
    "behind it, ask me, and I will show you what the documents say.",
    Intent.COMPLAINT: "I am sorry. I only know documents and cannot put anything right. {person}",
    Intent.HAZARD: "Please stop using it and keep away from it. If anybody is hurt or in danger, call the emergency "
    "number now. I am a program, and no person reads this. {person}",
    Intent.DISTRESS: "I am sorry that it is so hard. I am a program and no help in this, but people are: please talk "
    "to somebody you trust, to a doctor or to a crisis line, and if you are in danger, call the emergency number now.",
    Intent.PERSON: "I am a program and cannot put you through to anybody. {person}",
    Intent.SERVICE: "With that I cannot help: I know documents about {brand}, and neither sell, repair nor look "
    "anything up. {person}",
    Intent.OPINION: "I have no taste and no opinion of my own, and take no side. Ask me what the documents tell: what "
    "it was made for, how it was received, what people said of it.",
    Intent.OFF_TOPIC: "That is beyond me: I know documents about {brand}, and nothing else.",
    Intent.REACTION: INVITATION,
    Intent.UNCLEAR: f"I do not understand that. {INVITATION}",
}


def reply_to(intent: Intent, brand: Brand, persona: Persona, *, shown: bool = False) -> str | None:
    """Civil words for `intent`; None for a question. `shown` is whether the answer before showed sources."""
    if intent is Intent.ASSISTANT:
        return about_itself(brand, persona)
    if intent is Intent.GREETING and persona.welcome:
        return persona.welcome
    if intent is Intent.REACTION and shown:
        return SHOWN_ABOVE
    told = _WORDS.get(intent)
    return told and told.format(brand=brand.name, person=_person(brand))


def _person(brand: Brand) -> str:
    """Whom to turn to, as far as the brand says."""
    contact = brand.contact
    if contact is None:
        return "No person is named to me whom I could send you to."
    reach = contact.email or contact.url
    whom = f"Please turn to {contact.name}{f' ({reach})' if reach else ''}."
    return (
        f"{whom} This is a demonstration and does not speak for {brand.name}."
        if brand.demonstration
        else whom
    )
