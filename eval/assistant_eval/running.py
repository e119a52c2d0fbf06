"""A run: every case asked, judged and scored, its record written at once; a stopped run goes on where it was."""

from __future__ import annotations

import datetime as dt
import json
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, cast

from rich.console import Console

from assistant.errors import AssistantError
from assistant_eval.cases import Case, CaseFile, all_cases, read_cases
from assistant_eval.doubts import doubts
from assistant_eval.errors import EvalError
from assistant_eval.figures import score_record
from assistant_eval.judged import Judges, judge_record
from assistant_eval.manifest import manifest, same_run
from assistant_eval.progress import RowProgress
from assistant_eval.records import FILE, Record, line_of, record_from, write_records
from assistant_eval.rows import whole
from assistant_eval.runs import MANIFEST
from assistant_eval.stats.bootstrap import SEED
from assistant_eval.systems import Choice, System, open_system


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What is to be run. `fresh` throws away what an earlier run left in `out`."""

    files: Sequence[Path]
    choice: Choice
    out: Path
    name: str | None = None
    skip_invalid: bool = False
    fresh: bool = False
    limit: int | None = None
    sample: int | None = None
    tag: str | None = None

    def chosen(self, cases: Sequence[Case]) -> list[Case]:
        """Those with `tag`; of them `sample` drawn at random, always the same ones; the first `limit` of these."""
        if self.tag is not None:
            cases = [case for case in cases if self.tag in case.tags]
            if not cases:
                raise EvalError(f"no case has the tag {self.tag!r}")
        if self.sample is not None and self.sample < len(cases):
            drawn = random.Random(SEED).sample(range(len(cases)), self.sample)  # noqa: S311 - no secret
            cases = [cases[at] for at in sorted(drawn)]
        return list(cases[: self.limit])


def run(plan: RunPlan, judges: Judges, console: Console) -> Path:
    """Ask all cases and write ``run.json`` and ``records.jsonl``; gives back the folder.

    A case at which the system fails is recorded with its error, and the others go on. EvalError for broken cases
    and where the folder holds another run; AssistantError where the system cannot be opened; KeyboardInterrupt
    leaves all that is done in the folder.
    """
    files = [read_cases(path) for path in plan.files]
    cases = plan.chosen(all_cases(files, skip_invalid=plan.skip_invalid))
    for doubt in (each for file in files for each in doubts(file, judges.pack)):
        console.print(f"Note: {doubt}", style="yellow", markup=False, highlight=False, soft_wrap=True)
    system = open_system(plan.choice, plan.out)
    try:
        return _Run(plan, files, cases, system, judges).go(console)
    finally:
        system.close()


def score_again(folder: Path, judges: Judges, console: Console) -> None:
    """Judge and score the answers of a run anew, with today's judge; nothing is asked again."""
    path = folder / MANIFEST
    if not path.is_file():
        raise EvalError(f"no run in {folder}: {MANIFEST} is missing")
    told = json.loads(path.read_text(encoding="utf-8"))
    records = list(_done(folder).values())
    scored: list[Record] = []
    with RowProgress(console, "scoring", len(records)) as progress:
        for record in records:
            scored.append(_scored(record, judges))
            progress.advance()
    write_records(folder, scored)
    from_now = manifest(told["name"], told["system"], [], told_judges(judges))
    told |= {key: from_now[key] for key in ("judge", "calibration_sha256", "packages", "commit", "python")}
    _write_manifest(folder, told)


