import pytest
from assistant_eval.bench.plain_chain import CHUNK_CHARACTERS, PlainChain

from assistant.retrieval.embed import Embedder

FILLER = "Nothing of note was decided on that day, and everybody went home early. "


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory):
    root = tmp_path_factory.mktemp("pack")
    (root / "tubes.md").write_text("# Tubes\n\nThe engineers replaced every vacuum tube with a transistor.\n")
    (root / "long.txt").write_text(FILLER * 40 + "The zx81q connector was gold plated.\n")
    (root / "broken.txt").write_bytes(b"caf\xe9 in the lobby")
    embedder = Embedder()
    yield PlainChain(root, ["tubes.md", "long.txt", "broken.txt"], embedder)
    embedder.close()


def test_every_file_is_cut_into_chunks_of_the_stated_size(chain: PlainChain):
    found = chain.fused("what happened?", 50)
    assert {item.document for item in found} == {"tubes.md", "long.txt", "broken.txt"}
    assert all(len(item.text) <= CHUNK_CHARACTERS for item in found)
    assert len(chain) >= 5


def test_meaning_finds_what_shares_no_word_with_the_question(chain: PlainChain):
    assert chain.dense("semiconductor electronics", 1)[0].document == "tubes.md"


def test_words_lift_what_only_they_can_find(chain: PlainChain):
    best = chain.fused("zx81q", 1)[0]
    assert best.document == "long.txt"
    assert "zx81q" in best.text


def test_no_more_than_asked_for_comes_back(chain: PlainChain):
    assert len(chain.dense("lobby", 2)) == len(chain.fused("lobby", 2)) == 2
