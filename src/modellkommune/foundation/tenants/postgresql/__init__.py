"""PostgreSQL as a backend of Django's (see settings.DATABASES): pooled connections are looked at cheaply."""
