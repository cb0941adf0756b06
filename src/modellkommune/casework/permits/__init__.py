"""Permits: issued, sealed, looked up and verified."""
