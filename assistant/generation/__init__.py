"""Drafting: the extractive composer, chat models, personas and their prompts."""
