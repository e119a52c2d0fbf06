"""Receipts of answers: taken from an open assistant, replayed on it, and what that looks like."""

from __future__ import annotations

from rich.console import Console

from assistant.assembly import Assistant
from assistant.domain import Outcome
from assistant.grounding.receipts.receipt import Models, Receipt, make_receipt
from assistant.grounding.receipts.replay import Replay, Today
from assistant.grounding.scoring.default import gate_fingerprint
from assistant.interfaces.terminal import styled

_ONE_OFF = "An edited receipt shows; a forged one does not: the hash inside proves nothing about its writer."


def receipt_of(assistant: Assistant, outcome: Outcome, question: str) -> Receipt:
    """The receipt of what `assistant` just replied to `question`."""
    brand = assistant.brand
    as_founder = brand.founder if brand.persona(outcome.persona).role == "founder" else None
    return make_receipt(
        outcome,
        question,
        passage=assistant.passage,
        models=Models(assistant.release.manifest.model, gate_fingerprint(), outcome.drafter),
        settings={"evidence_limit": assistant.settings.evidence_limit},
        speaker=as_founder.name if as_founder else None,
    )


def today(assistant: Assistant) -> Today:
    """What receipts are held against: the release that answers now."""
    answering = assistant.answering
    sources = {source.id: source for source in answering.store.sources()}
    return Today(
        release=answering.release_id,
        embedding=assistant.release.manifest.model,
        grounding=gate_fingerprint(),
        judge=answering.judge,
        passage=lambda passage_id: answering.store.passages([passage_id]).get(passage_id),
        document_passages=lambda document: (
            answering.store.document_passages(document) if document in sources else ()
        ),
        source=sources.get,
    )


def show_replay(console: Console, replay: Replay) -> None:
    """Print whether a receipt still holds, and all that does not."""
    receipt = replay.receipt
    console.print(styled(receipt.question, "bold"))
    console.print(styled(f"  replied on {receipt.created:%Y-%m-%d %H:%M} UTC from release {receipt.release}"))
    console.print(styled(f"  held against release {replay.release}"))
    console.print()
    for finding in replay.findings:
        console.print(styled(f"✗ {finding.aspect.value}: ", "red").append_text(styled(finding.about, "bold")))
        console.print(styled(f"    {finding.why}"))
    for document in replay.moved:
        console.print(styled(f"· the words cited from {document} stand elsewhere in it now", "dim"))
    counts = (
        f"{len(receipt.passages)} passages, {len(receipt.quotes)} quotations, {len(receipt.claims)} claims"
    )
    if replay.holds:
        console.print(styled(f"✓ All of it still holds: {counts}, and both models.", "green"))
    else:
        console.print(
            styled(f"{len(replay.findings)} of it no longer hold ({counts}, and the models).", "red")
        )
    console.print(styled(_ONE_OFF, "dim"))


def replay_as_dict(replay: Replay) -> dict[str, object]:
    """A replay as plain values for ``json.dumps``."""
    return {
        "holds": replay.holds,
        "question": replay.receipt.question,
        "created": replay.receipt.created.isoformat(),
        "release": replay.receipt.release,
        "held_against": replay.release,
        "findings": [
            {"aspect": finding.aspect.value, "about": finding.about, "why": finding.why}
            for finding in replay.findings
        ],
        "moved": list(replay.moved),
    }
