"""Codes a person can read out and type: derived from an id and the municipality's key, stored nowhere.

Twelve characters of an alphabet without look-alikes, about 58 bits: not to be guessed over the network.
"""

import hmac

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
    return "-".join("".join(letters[start : start + GROUP]) for start in range(0, LENGTH, GROUP))


def code_matches(purpose: str, subject: str, typed: str) -> bool:
    """Whether `typed` is the code of `subject`, whatever its case, blanks and hyphens."""
    return hmac.compare_digest(_bare(access_code(purpose, subject)), _bare(typed))


def _bare(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter in ALPHABET)
