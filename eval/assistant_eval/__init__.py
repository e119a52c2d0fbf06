"""Evaluation of brand assistants."""
