"""Sealed submissions: what a person handed in, never edited again."""
