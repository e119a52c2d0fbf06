"""Sentences of chat models about a pack's documents become rows that measure."""

from __future__ import annotations

import json
from pathlib import Path

from assistant_eval.training.pairs import Pair, Stance
from assistant_eval.training.said import Twins, beside, pack_twins, said_pairs, said_rows

HISTORY = """# History

The first lamp came out in Oslo in 1995. It had a shade of newspaper, since glass was dear.
"""
TRUE = "Newspaper served as the shade of the Oslo lamp because glass was expensive."


def pack(folder: Path, *claims: dict[str, str]) -> Path:
    (folder / "pack" / "docs").mkdir(parents=True)
    (folder / "pack" / "docs" / "history.md").write_text(HISTORY)
    (folder / "claims.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in claims))
    return folder


def claim(false: str, kind: str) -> dict[str, str]:
    return {"doc": "docs/history.md", "true": TRUE, "false": false, "kind": kind}


def test_as_rows_both_hang_on_their_document(tmp_path: Path) -> None:
    folder = pack(tmp_path, claim(TRUE.replace("Newspaper", "Canvas"), "detail"))
    true, false = said_rows(pack_twins([folder]))
    assert (true.label, false.label) == (True, False)
    assert true.group == false.group == f"{folder.name}/docs/history.md"
    assert true.id != false.id
    assert true.contexts == (HISTORY,)


def test_as_pairs_they_are_twins_and_the_changed_words_are_the_wrong_ones(tmp_path: Path) -> None:
    false = TRUE.replace("Newspaper", "Canvas")
    true, other = said_pairs(pack_twins([pack(tmp_path, claim(false, "detail"))]), "said", 7)
    assert (true.stance, other.stance) == (Stance.SUPPORTED, Stance.UNSUPPORTED)
    assert true.twins == other.twins != ""
    assert true.wrong == ()
    assert [false[start:end] for start, end in other.wrong or ()] == ["Canvas"]
    assert "a shade of newspaper" in true.evidence


def test_what_is_added_is_not_found_and_of_a_new_sentence_nobody_says_which_words_are_wrong(
    tmp_path: Path,
) -> None:
    fresh = "Critics in Norway at once praised how well it suited small rooms."
    folder = pack(tmp_path, claim(f"{TRUE[:-1]} and scarce.", "added"), claim(fresh, "beyond"))
    added, beyond = list(said_pairs(pack_twins([folder]), "said", 7))[1::2]
    assert added.stance is beyond.stance is Stance.NOT_FOUND
    assert added.wrong
    assert beyond.wrong is None


def test_a_long_text_is_read_in_the_part_that_a_claim_is_about() -> None:
    filler = " ".join(f"Chair number {at} was carved in a shed by the river." for at in range(60))
    twins = Twins("a", f"{filler} {HISTORY} {filler}", TRUE, TRUE.replace("Oslo", "Bergen"), "detail")
    for pair in said_pairs([twins], "said", 7):
        assert "newspaper" in pair.evidence
        assert len(pair.evidence.split()) < 140


def test_what_is_learnt_again_are_claims_alone() -> None:
    claims = [Pair(f"Lamp {at}.", "", Stance.SUPPORTED, "") for at in range(10)]
    questions = [Pair(f"Lamp {at}?", "", Stance.ANSWERED, "") for at in range(10)]
    drawn = beside([*claims, *questions], 0.4, 7)
    assert len(drawn) == 4
    assert set(drawn) <= set(claims)
    assert drawn == beside([*claims, *questions], 0.4, 7)
