"""Modellkommune: a municipality's errands, done from home without a media break."""

__version__ = "0.1.0"
