"""Canonical JSON (RFC 8785) and its SHA-256: the identity of a release and of an overlay."""

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785


def canonical(document: Mapping[str, Any]) -> bytes:
    """The one way to write a document."""
    return rfc8785.dumps(dict(document))


def document_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(document)).hexdigest()
