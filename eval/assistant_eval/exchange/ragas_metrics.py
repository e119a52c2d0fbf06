"""The metrics of RAGAS (``ragas.metrics.collections``, from 0.4). Only `metrics` imports this, when it needs one."""

from __future__ import annotations

import importlib
import inspect
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from assistant_eval.exchange.metrics import Field, Judging

if TYPE_CHECKING:
    from pydantic import BaseModel


def opened(made_of: str, judge: Judging | None) -> Callable[[Mapping[Field, Any]], float]:
    """A function from fields to the score; ImportError where RAGAS, or what this metric needs, is missing."""
    os.environ.setdefault("RAGAS_DO_NOT_TRACK", "true")
    library: Any = importlib.import_module("ragas.metrics.collections")
    made: Any = getattr(library, made_of)
    metric = made(llm=_asking(judge)) if judge else made()
    wanted = inspect.signature(metric.ascore).parameters

    def score(fields: Mapping[Field, Any]) -> float:
        return metric.score(
            **{field.value: value for field, value in fields.items() if field.value in wanted}
        ).value

    return score


def _asking(judge: Judging) -> Any:
    base: Any = importlib.import_module("ragas.llms.base")

    class Asking(base.InstructorBaseRagasLLM):
        """The judge as RAGAS asks one."""

        def generate(self, prompt: str, response_model: type[BaseModel]) -> BaseModel:
            return judge.fill(prompt, response_model)

        async def agenerate(self, prompt: str, response_model: type[BaseModel]) -> BaseModel:
            return judge.fill(prompt, response_model)

    return Asking()
