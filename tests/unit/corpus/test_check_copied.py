"""Words taken from elsewhere: long runs are found with both places; names, figures and chance are not."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.brand import Brand
from assistant.corpus.check import CheckReport, Progress, Step, read_pack, run_checks
from assistant.corpus.check.copied import shared_runs
from tests.checking import pack_of, prose, write_pack
from tests.loading import settings

SENTENCE = (
    "the ovens stayed where they had always been, and the lacquer of every lamp dried slowly in their heat"
)


def compared(root: Path, ours: dict[str, str], theirs: dict[str, str]) -> CheckReport:
    others = root / "others"
    for path, text in theirs.items():
        others.mkdir(parents=True, exist_ok=True)
        (others / path).write_text(text, encoding="utf-8")
    pack = pack_of(write_pack(root / "pack", ours))
    return run_checks(pack, pack_of(others))


def copied(report: CheckReport) -> list[str]:
    (findings,) = (findings for check, findings in report.found if check.name == "copied words")
    return [finding.problem for finding in findings]


def test_a_run_of_more_than_12_words_is_found_with_both_places(tmp_path: Path) -> None:
    theirs = {"book.txt": f"Chapter one.\n\nIn Oslo, {SENTENCE.upper()}, he wrote.\n"}
    report = compared(tmp_path, prose(f"In winter {SENTENCE}."), theirs)
    assert copied(report) == [f"19 words stand in book.txt:3, too: “{SENTENCE}”"]
    assert report.comparison
    assert report.comparison.documents == 1
    assert report.comparison.longest
    assert report.comparison.longest.counted == 19


def test_twelve_words_are_chance(tmp_path: Path) -> None:
    twelve = " ".join(SENTENCE.split()[:12]).replace(",", "")
    report = compared(tmp_path, prose(f"Now {twelve}."), {"book.txt": f"Then {twelve}, he wrote."})
    assert copied(report) == []
    assert report.comparison
    assert report.comparison.longest
    assert report.comparison.longest.counted == 12


def test_names_titles_and_figures_do_not_count(tmp_path: Path) -> None:
    facts = "on 3 May 1984 Ada Brandt, Nils Holm and Mira Solberg opened Brandt Lamps at 14 Kirkegata in Oslo"
    titles = "## The ovens stayed where they had always been and the lacquer of every lamp dried slowly"
    text = f"The workshop began {facts}.\n\n{titles}\n\nThe lamp is on."
    theirs = {"book.txt": f"Everything began {facts}.", "list.md": titles}
    assert copied(compared(tmp_path, prose(text), theirs)) == []


def test_addresses_and_identifiers_are_no_words(tmp_path: Path) -> None:
    line = "see https://example.org/a/b/c/d/e/f/g/h/i/j/k/l/m/n and lumo-two-with-a-shade-of-folded-paper-in-a-box"
    assert copied(compared(tmp_path, prose(f"The lamp: {line}."), {"book.txt": line})) == []


def test_the_words_of_tables_and_of_json_are_compared_too(tmp_path: Path) -> None:
    theirs = {
        "lines.jsonl": json.dumps({"text": f"first\n{SENTENCE}"}),
        "table.csv": f'name,text\nOven,"{SENTENCE}"\n',
    }
    report = compared(tmp_path, prose(f"In winter {SENTENCE}."), theirs)
    assert len(copied(report)) == 1  # told once for each place of the pack


def test_a_run_does_not_reach_over_two_rows(tmp_path: Path) -> None:
    half, rest = SENTENCE[:45], SENTENCE[45:]
    ours = {"history/list.csv": f"title,text\nA,{half.replace(',', '')}\nB,{rest.replace(',', '')}\n"}
    report = compared(tmp_path, ours, {"book.txt": f"A {half} B {rest}"})
    assert copied(report) == []


def test_what_could_not_be_compared_is_named(tmp_path: Path) -> None:
    report = compared(tmp_path, {}, {"book.txt": "A lamp.", "scan.pdf": "no pdf"})
    assert report.comparison
    assert report.comparison.unread == ("scan.pdf",)
    assert report.comparison.longest is None


def test_every_shared_run_is_the_longest_at_its_place(tmp_path: Path) -> None:
    others = tmp_path / "others"
    others.mkdir()
    (others / "a.txt").write_text(f"So {SENTENCE}.")
    (others / "b.txt").write_text(f"So {' '.join(SENTENCE.split()[:10])}.")
    runs = shared_runs(pack_of(write_pack(tmp_path / "pack", prose(f"In {SENTENCE}."))), pack_of(others))
    assert [(run.other.id, run.counted) for run in runs] == [("a.txt", 19)]


def test_a_pack_is_read_as_publishing_reads_it_and_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[Progress] = []
    write_pack(tmp_path, {"notes/broken.pdf": "no pdf"})
    pack = read_pack(Brand.read(tmp_path), settings(), told.append)
    assert [document.id for document in pack.documents] == ["history/workshop.md", "products.csv"]
    assert [file.path for file in pack.quarantined] == ["notes/broken.pdf"]
    assert {progress.step for progress in told} == {Step.READ}
    assert (told[-1].done, told[-1].total) == (3, 3)
    report = run_checks(pack, progress=told.append)
    assert (report.documents, report.rows, report.counts.total()) == (2, 3, 1)
    assert told[-1].done == told[-1].total
