"""The three ways to a chat model: a provider's name, an OpenAI-compatible URL, a GGUF file.

Only this module and `chat_model` know LangChain's chat models. The client's own retries are off: the drafter
retries, because only it knows how much of its time is left.
"""

from __future__ import annotations

import importlib
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast
from urllib.parse import urlsplit, urlunsplit

from pydantic import SecretStr

from assistant.errors import ModelError
from assistant.generation.chat_faults import explain, not_a_reply
from assistant.generation.gguf import GgufServer
from assistant.settings import Settings

if TYPE_CHECKING:  # takes seconds to load
    from langchain_core.language_models import BaseChatModel

REPLY_TOKENS = 700
"""Longest reply asked of a server of one's own: six sentences with room to think aloud a little."""

HOSTED_REPLY_TOKENS = 4_096
"""Longest reply asked of a provider, whose models may count their reasoning as well."""

_NO_KEY = "none"  # the client insists on one; servers that want none ignore it


@dataclass(frozen=True, slots=True)
class Connection:
    """A chat model ready to be asked. `context_tokens` is its context length, or None where unknown."""

    model: BaseChatModel
    name: str
    context_tokens: int | None = None


class Connector(Protocol):
    """A way to a chat model. `name` says which, in messages and receipts; it never holds a key."""

    @property
    def name(self) -> str:
        """Which model it is."""
        ...

    def connect(self) -> Connection:
        """The model, ready; DrafterError where it cannot be reached now."""
        ...

    def close(self) -> None:
        """Let go of what was started for it."""
        ...


def connector(settings: Settings) -> Connector:
    """The way that ``settings.drafter`` names; ModelError where a package or a file is missing."""
    drafter, timeout_s = settings.drafter, settings.drafter_timeout_s
    if drafter.startswith(("http://", "https://")):
        return OpenAIServer(drafter, settings.drafter_model, settings.drafter_api_key, timeout_s)
    if drafter.lower().endswith(".gguf"):
        return GgufFile(Path(drafter), timeout_s)
    return Provider(drafter, settings.drafter_api_key, timeout_s)


class Provider:
    """A model by its `init_chat_model` name, such as ``openai:gpt-5`` or ``anthropic:claude-opus-4-1``."""

    def __init__(self, name: str, api_key: SecretStr | None, timeout_s: float) -> None:
        """Load the provider's package; ModelError with the pip install where it is missing."""
        # Loading LangChain takes seconds: only those who draft with it pay.
        from langchain.chat_models import init_chat_model  # noqa: PLC0415

        options: dict[str, Any] = {"max_tokens": HOSTED_REPLY_TOKENS, "max_retries": 0, "timeout": timeout_s}
        if api_key is not None:
            options["api_key"] = api_key.get_secret_value()
        try:
            model = cast("BaseChatModel", init_chat_model(name, **options))
        except ImportError as error:
            raise ModelError(f"drafter {name!r}: {error}") from error
        except Exception as error:  # every provider's package has its own, say for a missing key
            raise ModelError(
                f"drafter {name!r} cannot be used: {_first_line(error)}: "
                "write 'provider:model' (such as 'openai:gpt-5'), an http:// address or a .gguf file "
                "in ASSISTANT_DRAFTER, "
                "and the key in ASSISTANT_DRAFTER_API_KEY"
            ) from error
        self._connection = Connection(model, name)

    @property
    def name(self) -> str:
        """The name that was given."""
        return self._connection.name

    def connect(self) -> Connection:
        """The model; providers are reached only when asked."""
        return self._connection

    def close(self) -> None:
        """Nothing was started."""


