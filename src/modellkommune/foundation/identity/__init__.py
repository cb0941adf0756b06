"""The room identity: staff and their rights, residents' sessions, log-in with the eID."""
