"""Search by words: BM25 over a tantivy index on disk.

Body, headings and title are stemmed and folded to ASCII; a fourth field keeps words as they are written,
so that a model number such as "LM1,1", "A1203" or "3GS" matches itself and nothing like it. A
question is taken apart by the index's own analyser and put together as a query here: words a fan types are
never parsed as query syntax.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Self

import tantivy
from tantivy import FieldType, Occur, Query

from assistant.domain import Filter, Passage, Source
from assistant.errors import ReleaseError
from assistant.retrieval.facets import Facets, Hit, search_day
from assistant.retrieval.wording import OTHER_WORDS, meant

BODY_BOOST = 1.0
HEADINGS_BOOST = 0.6
TITLE_BOOST = 0.6
WRITTEN_BOOST = 0.5
OTHER_BOOST = 0.6
"""What documents may write instead of a word of the question, against the word itself."""

FIELD_TIE = 0.3
"""A word counts where it scores best, plus this share of its scores elsewhere: a title is repeated for
every passage of its document and must not outweigh what the passage says."""

_WORD = r"\w+(?:[.,+/&-]\w+)*\+*"
_LONGEST_WORD = 120
_WRITER_HEAP = 128_000_000

SMALLEST = 1_000
LEAST_ABSENT = 0.4

_ASKING_WORDS = frozenset(
    "say says said tell told come came comes many much think thought mean means meant happen happened know "
    "knew known exactly ever really actually please".split()
)
"""Words of asking: they shape a question and say nothing about its subject."""

_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a about an and any are as at be been but by can could did do does for from had has have he her his "
        "how i if in into is it its me my no not of on or our out she should so some such tell than that the "
        "their them then there these they this those to us was we were what when where which who whom whose "
        "why will with would you your "
        "whats whos wheres whens hows whys thats theres dont doesnt didnt isnt wasnt arent werent cant couldnt wont "
        "wouldnt hasnt havent hadnt youre theyre",
    )
)
"""Words of a question that say nothing about its subject. They are indexed, and searched where a question
has no others ("Who are you?")."""

_CONTRACTED = re.compile(r"\b(?:can|won|shan)['’]t\b|n['’]t\b|(?<=\w)['’](?:s|re|ve|ll|d|m)\b", re.IGNORECASE)
"""Endings that a question's words are taken without: the "s" of "what's" is no word of its own."""


