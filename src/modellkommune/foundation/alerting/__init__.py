"""Telling security staff by mail what the portal noticed, never too often and nothing personal."""
