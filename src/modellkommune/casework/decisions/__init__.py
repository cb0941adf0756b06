"""Decisions: granted by policy or by an official, with reasons, remedy and announcement."""
