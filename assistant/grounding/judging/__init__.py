"""The judge of the gate: exact checks first, a model for what they leave open."""
