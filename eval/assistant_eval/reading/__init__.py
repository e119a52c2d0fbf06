"""Sentences for a person to read: what a drafter says without the gate and with it, beside the evidence.

``python -m assistant_eval.reading`` writes the sheet; its ``summary`` counts what the reader found in it.
"""