class _Run:
    def __init__(
        self,
        plan: RunPlan,
        files: Sequence[CaseFile],
        cases: Sequence[Case],
        system: System,
        judges: Judges,
    ) -> None:
        self._plan, self._cases, self._system, self._judges = plan, cases, system, judges
        self._told = manifest(plan.name or _name(system.told), system.told, files, told_judges(judges))
        self._told |= {"limit": plan.limit, "sample": plan.sample, "tag": plan.tag, "asked": len(cases)}

    def go(self, console: Console) -> Path:
        folder = self._plan.out
        done = self._begin(folder)
        pending = [case for case in self._cases if case.id not in done]
        started = time.monotonic()
        before = float(self._told.get("took_s", 0.0))
        try:
            with (
                (folder / FILE).open("a", encoding="utf-8") as file,
                RowProgress(console, self._told["name"], len(pending)) as progress,
            ):
                for record in self._asked(pending):
                    done[record.case.id] = record
                    file.write(line_of(record))
                    file.flush()
                    progress.advance()
            write_records(folder, [done[case.id] for case in self._cases])
            self._told["complete"] = True
        finally:
            self._told["took_s"] = round(before + time.monotonic() - started, 1)
            _write_manifest(folder, self._told)
        return folder

    def _begin(self, folder: Path) -> dict[str, Record]:
        """The records of an earlier start of the same run; EvalError where the folder holds another one."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / MANIFEST
        if self._plan.fresh:
            for name in (FILE, MANIFEST):
                (folder / name).unlink(missing_ok=True)
        if path.is_file():
            earlier = json.loads(path.read_text(encoding="utf-8"))
            if other := same_run(earlier, self._told):
                raise EvalError(
                    f"{folder} holds a run of another {other}: choose another --out, or begin anew with --fresh"
                )
            self._told |= {"started": earlier.get("started"), "took_s": earlier.get("took_s", 0.0)}
            self._told |= _made_with(earlier, self._told)
        else:
            self._told["started"] = dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds")
        self._told["complete"] = False
        wanted = {case.id for case in self._cases}
        done = {name: record for name, record in _done(folder).items() if name in wanted}
        _write_manifest(folder, self._told)
        write_records(folder, done.values())  # without a line that was cut in half
        return done

    def _asked(self, cases: Sequence[Case]) -> Iterator[Record]:
        """Records as they are ready; judging happens here, one after the other, while others are asked."""
        if self._system.at_once == 1:
            for case in cases:
                yield _scored(_ask(self._system, case), self._judges)
            return
        waiting = iter(cases)
        with ThreadPoolExecutor(self._system.at_once) as pool:
            running: set[Future[Record]] = set()
            try:
                for case in islice(waiting, self._system.at_once):
                    running.add(pool.submit(_ask, self._system, case))
                while running:
                    ready, running = wait(running, return_when=FIRST_COMPLETED)
                    for case in islice(waiting, len(ready)):
                        running.add(pool.submit(_ask, self._system, case))
                    for future in ready:
                        yield _scored(future.result(), self._judges)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)


def _made_with(earlier: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """What a run that goes on was made with: what it began with, and after a semicolon what it went on with."""
    told: dict[str, Any] = {}
    for key in ("commit", "python"):
        begun = str(earlier.get(key) or "")
        known = begun.split("; ") if begun else []
        told[key] = "; ".join(dict.fromkeys([*known, *([str(now[key])] if now.get(key) else [])])) or None
    return told


def _ask(system: System, case: Case) -> Record:
    try:
        said = system.ask(case)
    except AssistantError as error:
        return Record(case, None, error=str(error))
    retrieved = tuple(
        replace(one, text=whole(one.text), reading=whole(one.reading)) for one in said.retrieved
    )
    return Record(case, _whole_texts(said.outcome), retrieved, usage=said.usage)


def _whole_texts(told: Any) -> Any:
    """A JSON value without halves of characters, which no file can hold."""
    if isinstance(told, str):
        return whole(told)
    if isinstance(told, Mapping):
        return {key: _whole_texts(value) for key, value in cast("Mapping[str, Any]", told).items()}
    if isinstance(told, list | tuple):
        return [_whole_texts(value) for value in cast("Sequence[Any]", told)]
    return told


def _scored(record: Record, judges: Judges) -> Record:
    judged = record.with_scores(judge_record(record, judges), {})
    return judged.with_scores(judged.judged, score_record(judged))


def _done(folder: Path) -> dict[str, Record]:
    """Whole records that were written; the last line may have been cut off when the process died."""
    path = folder / FILE
    if not path.is_file():
        return {}
    done: dict[str, Record] = {}
    # Bytes: a reply may hold characters that part lines elsewhere, and a killed run half a character.
    lines = path.read_bytes().removesuffix(b"\n").split(b"\n")
    for number, line in enumerate(lines, start=1):
        try:
            record = record_from(json.loads(line))
        except (KeyError, TypeError, ValueError) as error:
            if number == len(lines):
                break
            raise EvalError(f"{path}:{number}: no record of a run: begin anew with --fresh") from error
        done[record.case.id] = record
    return done


def told_judges(judges: Judges) -> dict[str, Any]:
    """Who judges, and with which pack beside the answers, for the manifest."""
    return {
        "fingerprint": judges.model.fingerprint,
        "exact": judges.exact.fingerprint,
        "pack": str(judges.pack.brand.root.resolve()) if judges.pack else None,
    }


def _name(told: Mapping[str, Any]) -> str:
    """What the run is called where nobody says: the drafter, and whether anything checks it."""
    drafter = (
        Path(str(told["drafter"])).stem if str(told["drafter"]).endswith(".gguf") else str(told["drafter"])
    )
    kind = told["kind"]
    if kind == "langchain":
        return f"plain chain, {drafter}"
    if kind == "brand":
        return f"{drafter}, raw" if told["raw"] else drafter
    return drafter


def _write_manifest(folder: Path, told: Mapping[str, Any]) -> None:
    partial = folder / f"{MANIFEST}.partial"
    partial.write_text(
        json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False) + "\n", encoding="utf-8"
    )
    partial.replace(folder / MANIFEST)
