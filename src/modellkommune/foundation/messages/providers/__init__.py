"""Who carries the mails: a mail server through Django's own backend, or nobody."""
