"""Migrations of the room keys."""
