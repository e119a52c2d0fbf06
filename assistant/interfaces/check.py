"""Any answer against any documents: read them, and show each claim with its verdict and the words that decide.

No brand, no release and no drafter is needed: this is the judge of the gate, alone.
"""

from __future__ import annotations

import hashlib
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from assistant.corpus.load import DocumentReader, SourceFile, guess
from assistant.corpus.load.decode import decode
from assistant.corpus.load.metadata import Metadata
from assistant.domain import Quarantined, Verdict
from assistant.errors import DocumentError
from assistant.grounding import ClaimVerdict, Judgements
from assistant.interfaces.terminal import styled
from assistant.settings import Settings

STDIN = Path("-")

_PARSED = frozenset(".html .htm .xhtml .pdf .docx .srt .vtt".split())
"""Formats whose file is not the text a reader sees; of all others the file itself is judged."""

_EVIDENCE_SHOWN = 300
_MARKS = {
    Verdict.SUPPORTED: ("✓", "green"),
    Verdict.CONTRADICTED: ("✗", "red"),
    Verdict.NOT_FOUND: ("?", "yellow"),
}


@dataclass(frozen=True, slots=True)
class NamedText:
    """A text and the file it came from."""

    name: str
    text: str


def read_texts(paths: Sequence[Path], settings: Settings) -> tuple[NamedText, ...]:
    """The texts of files, and of standard input for ``-``; DocumentError where one cannot be read.

    PDF, Word, HTML and captions are read as publishing reads them, in a child process with limits.
    """
    with DocumentReader(settings) as reader:
        return tuple(_read(path, reader) for path in paths)


def _read(path: Path, reader: DocumentReader) -> NamedText:
    try:
        if path == STDIN:
            return NamedText("standard input", decode(sys.stdin.buffer.read()))
        data = path.read_bytes()
        if path.suffix.lower() in _PARSED:
            return NamedText(path.name, _parsed(path, data, reader))
        return NamedText(path.name, decode(data))
    except OSError as error:
        raise DocumentError(f"{path} cannot be read ({error.strerror}): name another file") from error
    except DocumentError as error:
        raise DocumentError(f"{path} {error}") from error


def _parsed(path: Path, data: bytes, reader: DocumentReader) -> str:
    digest = hashlib.sha256(data).hexdigest()
    guessed = guess.from_path(path.name, "en")
    read = reader.read(SourceFile(path.name, path.resolve(), digest, digest, Metadata(), guessed))
    if isinstance(read, Quarantined):
        raise DocumentError(read.reason)
    return read.text


# ---------------------------------------------------------------- what is shown


def show_check(console: Console, answer: str, contexts: Sequence[NamedText], judgements: Judgements) -> None:
    """Print the answer claim by claim, each with its mark, the deciding words and why; then the sum of it."""
    told = 0
    for claim in judgements.claims:
        _show_unchecked(console, answer[told : claim.start])
        _show_claim(console, claim, contexts)
        told = claim.end
    _show_unchecked(console, answer[told:])
    console.print()
    if not judgements.claims:
        console.print(styled("It states nothing that could be checked.", "bold"))
    else:
        supported = len(judgements.claims) - len(judgements.unsupported)
        console.print(
            styled(f"{supported} of {len(judgements.claims)} claims supported", "bold").append_text(
                styled(f"; the chance that all are: {judgements.probability:.0%}")
            )
        )
    console.print(styled(f"Judged by: {', '.join(judgements.parts)}", "dim"))


def _show_unchecked(console: Console, text: str) -> None:
    """What belongs to no claim: greetings, questions back, white space."""
    if text.strip():
        console.print(styled(f"  {' '.join(text.split())}", "dim"))


def _show_claim(console: Console, claim: ClaimVerdict, contexts: Sequence[NamedText]) -> None:
    mark, colour = _MARKS[claim.verdict]
    console.print(Text(f"{mark} ", colour).append_text(styled(" ".join(claim.text.split()), "bold")))
    console.print(styled(f"    {claim.reason}", colour))
    if claim.evidence:
        words = textwrap.shorten(claim.evidence.text, _EVIDENCE_SHOWN, placeholder=" …")
        name = contexts[claim.evidence.context].name
        place = f"{name}, {claim.evidence.start}-{claim.evidence.end}"
        console.print(styled(f"    “{words}”").append_text(styled(f"  {place}", "dim")))


def check_as_dict(contexts: Sequence[NamedText], judgements: Judgements) -> dict[str, object]:
    """The verdicts as plain values for ``json.dumps``; offsets count code points of answer and context."""
    return {
        "supported": judgements.supported,
        "probability": round(judgements.probability, 6),
        "claims": [
            {
                "text": claim.text,
                "start": claim.start,
                "end": claim.end,
                "verdict": claim.verdict.value,
                "confidence": round(claim.confidence, 6),
                "reason": claim.reason,
                "evidence": _evidence(claim, contexts),
            }
            for claim in judgements.claims
        ],
        "parts": list(judgements.parts),
    }


def _evidence(claim: ClaimVerdict, contexts: Sequence[NamedText]) -> dict[str, object] | None:
    if claim.evidence is None:
        return None
    found = claim.evidence
    return {
        "context": contexts[found.context].name,
        "start": found.start,
        "end": found.end,
        "text": found.text,
    }
