"""The bench: how good and how fast the product is, beside named baselines, in one run.

``python -m assistant_eval.bench`` prints it and writes ``docs/benchmarks.md``. One module a measure; each
returns a `Section`.
"""
