"""Migrations of the room files."""
