"""The judge for everybody: signals of any claim against any text, weighed into one calibrated chance."""
