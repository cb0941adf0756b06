"""Reading the electronic signature of a PDF and judging it, more strictly than a viewer does.

There is exactly one signature, it covers every byte of the file but itself (so nothing can have been added
later), and it is a CMS signature with an elliptic curve key as PAdES wants it (ETSI EN 319 142-1). Whoever
accepts anything else, like a second revision, has to judge what was changed; we need not.
"""

import ctypes
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium
from asn1crypto import cms, tsp  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

_SUBFILTER: Final = "ETSI.CAdES.detached"
_HEX: Final = re.compile(rb"<(?:[0-9A-F]{2})+>|<(?:[0-9a-f]{2})+>")
_TIME: Final = re.compile(r"D:(\d{14})(?:Z|([+-])(\d\d)'(\d\d))?")
_LARGEST_ATTACHMENT: Final = 1_000_000
# Loaded for its side effect on asn1crypto's table of attributes.
_CERTIFICATE_ATTRIBUTE: Final = tsp.SetOfSigningCertificatesV2


class PdfNotSigned(ValueError):
    """The file carries no electronic signature."""


class PdfAltered(ValueError):
    """The file was changed after it was signed, or its signature is damaged."""


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """An intact signed file: whose key signed it, when (as the signer claims), and the attached file."""

    certificate: x509.Certificate
    signed_at: datetime
    attachment: bytes | None


def read_signed_pdf(content: bytes) -> SignedPdf:
    """Read and check a signed PDF, whoever signed it; raises PdfNotSigned or PdfAltered."""
    with _opened(content) as document:
        count = pdfium.FPDF_GetSignatureCount(document)
        if count < 1:
            raise PdfNotSigned
        if count > 1:
            raise PdfAltered("more than one signature")
        signature = pdfium.FPDF_GetSignatureObject(document, 0)
        signed_bytes, container = _divided(content, _byte_range(signature))
        if container != _bytes(pdfium.FPDFSignatureObj_GetContents, signature):
            raise PdfAltered("the signature is not the one of its field")
        certificate = _check_cms(container, signed_bytes)
        if _text(pdfium.FPDFSignatureObj_GetSubFilter, signature) != _SUBFILTER:
            raise PdfAltered("not a PAdES signature")
        signed_at = _time(_text(pdfium.FPDFSignatureObj_GetTime, signature))
        return SignedPdf(certificate, signed_at, _attachment(document))


@contextmanager
def _opened(content: bytes) -> Iterator[Any]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise PdfNotSigned("this is no PDF") from error
    try:
        yield document.raw
    finally:
        document.close()


def _byte_range(signature: Any) -> tuple[int, ...]:
    length = pdfium.FPDFSignatureObj_GetByteRange(signature, None, 0)
    numbers = (ctypes.c_int * length)()
    pdfium.FPDFSignatureObj_GetByteRange(signature, numbers, length)
    return tuple(numbers)


def _divided(content: bytes, span: tuple[int, ...]) -> tuple[bytes, bytes]:
    """The signed bytes (all around the signature) and the signature, one string of hex digits."""
    if len(span) != 4:
        raise PdfAltered("the signed range is damaged")
    first, before, after, rest = span
    if first != 0 or not 0 < before < after or rest < 0 or after + rest != len(content):
        raise PdfAltered("the signature does not cover the whole file")
    if not _HEX.fullmatch(content, before, after):
        raise PdfAltered("something lies where only the signature belongs")
    return content[:before] + content[after:], bytes.fromhex(content[before + 1 : after - 1].decode())


def _check_cms(container: bytes, signed_bytes: bytes) -> x509.Certificate:
    """Whose signature it is; raises PdfAltered unless it is one signature, in order, over these bytes."""
    try:
        information = cms.ContentInfo.load(container)
        signed, padding = information["content"], container[len(information.dump()) :]
        signer = signed["signer_infos"][0]
        attributes = {entry["type"].native: entry["values"][0] for entry in signer["signed_attrs"]}
        certificate = _named_certificate(signed["certificates"], attributes["signing_certificate_v2"])
        _verify(certificate, signer["signature"].native, signer["signed_attrs"].untag().dump())
        in_order = _in_order(signed, signer, certificate) and not padding.strip(b"\0")
        same_kind = attributes["content_type"].native == signed["encap_content_info"]["content_type"].native
        same_content = attributes["message_digest"].native == sha256(signed_bytes).digest()
    except (KeyError, IndexError, TypeError, ValueError, InvalidSignature) as error:
        raise PdfAltered("the signature is not right") from error
    if not (in_order and same_kind and same_content):
        raise PdfAltered("the signature is not of this file")
    return certificate


def _in_order(signed: Any, signer: Any, certificate: x509.Certificate) -> bool:
    """What the signature itself does not protect: nobody may change even that unnoticed."""
    named = signer["sid"].chosen
    return bool(
        len(signed["signer_infos"]) == len(signed["certificates"]) == len(signed["digest_algorithms"]) == 1
        and signed["version"].native == signer["version"].native == "v1"
        and signed["encap_content_info"]["content_type"].native == "data"
        and signed["encap_content_info"]["content"].native is None
        and signed["digest_algorithms"][0]["algorithm"].native == "sha256"
        and signer["digest_algorithm"]["algorithm"].native == "sha256"
        and signer["signature_algorithm"]["algorithm"].native == "sha256_ecdsa"
        and named["issuer"].dump() == certificate.issuer.public_bytes()
        and named["serial_number"].native == certificate.serial_number
    )


def _named_certificate(certificates: Any, attribute: Any) -> x509.Certificate:
    """The certificate whose hash is among the signed attributes; raises KeyError."""
    named = attribute["certs"][0]
    if named["hash_algorithm"]["algorithm"].native != "sha256":
        raise KeyError("hash of the signer's certificate")
    by_hash = {sha256(each.chosen.dump()).digest(): each.chosen.dump() for each in certificates}
    return x509.load_der_x509_certificate(by_hash[named["cert_hash"].native])


def _verify(certificate: x509.Certificate, signature: bytes, signed_attributes: bytes) -> None:
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise TypeError("not a key on an elliptic curve")
    key.verify(signature, signed_attributes, ec.ECDSA(hashes.SHA256()))


def _attachment(document: Any) -> bytes | None:
    """The one attached file; None if there is none."""
    if pdfium.FPDFDoc_GetAttachmentCount(document) != 1:
        return None
    attached = pdfium.FPDFDoc_GetAttachment(document, 0)
    length = ctypes.c_ulong()
    pdfium.FPDFAttachment_GetFile(attached, None, 0, length)
    if length.value > _LARGEST_ATTACHMENT:
        return None
    buffer = ctypes.create_string_buffer(length.value)
    pdfium.FPDFAttachment_GetFile(attached, buffer, length.value, length)
    return buffer.raw


def _bytes(read: Callable[..., int], signature: Any) -> bytes:
    length = read(signature, None, 0)
    buffer = ctypes.create_string_buffer(length)
    read(signature, buffer, length)
    return buffer.raw


def _text(read: Callable[..., int], signature: Any) -> str:
    return _bytes(read, signature).rstrip(b"\0").decode("latin-1")


def _time(text: str) -> datetime:
    """The instant of a PDF date like D:20261203120000+01'00'."""
    match = _TIME.match(text)
    if match is None:
        raise PdfAltered("the time of signing is missing")
    digits, sign, hours, minutes = match.groups()
    away = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC) - away
    except ValueError as error:
        raise PdfAltered("the time of signing does not exist") from error
