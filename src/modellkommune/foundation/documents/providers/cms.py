"""The signature container of PAdES baseline B-B (RFC 5652, RFC 5035, ETSI EN 319 122-1), written as DER.

Its shape never changes (one signer, SHA-256, ECDSA, three signed attributes), so it is put together from
bytes: a quarter of a millisecond instead of eight with a general ASN.1 library, twice in every case. What it
makes is checked in the tests by pyHanko's validator and by pdfium.
"""

from collections.abc import Iterable
from hashlib import sha256

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from modellkommune.foundation.documents.signingkeys import OpenKey

_INTEGER, _OCTETS, _OID, _SEQUENCE, _SET, _CONTEXT_0 = 0x02, 0x04, 0x06, 0x30, 0x31, 0xA0


def _der(tag: int, *contents: bytes) -> bytes:
    body = b"".join(contents)
    if len(body) < 0x80:
        return bytes((tag, len(body))) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + body


def _oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    return _der(_OID, bytes((first * 40 + second,)), *map(_base_128, rest))


def _base_128(number: int) -> bytes:
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(0x80 | number & 0x7F)
    return bytes(reversed(digits))


_DATA = _oid("1.2.840.113549.1.7.1")
_SIGNED_DATA = _oid("1.2.840.113549.1.7.2")
_CONTENT_TYPE = _oid("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST = _oid("1.2.840.113549.1.9.4")
_SIGNING_CERTIFICATE_V2 = _oid("1.2.840.113549.1.9.16.2.47")
_SHA_256 = _der(_SEQUENCE, _oid("2.16.840.1.101.3.4.2.1"))
_ECDSA_SHA_256 = _der(_SEQUENCE, _oid("1.2.840.10045.4.3.2"))
_VERSION_1 = _der(_INTEGER, b"\x01")


def signature_container(digest: bytes, key: OpenKey) -> bytes:
    """A detached CMS signature of `key` over content whose SHA-256 is `digest`."""
    certificate = key.certificate.public_bytes(Encoding.DER)
    attributes = b"".join(sorted(_signed_attributes(digest, certificate)))
    signature = key.private_key.sign(_der(_SET, attributes), ec.ECDSA(hashes.SHA256()))
    signer = _der(
        _SEQUENCE,
        _VERSION_1,
        _der(_SEQUENCE, key.certificate.issuer.public_bytes(), _integer(key.certificate.serial_number)),
        _SHA_256,
        _der(_CONTEXT_0, attributes),
        _ECDSA_SHA_256,
        _der(_OCTETS, signature),
    )
    signed_data = _der(
        _SEQUENCE,
        _VERSION_1,
        _der(_SET, _SHA_256),
        _der(_SEQUENCE, _DATA),
        _der(_CONTEXT_0, certificate),
        _der(_SET, signer),
    )
    return _der(_SEQUENCE, _SIGNED_DATA, _der(_CONTEXT_0, signed_data))


def _signed_attributes(digest: bytes, certificate: bytes) -> Iterable[bytes]:
    """What is signed: kind and digest of the content, and which certificate it was."""
    named = _der(
        _SEQUENCE, _der(_OCTETS, sha256(certificate).digest())
    )  # SHA-256 is the default, so not named
    yield _der(_SEQUENCE, _CONTENT_TYPE, _der(_SET, _DATA))
    yield _der(_SEQUENCE, _MESSAGE_DIGEST, _der(_SET, _der(_OCTETS, digest)))
    yield _der(_SEQUENCE, _SIGNING_CERTIFICATE_V2, _der(_SET, _der(_SEQUENCE, _der(_SEQUENCE, named))))


def _integer(number: int) -> bytes:
    return _der(_INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True))
