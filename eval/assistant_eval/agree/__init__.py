"""How far a judge agrees with people: on a sheet somebody labelled, and on the labelled public sets.

``assistant-eval agree SHEET.csv`` and ``assistant-eval meta DATA --out FILE.md``.
"""
