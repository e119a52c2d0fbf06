"""What went wrong with a chat model, whichever library said it, as fact and remedy.

Providers' libraries raise their own exceptions. Newer ones derive from LangChain's classes, older ones only
carry a status code, so both are looked at, also along the chain of causes.
"""

from __future__ import annotations

import datetime as dt
import email.utils
from collections.abc import Iterator

from langchain_core.exceptions import ContextOverflowError, ModelConnectionError, ModelTimeoutError

from assistant.errors import DrafterError

_BUSY = frozenset({429, 503, 529})
_OVERFLOW_WORDS = (
    "exceed_context_size",
    "context_length_exceeded",
    "maximum context length",
    "context window",
)
_INSTEAD = "or set ASSISTANT_DRAFTER=extractive"
_REMEDIES = {
    400: (
        "rejected the request",
        f"see what the model wants, name another in ASSISTANT_DRAFTER_MODEL, {_INSTEAD}",
    ),
    401: ("refused the key", "set ASSISTANT_DRAFTER_API_KEY to a valid one"),
    402: ("wants to be paid first", f"mend the account, {_INSTEAD}"),
    403: ("forbids this use of it", "use a key that may, or another model in ASSISTANT_DRAFTER"),
    404: (
        "is not there",
        "set ASSISTANT_DRAFTER_MODEL to a model the server has, and ASSISTANT_DRAFTER to its address",
    ),
    413: ("finds the request too large", "lower ASSISTANT_EVIDENCE_LIMIT"),
}
_LONGEST_DETAIL = 300


def status(error: BaseException) -> int | None:
    """The HTTP status behind `error`, if there is one."""
    for cause in _chain(error):
        for holder in (cause, getattr(cause, "response", None)):
            code = getattr(holder, "status_code", None)
            if isinstance(code, int):
                return code
    return None


def is_overflow(error: BaseException) -> bool:
    """Whether the prompt was longer than the model's context."""
    if any(isinstance(cause, ContextOverflowError) for cause in _chain(error)):
        return True
    text = str(error).lower()
    return status(error) in {None, 400, 413} and (
        any(word in text for word in _OVERFLOW_WORDS) or ("exceed" in text and "context" in text)
    )


def is_busy(error: BaseException) -> bool:
    """Whether the same request may succeed a little later."""
    return status(error) in _BUSY


def retry_after(error: BaseException) -> float | None:
    """Seconds the server asks to wait (RFC 9110, 10.2.3: a number or a date); None where it does not say."""
    for cause in _chain(error):
        headers = getattr(getattr(cause, "response", None), "headers", None)
        said = headers.get("retry-after") if headers is not None else None
        if not said:
            continue
        try:
            return max(0.0, float(said))
        except ValueError:
            pass
        try:
            then = email.utils.parsedate_to_datetime(said)
        except ValueError:
            return None
        now = dt.datetime.now(then.tzinfo or dt.UTC)
        return max(0.0, ((then if then.tzinfo else then.replace(tzinfo=dt.UTC)) - now).total_seconds())
    return None


def explain(error: BaseException, model: str) -> DrafterError:
    """The DrafterError that tells what `model` did and what can be done about it."""
    chain = tuple(_chain(error))
    detail = " ".join(str(error).split())[:_LONGEST_DETAIL] or type(error).__name__
    code = status(error)
    if code in _BUSY:
        return DrafterError(f"{model} is busy ({code}): {detail}: wait a moment, {_INSTEAD}")
    if code is not None and code != 200:
        fact, remedy = _REMEDIES.get(
            code, _REMEDIES[400] if code < 500 else ("failed", f"try again, {_INSTEAD}")
        )
        return DrafterError(f"{model} {fact} ({code}): {detail}: {remedy}")
    if any(isinstance(cause, (TimeoutError, ModelTimeoutError)) for cause in chain):
        return DrafterError(f"{model} did not answer in time: raise ASSISTANT_DRAFTER_TIMEOUT_S, {_INSTEAD}")
    if any(isinstance(cause, (ConnectionError, OSError, ModelConnectionError)) for cause in chain):
        return DrafterError(
            f"{model} cannot be reached: {detail}: start the server or mend ASSISTANT_DRAFTER, {_INSTEAD}"
        )
    if any(isinstance(cause, (ValueError, TypeError, LookupError, AttributeError)) for cause in chain):
        return not_a_reply(model, detail)  # bytes, JSON or fields that the client could not make sense of
    return DrafterError(f"{model} failed: {type(error).__name__}: {detail}: try again, {_INSTEAD}")


def not_a_reply(model: str, detail: str) -> DrafterError:
    """The DrafterError for bytes that are no chat reply."""
    return DrafterError(
        f"{model} answered what is no chat reply: {detail}: check that the address is that of an "
        f"OpenAI-compatible server (most end in /v1), {_INSTEAD}"
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__
