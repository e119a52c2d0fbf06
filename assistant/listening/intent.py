"""What a message is for: a question to the documents, or a greeting, a grief, a complaint, a wish for a person.

A linear classifier over the meaning of the message, as the embedding model in the package gives it, and a few signs of
its surface. It learnt from messages to brands of all sorts written for this project (``eval/pairs/utterances.jsonl``);
``python -m assistant_eval.training intents`` makes it anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file  # pyright: ignore[reportUnknownVariableType]

from assistant.errors import ModelError
from assistant.text import fold, words

FOLDER = Path(__file__).parent / "model"
"""The classifier in the package."""

Embed = Callable[[str], NDArray[np.float32]]
"""The vector of a text, of unit norm."""


class Intent(StrEnum):
    """What a fan wants. The classifier tells all of them but `UNCLEAR`: what it can make nothing of."""

    QUESTION = "question"
    GREETING = "greeting"
    FAREWELL = "farewell"
    THANKS = "thanks"
    SORROW = "sorrow"
    JOY = "joy"
    COMPLAINT = "complaint"
    HAZARD = "hazard"
    DISTRESS = "distress"
    SERVICE = "service"
    PERSON = "person"
    ASSISTANT = "assistant"
    OPINION = "opinion"
    OFF_TOPIC = "off_topic"
    REACTION = "reaction"
    MORE = "more"
    UNCLEAR = "unclear"


LAST_RESORT = frozenset({Intent.SERVICE, Intent.OPINION, Intent.OFF_TOPIC})
"""What documents may speak of after all ("Do you ship to Iceland?"): such a message is put to them first."""

LEAST = 0.8
"""Chance of being no question from which a message is none: to answer a greeting from the documents is odd, to greet
somebody who asks is worse. Of 788 questions to brands it never saw, 4 are taken for none."""

LEAST_OF_LAST_RESORT = 0.6
"""The same for what is put to the documents all the same."""

LEAST_CLEAR = 0.35
"""Chance below which no intent of a few words is told at all: to greet a row of letters is odd."""

FEW_WORDS = 3
"""As many words may be a row of letters; who writes more means something, told or not."""

_CLEAR_ENOUGH = LAST_RESORT | {Intent.HAZARD, Intent.DISTRESS, Intent.SORROW}
"""What needs no such chance: documents are asked first, and a cry for help is better heard too often."""


@dataclass(frozen=True, slots=True)
class IntentModel:
    """Tells the intent of a message. `weights` has the shape (intents, dimension + signs), `bias` (intents,)."""

    intents: tuple[Intent, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    embed: Embed

    @classmethod
    def read(cls, embed: Embed, fingerprint: str, folder: Path = FOLDER) -> IntentModel:
        """The classifier in `folder`; ModelError where it learnt from another embedding model than `fingerprint`."""
        told: dict[str, Any] = json.loads((folder / "intents.json").read_text(encoding="utf-8"))
        if told["embedding"] != fingerprint:
            raise ModelError("the classifier of intents learnt from another embedding model")
        weights = load_file(folder / "intents.safetensors")
        intents = tuple(Intent(each) for each in told["intents"])
        return cls(intents, weights["weights"], weights["bias"], embed)

    def chances(self, message: str) -> dict[Intent, float]:
        """How likely each intent is; they make 1."""
        logits = self.weights @ features(message, self.embed) + self.bias
        odds = np.exp(logits - logits.max())
        return dict(zip(self.intents, (odds / odds.sum()).tolist(), strict=True))

    def intent(self, message: str) -> Intent:
        """The likeliest one but a question if `message` is surely none, else a question."""
        chances = self.chances(message)
        none = 1 - chances.pop(Intent.QUESTION)
        best = max(chances, key=chances.__getitem__)
        if none < (LEAST_OF_LAST_RESORT if best in LAST_RESORT else LEAST):
            return Intent.QUESTION
        clear = chances[best] >= LEAST_CLEAR or len(words(message)) > FEW_WORDS
        return best if clear or best in _CLEAR_ENOUGH else Intent.UNCLEAR


_QUESTION_WORD = re.compile(
    r"(?:so |and |but |ok |hey |hi |then )?(?:who|whom|whose|what|whats|when|where|wheres|why|how|hows|which|is|are|"
    r"was|were|do|does|did|has|have|had|can|could|will|would|should|tell|explain|describe|show|list|name)\b"
)
_NOT_US = r"(?!(?:me|my|us|you|your)\b)"
_COMPARES = re.compile(
    rf"^(?:(?:please|can you|could you) )*compare {_NOT_US}.+ (?:and|with|to|against) {_NOT_US}\w|"
    rf"\w (?:vs\.?|versus) {_NOT_US}\w"
)
_ASKS_ON = re.compile(
    r"(?:(?:and|but|so|then) )?(?:why\b.*|how come|how so|since when|when|where|who|which one)"
)
_ASKS = re.compile(r"\b(?:who|whom|whose|what|when|where|why|how|which)\b")
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|im|i've|ive|my|me|mine|we|our)\b")
_SECOND_PERSON = re.compile(r"\b(?:you|u|ur|your|yours|you're|youre)\b")
_SIGNS: Sequence[Callable[[str], bool]] = (
    lambda said: "?" in said,
    lambda said: said.rstrip().endswith("?"),
    lambda said: "!" in said,
    lambda said: _QUESTION_WORD.match(said) is not None,
    lambda said: _FIRST_PERSON.search(said) is not None,
    lambda said: _SECOND_PERSON.search(said) is not None,
    lambda said: re.search(r"\b(?:was|were|did|had|\w{3,}ed)\b", said) is not None,
    lambda said: re.search(r"[\U0001f300-\U0001faff\u2600-\u27bf]", said) is not None,
    lambda said: re.search(r"\b(?:1[89]|20)\d\d\b", said) is not None,
    lambda said: len(words(said)) <= 2,
    lambda said: len(words(said)) <= 5,
    lambda said: len(words(said)) > 20,
)


def has_form_of_question(message: str) -> bool:
    """Whether `message` has a question mark or a question word, or begins like a question."""
    said = fold(message)
    return "?" in said or _QUESTION_WORD.match(said) is not None or _ASKS.search(said) is not None


def begins_like_a_question(message: str) -> bool:
    """Whether `message` begins with a question word or like a question; "Really?" does not."""
    return _QUESTION_WORD.match(fold(message).strip()) is not None


def asks_on(message: str) -> bool:
    """Whether `message` is a bare question about what was said: "Why?", "Since when?", "Why did they?" """
    return _ASKS_ON.fullmatch(fold(message).strip(" ?!.")) is not None


def compares(message: str) -> bool:
    """Whether `message` sets two things side by side: "compare A and B", "A vs B"."""
    return _COMPARES.search(fold(message)) is not None


def speaks_of_us(message: str) -> bool:
    """Whether `message` says "I" or "you" in any form."""
    return any(pronoun.search(fold(message)) for pronoun in (_FIRST_PERSON, _SECOND_PERSON))


def features(message: str, embed: Embed) -> NDArray[np.float32]:
    """What the classifier sees of `message`: its vector, then 0 or 1 for each sign of its surface."""
    said = fold(message)
    signs = np.array([sign(said) for sign in _SIGNS], dtype=np.float32)
    return np.concatenate([embed(message), signs])
