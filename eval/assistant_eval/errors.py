"""Failures of an evaluation whose message is meant for the user: fact, value, remedy."""

from assistant.errors import AssistantError


class EvalError(AssistantError):
    """A file of an evaluation cannot be used."""
