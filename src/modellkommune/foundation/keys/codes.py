"""Codes a person can read out and type: derived from an id and the municipality's key, or drawn by lot.

Twelve characters of an alphabet without look-alikes, about 58 bits: not to be guessed over the network.
"""

import hmac
import secrets
from collections.abc import Sequence

from modellkommune.foundation.keys.digests import keyed_digest

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ2346789"
LENGTH = 12
GROUP = 4


def access_code(purpose: str, subject: str) -> str:
    """The code for `subject` (an id as text), in groups: `K7MX-2PQR-9WDF`. In `with municipality(...)`."""
    number = int(keyed_digest(purpose, subject), 16)
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return _grouped(letters)


def random_code(length: int = LENGTH) -> str:
    """A code drawn by lot, in groups: whoever hands it out keeps its digest at most."""
    return _grouped([secrets.choice(ALPHABET) for _ in range(length)])


def code_matches(purpose: str, subject: str, typed: str) -> bool:
    """Whether `typed` is the code of `subject`, whatever its case, blanks and hyphens."""
    return hmac.compare_digest(bare_code(access_code(purpose, subject)), bare_code(typed))


def bare_code(code: str) -> str:
    """The letters of a code as somebody typed it, without what stands between them."""
    return "".join(letter for letter in code.upper() if letter in ALPHABET)


def _grouped(letters: Sequence[str]) -> str:
    return "-".join("".join(letters[start : start + GROUP]) for start in range(0, len(letters), GROUP))
