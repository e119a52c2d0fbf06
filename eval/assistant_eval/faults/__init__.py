"""Injected faults: true sentences of real passages, changed in one place, must not pass the gate.

``python -m assistant_eval.faults --brand DIR`` takes any pack or folder of documents.
"""

from assistant_eval.faults.generate import Case, cases
from assistant_eval.faults.kinds import Claimed, Fault, FaultKind, Saying
from assistant_eval.faults.measure import Reviewed, Share, review, shares
from assistant_eval.faults.scenes import Scene, pack_documents, pack_scenes, row_scenes

__all__ = [
    "Case",
    "Claimed",
    "Fault",
    "FaultKind",
    "Reviewed",
    "Saying",
    "Scene",
    "Share",
    "cases",
    "pack_documents",
    "pack_scenes",
    "review",
    "row_scenes",
    "shares",
]
