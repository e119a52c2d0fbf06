"""Reports of runs: a page, JSON, Markdown and JUnit, all of the same figures."""

from assistant_eval.report.data import RunFigures, reckon, report_as_dict
from assistant_eval.report.junit import junit
from assistant_eval.report.markdown import markdown
from assistant_eval.report.page import report_page
from assistant_eval.report.write import write_report

__all__ = ["RunFigures", "junit", "markdown", "reckon", "report_as_dict", "report_page", "write_report"]
