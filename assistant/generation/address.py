"""Questions put to the founder or the brand as "you", turned into questions about them, for the search.

"What did you call the radio in 1955?" finds little: no document says "you". Rules, not a parser: where a rule
is not sure who "you" is (how *do you* charge the mouse), the word stays. A sentence left half right still
finds its passages, for retrieval forgives grammar; a wrong name would not be forgiven.
"""

from __future__ import annotations

import re

from assistant.brand import Brand, Persona

_BE_HAVE_DO = {"are": "is", "were": "was", "have": "has", "do": "does"}
_AUXILIARY = "are|were|have|do|did|was|had|can|could|will|would|should|shall|may|might|must|is|has|does"
_INVERTED = re.compile(rf"\b(?P<verb>{_AUXILIARY})(?P<nt>n'?t)?\s+you\b(?!')", re.IGNORECASE)

_CONTRACTED = {"'re": "is", "'ve": "has", "'d": "would", "'ll": "will"}
_CONTRACTION = re.compile(r"\byou('re|'ve|'d|'ll)\b", re.IGNORECASE)

_ADVERBS = (
    "really|never|always|also|first|still|ever|once|originally|actually|personally|just|then|only|often|even|"
    "initially|later|finally|famously|both|all|yourself"
)
_SUBJECT = re.compile(
    rf"(?P<before>\b[\w'-]+\s+)?\byou(?P<adverbs>(?:\s+(?:{_ADVERBS}))*)\s+(?P<verb>[a-z]+)(?P<nt>n't)?\b",
    re.IGNORECASE,
)
# After these "you" is an object: "what made you choose", "between you and".
_TAKES_OBJECT = re.compile(
    r"ma[dk]es?|lets?|help(?:s|ed)?|saw|see|hear|heard|had|inspired|asked|told|gave|taught|led|for|of|to|with|by|"
    r"from|about|on|between|behind|like|than|at|against|without|and"
)
_PRESENT = re.compile(
    r"think|believe|like|love|hate|want|need|know|say|mean|see|feel|work|live|wear|own|drive|eat|prefer|remember|"
    r"regret|make|sell|use|consider|call|get|hope|wish|admire|trust|care|plan|keep|design|choose|define|describe|"
    r"look|take|go|give|find|build|run|lead|offer|support|produce|start|expect|value|enjoy|miss|spend|play|come|"
    r"hold|stand|create|change|speak"
)

_SELF = re.compile(
    r"(?P<before>\b(?:about|of|to|for|with|by|from|on|like|describe|introduce|call|consider)\s+)?\byourself\b",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"\byour(s)?\b(?!self)", re.IGNORECASE)
_YOU = re.compile(r"\byou\b(?!['\w-])", re.IGNORECASE)

