"""The names of the formats, apart from what reads them: the command line needs only these."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """The formats, by the names of the command line."""

    CASES = "cases"
    RECORDS = "records"
    RECORDED = "recorded"
    RAGAS = "ragas"
    RAGAS_OLD = "ragas-0.1"
    DEEPEVAL = "deepeval"
    DEEPEVAL_GOLDENS = "deepeval-goldens"
