from pathlib import Path

import numpy as np
from assistant_eval.bench.synthetic import CLOSENESS, RealDocument, SearchableRelease, grown

from assistant.domain import BlockKind, Document, Filter, Kind, Passage, Source, Voice
from assistant.text import segment

DIMENSION = 16


def real(name: str, *texts: str, kind: BlockKind = BlockKind.PARAGRAPH) -> RealDocument:
    passages: list[Passage] = []
    start = 0
    for ordinal, text in enumerate(texts):
        sentences = segment(text, start)
        passages.append(
            Passage(
                f"{name}#{ordinal}",
                name,
                ordinal,
                start,
                start + len(text),
                text,
                text,
                kind,
                sentences,
                ("Top",),
            )
        )
        start += len(text) + 1
    vectors = np.random.default_rng(len(name)).standard_normal((len(texts), DIMENSION)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    source = Source(name, name.title(), Kind.HISTORY, Voice.BY_OTHERS, "0" * 64)
    return RealDocument(source, "\n".join(texts), tuple(passages), vectors)


REAL = [
    real("valves.md", "The valve glows. It warms the room.", "A radio hums. Nobody minds. It is late."),
    real("dials.md", "The dial turns left. It never sticks."),
    real("table.csv", "Radio One. Price: 5.", kind=BlockKind.TABLE_ROW),
]


def test_it_grows_to_exactly_that_size_with_true_offsets():
    documents = list(grown(REAL, 57))
    passages = [passage for document in documents for passage in document.passages]
    assert len(passages) == 57
    assert len({passage.id for passage in passages}) == 57
    assert documents[: len(REAL)] == REAL
    for document in documents:
        Document(document.source, document.text, ())
        for passage in document.passages:
            assert document.text[passage.start : passage.end] == passage.text
            for sentence in passage.sentences:
                assert document.text[sentence.start : sentence.end] == sentence.rendering


def test_new_passages_are_made_of_real_sentences_and_near_real_vectors():
    known = {s.rendering for document in REAL for p in document.passages for s in p.sentences}
    originals = np.concatenate([document.vectors for document in REAL])
    for document in list(grown(REAL, 57))[len(REAL) :]:
        assert {s.rendering for passage in document.passages for s in passage.sentences} <= known
        np.testing.assert_allclose(np.linalg.norm(document.vectors, axis=1), 1, rtol=1e-5)
        assert np.all(np.isclose(document.vectors @ originals.T, CLOSENESS, atol=1e-4).any(axis=1))


def test_it_grows_the_same_way_every_time():
    first, second = (list(grown(REAL, 40)) for _ in range(2))
    assert [document.text for document in first] == [document.text for document in second]
    np.testing.assert_array_equal(first[-1].vectors, second[-1].vectors)


def test_a_corpus_that_is_large_enough_stays_as_it_is():
    assert list(grown(REAL, 2)) == REAL


def test_a_release_of_it_can_be_searched_both_ways(tmp_path: Path):
    with SearchableRelease(tmp_path / "release", grown(REAL, 30)) as release:
        assert len(release) == 30
        by_meaning = release.dense.search(REAL[0].vectors[1], 1, Filter())
        assert [hit.passage_id for hit in by_meaning] == ["valves.md#1"]
        by_words = release.lexical.search("Radio One", 1, Filter())
        assert [hit.passage_id for hit in by_words] == ["table.csv#0"]
        assert release.store.passages(["dials.md#0"])["dials.md#0"].text.startswith("The dial")
