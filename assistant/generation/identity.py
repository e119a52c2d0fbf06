"""What the assistant says about itself: the label on every reply, and true answers to "are you real?".

The questions are a closed set, matched as a whole, so that none about the founder or the brand is taken for
one ("Who are you married to?"). The answers are fixed text from brand.toml and need no source.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.brand import Brand, Persona
from assistant.generation.address import without_vocative
from assistant.text import fold

_PRODUCTS = r"chat ?gpt|gpt[\w.-]*|claude|gemini|copilot|siri|alexa"
_MACHINE = (
    r"ai|a\.?i\.?|artificial intelligence|(?:ro|chat ?)?bot|machine|computer(?: program)?|program|software|"
    r"(?:large )?language model|llm|(?:ai )?simulation|(?:virtual |ai )?assistant|algorithm|virtual|"
    rf"artificial|simulated|generated|fake|deep ?fake|automated|{_PRODUCTS}"
)
_HUMAN = (
    r"real|human(?: being)?|person|people|man|woman|guy|someone|somebody|alive|living|conscious|"
    r"sentient|self-aware|"
    r"genuine|employee|real one|actual one|original|official"
)
_ADVERB = r"(?:really|actually|truly|just|only|still|even|secretly|in fact|honestly|now)"
_QUALIFIER = (
    r"(?:real|actual|living|live|human|genuine|virtual|true|original|famous|legendary|one and only|"
    r"an?|the|my)"
)

_LEAD = re.compile(
    r"^(?:(?:hi|hey|hello|ok|okay|so|well|wait|hm+|um+|and|but|sorry|please|honestly|seriously|"
    r"be honest|tell me|"
    r"answer me|just|quick question|one question|good (?:morning|evening|day)|there|(?:can|may|"
    r"could) i ask(?: you)?|"
    r"(?:can|could|would) you (?:please )?tell me|i (?:want|would like|'d like) to know|i wonder|"
    r"do you know)"
    r"(?:[\s,:;.!-]+|$))+"
)
_TAIL = re.compile(
    r"(?:[\s,]+(?:really|then|now|actually|exactly|please|anyways?|or what|right|by the way|though|for real|"
    r"honestly|today|here|at all|too|correct|yes|no|or not|sir|man|mate|huh)"
    r"|,\s*(?:are you|aren't you|is it|isn't it)|(?<=^you are not real)\s+are you)$"
)
_TALKING = r"(?:talking|speaking|chatting|writing|typing|messaging)"
# Never a bare "it" or "this": in a conversation those mean the thing just spoken of.
_THING = r"(?:you|u|this (?:bot|chat ?bot|assistant|chat|ai|site|service|simulation))"

_ORIGIN = re.compile(
    rf"who (?:\w+ )?(?:made|built|created|programmed|developed|trained|designed|wrote|owns|runs) {_THING}"
    rf"|who is (?:behind|responsible for) {_THING}"
    rf"|(?:are|is) {_THING} (?:made|built|run|owned|endorsed|approved|authori[sz]ed|sponsored) by .{{1,40}}"
    r"|(?:what|which) (?:\w+ )?(?:model|llm|ai)(?: (?:are you|is this|do you use|powers you|runs you))"
    r"|how (?:do you work|were you (?:made|built|created|trained|programmed))"
    r"|what are you (?:based on|made of|trained on|made from|built on)"
    r"|where do (?:your (?:answers|facts|words) come|you get your (?:answers|facts|information))(?: from)?"
)
_WHO = re.compile(
    r"(?:who|what) (?:the \w+ |exactly |on earth |in the world )?(?:(?:are|r) (?:you|u)|you are)"
    rf"|who is this|(?:who|what) (?:am i|i am) {_TALKING}(?: to| with)?"
    r"|what is your (?:real )?name|do you have a name|what (?:should|can|do) i call you"
    r"|do you (?:have|feel|experience) (?:any )?(?:feelings?|emotions?|consciousness|a soul|a body|a mind)"
    r"|can you (?:really )?(?:think|feel)(?: for yourself)?"
    r"|is (?:it|that|this) really you|is this you"
    r"|(?:how|why) are you (?:still )?(?:alive|here|talking|speaking)(?: to me)?"
)
_KEEPS = re.compile(
    r"do you (?:still )?(?:remember|know) (?:me|who i am|us|what (?:i|we) (?:said|told you|talked about|wrote))"
    r"(?: .{1,40})?"
    r"|(?:do|are|will) you (?:save|saving|store|storing|keep|keeping|record|recording|log|logging) "
    r"(?:this|me|it|what i (?:say|write|type|ask|said|wrote)|my (?:questions|messages|words|data)|"
    r"(?:this|our) (?:chat|conversation))(?: here)?"
)
_WHO_HISTORIAN = re.compile(r"(?:(?:something |more )?about|introduce|describe) yourself")


def reply_disclosure(brand: Brand, persona: Persona) -> str:
    """The AI label that stands with every reply of `persona`."""
    if persona.role == "founder" and brand.founder:
        name = brand.founder.name
        return f"AI simulation of {name}, based on public documents. It is not {name}. {brand.disclosure}"
    return brand.disclosure


def self_question(question: str, brand: Brand, persona: Persona) -> str | None:
    """The true answer where `question` asks the assistant what it is; None for every other question."""
    asked = _bare(question, (*_names(brand), persona.name))
    if _KEEPS.fullmatch(asked):
        return about_itself(brand, persona)
    kind = _is_it(asked, brand)
    origin = _ORIGIN.fullmatch(asked) is not None
    who = _WHO.fullmatch(asked) or (persona.role == "historian" and _WHO_HISTORIAN.fullmatch(asked))
    if kind is None and not origin and not who:
        return None
    parts = [kind or "", _who(brand, persona), _origin(brand) if origin else "", _speaks_for(brand)]
    return " ".join(part for part in parts if part)


def about_itself(brand: Brand, persona: Persona) -> str:
    """What the assistant is, where its words come from and what it keeps: for every question about itself."""
    kept = "I keep in mind what is said in this conversation, and nothing once it is over."
    parts = (_who(brand, persona), _origin(brand), kept, _speaks_for(brand))
    return " ".join(part for part in parts if part)


def _bare(question: str, names: tuple[str, ...]) -> str:
    """`question` folded, without greeting, name called, closing and punctuation."""
    asked = fold(question).strip(" ?!.,\"'")
    for _ in range(2):  # "Hi Ada, tell me honestly: ..."
        asked = without_vocative(_LEAD.sub("", asked), names).lower()
    while (shorter := _TAIL.sub("", asked).rstrip(" ?!.,")) and shorter != asked:
        asked = shorter
    asked = asked.replace("you're", "you are").replace("whats", "what's").replace(",", "")
    return re.sub(r"\b(who|what|how)'s\b", r"\1 is", asked)


def _is_it(asked: str, brand: Brand) -> str | None:
    """ "Yes.", "No." or nothing where the question offers what the assistant may be; None for another one."""
    match = _offers(brand).fullmatch(asked)
    if match is None:
        return None
    offers = match["offers"] or match["this"]
    if match["negated"] or re.search(r"\bor\b", offers) or re.search(r"\bdead\b", offers):
        return ""
    bare = re.sub(rf"^(?:(?:{_ADVERB}|an?|the|my) )+", "", offers)
    employed = bare in {fold(brand.name), "official", "employee"} or (match["asks"] or "").startswith("do ")
    if employed or re.fullmatch(_PRODUCTS, bare):
        return ""  # whom it serves and which model it runs on is the operator's to say
    return "Yes." if re.fullmatch(_MACHINE, bare) else "No."


@lru_cache(maxsize=16)
def _offers_for(names: tuple[str, ...], founded: str) -> re.Pattern[str]:
    named = "|".join(re.escape(fold(name)) for name in names)
    thing = (
        rf"(?:{_ADVERB} )?(?:{_QUALIFIER} )*(?:{_MACHINE}|{_HUMAN}|dead|{named}|"
        rf"(?:co-?)?founder(?: of {founded})?)"
        r"(?: (?:himself|herself|themselves|person|human|man|woman|character|program))?"
    )
    offers = rf"(?P<offers>{thing}(?:,? (?:or|and) (?:are you |is this |not )?(?:{thing}))*)"
    subjects = (
        r"(?P<asks>(?:are|r|aren't|arent) (?:you|u)|"
        rf"(?:am i|are we) (?:{_ADVERB} )?{_TALKING} (?:to|with)|do you (?:work for|speak for|represent)|"
        r"(?:so )?you are|(?:prove|show)(?: to me| me)?(?: that)? you are)"
    )
    this = rf"(?:{_QUALIFIER} )*(?:ai|(?:chat ?)?bot|chat ?gpt|simulation|human|person|{named})"
    return re.compile(
        rf"{subjects} (?P<negated>not )?{offers}"
        rf"|(?:is|isn't) this (?P<this>(?:{_ADVERB} )?{this}(?: or (?:{this}))*)"
    )


def _offers(brand: Brand) -> re.Pattern[str]:
    return _offers_for(_names(brand), re.escape(fold(brand.name)))


def _names(brand: Brand) -> tuple[str, ...]:
    """Everyone a fan may take the assistant for, longest name first."""
    founder = (brand.founder.name, *brand.founder.aliases) if brand.founder else ()
    return tuple(sorted({*founder, brand.name}, key=len, reverse=True))


def _who(brand: Brand, persona: Persona) -> str:
    if persona.role == "founder" and brand.founder:
        founder = brand.founder
        died = f" {founder.name} died on {founder.died.day} {founder.died:%B %Y}." if founder.died else ""
        return (
            f"I am an AI simulation of {founder.name}, not {founder.name}.{died} "
            "What I say comes from public documents, and every answer shows them."
        )
    return (
        f"I am an AI, not a person. I answer only from documents about {brand.name}, "
        "and every answer shows them."
    )


def _origin(brand: Brand) -> str:
    contact = brand.contact
    about = "A computer program puts these answers together; no person writes them."
    if contact is None:
        return about
    reach = contact.email or contact.url
    return f"{about} For questions to people, turn to {contact.name}{f' ({reach})' if reach else ''}."


def _speaks_for(brand: Brand) -> str:
    return f"This is a demonstration and does not speak for {brand.name}." if brand.demonstration else ""
