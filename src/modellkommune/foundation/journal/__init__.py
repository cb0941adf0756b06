"""What happened, in an order nobody can change afterwards: ids and verbs, no personal data."""
