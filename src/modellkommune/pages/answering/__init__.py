"""Answering a survey, the same pages for every door: at home, by code, at a station."""
