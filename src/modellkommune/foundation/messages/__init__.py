"""Mails to residents: they say that something happened and where to look, nothing personal."""
