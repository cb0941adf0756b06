"""Tokens: long random words that the portal itself gave out, and that tell the rules nothing."""

import re
from typing import Final

_TOKEN: Final = re.compile(r"(?=.*[0-9])(?=.*[A-Z])(?=.*[a-z])[\w.:-]{20,4000}", re.ASCII)


def is_token(value: str) -> bool:
    """Whether a value is nothing but a token: letters of both cases, digits, `_.:-`, at least 20 of them.

    No sign in it ends a word in any language of attacks; but by chance a random word ends like the name of a
    function, or looks like a comment (three of a thousand visitors with five cookies each), and whoever was
    given it would be turned away for as long as her browser keeps it.
    """
    return _TOKEN.fullmatch(value) is not None
