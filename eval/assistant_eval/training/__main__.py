"""``python -m assistant_eval.training train``: make the grounding model and its calibration from public data."""
# ruff: noqa: PLC0415 - imports inside the command keep --help fast

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant_eval.training.batches import EncodedPair
    from assistant_eval.training.card import Learnt

SEED = 7
RATES = (1.5e-4, 1e-4)
"""Highest learning rate of each pass: the first is for words and sentences, the second for documents."""

FAULTS = (3_500, 1_500)
"""Faults made for each pass."""

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def train(
    data: Annotated[
        Path,
        typer.Option(exists=True, file_okay=False, help="Folder of the public sets, one folder a set."),
    ],
    work: Annotated[
        Path,
        typer.Option(
            file_okay=False, help="Where checkpoints and signals are kept; a run goes on from them."
        ),
    ] = Path("training-work"),
    out: Annotated[Path, typer.Option(file_okay=False, help="Folder the model is written to.")] = Path(
        "assistant/grounding/model"
    ),
    pack: Annotated[
        list[Path],
        typer.Option(exists=True, file_okay=False, help="Packs whose passages are taken apart."),
    ] = [Path("corpus/apple")],  # noqa: B006 - typer copies it
    only_calibrate: Annotated[
        bool, typer.Option(help="Keep the weights in OUT, fit the calibration anew.")
    ] = False,
) -> None:
    """Train the grounding model (about two hours on two cores) and calibrate it.

    Every stage is seeded and kept in WORK: after Ctrl-C, a kill or a power
    cut the same command goes on where it stopped.

    Example: python -m assistant_eval.training train --data ../shared/data/benchmarks
    """
    from assistant_eval.training.calibrate import calibrate

    work.mkdir(parents=True, exist_ok=True)
    if not only_calibrate:
        _train(data, work, out, pack)
    calibrate(data, work, out, report=typer.echo)


@app.command("held-back")
def held_back(
    data: Annotated[Path, typer.Option(exists=True, file_okay=False, help="Folder of the public sets.")],
    out: Annotated[Path, typer.Option(file_okay=False, help="Folder the rows are written to, a file a set.")],
) -> None:
    """Write out the rows that neither the model nor its calibration has seen.

    What `assistant-eval judge` and `assistant-eval answerable` are to be
    measured on: FILES is OUT/*.jsonl.

    Example: python -m assistant_eval.training held-back --data DIR --out unseen
    """
    from assistant_eval.training.unseen import write_unseen

    for name, count in write_unseen(data, out):
        typer.echo(f"{name}: {count} rows")


def _train(data: Path, work: Path, out: Path, packs: list[Path]) -> None:
    import torch

    from assistant.bert import BertEncoder
    from assistant.pair_network import PairNetwork
    from assistant.retrieval.model_files import BUILTIN, model_folder
    from assistant_eval.training.card import write_card
    from assistant_eval.training.export import export
    from assistant_eval.training.fit import fit

    base = model_folder(BUILTIN)
    config = json.loads((base / "config.json").read_text(encoding="utf-8"))
    torch.manual_seed(SEED)  # pyright: ignore[reportUnknownMemberType]
    network = PairNetwork(config)
    network.encoder.load_state_dict(BertEncoder.read(base).state_dict())
    passes: list[Learnt] = []
    for part, rate in enumerate(RATES):
        encoded, learnt = _encoded(data, packs, base, part)
        passes.append(learnt)
        checkpoint = work / f"pass-{part + 1}.pt"
        fit(network, encoded, checkpoint, seed=SEED + part, rate=rate, progress=_progress())
    export(network, base, out)
    write_card(out / "MODEL_CARD.md", passes, config)


def _encoded(data: Path, packs: list[Path], base: Path, part: int) -> tuple[list[EncodedPair], Learnt]:
    """The pairs of a pass as tokens, and what they were made from."""
    from tokenizers import Tokenizer

    from assistant_eval.training.batches import encoded_pairs
    from assistant_eval.training.card import Learnt
    from assistant_eval.training.leaks import without_leaks
    from assistant_eval.training.made_pairs import changed_claims, made_pairs
    from assistant_eval.training.public_sets import public_pairs

    typer.echo(f"pass {part + 1}: reading the sets and making pairs ...")
    public = list(public_pairs(data, SEED, part))
    changed = changed_claims(public, SEED + part) if part else ()
    kept, leaked = without_leaks(
        [*public, *changed, *made_pairs(data, packs, SEED + part, FAULTS[part])], data
    )
    counts: dict[str, dict[str, int]] = {}
    for pair in kept:
        of_source, stance = counts.setdefault(pair.source, {}), pair.stance.name.lower()
        of_source[stance] = of_source.get(stance, 0) + 1
    typer.echo(f"{len(kept)} pairs; {leaked} left out because a measuring row has the same text")
    tokenizer: Tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return encoded_pairs(kept, tokenizer), Learnt(counts, leaked)


def _progress() -> Callable[[int, int, float], None]:
    started = time.monotonic()
    first: list[int] = []

    def tell(step: int, steps: int, loss: float) -> None:
        first.append(step)
        done = max(1, step - first[0])
        left = (time.monotonic() - started) / done * (steps - step) if len(first) > 1 else 0.0
        typer.echo(
            f"step {step} of {steps}, loss {loss:.4f}" + (f", {left / 60:.0f} min left" if left else "")
        )

    return tell


if __name__ == "__main__":
    app(prog_name="python -m assistant_eval.training")
