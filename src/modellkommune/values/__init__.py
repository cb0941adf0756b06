"""Values without a life of their own: frozen, compared by content, free of Django and of input and output."""
