"""``python -m assistant_eval.training train``: make the grounding model and its calibration from public data."""
# ruff: noqa: PLC0415 - imports inside the command keep --help fast

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant_eval.training.card import Learnt
    from assistant_eval.training.pairs import Pair

SEED = 7
RATES = (1.5e-4, 1e-4, 8e-5)
"""Highest learning rate of each pass: the first is for words and sentences, the second for documents, the third for
what was written for this project."""

FAULTS = (3_500, 1_500, 800)
"""Faults made for each pass."""

WITH_WRITTEN = 2
"""The pass that learns from the written pairs."""

BESIDE_TWINS = 0.4
"""Share of the last pass's claims that is learnt from again beside true claims and their false twins."""

TAKEN = 0.7
"""How far the model goes from the weights before that pass to those after it. At 0.5 claims in the wild are judged as
before and written ones hardly better, at 1 written ones best and those in the wild worse; here both gain."""

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
    written: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help="Pairs written for this project.")
    ] = Path("eval/pairs/written.jsonl"),
    claims: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help="True claims and false twins, written likewise.")
    ] = Path("eval/pairs/claims.jsonl"),
    packs: Annotated[
        Path,
        typer.Option(exists=True, file_okay=False, help="Packs with questions written for this project."),
    ] = Path("eval/pairs/packs"),
    only_calibrate: Annotated[
        bool, typer.Option(help="Keep the weights in OUT, fit the calibration anew.")
    ] = False,
) -> None:
    """Train the grounding model (about eight hours on two cores) and calibrate it.

    Every stage is seeded and kept in WORK: after Ctrl-C, a kill or a power
    cut the same command goes on where it stopped.

    Example: python -m assistant_eval.training train --data ../shared/data/benchmarks
    """
    from assistant_eval.training.calibrate import calibrate

    work.mkdir(parents=True, exist_ok=True)
    if not only_calibrate:
        _train(data, work, out, pack, Own(written, claims, packs))
    calibrate(data, written, work, out, report=typer.echo)


@app.command("held-back")
def held_back(
    data: Annotated[Path, typer.Option(exists=True, file_okay=False, help="Folder of the public sets.")],
    out: Annotated[Path, typer.Option(file_okay=False, help="Folder the rows are written to, a file a set.")],
    claims: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help="True claims and false twins.")
    ] = Path("eval/pairs/claims.jsonl"),
    packs: Annotated[
        Path,
        typer.Option(exists=True, file_okay=False, help="Packs with claims written for this project."),
    ] = Path("eval/pairs/packs"),
) -> None:
    """Write out the rows that neither the model nor its calibration has seen.

    What `assistant-eval judge` and `assistant-eval answerable` are to be
    measured on: FILES is OUT/*.jsonl.

    Example: python -m assistant_eval.training held-back --data DIR --out unseen
    """
    from assistant_eval.training.unseen import write_unseen

    for name, count in write_unseen(data, packs, claims, out):
        typer.echo(f"{name}: {count} rows")


@app.command()
def intents(
    messages: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help="Messages written for this project.")
    ] = Path("eval/pairs/utterances.jsonl"),
    packs: Annotated[
        Path,
        typer.Option(exists=True, file_okay=False, help="Packs with questions written for this project."),
    ] = Path("eval/pairs/packs"),
    out: Annotated[Path, typer.Option(file_okay=False, help="Folder the classifier is written to.")] = Path(
        "assistant/listening/model"
    ),
) -> None:
    """Train what tells a question from a greeting, a grief or a complaint (a minute).

    Example: python -m assistant_eval.training intents
    """
    from assistant.retrieval.embed import Embedder
    from assistant_eval.training.asked import packs_in
    from assistant_eval.training.intents import fit_intents, pack_questions, read_messages, seen

    embedder = Embedder()
    learnt = [*read_messages(messages), *pack_questions(packs_in(packs, held_back=False))]
    typer.echo(f"{len(learnt)} messages")
    fit_intents(learnt, seen(learnt, embedder.encode_query), embedder.fingerprint, out)
    embedder.close()


@dataclass(frozen=True, slots=True)
class Own:
    """What was written for this project: pairs, twins and packs."""

    written: Path
    claims: Path
    packs: Path


