"""Migrations of the room messages."""
