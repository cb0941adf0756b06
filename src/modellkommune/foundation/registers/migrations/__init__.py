"""Migrations of the room registers."""
