"""Migrations of the room tenants."""
