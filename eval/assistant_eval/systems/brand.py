"""The assistant itself, as fans meet it, or with the gate left open."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.answering import Answering
from assistant.assembly import Assistant, open_assistant
from assistant.brand import Persona
from assistant.domain import Outcome, OutcomeKind, Passage, Source, Turn
from assistant.grounding.checks.facts import FactReader
from assistant.grounding.scoring.default import gate_fingerprint
from assistant.interfaces.outcome_json import outcome_as_dict
from assistant.settings import Settings
from assistant_eval.cases import Case
from assistant_eval.errors import EvalError
from assistant_eval.records import Retrieved
from assistant_eval.systems.planted import PlantedPack
from assistant_eval.systems.system import Said
from assistant_eval.ungated import SupportsAll

_REMOTE_AT_ONCE = 4


class BrandSystem:
    """A published pack with a drafter. `raw` shows what the drafter says without the gate."""

    def __init__(
        self, settings: Settings, work: Path, *, persona: str | None = None, raw: bool = False
    ) -> None:
        """Open the release in service; AssistantError as `open_assistant`, EvalError for a persona unknown."""
        self._settings, self._persona, self._raw = settings, persona, raw
        self._assistant = open_assistant(settings)
        if persona and persona not in {each.id for each in self._assistant.brand.personas}:
            known = ", ".join(each.id for each in self._assistant.brand.personas)
            self._assistant.close()
            raise EvalError(f"there is no persona {persona!r}: this pack has {known}")
        self._planted = PlantedPack(settings, work)
        self._opening = threading.Lock()

    @property
    def told(self) -> Mapping[str, Any]:
        """See `System`."""
        assistant = self._assistant
        model = assistant.answering.chat_model
        return {
            "kind": "brand",
            "brand": assistant.brand.name,
            "drafter": model.name if model else "extractive",
            "raw": self._raw,
            "persona": self._persona,
            "release": assistant.release_id,
            "embedding": assistant.release.manifest.model,
            "gate": None if self._raw else gate_fingerprint(),
            "evidence_limit": self._settings.evidence_limit,
        }

    @property
    def at_once(self) -> int:
        """Several where the drafter is a server elsewhere; a drafter on this machine has all of it already."""
        remote = self._settings.drafter != "extractive" and not self._settings.drafter.lower().endswith(
            ".gguf"
        )
        return _REMOTE_AT_ONCE if remote else 1

    def ask(self, case: Case) -> Said:
        """See `System`. Earlier questions without an answer are asked first."""
        assistant = self._assistant
        if case.plant:
            with self._opening:
                assistant = self._planted.holding(case.plant)
        with assistant.in_service() as serving:
            table = serving.judge.reader.table
            answering = replace(serving, judge=SupportsAll(FactReader(table))) if self._raw else serving
            outcome = self._answer(case, assistant, answering)
            return Said(outcome_as_dict(outcome), _retrieved(answering, outcome))

    def _answer(self, case: Case, assistant: Assistant, answering: Answering) -> Outcome:
        persona = assistant.brand.persona(self._persona_of(case, assistant))
        turns: list[Turn] = []
        for earlier in case.earlier:
            outcome = _outcome(answering, earlier.question, turns, persona)
            if earlier.answer is not None:
                outcome = replace(outcome, text=earlier.answer, kind=OutcomeKind.ANSWER)
            turns.append(Turn(earlier.question, outcome.understood or earlier.question, outcome))
        return _outcome(answering, case.question, turns, persona)

    def close(self) -> None:
        """See `System`."""
        self._assistant.close()
        self._planted.close()

    def _persona_of(self, case: Case, assistant: Assistant) -> str | None:
        """The persona a case names, by id or by role; else that of the run."""
        wanted = case.persona or self._persona
        for persona in assistant.brand.personas:
            if wanted in (persona.id, persona.role):
                return persona.id
        return wanted


def _outcome(answering: Answering, question: str, history: list[Turn], persona: Persona) -> Outcome:
    for event in answering.answer(question, history, persona):
        if isinstance(event, Outcome):
            return event
    raise AssertionError("an answer ends with its outcome")


def _retrieved(answering: Answering, outcome: Outcome) -> tuple[Retrieved, ...]:
    """The passages of the search, and behind them those that were cited without it: rows a table listed."""
    found = answering.finder.retrieve(outcome.understood) if outcome.understood else ()
    passages = [(item.passage, item.source) for item in found]
    known = {passage.id for passage, _ in passages}
    more = dict.fromkeys(each.passage_id for each in outcome.citations if each.passage_id not in known)
    apart = answering.store.passages(list(more)).values()
    passages += [(passage, answering.store.source(passage.document_id)) for passage in apart]
    return tuple(_place(passage, source, rank) for rank, (passage, source) in enumerate(passages, start=1))


def _place(passage: Passage, source: Source, rank: int) -> Retrieved:
    above = " – ".join(line for line in (source.title, *passage.heading_path, passage.speaker or "") if line)
    reading = f"{above}: {passage.rendering}" if above else passage.rendering
    return Retrieved(passage.document_id, passage.start, passage.end, passage.text, rank, reading)
