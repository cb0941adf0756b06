"""Modellkommune: a municipality's errands, done from home without a media break."""

__version__ = "0.2.0.dev0"
