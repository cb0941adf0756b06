"""Answers of an application that is still being written."""
