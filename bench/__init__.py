"""Measurements: what a case costs, as figures and ratios within one run. Never part of the tests."""
