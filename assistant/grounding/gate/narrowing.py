"""Shorter versions of a sentence: what is left when a part it can stand without is taken out.

Only parts that add to a statement are taken, never those that limit it: a sentence without its "which …" says
less, a sentence without its "if …" says more. Whether what is left is true is for the judge to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.grounding.checks.claims import DraftClaim
from assistant.grounding.checks.quotes import find_quotes
from assistant.grounding.checks.tokens import tokenise

_SHORTEST = 4
"""Words below which what is left is no statement any more."""

_ADDS = re.compile(
    r"(?:which|who|whose|where|because|since|as|although|though|while|whereas|and|but|so|making|leading|"
    r"allowing|becoming|thanks to|due to|including|especially|with)\b",
    re.IGNORECASE,
)
_PART = re.compile(r",\s|\s(?=(?:because|although|though|whereas)\b)")
_RELATIVE = re.compile(r"(?:which|who|whose|where|an?|the)\b", re.IGNORECASE)
_BRACKETED = re.compile(r"\s*\([^()]*\)")
_END = re.compile(r"[.!?][\"”’)]*$")


def narrowed(sentence: str) -> Iterator[str]:
    """`sentence` without a bracket, an inserted relative clause, or its last parts; the longest rest first."""
    found = {*_without_brackets(sentence), *_without_parts(sentence)} - {sentence}
    whole = [text for text in found if len(tokenise(text)) >= _SHORTEST]
    yield from sorted(whole, key=lambda text: (-len(text), text))


def without_claims(sentence: str, claims: Sequence[DraftClaim], kept: Sequence[bool]) -> str:
    """The claims of `sentence` that are `kept`, as one sentence: joints stay, open pronouns get their names."""
    text, last = "", -1
    for at, (claim, stays) in enumerate(zip(claims, kept, strict=True)):
        if not stays:
            continue
        stretch = sentence[claim.start : claim.end]
        if last < 0:
            text = claim.text[:1].upper() + claim.text[1:]
        else:
            joint = sentence[claims[last].end : claim.start] if last == at - 1 else ", and "
            text += joint + stretch
        last = at
    return _closed(text, sentence)


def _without_brackets(sentence: str) -> Iterator[str]:
    for match in _BRACKETED.finditer(sentence):
        if not _quoted(sentence, match.start()):
            yield sentence[: match.start()] + sentence[match.end() :]


def _without_parts(sentence: str) -> Iterator[str]:
    parts = _PART.finditer(sentence)
    commas = [match.start() for match in parts if not _quoted(sentence, match.start())]
    for at, comma in enumerate(commas):
        opening = sentence[comma + 1 :].lstrip()
        if _ADDS.match(opening):
            yield _closed(sentence[:comma], sentence)
        if at + 1 < len(commas) and _RELATIVE.match(opening):
            # "Lumo, which glowed, was sold": both commas go with what stands between them
            yield sentence[:comma] + sentence[commas[at + 1] + 1 :]


def _quoted(sentence: str, at: int) -> bool:
    return any(quote.start <= at < quote.end for quote in find_quotes(sentence))


def _closed(text: str, sentence: str) -> str:
    """`text` with the full stop of the whole sentence."""
    end = _END.search(sentence)
    return text if _END.search(text) else text.rstrip(" ,;:") + (end.group()[0] if end else ".")
