"""To and from the files of other tools, RAGAS and DeepEval, and their metrics on our records.

``assistant-eval convert IN OUT --to FORMAT`` and ``assistant-eval external RUN --metric NAME``.
"""
