"""Metrics of judges, one small file each: plain functions of arrays, every row with a weight.

Labels are True for a supported claim. A metric gives back a number or an `Unscored` that says what is missing.
"""

from assistant_eval.metrics.auroc import auroc
from assistant_eval.metrics.balanced_accuracy import balanced_accuracy
from assistant_eval.metrics.calibration import calibration_error
from assistant_eval.metrics.f1 import f1_unsupported
from assistant_eval.metrics.speed import rows_per_second
from assistant_eval.metrics.threshold import best_threshold, held_out_decisions

__all__ = [
    "auroc",
    "balanced_accuracy",
    "best_threshold",
    "calibration_error",
    "f1_unsupported",
    "held_out_decisions",
    "rows_per_second",
]
