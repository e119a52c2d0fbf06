import json
import re
from pathlib import Path

from assistant_eval.bench.machine import machine_line
from assistant_eval.bench.report import appendices, as_json, markdown
from assistant_eval.bench.results import Floor, Section, Table

SECTION = Section(
    title="Speed",
    method="With a stopwatch.",
    tables=(Table(("what", "ms"), (("a | b", "1"),)),),
    floors=(Floor("speed", "≤ 2 ms", "1 ms", met=True), Floor("memory", "≤ 1 GB", "2 GB", met=False)),
    notes=("A note.",),
    appendix=("what was said",),
    values={"speed": 1.0},
)


def test_the_report_opens_with_the_floors_and_says_which_are_missed():
    report = markdown([SECTION], "2 cores", "make bench")
    assert report.index("| speed | ≤ 2 ms | 1 ms | yes |") < report.index("## Speed")
    assert "| memory | ≤ 1 GB | 2 GB | **no** |" in report
    assert "Machine: 2 cores." in report
    assert "Reproduce: `make bench`" in report


def test_a_cell_cannot_break_its_table():
    assert "| a \\| b | 1 |" in markdown([SECTION], "", "")


def test_what_was_said_stays_out_of_the_repository_but_in_print_and_json():
    assert "what was said" not in markdown([SECTION], "", "")
    assert "what was said" in appendices([SECTION])
    stored = json.loads(as_json([SECTION], "2 cores", "make bench"))
    assert stored["sections"][0]["appendix"] == ["what was said"]
    assert stored["sections"][0]["values"] == {"speed": 1.0}


def test_the_machine_is_described_without_its_name_or_any_path():
    line = machine_line()
    assert re.match(r"\d+ cores of .+, \d+ GiB, \d{4}-\d\d-\d\d, load", line)
    assert str(Path.home()) not in line
    host = Path("/proc/sys/kernel/hostname")
    assert not host.exists() or host.read_text().strip() not in line
    assert "torch " in line
