"""Municipalities and the walls between them: one installation, shared tables, row level security."""
