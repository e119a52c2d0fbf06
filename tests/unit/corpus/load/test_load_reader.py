from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from assistant.corpus.load import DocumentReader
from assistant.domain import Document, Kind, PartialDate, Quarantined, Voice
from assistant.errors import PublishError
from tests.loading import read_pack, scan_pack, settings

SABOTAGE = """
import os, sys
if "assistant.corpus.load.child" in sys.orig_argv:
    from assistant.corpus.load import plain_text
    honest = plain_text.parse

    def parse(data):
        if b"HANG" in data:
            while True:
                pass
        if b"CRASH" in data:
            os.abort()
        if b"QUIT" in data:
            os._exit(3)
        if b"SWELL" in data:
            return bytearray(10**12)
        if b"RAISE" in data:
            raise KeyError("a parser's own fault")
        if b"PRINT" in data:
            print("noise", flush=True)
            os.write(1, b"more noise")
        return honest(data)

    plain_text.parse = parse
"""


@pytest.fixture
def sabotaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack of one good file, and a reader's child whose text parser does what the file says."""
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "sitecustomize.py").write_text(SABOTAGE)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "code"))
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "z.txt").write_text("Good words.\n")
    return pack


def test_metadata_of_every_place_in_its_order(tmp_path: Path) -> None:
    (tmp_path / "brand.toml").write_text(
        'name = "Acme"\nlanguage = "de"\n[[documents]]\nmatch = "**"\nkind = "press"\nvoice = "by_brand"\n'
        'title = "Rule"\nplace = "Springfield"\ndate = "1990"\n'
    )
    (tmp_path / "speeches").mkdir()
    (tmp_path / "speeches" / "a.md").write_text("---\ntitle: Front\n---\n# Heading\n\nWords.\n")
    (tmp_path / "speeches" / "a.md.toml").write_text('title = "Sidecar"\ndate = "1984-01"\n')
    documents, _ = read_pack(tmp_path)
    source = documents["speeches/a.md"].source
    assert (source.title, source.date, source.kind) == ("Front", PartialDate(1984, 1), Kind.PRESS)
    assert (source.voice, source.place, source.language) == (Voice.BY_BRAND, "Springfield", "de")
    assert source.id == "speeches/a.md"


def test_what_nobody_says_is_found_or_guessed(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to_all_staff.txt").write_text("Dear all.\n")
    (tmp_path / "letters" / "b.md").write_text("# Dear staff\n\nWords.\n")
    (tmp_path / "sayings.json").write_text('[{"quote": "Be bright", "author": "Ada"}]')
    documents, _ = read_pack(tmp_path)
    found = {
        path: (item.source.title, item.source.kind, item.source.voice) for path, item in documents.items()
    }
    assert found == {
        "letters/b.md": ("Dear staff", Kind.LETTER, Voice.BY_OTHERS),
        "letters/to_all_staff.txt": ("To all staff", Kind.LETTER, Voice.BY_OTHERS),
        "sayings.json": ("Sayings", Kind.HISTORY, Voice.UNSOURCED),
    }


def test_what_was_not_declared_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nkind: speech\ndate: 3/4/1984\n---\nWords.\n")
    with DocumentReader(settings()) as reader:
        loaded = reader.load(scan_pack(tmp_path).files[0])
    assert not isinstance(loaded, Quarantined)
    assert "kind" not in loaded.undeclared
    assert {"voice", "title"} <= set(loaded.undeclared)
    assert "3/4/1984" in loaded.notes[0]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("HANG", "takes longer than 2 s to read: split it, or raise ASSISTANT_DOCUMENT_TIMEOUT_S"),
        ("CRASH", "crashed its reader (SIGABRT): save it anew from its own program, or remove it"),
        ("QUIT", "crashed its reader (exit code 3)"),
        ("SWELL", "takes more memory than ASSISTANT_DOCUMENT_MEMORY_MB to read"),
        ("RAISE", 'is broken (KeyError: "a parser\'s own fault")'),
    ],
)
def test_a_file_that_harms_its_reader_is_quarantined_and_the_rest_read(
    sabotaged: Path, words: str, reason: str
) -> None:
    (sabotaged / "a.txt").write_text(words)
    documents, reasons = read_pack(sabotaged, document_timeout_s=2)
    assert list(documents) == ["z.txt"]
    assert reasons["a.txt"].startswith(reason)


