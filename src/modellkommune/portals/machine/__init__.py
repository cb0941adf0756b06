"""Doors for machines: health, callbacks, certificates."""
