"""Migrations of the room `alerting`."""
