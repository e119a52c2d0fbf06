"""Attribution: are words and views given to the person who said them?

A sentence that gives words or views to somebody it names ("Brandt said …", "according to Brandt") is right where
what it cites does so too, or is in that person's own voice; where it cites nothing, what the system had. After
the attribution of quotations (Pareti, "PARC 3.0", LREC 2016), decided by exact checks.
"""

from __future__ import annotations

from assistant_eval.draws import Ratio
from assistant_eval.measures import Defined, Measure
from assistant_eval.records import Record, Score
from assistant_eval.scores.told import every, statements
from assistant_eval.stats import Unscored

MEASURES = (
    Defined(
        Measure(
            "attribution",
            "Words given to the right person",
            "share",
            "higher",
            "Share of the sentences that give words to a person for which the evidence gives them to that person.",
            "Citations and quotations",
        ),
        Ratio("right_attributions", "attributions", "it gives words to nobody"),
    ),
)


def score(record: Record) -> dict[str, Score]:
    """Counts: ``attributions``, sentences that give words to somebody, and ``right_attributions``."""
    sentences = statements(record)
    if isinstance(sentences, Unscored):
        return every(("attributions", "right_attributions"), sentences)
    given = [one["attributed"] for one in sentences if one["attributed"]]
    return {
        "attributions": float(len(given)),
        "right_attributions": float(sum(one["held"] for one in given)),
    }