def _train(data: Path, work: Path, out: Path, taken_apart: list[Path], own: Own) -> None:
    import torch

    from assistant.bert import BertEncoder
    from assistant.pair_model import read_tokenizer
    from assistant.pair_network import PairNetwork
    from assistant.retrieval.model_files import BUILTIN, model_folder
    from assistant_eval.training.asked import asked_pairs, everyday_turns, packs_in
    from assistant_eval.training.batches import encoded_pairs
    from assistant_eval.training.card import Learnt, write_card
    from assistant_eval.training.export import export
    from assistant_eval.training.fit import fit
    from assistant_eval.training.said import beside
    from assistant_eval.training.settle import averaged, learn_claims, learn_everyday, learn_questions
    from assistant_eval.training.written import sentence_pairs, written_passages

    base = model_folder(BUILTIN)
    config = json.loads((base / "config.json").read_text(encoding="utf-8"))
    tokenizer = read_tokenizer(base)
    torch.manual_seed(SEED)  # pyright: ignore[reportUnknownMemberType]
    network = PairNetwork(config)
    network.encoder.load_state_dict(BertEncoder.read(base).state_dict())
    passes: list[Learnt] = []
    pairs: list[Pair] = []
    asked: dict[Pair, None] = {}
    for part, rate in enumerate(RATES):
        before = {name: value.clone() for name, value in network.state_dict().items()}
        pairs, learnt = _pairs(data, taken_apart, own.written, part)
        passes.append(learnt)
        asked |= dict.fromkeys(pair for pair in pairs if pair.stance.is_question)
        checkpoint = work / f"pass-{part + 1}.pt"
        fit(
            network,
            encoded_pairs(pairs, tokenizer),
            checkpoint,
            seed=SEED + part,
            rate=rate,
            progress=_progress(),
        )
        if part == WITH_WRITTEN:
            network.load_state_dict(averaged(before, network.state_dict(), TAKEN))
    brands = packs_in(own.packs, held_back=False)
    written = [
        *sentence_pairs(written_passages(own.written, data), SEED),
        *asked_pairs(brands, work / "packs"),
    ]
    passes.append(Learnt(_counts(written), 0))
    learn_questions(network, encoded_pairs([*asked, *written], tokenizer), work, SEED, _progress())
    turns = everyday_turns(brands, work / "packs", SEED)
    passes += [Learnt(_counts(turn), 0) for turn in turns]
    learn_everyday(network, [encoded_pairs(turn, tokenizer) for turn in turns], work, SEED, _progress())
    twins, learnt = _twins(own, data)
    passes.append(learnt)
    claims = [*twins, *beside(pairs, BESIDE_TWINS, SEED)]
    learn_claims(network, encoded_pairs(claims, tokenizer), work, SEED, _progress())
    export(network, base, out)
    write_card(out / "MODEL_CARD.md", passes, config)


def _pairs(data: Path, packs: list[Path], written: Path, part: int) -> tuple[list[Pair], Learnt]:
    """The pairs of a pass, and what they were made from."""
    from assistant_eval.training.card import Learnt
    from assistant_eval.training.leaks import without_leaks
    from assistant_eval.training.made_pairs import changed_claims, made_pairs
    from assistant_eval.training.public_sets import public_pairs
    from assistant_eval.training.written import written_pairs, written_passages

    typer.echo(f"pass {part + 1}: reading the sets and making pairs ...")
    public = list(public_pairs(data, SEED, part))
    changed = changed_claims(public, SEED + part) if part else ()
    made = made_pairs(data, packs, SEED + part, FAULTS[part])
    ours = written_pairs(written_passages(written, data), SEED) if part == WITH_WRITTEN else ()
    kept, leaked = without_leaks([*public, *changed, *made, *ours], data)
    typer.echo(f"{len(kept)} pairs; {leaked} left out because a measuring row has the same text")
    return kept, Learnt(_counts(kept), leaked)


def _twins(own: Own, data: Path) -> tuple[list[Pair], Learnt]:
    """True claims and their false twins as pairs, and what they were made from."""
    from assistant_eval.training import said
    from assistant_eval.training.asked import packs_in
    from assistant_eval.training.card import Learnt
    from assistant_eval.training.leaks import without_leaks

    of_packs = said.pack_twins(packs_in(own.packs, held_back=False))
    of_passages = said.passage_twins(own.claims, data, held_back=False)
    pairs = [
        *said.said_pairs(of_packs, said.NAME, SEED),
        *said.said_pairs(of_passages, said.OF_PASSAGES, SEED),
    ]
    kept, leaked = without_leaks(pairs, data)
    return kept, Learnt(_counts(kept), leaked)


def _counts(pairs: Sequence[Pair]) -> dict[str, dict[str, int]]:
    """How many pairs of each source and stance."""
    counts: dict[str, dict[str, int]] = {}
    for pair in pairs:
        of_source, stance = counts.setdefault(pair.source, {}), pair.stance.name.lower()
        of_source[stance] = of_source.get(stance, 0) + 1
    return counts


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
