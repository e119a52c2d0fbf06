"""What a search of a pack brings back is learnt from, what answers marked, and nothing that may answer as a no."""

from __future__ import annotations

import json
from pathlib import Path

from assistant_eval.training.asked import asked_pairs, packs_in
from assistant_eval.training.pairs import Stance

LETTER = """---
voice: by_founder
speaker: Ada Brandt
---
# A letter

We had no glass. So I folded a shade out of newspaper, and it held.
"""
HISTORY = """# History

The first lamp came out in Oslo. It had a shade of newspaper, since glass was dear.

## The works

The works stand by the harbour. They smell of paint.
"""


def _pack(folder: Path, *questions: dict[str, object]) -> Path:
    docs = folder / "pack" / "docs"
    docs.mkdir(parents=True)
    (folder / "pack" / "brand.toml").write_text('name = "Brandt"\nlanguage = "en"\n')
    (docs / "letter.md").write_text(LETTER)
    (docs / "history.md").write_text(HISTORY)
    (folder / "questions.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in questions))
    return folder


def test_a_question_is_read_against_what_search_finds_for_it(tmp_path: Path) -> None:
    why = "Why was the shade made of newspaper?"
    who = "Who painted the works?"
    pack = _pack(
        tmp_path / "lamps",
        {
            "question": why,
            "doc": "docs/letter.md",
            "told": ["We had no glass.", "So I folded a shade out of newspaper, and it held."],
            "key": "newspaper",
        },
        {"question": who, "doc": "docs/history.md", "told": [], "key": ""},
    )
    pairs = list(asked_pairs([pack], tmp_path / "home"))
    [answered] = [pair for pair in pairs if pair.stance is Stance.ANSWERED]
    assert answered.claim == why
    assert answered.told is not None
    assert [answered.evidence[start:end] for start, end in answered.told] == [
        "We had no glass.",
        "So I folded a shade out of newspaper, and it held.",
    ]
    others = [pair for pair in pairs if pair.stance is Stance.UNANSWERED]
    assert {pair.claim for pair in others} == {why, who}
    assert all(pair.told == () for pair in others)
    maybe = [pair.evidence for pair in others if pair.claim == why and "newspaper" in pair.evidence]
    assert not maybe, "the history may answer as well, in other words: nobody said that it does not"


def test_packs_are_kept_back_by_name(tmp_path: Path) -> None:
    names = [f"pack-{at}" for at in range(60)]
    for name in names:
        _pack(tmp_path / name)
    kept, learnt = (packs_in(tmp_path, held_back=held) for held in (True, False))
    assert 0 < len(kept) < len(learnt)
    assert sorted(each.name for each in (*kept, *learnt)) == sorted(names)
