"""Dense search ranks by cosine, inside its filters, and never shows what is under embargo."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.domain import Filter, Kind, Voice
from assistant.errors import ReleaseError
from assistant.retrieval import dense
from assistant.retrieval.dense import DenseIndex
from tests.unit.retrieval.samples import dense_index, passages, source, unit

DAY = dt.date(2030, 5, 17)
TALK = source("talk.md", kind=Kind.SPEECH, voice=Voice.BY_FOUNDER, date="1984-01-24")
PAGE = source("pägé 😀.md", kind=Kind.HISTORY, voice=Voice.BY_OTHERS, date="1990")
UNDATED = source("undated.md", kind=Kind.HISTORY, voice=Voice.UNSOURCED)
SECRET = source("secret.md", kind=Kind.PRESS, voice=Voice.BY_BRAND, date="1984", embargo=DAY)
EAST, NORTH = unit([1, 0, 0])[0], unit([0, 1, 0])[0]
TODAY = Filter(today=dt.date(2026, 1, 1))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> DenseIndex:
    return dense_index(
        tmp_path_factory.mktemp("dense") / "chroma",
        (TALK, passages(TALK, "east", "north"), unit([1, 0, 0], [0, 1, 0])),
        (PAGE, passages(PAGE, "mostly east"), unit([3, 1, 0])),
        (UNDATED, passages(UNDATED, "half east"), unit([1, 1, 0])),
        (SECRET, passages(SECRET, "almost east"), unit([9, 1, 0])),
    )


def found(index: DenseIndex, where: Filter, limit: int = 10) -> list[str]:
    return [hit.passage_id for hit in index.search(EAST, limit, where)]


def test_hits_are_ranked_by_cosine(index: DenseIndex) -> None:
    hits = index.search(EAST, 3, TODAY)
    assert [hit.passage_id for hit in hits] == ["talk.md#0", "pägé 😀.md#0", "undated.md#0"]
    assert [hit.score for hit in hits] == pytest.approx([1, 3 / 10**0.5, 0.5**0.5], abs=1e-5)
    assert len(index) == 5


def test_many_questions_are_answered_at_once(index: DenseIndex) -> None:
    east, north = index.search_many(np.stack([EAST, NORTH]), 1, TODAY)
    assert [hit.passage_id for hit in (*east, *north)] == ["talk.md#0", "talk.md#1"]


def test_an_embargoed_passage_is_found_from_its_day_on(index: DenseIndex) -> None:
    for day, visible in ((DAY - dt.timedelta(days=1), False), (DAY, True), (dt.date.max, True)):
        assert ("secret.md#0" in found(index, Filter(today=day))) is visible
    assert found(index, Filter(today=DAY), limit=2) == ["talk.md#0", "secret.md#0"]
    assert "secret.md#0" not in found(index, Filter(kinds=frozenset({Kind.PRESS})))


@pytest.mark.parametrize(
    ("where", "documents"),
    [
        (Filter(kinds=frozenset({Kind.SPEECH})), {"talk.md"}),
        (Filter(voices=frozenset({Voice.BY_OTHERS, Voice.UNSOURCED})), {PAGE.id, "undated.md"}),
        (Filter(kinds=frozenset({Kind.HISTORY}), voices=frozenset({Voice.BY_OTHERS})), {PAGE.id}),
        (Filter(after=dt.date(1984, 1, 24)), {"talk.md", PAGE.id}),
        (Filter(after=dt.date(1984, 1, 25)), {PAGE.id}),
        (Filter(before=dt.date(1984, 1, 24)), {"talk.md"}),
        (Filter(before=dt.date(1984, 1, 23)), set()),
        (Filter(after=dt.date(1990, 6, 1), before=dt.date(1990, 6, 30)), {PAGE.id}),
        (Filter(before=dt.date(2000, 1, 1), today=DAY), {"talk.md", PAGE.id, "secret.md"}),
        (Filter(kinds=frozenset({Kind.PRESS}), today=DAY), {"secret.md"}),
    ],
)
def test_filters_are_part_of_the_search(index: DenseIndex, where: Filter, documents: set[str]) -> None:
    assert {passage_id.split("#")[0] for passage_id in found(index, where)} == documents


def test_a_missing_or_broken_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="assistant publish"):
        DenseIndex(tmp_path)
    (tmp_path / "chroma.sqlite3").write_bytes(b"nothing that Chroma wrote" * 100)
    with pytest.raises(ReleaseError, match="assistant rollback"):
        DenseIndex(tmp_path)


def test_more_rows_than_chroma_takes_at_once(tmp_path: Path) -> None:
    many = source("many.md")
    vectors = np.random.default_rng(7).standard_normal((5_600, 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = dense_index(tmp_path / "chroma", (many, passages(many, *["word"] * 5_600), vectors))
    assert len(index) == 5_600
    assert index.search(vectors[5_599], 1, Filter())[0].score == pytest.approx(1, abs=1e-5)


def test_another_process_sees_all_that_was_written(tmp_path: Path, index: DenseIndex) -> None:
    folder = tmp_path / "chroma"
    dense_index(folder, (TALK, passages(TALK, "east", "north"), unit([1, 0, 0], [0, 1, 0]))).close()
    script = (
        "import sys, numpy, pathlib; from assistant.domain import Filter;"
        "from assistant.retrieval.dense import DenseIndex; index = DenseIndex(pathlib.Path(sys.argv[1]));"
        "hits = index.search(numpy.array([0, 1, 0], dtype='float32'), 9, Filter());"
        "print(len(index), [hit.passage_id for hit in hits])"
    )
    said = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, check=True).stdout
    assert said.decode().strip() == "2 ['talk.md#1', 'talk.md#0']"


def test_a_poor_graph_loses_no_passage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    poor = {"space": "cosine", "max_neighbors": 8, "ef_construction": 10, "ef_search": 10}
    monkeypatch.setattr(dense, "HNSW", poor)
    page = source("page.md")
    vectors = np.random.default_rng(11).standard_normal((3_000, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = dense_index(tmp_path / "chroma", (page, passages(page, *["word"] * 3_000), vectors))
    assert len(index) == 3_000
    found = index.search_many(vectors, 1, Filter())
    assert [hits[0].passage_id for hits in found] == [f"page.md#{number}" for number in range(3_000)]
    assert len({hit.passage_id for hit in index.search(vectors[0], 50, Filter())}) == 50
