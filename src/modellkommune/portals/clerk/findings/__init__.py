"""The office of results: putting them together, publishing, what followed; texts; letters and forms."""
