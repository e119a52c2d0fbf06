"""Settings become an assistant: the only place that picks concrete parts and puts them together."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from assistant.answering import Answering
from assistant.brand import Brand
from assistant.corpus.release import Release, Releases
from assistant.domain import Evidence, Filter, Outcome, Passage, Released, Source, Turn
from assistant.errors import ReleaseError
from assistant.finding import Finder
from assistant.generation.chat_model import ChatModelDrafter, open_chat_model
from assistant.generation.ranking import SentenceRanker
from assistant.generation.tables.facts import TableFacts
from assistant.grounding.checks.names import NameTable
from assistant.grounding.scoring.default import gate_judge, read
from assistant.listening.intent import IntentModel
from assistant.retrieval.commands import passage_gives_orders
from assistant.retrieval.dense import DenseIndex
from assistant.retrieval.embed import BUILTIN, Embedder
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.names import NameIndex
from assistant.retrieval.searcher import Searcher
from assistant.retrieval.spelling import Spelling, english_words
from assistant.retrieval.store import PassageStore
from assistant.service import Service, Services
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from assistant.retrieval.langchain import BrandRetriever

EXTRACTIVE = "extractive"


class Assistant:
    """One brand's assistant over the release in service. Thread-safe; close it, or use it as a context manager.

    A release that is published or rolled back to meanwhile is taken up with the next question. What
    ``brand.toml`` says, personas and names, is read once.
    """

    def __init__(self, brand: Brand, settings: Settings, parts: Parts, services: Services) -> None:
        self.brand = brand
        self.settings = settings
        self._parts = parts
        self._services = services

    @property
    def release(self) -> Release:
        """The release that answers now."""
        return self._services.now.release

    @property
    def release_id(self) -> str:
        """Its id."""
        return self.release.id

    @property
    def answering(self) -> Answering:
        """The pipeline over that release."""
        return self._services.now.answering

    def stream(
        self, question: str, *, history: Sequence[Turn] = (), persona: str | None = None
    ) -> Iterator[Released | Outcome]:
        """Each sentence once it has passed the gate, then exactly one outcome, all from one release.

        BrandError for an unknown persona, DrafterError where a chat model fails.
        """
        speaking = self.brand.persona(persona)
        with self.in_service() as answering:
            yield from answering.answer(question, history, speaking)

    @contextmanager
    def in_service(self) -> Generator[Answering]:
        """The pipeline over the release in service now, held open for as long as it is used."""
        with self._services.use() as service:
            yield service.answering

    def ask(self, question: str, *, history: Sequence[Turn] = (), persona: str | None = None) -> Outcome:
        """The outcome alone."""
        for event in self.stream(question, history=history, persona=persona):
            if isinstance(event, Outcome):
                return event
        raise AssertionError("an answer ends with its outcome")

    def passage(self, passage_id: str) -> Passage:
        """A cited passage, with all around the words a citation points to.

        Releases that answer or have just answered are looked through, the newest first; ReleaseError where
        none holds it.
        """
        with self._services.use_all() as services:
            for service in services:
                found = service.answering.store.passages([passage_id])
                if passage_id in found:
                    return found[passage_id]
        raise ReleaseError(f"release {self.release_id} holds no passage {passage_id!r}: ask again")

    def source(self, document_id: str) -> Source:
        """What is known about a cited document; as `passage`."""
        with self._services.use_all() as services:
            for service in services:
                if service.answering.store.holds(document_id):
                    return service.answering.store.source(document_id)
        raise ReleaseError(f"release {self.release_id} holds no document {document_id!r}: ask again")

    def as_retriever(self, limit: int | None = None) -> BrandRetriever:
        """The search as a LangChain retriever: each question is put to the release then in service."""
        from assistant.retrieval.langchain import BrandRetriever  # noqa: PLC0415 - only for those who ask

        def search(question: str, limit: int, where: Filter) -> tuple[Evidence, ...]:
            with self.in_service() as answering:
                return answering.finder.searcher.search(question, limit=limit, where=where)

        return BrandRetriever(search=search, limit=limit or self.settings.evidence_limit)

    def as_runnable(self) -> Runnable[str, Outcome]:
        """The assistant as a LangChain Runnable: a question in, its outcome out, alone or in a batch.

        Its stream is that one outcome; sentences as they pass the gate come from `Assistant.stream`.
        """
        from langchain_core.runnables import RunnableLambda  # noqa: PLC0415 - only for those who ask

        return RunnableLambda(self.ask, name=f"{self.brand.name} assistant")

    def close(self) -> None:
        """Let go of files, threads and a model server of our own."""
        self._services.close()
        self._parts.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_assistant(settings: Settings) -> Assistant:
    """The assistant of `settings.brand`, on the release in service.

    BrandError for the pack, ReleaseError where nothing is published (StaleRelease where it was built with
    another embedding model), ModelError or DrafterError for models that cannot be used.
    """
    brand = Brand.read(settings.brand)
    releases = Releases(settings.home, brand.root)
    first = releases.current()  # before the models are loaded: nobody waits for them to hear of a mistake
    with ExitStack() as opening:  # what is open is closed again where a later part fails
        embedder = Embedder(settings.embedding_model)
        opening.callback(embedder.close)
        chat_model = _chat_model(settings)
        if chat_model:
            opening.callback(chat_model.close)
        parts = Parts(embedder, chat_model, _listener(brand, settings, embedder))
        opening.callback(parts.close)
        services = Services(releases, lambda release: _service(release, brand, settings, parts), first)
        opening.pop_all()
    return Assistant(brand, settings, parts, services)


@dataclass(frozen=True, slots=True)
class Parts:
    """What serves one release as well as another; `listener` is the embedding model that messages are heard by."""

    embedder: Embedder
    chat_model: ChatModelDrafter | None
    listener: Embedder | None

    def close(self) -> None:
        """Stop threads, and a model server of our own."""
        self.embedder.close()
        if self.listener:
            self.listener.close()
        if self.chat_model:
            self.chat_model.close()


def _service(release: Release, brand: Brand, settings: Settings, parts: Parts) -> Service:
    """The pipeline over one release; ReleaseError where it cannot be read."""
    embedder = parts.embedder
    release.require_model(embedder.fingerprint)
    with ExitStack() as opening:  # what is open is closed again where a later part fails
        store = opening.enter_context(closing(PassageStore(release.store)))
        dense = opening.enter_context(closing(DenseIndex(release.dense)))
        lexical = LexicalIndex(release.lexical)
        names, tables = _tables(store, brand)
        table = NameTable(aliases_of(brand, names))
        searcher = Searcher(store=store, dense=dense, lexical=lexical, names=names, embedder=embedder)
        opening.callback(searcher.close)
        judge = gate_judge(table)
        finder = Finder(
            brand=brand,
            store=store,
            names=names,
            searcher=searcher,
            ranker=SentenceRanker(lexical),
            tables=tables,
            facts=judge.reader,
            evidence_limit=settings.evidence_limit,
            read=read,
        )
        answering = Answering(
            brand=brand,
            release_id=release.id,
            store=store,
            names=names,
            finder=finder,
            judge=judge,
            chat_model=parts.chat_model,
            intents=_intents(parts.listener) if parts.listener else None,
            spelling=Spelling(lexical.uses, english_words(), names, brand.name)
            if brand.language == "en"
            else None,
        )
        return Service(release, answering, opening.pop_all())


def _tables(store: PassageStore, brand: Brand) -> tuple[NameIndex, TableFacts]:
    """What the rows of a release are called, and what answers from them."""
    # Names under embargo are nobody's to ask for; they are known from the first start after their day. Rows are
    # told without a search, so what the search leaves out is left out here as well.
    rows = (
        row
        for row in store.table_rows()
        if Filter().allows(store.source(row.document_id)) and not passage_gives_orders(row)
    )
    names = NameIndex(rows, brand.aliases, brand.name)
    return names, TableFacts(names, brand.aliases)


def try_tables(release: Release, brand: Brand) -> None:
    """Open what answers from the tables of a release, as serving it will; raises whatever serving would raise."""
    with closing(PassageStore(release.store)) as store:
        names, _ = _tables(store, brand)
        NameTable(aliases_of(brand, names))


def _listener(brand: Brand, settings: Settings, embedder: Embedder) -> Embedder | None:
    """The model in the package, which the classifier learnt from; None in a language it does not know."""
    if brand.language != "en":
        return None
    return embedder if settings.embedding_model == BUILTIN else Embedder(BUILTIN)


def _intents(embedder: Embedder) -> IntentModel:
    return IntentModel.read(embedder.encode_query, embedder.fingerprint)


def _chat_model(settings: Settings) -> ChatModelDrafter | None:
    return None if settings.drafter == EXTRACTIVE else open_chat_model(settings)


def aliases_of(brand: Brand, names: NameIndex) -> dict[str, tuple[str, ...]]:
    """Other names of the same thing, for the gate: the tables', the brand's and the founder's."""
    aliases = {**names.aliases(), **brand.aliases}
    if brand.founder:
        aliases[brand.founder.name] = (*aliases.get(brand.founder.name, ()), *brand.founder.aliases)
    return aliases
