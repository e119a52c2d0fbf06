"""The report as JUnit XML, which every CI shows: a test a case, its failure telling why.

Cases are wrong or faulty as in the page; those that nothing can score are skipped with the reason. The shape is
the one of https://github.com/testmoapp/junitxml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from assistant_eval.records import Record
from assistant_eval.report.faults import FAULT_WORDS, Fault, Standing, common_faults, faults, standing, why
from assistant_eval.runs import Run
from assistant_eval.stats import Unscored

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(run: Run) -> str:
    """One suite with a test a case, in the order of the cases."""
    common = common_faults(run.records)
    tests = [_test(record, common) for record in run.records]
    counts = {
        "tests": len(tests),
        "failures": _having(tests, "failure"),
        "errors": _having(tests, "error"),
        "skipped": _having(tests, "skipped"),
    }
    attributes = {name: str(count) for name, count in counts.items()}
    attributes["time"] = f"{sum(float(test.get('time', '0')) for test in tests):.3f}"
    root = ET.Element("testsuites", {"name": "assistant-eval", **attributes})
    suite = ET.SubElement(root, "testsuite", {"name": _clean(run.name), **attributes})
    suite.extend(tests)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _test(record: Record, common: frozenset[Fault]) -> ET.Element:
    test = ET.Element(
        "testcase",
        {
            "classname": _clean(record.case.kind),
            "name": _clean(record.case.id),
            "time": f"{_seconds(record):.3f}",
        },
    )
    found = [fault for fault in faults(record) if fault not in common]
    reasons = why(record, common) or tuple(FAULT_WORDS[fault] for fault in found)
    if record.outcome is None:
        _say(test, "error", "the system failed", record.error or "")
    elif found:
        _say(test, "failure", reasons[0], _told(record, reasons))
    elif standing(record) is Standing.UNSCORED:
        _say(test, "skipped", _unscored(record), "")
    return test


def _told(record: Record, reasons: Sequence[str]) -> str:
    return "\n".join([*reasons, "", f"Question: {record.case.question}", f"It said: {record.text}"])


def _unscored(record: Record) -> str:
    scores = (record.scores.get(name) for name in ("outcome_right", "correct"))
    return next(
        (score.reason for score in scores if isinstance(score, Unscored)), "nothing tells whether it is right"
    )


def _say(test: ET.Element, name: str, message: str, text: str) -> None:
    ET.SubElement(test, name, {"message": _clean(message)}).text = _clean(text)


def _clean(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold at all."""
    return _NO_XML.sub("�", text)


def _having(tests: Sequence[ET.Element], name: str) -> int:
    return sum(test.find(name) is not None for test in tests)


def _seconds(record: Record) -> float:
    score = record.scores.get("complete_ms")
    return score / 1000 if isinstance(score, float) else 0.0
