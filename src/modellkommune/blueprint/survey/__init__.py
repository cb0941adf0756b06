"""The language in which a survey is described: questions, choices, conditions, texts. Pure."""