def _stemmed() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(_LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def _written() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(_WORD))
        .filter(tantivy.Filter.remove_long(_LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .build()
    )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("body", "headings", "title"):
        builder.add_text_field(name, tokenizer_name="stemmed", index_option="freq")
    builder.add_text_field("written", tokenizer_name="written", index_option="freq")
    for name in ("kind", "voice"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("earliest", "latest", "embargo"):
        builder.add_integer_field(name, fast=True)
    return builder.build()


def _register(index: tantivy.Index) -> None:
    index.register_tokenizer("stemmed", _stemmed())
    index.register_tokenizer("written", _written())


class LexicalWriter:
    """Builds a new index in an empty folder; complete once left without an exception."""

    def __init__(self, folder: Path) -> None:
        index = tantivy.Index(_schema(), path=str(folder), reuse=False)
        _register(index)
        # One thread keeps passages in the order they came, so equal corpora build equal indexes.
        self._writer = index.writer(_WRITER_HEAP, num_threads=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._writer.commit()
        else:
            self._writer.rollback()
        self._writer.wait_merging_threads()

    def add(self, source: Source, passages: Iterable[Passage]) -> None:
        """Add passages of one document."""
        facets = _facet_fields(Facets.of(source))
        for passage in passages:
            headings = " › ".join((*passage.heading_path, *([passage.speaker] if passage.speaker else [])))
            self._writer.add_document(
                tantivy.Document(
                    id=passage.id,
                    title=source.title,
                    headings=headings,
                    body=passage.rendering,
                    written=f"{source.title} › {headings} › {passage.rendering}",
                    **facets,
                )
            )


def _facet_fields(facets: Facets) -> dict[str, str | int]:
    values = {
        "kind": facets.kind.value,
        "voice": facets.voice.value,
        "earliest": facets.earliest,
        "latest": facets.latest,
        "embargo": facets.embargo,
    }
    return {name: value for name, value in values.items() if value is not None}


class LexicalIndex:
    """Searches an index. Thread-safe; nothing is ever written to it."""

    def __init__(self, folder: Path) -> None:
        try:
            index = tantivy.Index.open(str(folder))
            _register(index)
            index.config_reader(reload_policy="manual")
            self._searcher = index.searcher()
        except (ValueError, OSError) as error:
            raise ReleaseError(
                f"{folder} cannot be read ({error}): run 'assistant rollback' or 'assistant publish'"
            ) from error
        self._schema = index.schema
        self._stemmed = _stemmed()
        self._written = _written()
        self._others = self._others_by_stem()

    def __len__(self) -> int:
        return self._searcher.num_docs

    def search(self, text: str, limit: int, where: Filter) -> list[Hit]:
        """At most `limit` passages by BM25, best first; none where `text` has no word the index knows."""
        scored = self._any_word(text)
        if scored is None or limit < 1:
            return []
        query = Query.boolean_query([(Occur.Must, scored), *self._conditions(where)])
        found = self._searcher.search(query, limit, count=False).hits
        hits = [Hit(self._searcher.doc(address)["id"][0], float(score)) for score, address in found]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))

    def matches(self, passage_id: str, text: str) -> bool:
        """Whether the index holds that passage under every word of `text`."""
        required = [self._term("id", passage_id), *(self._term("body", word) for word in self._words(text))]
        query = Query.boolean_query([(Occur.Must, term) for term in required])
        return bool(self._searcher.search(query, 1, count=False).hits)

    def stems(self, text: str) -> list[str]:
        """The words of `text` as the index knows them, in reading order."""
        return self._stemmed.analyze(text)

    def rarity(self, text: str) -> dict[str, float]:
        """How telling each word of `text` is here: its stem and BM25's inverse document frequency.

        Words that tell nothing of a subject are left out. A collection is taken to be one of at least
        `SMALLEST` passages: in a dozen passages a brand's own name is in most of them and tells still.
        """
        silent = (_FUNCTION_WORDS | _ASKING_WORDS) - {word for word, _ in meant(text)}
        spoken = self._written.analyze(_CONTRACTED.sub("", text))
        stems = self._words(" ".join(word for word in spoken if word not in silent))
        passages = max(self._searcher.num_docs, SMALLEST)
        counts = {stem: self._searcher.doc_freq("body", stem) for stem in stems}
        # That a small collection lacks a word says little: it may tell the same in other words.
        absent = max(LEAST_ABSENT, min(1.0, self._searcher.num_docs / SMALLEST))
        return {
            stem: (1.0 if n else absent) * math.log1p((passages - n + 0.5) / (n + 0.5))
            for stem, n in counts.items()
        }

    def other_stems(self, question: str) -> dict[str, frozenset[str]]:
        """For stems of `question`: what documents may write instead, as stems; most have none."""
        found = {stem: self._others[stem] for stem in self._words(question) if stem in self._others}
        for word, written in meant(question):
            stem = self._stemmed.analyze(word)[0]
            found[stem] = found.get(stem, frozenset()) | self._stems_of(written)
        return found

    def _stems_of(self, some: Iterable[str]) -> frozenset[str]:
        return frozenset(self._stemmed.analyze(" ".join(some)))

    def _others_by_stem(self) -> dict[str, frozenset[str]]:
        others: dict[str, frozenset[str]] = {}
        for word, written in OTHER_WORDS.items():
            stem = self._stemmed.analyze(word)[0]
            others[stem] = others.get(stem, frozenset()) | self._stems_of(written) - {stem}
        return others

    def uses(self, word: str) -> bool:
        """Whether some passage, heading or title uses `word`, in whatever form."""
        fields = ("body", "headings", "title")
        return any(
            self._searcher.doc_freq(field, stem) for stem in self._stemmed.analyze(word) for field in fields
        )

    def knows(self, stems: Iterable[str]) -> bool:
        """Whether some passage, heading or title uses each of `stems`; a small collection proves nothing."""
        if self._searcher.num_docs < SMALLEST:
            return True
        fields = ("body", "headings", "title")
        return all(any(self._searcher.doc_freq(field, stem) for field in fields) for stem in stems)

    def _words(self, text: str) -> list[str]:
        return list(dict.fromkeys(self._stemmed.analyze(text)))

    def _any_word(self, text: str) -> Query | None:
        # A lone surrogate can come in from JSON; the analyser would raise on it.
        clean = _CONTRACTED.sub("", text.encode("utf-8", "replace").decode())
        spoken = list(dict.fromkeys(self._written.analyze(clean)))
        silent = _FUNCTION_WORDS - {word for word, _ in meant(clean)}
        telling = [word for word in spoken if word not in silent] or spoken
        stems = self._words(" ".join(telling))
        others = self.other_stems(clean)
        clauses = [self._worded(stem, others.get(stem, frozenset())) for stem in stems]
        clauses += [Query.boost_query(self._term("written", word), WRITTEN_BOOST) for word in telling]
        return Query.boolean_query([(Occur.Should, clause) for clause in clauses]) if clauses else None

    def _worded(self, stem: str, others: frozenset[str]) -> Query:
        """A word of the question, or what is written for it: whichever scores best."""
        if not others:
            return self._stem_query(stem)
        instead = [Query.boost_query(self._stem_query(other), OTHER_BOOST) for other in sorted(others)]
        return Query.disjunction_max_query([self._stem_query(stem), *instead])

    def _stem_query(self, stem: str) -> Query:
        return Query.disjunction_max_query(
            [
                Query.boost_query(self._term(field, stem), boost)
                for field, boost in (
                    ("body", BODY_BOOST),
                    ("headings", HEADINGS_BOOST),
                    ("title", TITLE_BOOST),
                )
            ],
            FIELD_TIE,
        )

    def _term(self, field: str, word: str) -> Query:
        return Query.term_query(self._schema, field, word, "freq")

    def _conditions(self, where: Filter) -> list[tuple[Occur, Query]]:
        required: list[Query] = []
        if where.kinds:
            required.append(
                Query.term_set_query(self._schema, "kind", sorted(kind.value for kind in where.kinds))
            )
        if where.voices:
            required.append(
                Query.term_set_query(self._schema, "voice", sorted(voice.value for voice in where.voices))
            )
        if where.after:
            required.append(self._days("latest", first=where.after.toordinal()))
        if where.before:
            required.append(self._days("earliest", last=where.before.toordinal()))
        embargoed = self._days("embargo", first=search_day(where) + 1)
        return [
            *((Occur.Must, Query.const_score_query(query, 0.0)) for query in required),
            (Occur.MustNot, embargoed),
        ]

    def _days(self, field: str, *, first: int | None = None, last: int | None = None) -> Query:
        return Query.range_query(self._schema, field, FieldType.Integer, first, last)
