"""Reply codes of pseudonymous authors, and codes for dots: drawn by lot, kept as keyed digests only."""

from modellkommune.foundation.keys.codes import bare_code
from modellkommune.foundation.keys.digests import keyed_digest


def reply_digest(code: str) -> str:
    """What is kept of a reply code, whatever its case, blanks and hyphens; "" of what is no code."""
    return _digest("idea-reply", code)


def dots_digest(code: str) -> str:
    """What is kept of a code for dots; "" of what is no code."""
    return _digest("idea-dots", code)


def _digest(purpose: str, code: str) -> str:
    bare = bare_code(code)
    return keyed_digest(purpose, bare) if bare else ""
