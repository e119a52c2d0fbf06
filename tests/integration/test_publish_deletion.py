"""A document taken out of the pack is out of the next release, to its last word."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from assistant.domain import Filter
from assistant.errors import ReleaseError
from assistant.retrieval.embed import Embedder
from tests.publishing import opened, publish_pack, releases, settings, story, write_pack
from tests.tiny_model import write_tiny_model

WORD = "quixoticzephyr"


def files_with(folder: Path, word: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]


def test_no_word_of_a_deleted_document_is_left(tmp_path: Path) -> None:
    told = f"The {WORD} was built in secret. It had a dial."
    root = write_pack(tmp_path / "pack", {"a.md": story(1), "b.md": story(2), f"{WORD}.md": told})
    configured = settings(tmp_path / "home", write_tiny_model(tmp_path / "model"))
    publish_pack(root, configured)
    known = releases(root, configured)
    before = known.current()
    assert before.store in files_with(before.folder, WORD)
    with opened(before) as (store, _, lexical):
        gone = {passage.id for passage in store.document_passages(f"{WORD}.md")}
        assert {hit.passage_id for hit in lexical.search(WORD, 9, Filter())} == gone

    (root / f"{WORD}.md").unlink()
    report = publish_pack(root, configured)
    assert (report.removed, report.unchanged) == (1, 2)
    after = known.current()
    assert after.id != before.id
    assert files_with(after.folder, WORD) == []
    assert files_with(known.state, WORD) == files_with(before.folder, WORD), "only the old release has it"
    with opened(after) as (store, dense, lexical), closing(Embedder(configured.embedding_model)) as embedder:
        assert lexical.search(WORD, 9, Filter()) == []
        hits = dense.search(embedder.encode_query(told), 100, Filter())
        assert len(hits) == len(store)
        assert not gone & {hit.passage_id for hit in hits}
        assert store.passages(gone) == {}
        with pytest.raises(ReleaseError):
            store.document_text(f"{WORD}.md")

    known.prune(1)
    assert files_with(known.state, WORD) == []
