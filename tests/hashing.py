"""Argon2 as cheap as it gets: the tests log in some thousand times, and need no protection from guessing."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class CheapArgon2(Argon2PasswordHasher):
    """One pass over 8 KiB instead of two over 100 MiB."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
