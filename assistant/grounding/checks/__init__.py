"""What a sentence states, and the exact checks of it: numbers, dates, names, quotations, small words and roles."""
