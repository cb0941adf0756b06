"""What stands behind `modellkommune run`: secrets, the embedded PostgreSQL and the supervisor."""
