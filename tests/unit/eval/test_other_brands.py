"""The packs of brands that do not exist: their cases are cases, and what they rest on stands in the documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from assistant_eval.cases import read_cases

from assistant.brand import Brand

BRANDS = sorted((Path(__file__).parents[3] / "eval/brands").glob("*/"))


@pytest.mark.parametrize("folder", BRANDS, ids=lambda folder: folder.name)
def test_every_case_rests_on_words_of_its_pack(folder: Path) -> None:
    read = read_cases(folder / "cases.jsonl")
    assert (len(read.cases), read.broken) == (60, ())
    for case in read.cases:
        for evidence in case.evidence:
            text = (folder / "pack" / evidence.doc).read_text(encoding="utf-8")
            assert " ".join(evidence.contains.split()) in " ".join(text.split()), case.id
    assert Brand.read(folder / "pack").founder is not None
