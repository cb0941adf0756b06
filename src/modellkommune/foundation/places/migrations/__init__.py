"""Migrations of the room places."""