def test_what_a_parser_prints_goes_nowhere(sabotaged: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (sabotaged / "a.txt").write_text("PRINT these words")
    documents, _ = read_pack(sabotaged)
    assert list(documents) == ["a.txt", "z.txt"]
    assert capfd.readouterr() == ("", "")


def test_a_hanging_file_does_not_keep_the_reader_open(sabotaged: Path) -> None:
    (sabotaged / "a.txt").write_text("HANG")
    reader = DocumentReader(settings(document_timeout_s=60))
    thread = threading.Thread(target=lambda: reader.read(scan_pack(sabotaged).files[0]))
    thread.start()
    while reader._connection is None:
        time.sleep(0.05)
    child = reader._child
    assert child is not None
    started = time.monotonic()
    reader.close()
    assert time.monotonic() - started < 5
    assert child.poll() == -signal.SIGKILL
    thread.join(5)


def test_the_child_ends_with_its_parent_and_is_lean(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Words.\n")
    with DocumentReader(settings()) as reader:
        assert isinstance(reader.read(scan_pack(tmp_path).files[0]), Document)
        assert reader._child is not None
        maps = Path(f"/proc/{reader._child.pid}/maps")
        if maps.exists():
            assert not any(name in maps.read_text() for name in ("torch", "chromadb", "tantivy"))
        child = reader._child
    assert child.returncode is not None


def test_a_child_that_cannot_start_is_a_failure_to_publish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text("import os, sys\nif len(sys.orig_argv) > 4: os._exit(1)\n")
    (tmp_path / "a.md").write_text("Words.\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with DocumentReader(settings()) as reader, pytest.raises(PublishError, match="does not start"):
        reader.read(scan_pack(tmp_path).files[0])


def test_a_killed_child_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Words.\n")
    file = scan_pack(tmp_path).files[0]
    with DocumentReader(settings()) as reader:
        reader.read(file)
        assert reader._child is not None
        os.kill(reader._child.pid, signal.SIGKILL)
        reader._child.wait()
        assert "SIGKILL" in str(reader.read(file))
        assert isinstance(reader.read(file), Document)


def test_a_file_that_changes_or_goes_after_the_scan_is_not_read(tmp_path: Path) -> None:
    for name in ("changed.md", "gone.md"):
        (tmp_path / name).write_text("Words.\n")
    files = scan_pack(tmp_path).files
    (tmp_path / "changed.md").write_text("Other words.\n")
    (tmp_path / "gone.md").unlink()
    with DocumentReader(settings()) as reader:
        changed, gone = reader.read_all(files)
    assert isinstance(changed, Quarantined)
    assert isinstance(gone, Quarantined)
    assert "changed while it was read" in changed.reason
    assert "No such file" in gone.reason


def test_reading_runs_ahead_of_its_caller(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.md").write_text(f"Words {number}.\n")
    with DocumentReader(settings()) as reader:
        results = reader.read_all(scan_pack(tmp_path).files)
        first = next(results)
        rest = list(results)
    assert [item.source.id for item in (first, *rest) if isinstance(item, Document)] == [
        f"{number}.md" for number in range(5)
    ]


@pytest.mark.parametrize("text", ["---\ntitle: A\n---\n", "***\n", "\x00\x00", "![picture](a.png)\n"])
def test_files_without_words_are_empty(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.md").write_text(text)
    _, reasons = read_pack(tmp_path)
    assert "holds no words" in reasons["a.md"]


def test_what_must_not_be_published_is_quarantined_though_it_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text("---\nembrago: 2031-10-01\n---\nThe Lumo Two will dim.\n")
    (tmp_path / "talk.md").write_text("Lamps dim.\n")
    (tmp_path / "talk.toml").write_text('visibility = "draft"\n')
    documents, reasons = read_pack(tmp_path)
    assert documents == {}
    assert reasons.keys() == {"plan.md", "talk.md", "talk.toml"}
    assert reasons["plan.md"].endswith("which is not read: write 'embargo', or remove it")
    assert "call that talk.md.toml" in reasons["talk.md"]
    with DocumentReader(settings()) as reader:
        loaded = [reader.load(file) for file in scan_pack(tmp_path).files]
    assert not any(isinstance(each, Quarantined) for each in loaded)  # a check still looks them over
