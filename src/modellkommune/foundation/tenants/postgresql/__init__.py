"""PostgreSQL as a backend of Django's (settings.DATABASES, "ENGINE"): pooled connections are looked at cheaply."""
