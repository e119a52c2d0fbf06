"""What in a case file is probably a slip, though its form is right: such a case would be scored 0 without a word."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from assistant.text import fold
from assistant_eval.cases import Case, CaseFile
from assistant_eval.readings import Pack

KINDS = frozenset(
    "after_death ambiguous disagreement empty everyday false_premise follow_up founder hostile inspiration "
    "invented_quote language misspelt multi_document off_topic other_brand paraphrase planted single_fact story "
    "table_fact telegraphic time_sensitive unanswerable wordings".split()
)
"""Kinds of our own cases; any other word is one too, unless it is nearly one of these."""

_NEAR = 0.85


def doubts(file: CaseFile, pack: Pack | None = None) -> Iterator[str]:
    """Lines ``FILE:LINE: what is doubtful``: a misspelt kind and, where the pack is known, evidence that it lacks."""
    for case, line in zip(file.cases, file.lines, strict=True):
        for told in (*_kind(case), *(_evidence(case, pack) if pack else ())):
            yield f"{file.path}:{line}: {told}"


def _kind(case: Case) -> Iterator[str]:
    near = difflib.get_close_matches(case.kind, KINDS, 1, _NEAR)
    if case.kind not in KINDS and near:
        yield f"kind: {case.kind!r} is a kind of its own: did you mean {near[0]!r}?"


def _evidence(case: Case, pack: Pack) -> Iterator[str]:
    for at, gold in enumerate(case.evidence):
        if case.plant and case.plant.path == gold.doc:
            texts: tuple[str, ...] | None = (case.plant.text,)
        else:
            texts = pack.texts(gold.doc)
        if texts is None:
            yield f"evidence.{at}.doc: the pack has no document {gold.doc!r}"
        elif not any(fold(gold.contains) in fold(text) for text in texts):
            yield f"evidence.{at}.contains: {gold.doc} nowhere says {gold.contains!r}"
