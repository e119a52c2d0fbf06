import pytest

from assistant.domain import Verdict
from assistant.grounding.judging.judge import ExactJudge

SOURCE = "Brandt left Oslo in 1995 and came back to Oslo in 1997."


@pytest.mark.parametrize(
    ("claim", "supported"),
    [
        ("Brandt left Oslo in 1995 and came back two years later.", True),
        ("Brandt left Oslo in 1995 and came back three years later.", False),
        ("Brandt left Oslo in 1995 and came back after two weeks.", False),
    ],
)
def test_time_between_two_dates_of_the_source(evidence, claim: str, supported: bool) -> None:
    assert (ExactJudge().judge(claim, [evidence(SOURCE)]).verdict is Verdict.SUPPORTED) is supported
