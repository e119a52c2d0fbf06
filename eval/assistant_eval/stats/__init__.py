"""Figures with their uncertainty: estimates, what could not be estimated, intervals, percentiles."""

from assistant_eval.stats.bootstrap import GroupBootstrap, bootstrap_interval
from assistant_eval.stats.estimate import Estimate, Figure, Unscored, macro_mean
from assistant_eval.stats.percentiles import median, percentile

__all__ = [
    "Estimate",
    "Figure",
    "GroupBootstrap",
    "Unscored",
    "bootstrap_interval",
    "macro_mean",
    "median",
    "percentile",
]
