"""References that people read out, type in and cannot guess: BP-4F7K9-XTMC2.

Nine random characters and a check character from an alphabet of 29 signs that are not mistaken for one
another (no 0 O Q, 1 I L, B). 29 is prime, so weighting each place differently finds every single wrong
character and every two characters exchanged.
"""

import re
import secrets
from hashlib import sha256

ALPHABET = "23456789ACDEFGHJKMNPRSTUVWXYZ"
_RANDOM = 9
_WITHIN = re.compile(rf"\b[A-Z0-9]{{1,8}}(?:-[{ALPHABET}]{{5}}){{2}}\b")
_PREFIX = re.compile(r"[A-Z0-9]{0,8}")


class NotAReference(ValueError):
    """This is not a reference of ours: a character is missing or mistyped."""


def new_reference(prefix: str) -> str:
    """A new reference, e.g. "BP-4F7K9-XTMC2": 43 bits from the system's random source."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM))
    return _written(prefix, body + _check(body))


def derived_reference(prefix: str, source: str) -> str:
    """The reference that always belongs to a text, for invented cases: it can be guessed."""
    digest = int.from_bytes(sha256(f"{prefix} {source}".encode()).digest())
    body = "".join(ALPHABET[digest // len(ALPHABET) ** place % len(ALPHABET)] for place in range(_RANDOM))
    return _written(prefix, body + _check(body))


def read_reference(text: str) -> str:
    """The reference as it was issued, from any spelling (case, blanks and hyphens do not matter).

    Raises NotAReference when a character is missing or mistyped.
    """
    signs = re.sub(r"[\s\-‐-―.]", "", text).upper()
    prefix, body = signs[: -_RANDOM - 1], signs[-_RANDOM - 1 :]
    complete = len(body) == _RANDOM + 1 and set(body) <= set(ALPHABET) and _PREFIX.fullmatch(prefix)
    if not complete or _check(body[:-1]) != body[-1]:
        raise NotAReference(text)
    return _written(prefix, body)


def marked_references(text: str, before: str, behind: str) -> str:
    """The text with `before` and `behind` around every reference that stands in it."""
    return _WITHIN.sub(lambda found: f"{before}{found[0]}{behind}", text)


def _written(prefix: str, body: str) -> str:
    return "-".join(part for part in (prefix, body[:5], body[5:]) if part)


def _check(body: str) -> str:
    weighted = sum((place + 2) * ALPHABET.index(sign) for place, sign in enumerate(body))
    return ALPHABET[weighted % len(ALPHABET)]
