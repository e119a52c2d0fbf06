"""Looking over a brand pack before it is published: what is wrong, where, and what to do about it.

Each check is one small file with a `Check`; `registry` holds them all.
"""

from assistant.corpus.check.finding import Check, Finding, Severity
from assistant.corpus.check.pack import Pack, Progress, Step, read_pack
from assistant.corpus.check.registry import CHECKS, CheckReport, run_checks

__all__ = [
    "CHECKS",
    "Check",
    "CheckReport",
    "Finding",
    "Pack",
    "Progress",
    "Severity",
    "Step",
    "read_pack",
    "run_checks",
]
