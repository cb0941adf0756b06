"""Surveys: answers that nobody can trace back, results that show no single person."""
