"""A survey on paper: letters with codes, and the form to fill in with a pen; both from its definition."""
