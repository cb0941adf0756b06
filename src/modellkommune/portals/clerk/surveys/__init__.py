"""The office of surveys: authors, the data protection officer, paper, raw answers."""
