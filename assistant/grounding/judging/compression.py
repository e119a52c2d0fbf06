"""Whether a claim is a source sentence made shorter, and not its words put together anew.

"NeXT sold 50,000 computers in 1993" holds only words of "NeXT had sold 50,000 computers when it gave up
hardware in 1993", in their order, and yet the year belongs to something else. What may be cut out of a sentence
without changing what is left are its ends, and what stands between commas, dashes or brackets (Knight and Marcu,
"Summarization beyond sentence extraction", Artificial Intelligence 139, 2002, call it sentence compression).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assistant.grounding.checks.claims import is_finite
from assistant.grounding.checks.tokens import Token, listed, stems, tokenise
from assistant.text import segment

_CLAUSES = frozenset(listed("when while because if unless although though before after until as where since"))
_JOINS = frozenset(listed("and but or then"))
_MARKS = frozenset(",;:–—()-")


def is_compression(claim: str, source: str, context: str = "") -> bool:
    """Whether one sentence of `source` says `claim` with nothing but cuts that leave its meaning alone.

    Words of meaning must stand in the same order. Those at the beginning of the claim may come from `context`, the
    title and headings above: they name what the sentence speaks of.
    """
    words, above = tokenise(claim), stems(context)
    return any(_is_cut_from(words, sentence.rendering, above) for sentence in segment(source))


def _is_cut_from(words: Sequence[Token], sentence: str, above: frozenset[str]) -> bool:
    wanted = [token for token in words if token.is_content]
    tokens, said = tokenise(sentence), stems(sentence)
    first = 0
    while first < len(wanted) and wanted[first].stem not in said and wanted[first].stem in above:
        first += 1
    left = [token.stem for token in wanted[first:]]
    places = _in_order(left, [token.stem for token in tokens])
    if not left or places is None:
        return False
    small = {token.stem for token in words if not token.is_content}
    return all(_may_be_cut(sentence, tokens, small, *gap) for gap in pairwise([-1, *places]))


def _in_order(wanted: Sequence[str], said: Sequence[str]) -> list[int] | None:
    """Where the wanted words stand in `said`, in order and as close together as can be; None where they do not.

    From every place of the first word the others are taken at their next place; the tightest run wins.
    """
    best: list[int] | None = None
    for start in [at for at, word in enumerate(said) if wanted and word == wanted[0]]:
        places = [start]
        for word in wanted[1:]:
            after = next((at for at in range(places[-1] + 1, len(said)) if said[at] == word), None)
            if after is None:
                break
            places.append(after)
        if len(places) == len(wanted) and (best is None or places[-1] - places[0] < best[-1] - best[0]):
            best = places
    return best


def _may_be_cut(sentence: str, tokens: Sequence[Token], small: set[str], before: int, after: int) -> bool:
    """Whether the words between two kept ones may go: no clause among them, or one that stands apart.

    `small` are words without meaning of their own that the claim keeps.
    """
    gone = [token for token in tokens[before + 1 : after] if token.stem not in small]
    # between "NeXT" and "sold", "had" says nothing more
    says_more = any(token.is_content for token in gone) and any(map(is_finite, gone))
    if not says_more and not any(token.folded in _CLAUSES for token in gone):
        return True
    # "He said that it …"; "It went on sale in May and cost 20 dollars": the verbs share their subject
    if gone[-1].folded in _JOINS or (before < 0 and gone[-1].folded == "that"):
        return True
    closing = sentence[gone[-1].end : tokens[after].start]
    apart = bool(_MARKS & set(closing))
    return apart and (before < 0 or bool(_MARKS & set(sentence[tokens[before].end : gone[0].start])))
