"""Signing seals and telling whether a seal is genuine."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding

from modellkommune.seal.header import ICAO_4, Header
from modellkommune.seal.profile import CATEGORY, FEATURE
from modellkommune.seal.structure import Message, Seal, encode_messages

State = Literal["genuine", "altered", "unknown_signer", "signed_outside_validity"]
SIGNER = "DEZV"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a seal is genuine, and the certificate its reference names, if it is a trusted one."""

    state: State
    certificate: x509.Certificate | None = None

    @property
    def genuine(self) -> bool:
        """Signed by a trusted certificate while that was valid, and unaltered since."""
        return self.state == "genuine"


def certificate_reference(certificate: x509.Certificate) -> str:
    """SHA-1 of the DER certificate in 40 capital hex digits (TR-03171): an identifier, not a protection."""
    digest = hashes.Hash(hashes.SHA1())  # noqa: S303 - the standard's choice; nothing rests on its strength
    digest.update(certificate.public_bytes(Encoding.DER))
    return digest.finalize().hex().upper()


def sign_seal(
    messages: Iterable[Message], key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate, day: date
) -> Seal:
    """An administrative document's seal (TR-03171 v0.9, ICAO version 4) issued and signed on `day`."""
    messages = tuple(messages)
    header = Header(ICAO_4, "D", SIGNER, certificate_reference(certificate), day, day, FEATURE, CATEGORY)
    signed_bytes = header.encode() + encode_messages(messages)
    signature = key.sign(signed_bytes, ec.ECDSA(_hash_for(key.curve)))
    return Seal(header, messages, signed_bytes, _raw(signature, key.curve))


def verify_seal(seal: Seal, trusted: Iterable[x509.Certificate]) -> Verdict:
    """Judge a seal by the certificates given, found by the reference in its header. Needs nothing else."""
    by_reference = {certificate_reference(certificate): certificate for certificate in trusted}
    certificate = by_reference.get(seal.header.certificate)
    if certificate is None:
        return Verdict("unknown_signer")
    if not signature_fits(seal, certificate):
        return Verdict("altered", certificate)
    begin, end = certificate.not_valid_before_utc.date(), certificate.not_valid_after_utc.date()
    if not begin <= seal.header.signed <= end:
        return Verdict("signed_outside_validity", certificate)
    return Verdict("genuine", certificate)


def signature_fits(seal: Seal, certificate: x509.Certificate) -> bool:
    """Whether the seal's signature was made with this certificate's key."""
    key = certificate.public_key()
    half, rest = divmod(len(seal.signature), 2)
    if not isinstance(key, ec.EllipticCurvePublicKey) or rest or half != _coordinate_bytes(key.curve):
        return False
    r, s = (int.from_bytes(part, "big") for part in (seal.signature[:half], seal.signature[half:]))
    try:
        key.verify(utils.encode_dss_signature(r, s), seal.signed_bytes, ec.ECDSA(_hash_for(key.curve)))
    except InvalidSignature:
        return False
    return True


def _raw(signature: bytes, curve: ec.EllipticCurve) -> bytes:
    size = _coordinate_bytes(curve)
    r, s = utils.decode_dss_signature(signature)
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def _coordinate_bytes(curve: ec.EllipticCurve) -> int:
    return (curve.key_size + 7) // 8


def _hash_for(curve: ec.EllipticCurve) -> hashes.HashAlgorithm:
    """The hash that goes with the key's size (TR-03137-1, 2.5)."""
    steps = ((224, hashes.SHA224()), (256, hashes.SHA256()), (384, hashes.SHA384()))
    return next((hash_ for bits, hash_ in steps if curve.key_size <= bits), hashes.SHA512())
