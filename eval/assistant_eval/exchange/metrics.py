"""Metrics of RAGAS and DeepEval behind one adapter: a sample in, a number or the reason why there is none out.

Neither library is needed for anything else: each is imported when one of its metrics is opened, and an error names
the extra that brings it. Both would report their use to their makers; that is switched off here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

from assistant_eval.errors import EvalError
from assistant_eval.exchange.sample import Sample
from assistant_eval.records import Score
from assistant_eval.stats import Unscored

if TYPE_CHECKING:  # takes seconds to load
    from langchain_core.language_models import BaseChatModel
    from pydantic import BaseModel


class Field(StrEnum):
    """What a metric reads of a sample, in RAGAS' words, which are its arguments there."""

    QUESTION = "user_input"
    ANSWER = "response"
    CONTEXTS = "retrieved_contexts"
    REFERENCE = "reference"
    EVIDENCE = "reference_contexts"


_MISSING = {
    Field.QUESTION: "the question is empty",
    Field.ANSWER: "there is no answer",
    Field.CONTEXTS: "nothing was retrieved",
    Field.REFERENCE: "the case has no gold answer",
    Field.EVIDENCE: "the case has no evidence",
}


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of another tool: `made_of` is its class there, `asks_model` whether a language model judges."""

    tool: str
    name: str
    made_of: str
    needs: tuple[Field, ...]
    asks_model: bool = True

    @property
    def id(self) -> str:
        """As the command line names it."""
        return f"{self.tool}:{self.name}"


RAGAS, DEEPEVAL = "ragas", "deepeval"
_Q, _A, _C, _R, _E = Field.QUESTION, Field.ANSWER, Field.CONTEXTS, Field.REFERENCE, Field.EVIDENCE

METRICS: Mapping[str, Metric] = {
    metric.id: metric
    for metric in (
        Metric(RAGAS, "faithfulness", "Faithfulness", (_Q, _A, _C)),
        Metric(RAGAS, "groundedness", "ResponseGroundedness", (_A, _C)),
        Metric(RAGAS, "answer_accuracy", "AnswerAccuracy", (_Q, _A, _R)),
        Metric(RAGAS, "factual_correctness", "FactualCorrectness", (_A, _R)),
        Metric(RAGAS, "context_precision", "ContextPrecisionWithReference", (_Q, _R, _C)),
        Metric(RAGAS, "context_recall", "ContextRecall", (_Q, _C, _R)),
        Metric(RAGAS, "quoted_spans", "QuotedSpansAlignment", (_A, _C), asks_model=False),
        Metric(RAGAS, "exact_match", "ExactMatch", (_R, _A), asks_model=False),
        Metric(RAGAS, "string_presence", "StringPresence", (_R, _A), asks_model=False),
        Metric(RAGAS, "string_similarity", "NonLLMStringSimilarity", (_R, _A), asks_model=False),
        Metric(DEEPEVAL, "faithfulness", "FaithfulnessMetric", (_Q, _A, _C)),
        Metric(DEEPEVAL, "hallucination", "HallucinationMetric", (_Q, _A, _E)),
        Metric(DEEPEVAL, "answer_relevancy", "AnswerRelevancyMetric", (_Q, _A)),
        Metric(DEEPEVAL, "contextual_precision", "ContextualPrecisionMetric", (_Q, _A, _C, _R)),
        Metric(DEEPEVAL, "contextual_recall", "ContextualRecallMetric", (_Q, _A, _C, _R)),
        Metric(DEEPEVAL, "contextual_relevancy", "ContextualRelevancyMetric", (_Q, _A, _C)),
        Metric(DEEPEVAL, "exact_match", "ExactMatchMetric", (_Q, _A, _R), asks_model=False),
    )
}


class Judging(Protocol):
    """A language model that fills in a form."""

    @property
    def name(self) -> str:
        """Which model it is."""
        ...

    def fill(self, prompt: str, form: type[BaseModel]) -> BaseModel:
        """The form as the model fills it in; an exception of its own where it cannot."""
        ...


class ChatJudge:
    """Any chat model of LangChain's that can be held to a schema."""

    def __init__(self, model: BaseChatModel, name: str) -> None:
        self._model = model
        self.name = name

    def fill(self, prompt: str, form: type[BaseModel]) -> BaseModel:
        """See `Judging`."""
        filled = self._model.with_structured_output(form).invoke(prompt)
        return filled if isinstance(filled, form) else form.model_validate(filled)


class ExternalMetric:
    """A metric that is ready to score."""

    def __init__(self, metric: Metric, score: Callable[[Mapping[Field, Any]], float]) -> None:
        self.metric = metric
        self._score = score

    def score(self, sample: Sample) -> Score:
        """The score as the tool gives it; Unscored where a field is missing, or where the tool fails or says NaN."""
        if sample.refused:
            return Unscored("the system refused: these metrics would score its words as an answer")
        fields = _fields(sample)
        for needed in self.metric.needs:
            if not fields[needed]:
                return Unscored(_MISSING[needed])
        try:
            score = float(self._score(fields))
        except Exception as error:  # noqa: BLE001 - each library has its own, and a run goes on without one case
            return Unscored(f"{self.metric.tool} failed: {_first_line(error)}")
        return score if math.isfinite(score) else Unscored(f"{self.metric.tool} gave {score}")


def open_metric(name: str, judge: Judging | None = None) -> ExternalMetric:
    """The metric of that name; EvalError where there is none, or where its library or the model is missing."""
    metric = METRICS.get(name)
    if metric is None:
        raise EvalError(f"there is no metric {name!r}: there are {', '.join(METRICS)}")
    if metric.asks_model and judge is None:
        raise EvalError(f"{name} asks a language model: name one with --model")
    with _importing(metric.tool):
        if metric.tool == RAGAS:
            from assistant_eval.exchange.ragas_metrics import opened as opened_ragas  # noqa: PLC0415 - an extra

            return ExternalMetric(metric, opened_ragas(metric.made_of, judge if metric.asks_model else None))
        from assistant_eval.exchange.deepeval_metrics import opened as opened_deepeval  # noqa: PLC0415 - an extra

        return ExternalMetric(metric, opened_deepeval(metric.made_of, judge if metric.asks_model else None))


def _fields(sample: Sample) -> dict[Field, Any]:
    return {
        Field.QUESTION: sample.conversation,
        Field.ANSWER: sample.answer,
        Field.CONTEXTS: [place.words for place in sample.contexts],
        Field.REFERENCE: sample.reference,
        Field.EVIDENCE: [each.text for each in sample.evidence],
    }


@contextmanager
def _importing(tool: str) -> Generator[None]:
    """Where the library is missing or does not load, an EvalError with the command that helps."""
    install = f"pip install 'brand-assistant[{tool}]'"
    if find_spec(tool) is None:
        raise EvalError(f"{tool} is not installed: {install}")
    try:
        yield
    except ImportError as error:
        raise EvalError(
            f"{tool} cannot be loaded ({_first_line(error)}): {install} brings versions that fit together"
        ) from error


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
