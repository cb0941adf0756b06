"""AES-256-GCM with associated data, and keys derived from the master key by HKDF (RFC 5869)."""

import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from modellkommune.foundation.keys.errors import MasterKeyMissing, SealBroken

KEY_BYTES = 32
_NONCE_BYTES = 12
_FORMAT = b"\x01"


def encrypt(key: bytes, data: bytes, *context: str) -> bytes:
    """Seal `data`; it opens only with the same key and context. Format byte, nonce, ciphertext with tag."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, data, _bound(context))


def decrypt(key: bytes, sealed: bytes, *context: str) -> bytes:
    """Open what `encrypt` sealed. Raises `SealBroken`."""
    if sealed[:1] != _FORMAT:
        raise SealBroken
    nonce, content = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, content, _bound(context))
    except (InvalidTag, ValueError):
        raise SealBroken from None


@lru_cache(maxsize=256)
def derived_key(master: bytes, use: str) -> bytes:
    """The key for one `use` of the master key. Raises `MasterKeyMissing`."""
    if len(master) != KEY_BYTES:
        raise MasterKeyMissing
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"modellkommune v1 {use}".encode()).derive(master)


def digest(key: bytes, *parts: str) -> str:
    """HMAC-SHA-256 over the parts, as 64 hexadecimal digits."""
    return hmac.digest(key, _bound(parts), "sha256").hex()


def _bound(parts: tuple[str, ...]) -> bytes:
    # Each part with its length before it: ("ab", "c") and ("a", "bc") must not be the same.
    encoded = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)
