"""Ways in: command line, web chat."""
