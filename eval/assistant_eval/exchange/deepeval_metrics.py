"""The metrics of DeepEval (from 4.0). Only `metrics` imports this, when it needs one."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from platformdirs import user_cache_path

from assistant_eval.exchange.metrics import Field, Judging

if TYPE_CHECKING:
    from pydantic import BaseModel

_NAMES = {
    Field.QUESTION: "input",
    Field.ANSWER: "actual_output",
    Field.REFERENCE: "expected_output",
    Field.CONTEXTS: "retrieval_context",
    Field.EVIDENCE: "context",
}


def opened(made_of: str, judge: Judging | None) -> Callable[[Mapping[Field, Any]], float]:
    """A function from fields to the score; ImportError where DeepEval is missing."""
    os.environ.setdefault("DEEPEVAL_TELEMETRY_OPT_OUT", "1")
    # else it makes a folder wherever one happens to stand
    os.environ.setdefault("DEEPEVAL_CACHE_FOLDER", str(user_cache_path("brand-assistant") / "deepeval"))
    made: Any = getattr(importlib.import_module("deepeval.metrics"), made_of)
    test_case: Any = importlib.import_module("deepeval.test_case").LLMTestCase
    options = {"model": _asking(judge), "async_mode": False, "include_reason": False} if judge else {}

    def score(fields: Mapping[Field, Any]) -> float:
        case = test_case(**{_NAMES[field]: value for field, value in fields.items()})
        return made(**options).measure(case, _show_indicator=False)

    return score


def _asking(judge: Judging) -> Any:
    base: Any = importlib.import_module("deepeval.models")

    class Asking(base.DeepEvalBaseLLM):
        """The judge as DeepEval asks one."""

        def load_model(self) -> Judging:
            return judge

        def generate(self, prompt: str, schema: type[BaseModel]) -> BaseModel:
            return judge.fill(prompt, schema)

        async def a_generate(self, prompt: str, schema: type[BaseModel]) -> BaseModel:
            return judge.fill(prompt, schema)

        def get_model_name(self) -> str:
            return judge.name

    return Asking()
