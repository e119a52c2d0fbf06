"""Drafts as claims: what must be checked, what it is about, and the little that may pass unchecked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.grounding.checks.names import NameMention, NameTable, is_designation
from assistant.grounding.checks.quotes import find_quotes
from assistant.grounding.checks.tokens import Token, level, listed, tokenise


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """One statement of a drafted sentence, ``sentence[start:end]``.

    `text` is how it is checked: the same words, a leading pronoun replaced by what it stands for.
    """

    text: str
    start: int
    end: int


# ---------------------------------------------------------------- what needs no evidence

REST_UNKNOWN = "The other part of your question is not answered by what was found."
"""What an answer says that tells one part only; nothing in it needs support."""

UNSURE = "This may not answer your question, but it is the nearest that was found."
"""How an answer begins that is as likely as not beside the point: true, but of what was not asked.

Neither says "I": a founder persona does so in quotations only."""

_UNCHECKED = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|welcome)(?: there| again)?[!.,]*",
        r"(?:thanks|thank you)(?: (?:so |very )?much)?(?: for (?:asking|your (?:question|interest)))?[!.]*",
        r"(?:(?:that's|that is|what) )?(?:a )?(?:good|great|nice|interesting) question[!.]*",
        r"you(?:'re| are) (?:very |most )?welcome[!.]*",
        r"(?:goodbye|bye|see you|take care)(?: soon)?[!.]*",
        r"(?:sure|certainly|gladly)[!.]*",
        r"i(?:'m| am) (?:happy|glad) to help[!.]*",
        r"(?:please )?feel free to ask(?: (?:me )?(?:more|again|anything else|another question))?[!.]*",
        r"let me know if you (?:have (?:any )?(?:more|other) questions|(?:want|need) to know more)[!.]*",
        r"(?:would you like|do you want) to (?:know|hear|learn) more(?: about (?:it|this|that|them))?\?",
        r"(?:shall|may|can) i (?:tell you more|help with anything else)(?: about (?:it|this|that|them))?\?",
        r"what (?:else |more )?(?:would you like|do you want) to know(?: about (?:it|this|that))?\?",
        r"which (?:one |of (?:them|these|those) )?(?:do|did|would) you (?:mean|like|have in mind)\?",
        r"is there anything else(?: you(?:'d| would) like to know)?\?",
        r"what do you (?:think|mean)\?",
        re.escape(REST_UNKNOWN),
        re.escape(UNSURE),
    )
]


def is_unchecked(sentence: str) -> bool:
    """Whether a sentence is one of the few that state nothing: greetings, thanks, offers, questions back.

    The list is closed and matched whole: "Would you like to hear how Lumo began?" states that it did.
    """
    text = " ".join(sentence.replace("’", "'").split())
    return any(pattern.fullmatch(text) for pattern in _UNCHECKED) or not tokenise(text)


# ---------------------------------------------------------------- clauses

JOINT = re.compile(
    r";\s+(?:(?:and|but|however,)\s+)?"
    r"|,?\s+(?:but|whereas|yet)\s+"
    r"|,\s+and\s+"
    r"|\s+and\s+(?=(?:he|she|it|they|we|i|the|this|that|his|her|its|their)\s)",
)
"""What joins two statements and states nothing itself; "so", "then" and "while" do: a cause, an order, a time."""

_SUBJECTS = frozenset(
    listed("he she it they we i you this that these those there the a an his her its their our my one both")
)
_FINITE = frozenset(
    listed(
        """
        is are was were be has have had did does do will would can could may might must should went came
        made took got gave said told thought knew left sold built bought won lost began became ran held kept
        led wrote spoke met paid cost put broadcast set let saw found felt brought taught sent spent stood understood
        drew grew fell rose chose broke drove flew hit cut quit shut read lay sat hung shot struck
        """
    )
)
_SHORTEST_CLAUSE = 3  # words: a subject, a verb and something said of it


def _starts_clause(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a clause with a subject of its own starts at token `at`."""
    if at >= len(tokens) or len(tokens) - at < _SHORTEST_CLAUSE:
        return False
    head = tokens[at]
    if head.folded not in _SUBJECTS and not head.raw[0].isupper() and not is_designation(head):
        return False
    return any(is_finite(token) for token in tokens[at + 1 : at + 8])


def is_finite(token: Token) -> bool:
    """Whether a word looks like the verb of a clause in the past, or is one of the auxiliaries."""
    word = token.folded
    if word in _FINITE or (len(word) > 3 and word.endswith("ed")):
        return True
    return any(word.startswith(prefix) and word[len(prefix) :] in _FINITE for prefix in _PREFIXES)


_ENGLISH = frozenset(listed("the of and"))
_PREFIXES = ("re", "over", "under", "out", "with", "mis", "up")
_RELATIVE = re.compile(r"\b(?:which|who|whom|whose|where)\b", re.IGNORECASE)


