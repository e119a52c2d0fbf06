"""How much of the embedding model's own speed is left when everything else of publishing is done, too."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from assistant.assembly import open_assistant
from assistant.corpus.split import search_text
from assistant.retrieval.model_files import model_folder
from assistant.settings import Settings
from assistant_eval.bench.results import Floor, Section, Table
from assistant_eval.bench.workspace import Workspace

LEAST_RATIO = 0.85
ROUNDS = 2

METHOD = f"""\
*Publish* is the whole of it, from the call to the release in service: reading files in a child process,
splitting, loading the model, embedding, ledger, both indexes, verification in a child process, switch;
into an empty home, with the libraries imported before. *encode* is `SentenceTransformer.encode` of the
same model on the same texts (each text once), alone in a process of its own with the model loaded and
warmed up before, in the faster of float32 and bfloat16 and with the better of batch size 32 and 64. The
best of {ROUNDS} rounds in turn, for both."""


@dataclass(frozen=True, slots=True)
class _Speed:
    name: str
    texts: int
    publish_s: float
    encode_s: float
    encode_how: str

    @property
    def ratio(self) -> float:
        """Throughput of publishing as a share of encode's."""
        return self.encode_s / self.publish_s


def measure(workspace: Workspace) -> Section:
    """Texts a second of both, on the shipped pack and the larger reference documents."""
    packs = {"shipped pack": workspace.shipped_pack}
    if workspace.has_data:
        packs["reference documents"] = workspace.reference_pack
    speeds = [_speed(workspace, name, pack) for name, pack in packs.items()]
    rows = tuple(
        (
            one.name,
            f"{one.texts:,}",
            f"{one.texts / one.publish_s:.0f}/s ({one.publish_s:.1f} s)",
            f"{one.texts / one.encode_s:.0f}/s ({one.encode_s:.1f} s, {one.encode_how})",
            f"{one.ratio:.2f}",
        )
        for one in speeds
    )
    largest = speeds[-1]
    return Section(
        title="Publishing",
        method=METHOD,
        tables=(Table(("pack", "texts", "publish, end to end", "encode alone", "ratio"), rows),),
        floors=(
            Floor(
                f"publish throughput against encode alone ({largest.name})",
                f"≥ {LEAST_RATIO}",
                f"{largest.ratio:.2f}",
                largest.ratio >= LEAST_RATIO,
            ),
        ),
        values={f"{one.name}.ratio": one.ratio for one in speeds},
    )


def _speed(workspace: Workspace, name: str, pack: Path) -> _Speed:
    publishing: list[float] = []
    encoding: list[tuple[float, str]] = []
    texts: list[str] = []
    for number in range(ROUNDS):
        home = f"publish-{number}"
        started = time.perf_counter()
        workspace.publish(pack, home)
        publishing.append(time.perf_counter() - started)
        texts = texts or _embedded_texts(workspace.settings(pack, home))
        encoding.append(_encode(workspace.folder, texts))
        shutil.rmtree(workspace.folder / home)
    seconds, how = min(encoding)
    return _Speed(name, len(texts), min(publishing), seconds, how)


def _embedded_texts(settings: Settings) -> list[str]:
    with open_assistant(settings) as assistant:
        store = assistant.answering.store
        texts = [
            search_text(source, passage)
            for source in store.sources()
            for passage in store.document_passages(source.id)
        ]
    return list(dict.fromkeys(texts))


def _encode(folder: Path, texts: list[str]) -> tuple[float, str]:
    """Seconds of the better batch size, and how it ran."""
    file = folder / "texts.json"
    file.write_text(json.dumps(texts), encoding="utf-8")
    model = model_folder(Settings().embedding_model)
    printed = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "assistant_eval.bench.plain_encode", str(model), str(file)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    result = json.loads(printed.splitlines()[-1])
    seconds, size = min((seconds, size) for size, seconds in result["seconds"].items())
    return seconds, f"batch {size}, {result['number_type']}"
