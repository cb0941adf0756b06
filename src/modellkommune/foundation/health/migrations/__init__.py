"""Migrations of the room `health`."""
