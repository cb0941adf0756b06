"""Migrations of the room journal."""
