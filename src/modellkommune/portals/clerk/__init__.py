"""The office: clerks and administrators of a municipality."""