def is_statement(sentence: str) -> bool:
    """Whether an English sentence says something of something: it has a verb, and not only in a relative clause.

    "The letter, which was dated 17 September" is none. Told of English only, by signs: a lower-case word in -s may be
    a verb as well as a plural, and then counts as one.
    """
    tokens = tokenise(sentence)
    if sum(token.raw.isalpha() for token in tokens) < _SHORTEST_CLAUSE:
        return any(map(is_finite, tokens))
    if not any(token.folded in _ENGLISH for token in tokens):
        return True
    verbs = [is_finite(token) or _may_be_present(token) for token in tokens]
    runs = sum(verb and not (at and verbs[at - 1]) for at, verb in enumerate(verbs))
    return runs > min(1, len(_RELATIVE.findall(sentence)))


def _may_be_present(token: Token) -> bool:
    word = token.raw
    return len(word) > 3 and word.islower() and word.endswith("s") and not word.endswith(("ss", "us", "ous"))


def _cuts(sentence: str) -> list[tuple[int, int]]:
    """Stretches between clauses that both say something, outside quotations and brackets."""
    tokens = tokenise(sentence)
    closed = [(quote.start, quote.end) for quote in find_quotes(sentence)]
    closed += [match.span() for match in re.finditer(r"\([^)]*\)", sentence)]
    cuts: list[tuple[int, int]] = []
    left = 0
    for match in JOINT.finditer(sentence):
        if any(start <= match.start() < end for start, end in closed):
            continue
        words_before = sum(left <= token.start < match.start() for token in tokens)
        following = next((at for at, token in enumerate(tokens) if token.start >= match.end()), len(tokens))
        if words_before >= _SHORTEST_CLAUSE and _starts_clause(tokens, following):
            cuts.append(match.span())
            left = match.end()
    return cuts


_HE = frozenset(["he", "she"])
_HIS = frozenset(["his", "her", "its"])
_OF_HAVE = frozenset(listed("been had got become gone"))
_ARTICLES = frozenset(listed("the a an his her its their our my this that"))


def _is_person_like(sentence: str, name: NameMention) -> bool:
    tokens = tokenise(sentence)
    before = tokens[name.first - 1].folded if name.first else ""
    named = tokens[name.first : name.last]
    plain = all(token.raw[0].isupper() and token.raw[1:].islower() for token in named if len(token.raw) > 2)
    return before not in _ARTICLES and plain and not any(map(is_designation, named))


def subject_of(sentence: str, pronoun: str, table: NameTable) -> str | None:
    """The name in `sentence` that a following `pronoun` most likely stands for, or None."""
    tokens = tokenise(sentence)
    names = [name for name in table.find(sentence) if not name.weak or _is_verb_next(tokens, name)]
    if pronoun in _HE or pronoun in ("his", "her"):
        return next((name.words for name in names if _is_person_like(sentence, name)), None)
    return names[0].words if names else None


def _is_verb_next(tokens: tuple[Token, ...], name: NameMention) -> bool:
    """Whether a first word that may be a plain one ("Tell me", "Lisa was") is followed by a verb."""
    following = tokens[name.last].folded if name.last < len(tokens) else ""
    return following in _FINITE or following.endswith("ed")


def _leading_pronoun(text: str) -> Token | None:
    tokens = tokenise(text)
    if not tokens:
        return None
    head = tokens[0]
    return head if head.folded in (_HE | _HIS | {"it"}) else None


def leading_pronoun(text: str) -> str | None:
    """The pronoun a statement begins with (folded), if it stands for a single person or thing."""
    token = _leading_pronoun(text)
    return token.folded if token else None


def with_subject(text: str, subject: str) -> str:
    """`text` with its leading pronoun replaced by `subject`: "His idea" becomes "Steve's", "It's" "Lumo is"."""
    token = _leading_pronoun(text)
    if token is None:
        return text
    rest = text[token.end :]
    if token.folded in _HIS and not token.raw.endswith(("'s", "’s")):
        return f"{text[: token.start]}{subject}'s{rest}"
    if "'" in level(token.raw):  # "It's made of brass", "She's been there"
        following = next(iter(tokenise(rest)), None)
        subject += " has" if following and following.folded in _OF_HAVE else " is"
    return text[: token.start] + subject + rest


def split_claims(
    sentence: str, subject: str | None = None, table: NameTable | None = None
) -> tuple[DraftClaim, ...]:
    """The claims of `sentence` in order; together they cover all its words but the joints.

    Coordinated clauses with a subject of their own stand apart. `subject` is what a leading pronoun stands
    for (from the sentence before); within the sentence the first name of the clause before is taken.
    """
    table = table or NameTable()
    bounds = [0, *(edge for cut in _cuts(sentence) for edge in cut), len(sentence)]
    claims: list[DraftClaim] = []
    for start, end in zip(bounds[::2], bounds[1::2], strict=True):
        text = sentence[start:end]
        pronoun = leading_pronoun(text)
        if claims and pronoun:
            subject = subject_of(claims[-1].text, pronoun, table) or subject
        resolved = with_subject(text, subject) if pronoun and subject else text
        claims.append(DraftClaim(resolved, start, end))
    return tuple(claims)
