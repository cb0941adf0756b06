"""Results of surveys as people read them: on a page, as open data, on paper for the council."""
