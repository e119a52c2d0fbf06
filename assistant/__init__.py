"""A brand-knowledge assistant that cannot make things up."""

__version__ = "0.1.0"
