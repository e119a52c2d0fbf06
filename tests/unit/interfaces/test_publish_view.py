"""Publishing as it is shown: bars on a terminal, lines in a pipe, and a report that hides nothing."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from assistant.corpus.progress import Progress, Stage
from assistant.corpus.publish import PublishReport
from assistant.domain import Quarantined
from assistant.interfaces.publish_view import (
    Listed,
    Listing,
    StageBars,
    releases_as_list,
    report_as_dict,
    show_releases,
    show_report,
)

REPORT = PublishReport(
    release="20260101T000000.000Z-00ff00ff",
    switched=True,
    added=2,
    changed=1,
    removed=0,
    unchanged=0,
    passages=30,
    embedded=20,
    reused=10,
    quarantined=(Quarantined("bad\x1b[2J.pdf", "is encrypted: save it without a password"),),
    drafts=("plans.md",),
    skipped=("logo.png",),
    seconds={"scan": 0.25, "read": 1.0},
)


def console(*, terminal: bool) -> tuple[Console, io.StringIO]:
    shown = io.StringIO()
    return Console(
        file=shown, force_terminal=terminal, width=120, highlight=False, markup=False, no_color=True
    ), shown


def test_every_stage_has_its_words() -> None:
    terminal, shown = console(terminal=False)
    with StageBars(terminal) as bars:
        for stage in Stage:
            bars(Progress(stage, 0, 2))
            bars(Progress(stage, 2, 2))
    assert shown.getvalue().count(" …\n") == len(Stage)


def test_bars_count_and_are_full_once_the_publish_is_through() -> None:
    terminal, shown = console(terminal=True)
    with StageBars(terminal) as bars:
        bars(Progress(Stage.SCAN, 0, 0))
        bars(Progress(Stage.READ, 3, 7, "a[1]\x1b[2J.md"))
    last = shown.getvalue().split("Looking for files")[-1]
    assert "Reading documents" in last
    assert "3/7" in last
    assert "0/0" not in last
    assert "\x1b[2J" not in shown.getvalue()


def test_a_failed_publish_gives_the_terminal_back() -> None:
    terminal, shown = console(terminal=True)

    def fail() -> None:
        with StageBars(terminal) as bars:
            bars(Progress(Stage.READ, 1, 7))
            raise RuntimeError("boom")

    with pytest.raises(RuntimeError, match="boom"):
        fail()
    assert shown.getvalue().endswith("\x1b[?25h")  # the cursor is shown again


def test_the_report_names_all_that_was_left_out() -> None:
    terminal, shown = console(terminal=False)
    show_report(terminal, REPORT)
    for words in (
        "Published release 20260101T000000.000Z-00ff00ff",
        "documents: 2 new, 1 changed",
        "30 (20 embedded, 10 kept)",
        "took:      1.2 s",
        "drafts and internal documents, not published: plans.md",
        "no documents, left out: logo.png",
        "Quarantined: 1 left out",
        "bad[2J.pdf",
        "is encrypted: save it without a password",
    ):
        assert words in shown.getvalue()


def test_a_release_that_was_rolled_back_is_named_with_the_way_to_get_it_back() -> None:
    terminal, shown = console(terminal=False)
    show_report(terminal, replace(REPORT, switched=False, withdrawn="20260202T000000.000Z-11ff11ff"))
    assert "release 20260202T000000.000Z-11ff11ff, which was rolled back; still serving" in shown.getvalue()
    assert "assistant rollback 20260202T000000.000Z-11ff11ff" in shown.getvalue()


def test_what_is_under_embargo_is_named_with_its_day() -> None:
    terminal, shown = console(terminal=False)
    report = replace(REPORT, embargoed=(("news.md", "2031-03-01"),))
    show_report(terminal, report)
    assert "under embargo, found by nobody before its day: news.md (2031-03-01)" in shown.getvalue()
    assert report_as_dict(report)["embargoed"] == [{"path": "news.md", "until": "2031-03-01"}]


def test_commands_that_are_offered_name_their_brand(tmp_path: Path) -> None:
    terminal, shown = console(terminal=False)
    show_report(terminal, replace(REPORT, withdrawn="one", restore="assistant rollback one --brand lumo"))
    assert "`assistant rollback one --brand lumo` puts it back" in shown.getvalue()
    listing = Listing((), None, "assistant publish --brand lumo", "assistant rollback --brand lumo")
    show_releases(terminal, listing)
    assert "Nothing is published yet. Run `assistant publish --brand lumo`." in shown.getvalue()
    rows = (Listed("two", serving=True, release=None), Listed("one", serving=False, release=None))
    show_releases(terminal, replace(listing, rows=rows, before="one"))
    assert "`assistant rollback --brand lumo` would serve one" in shown.getvalue()
    assert [row["rollback"] for row in releases_as_list(replace(listing, rows=rows, before="one"))] == [
        False,
        True,
    ]


def test_rules_that_match_nothing_are_named_and_nothing_is_said_where_all_match() -> None:
    terminal, shown = console(terminal=False)
    show_report(terminal, REPORT)
    assert "match no file" not in shown.getvalue()
    show_report(terminal, replace(REPORT, unmatched=("Letters/*", "old.md")))
    assert "rules of brand.toml that match no file: Letters/*, old.md" in shown.getvalue()


def test_the_report_as_json_has_exactly_this_shape() -> None:
    assert report_as_dict(REPORT) == {
        "release": "20260101T000000.000Z-00ff00ff",
        "switched": True,
        "withdrawn": None,
        "documents": {"added": 2, "changed": 1, "unchanged": 0, "removed": 0},
        "passages": 30,
        "embedded": 20,
        "reused": 10,
        "quarantined": [{"path": "bad\x1b[2J.pdf", "reason": "is encrypted: save it without a password"}],
        "drafts": ["plans.md"],
        "skipped": ["logo.png"],
        "seconds": {"scan": 0.25, "read": 1.0},
    }
