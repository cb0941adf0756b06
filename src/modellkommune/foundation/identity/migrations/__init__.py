"""Migrations of the room identity."""
