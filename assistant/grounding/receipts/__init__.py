"""On what a reply rested, written down and replayed."""
