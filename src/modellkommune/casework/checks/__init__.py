"""Findings: what the rules and registers said about an application."""