class OpenAIServer:
    """A model behind an OpenAI-compatible base URL (llama.cpp, vLLM, Ollama, LM Studio and others)."""

    def __init__(self, url: str, model: str | None, api_key: SecretStr | None, timeout_s: float) -> None:
        """Take the address; the server is asked for its models on first use, so it may start later."""
        parts = urlsplit(url.rstrip("/").removesuffix("/chat/completions"))
        host = parts.netloc.rpartition("@")[2]
        self._url = urlunsplit((parts.scheme, parts.netloc, parts.path or "/v1", "", ""))
        self._shown = urlunsplit((parts.scheme, host, parts.path or "/v1", "", ""))
        self._model = model
        self._api_key = api_key.get_secret_value() if api_key else _NO_KEY
        self._timeout_s = timeout_s
        self._lock = threading.Lock()
        self._connection: Connection | None = None

    @property
    def name(self) -> str:
        """Model and address, as far as the model is known yet."""
        model = self._connection.name if self._connection else self._model
        return model if self._connection and model else f"{model or 'the model'} at {self._shown}"

    def connect(self) -> Connection:
        """The model named, or else the first the server lists; DrafterError where there is none."""
        with self._lock:
            if self._connection is None:
                name, context_tokens = self._served()
                self._connection = Connection(self._client(name), f"{name} at {self._shown}", context_tokens)
            return self._connection

    def close(self) -> None:
        """Nothing was started."""

    def _served(self) -> tuple[str, int | None]:
        """The model's name and context length, as the server lists them."""
        # LangChain cannot list models; the client it stands on can, and fails in the same ways.
        openai: Any = importlib.import_module("openai")
        client = openai.OpenAI(
            base_url=self._url, api_key=self._api_key, timeout=self._timeout_s, max_retries=0
        )
        try:
            listed: list[Any] = list(client.models.list().data or [])
        except (openai.OpenAIError, ValueError, AttributeError, TypeError) as error:
            if self._model and getattr(error, "status_code", None) in {404, 405, 501}:
                return self._model, None  # a server without a list, but the model is named
            if isinstance(error, (AttributeError, TypeError)):
                raise not_a_reply(self.name, "its list of models cannot be read") from error
            raise explain(error, self.name) from error
        for model in listed:
            if self._model in {None, model.id}:
                return model.id, _context_tokens(model.model_extra or {})
        if self._model:
            return self._model, None  # an alias or a model loaded on demand: the server will say
        raise not_a_reply(self.name, "it lists no models")

    def _client(self, model: str) -> BaseChatModel:
        from langchain_openai import ChatOpenAI  # noqa: PLC0415  # takes seconds to load

        return ChatOpenAI(
            model=model,
            base_url=self._url,
            api_key=SecretStr(self._api_key),
            timeout=self._timeout_s,
            max_retries=0,
            temperature=0.0,
            max_completion_tokens=REPLY_TOKENS,
            use_responses_api=False,
            stream_usage=False,
        )


class GgufFile:
    """A GGUF file, served by a child process of ours that is started when first needed."""

    def __init__(self, path: Path, timeout_s: float) -> None:
        """Check the file and the extra; ModelError says what is missing."""
        self._server = GgufServer(path)
        self._timeout_s = timeout_s
        self._lock = threading.Lock()
        self._behind: OpenAIServer | None = None

    @property
    def name(self) -> str:
        """The file's name."""
        return self._server.path.name

    def connect(self) -> Connection:
        """The served model; a child that died is started again."""
        with self._lock:
            if self._behind is None or not self._server.running:
                address = self._server.address()
                key = SecretStr(address.api_key)
                self._behind = OpenAIServer(address.url, None, key, self._timeout_s)
            connection = self._behind.connect()
        return Connection(connection.model, self.name, connection.context_tokens)

    def close(self) -> None:
        """Stop the child process."""
        self._server.close()


def _context_tokens(extra: dict[str, Any]) -> int | None:
    """The context length among what servers add to a listed model: vLLM's field, or llama.cpp's."""
    meta = cast("dict[str, Any]", extra.get("meta") or {})
    found: object = extra.get("max_model_len") or meta.get("n_ctx")
    return found if isinstance(found, int) and found > 0 else None


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