# Who "you" is in these is nobody in particular, or the one who answers.
_GENERIC = re.compile(
    r"\b(?:how|where|when|what)\s+(?:do|can|could|should|might)\s+you\b"
    r"|\b(?:can|could|may|should|must)\s+you\b"
    r"|\b(?:do|would|will)\s+you\s+(?:need|have to|get|recommend|know|happen|mind|please)\b"
    r"|\b(?:if|when|whenever|once|before|after|while|until|unless|as)\s+you\b"
    r"|\b(?:lets?|allows?|enables?|helps?|makes?|gives?)\s+you\b"
    r"|\b(?:thank|thanks to|see|as)\s+you\b|\byou\s+(?:know|see),|\byou\s+(?:can|could|need|must|should)\b",
    re.IGNORECASE,
)
# ... unless what is done is a person's: how do you feel, when you founded, what would you change.
_PERSONAL = re.compile(
    r"\byou\s+(?:(?:really|always|still|ever|personally|first|actually)\s+)*(?:feel|think|see|want|decide|define|"
    r"describe|view|remember|regret|respond|react|motivate|hire|manage|judge|pick|choose|consider|call|believe|"
    r"like|love|hate|mean|hope|wish|admire|wear|live|work|say|were|was|are|had|came|went|left|said|made|built|"
    r"saw|met|got|took|gave|thought|knew|wrote|told|began|became|felt|grew|held|led|lost|ran|spoke|died|"
    r"(?!need\b)\w{2,}ed|change|most)\b(?!\s+to\s+you\b)",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"^(?P<frame>(?:please\s+)?(?:can|could|would|will|do)\s+you\s+(?:please\s+|kindly\s+)?"
    r"(?:tell|explain|describe|show|give|list|name|help|remind|share|say|talk|compare|summari[sz]e|know|"
    r"confirm)(?:\s+(?:me|us))?\s+(?:about|to me|more|what|why|how|when|where|who|which|if|whether|something|"
    r"anything)\b)"
    r"(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)


def to_third_person(question: str, brand: Brand, persona: Persona | None = None) -> str:
    """`question` with "you" and "your" replaced by whom they address, and the verb after it made to fit.

    The founder persona is addressed as the founder, any other as the brand; without a persona the founder,
    where the pack has one. Generic "you" is left alone.
    """
    founder = brand.founder if persona is None or persona.role == "founder" else None
    name = founder.name if founder else brand.name
    names = (founder.name, *founder.aliases) if founder else (brand.name,)
    return _replace(without_vocative(question.replace("’", "'"), names), name)


def without_vocative(question: str, names: tuple[str, ...]) -> str:
    """Without the name that calls: "Ada, why ...", "... in 1955, Mrs. Quill?"."""
    called = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    title = r"(?:(?:mr|mrs|ms|dr)\.?\s+)?"
    greeting = r"(?:(?:hi|hey|hello|dear|so|ok|okay|well|tell me)[,\s]+)?"
    pause = r"(?:\s*[,:!]+|\s+[–—-]+(?=\s))\s*"  # a hyphen without spaces parts no words: "Lumo-2"
    stripped = re.sub(rf"^\s*{greeting}{title}(?:{called}){pause}", "", question, flags=re.IGNORECASE)
    stripped = re.sub(rf",\s*{title}(?:{called})\s*(?=[?.!]*\s*$)", "", stripped, flags=re.IGNORECASE)
    if stripped != question and stripped[:1].islower():
        stripped = stripped[0].upper() + stripped[1:]
    return stripped or question


def _replace(question: str, name: str) -> str:
    if request := _REQUEST.match(question):
        return request["frame"] + _replace(request["rest"], name)
    if not _YOU.search(_CONTRACTION.sub("you", question)) and not _POSSESSIVE.search(question):
        return _SELF.sub(lambda match: _myself(match, name), question)
    if _GENERIC.search(question) and not _PERSONAL.search(question):
        return question
    question = _SELF.sub(lambda match: _myself(match, name), question)
    question = _INVERTED.sub(lambda match: _inverted(match, name), question)
    question = _CONTRACTION.sub(lambda match: f"{name} {_CONTRACTED[match[1].lower()]}", question)
    question = _SUBJECT.sub(lambda match: _subject(match, name), question)
    question = _POSSESSIVE.sub(f"{name}'s" if not name.endswith("s") else f"{name}'", question)
    return _YOU.sub(name, question)


def _inverted(match: re.Match[str], name: str) -> str:
    """ "are you" becomes "is X", with the case of the verb kept."""
    verb = match["verb"]
    fitting = _BE_HAVE_DO.get(verb.lower(), verb)
    if verb[:1].isupper():
        fitting = fitting[:1].upper() + fitting[1:]
    negated = "n't" if match["nt"] else ""  # "dont" is typed as often
    return f"{fitting}{negated} {name}"


def _subject(match: re.Match[str], name: str) -> str:
    """ "you think" becomes "X thinks"; past tenses, objects and verbs not known stay as they are."""
    before, verb, nt = match["before"] or "", match["verb"], match["nt"] or ""
    is_object = bool(_TAKES_OBJECT.fullmatch(before.strip().lower()))
    if not is_object:
        lower = verb.lower()
        verb = _BE_HAVE_DO.get(lower, _third_person(lower) if _PRESENT.fullmatch(lower) else verb)
    return f"{before}{name}{match['adverbs']} {verb}{nt}"


def _third_person(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return f"{verb}es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}s"


def _myself(match: re.Match[str], name: str) -> str:
    """ "about yourself" becomes "about X"; elsewhere the word only stresses."""
    before = match["before"]
    return f"{before}{name}" if before else "personally"
