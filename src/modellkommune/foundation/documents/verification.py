"""Is this document genuine? Answers from bytes and trusted certificates alone: no database, no network."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from cryptography import x509

from modellkommune.foundation.documents.permitseal import permit_fields, profile
from modellkommune.foundation.documents.signedpdf import PdfAltered, PdfNotSigned, read_signed_pdf
from modellkommune.foundation.documents.trust import Trust, signer_name
from modellkommune.seal.datamatrix import find_in_pdf, find_in_picture
from modellkommune.seal.errors import NoBarcodeFound, NotASeal, UnreadableFile
from modellkommune.seal.profile import decode_contents
from modellkommune.seal.signing import verify_seal
from modellkommune.seal.structure import read_seal
from modellkommune.values.clock import legal_date

SealReason = Literal[
    "genuine",
    "no_barcode",
    "unreadable",
    "not_a_seal",
    "altered",
    "unknown_signer",
    "signed_outside_validity",
]
PdfReason = Literal[
    "genuine",
    "not_signed",
    "altered",
    "unknown_signer",
    "signed_outside_validity",
    "data_missing",
    "seal_missing",
    "seal_not_genuine",
    "seal_disagrees",
]
_COMPARED = ("number", "zone", "plates", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class SealVerdict:
    """Whether a seal is genuine, why not, who signed it when, and (only if genuine) what it says.

    `fields`: number, authority, ags, zone, plates (list), valid_from, valid_to (ISO texts).
    """

    reason: SealReason
    fields: Mapping[str, Any] | None = None
    signer: str = ""
    signed: date | None = None

    @property
    def genuine(self) -> bool:
        """Signed by a trusted key and unaltered. Says nothing about whether the permit is valid today."""
        return self.reason == "genuine"


@dataclass(frozen=True, slots=True)
class PdfVerdict:
    """Whether a signed PDF is genuine, why not, and (only if genuine) its kind, its data and its seal."""

    reason: PdfReason
    document: str = ""
    data: Mapping[str, Any] | None = None
    seal: SealVerdict | None = None
    signer: str = ""
    signed: date | None = None

    @property
    def genuine(self) -> bool:
        """Signed by a trusted key, unaltered to the last byte, and in agreement with its own seal."""
        return self.reason == "genuine"


def verify_seal_bytes(raw: bytes, trust: Trust) -> SealVerdict:
    """Judge the bytes of a permit's seal."""
    try:
        seal = read_seal(raw)
        fields = permit_fields(decode_contents(profile(), seal))
    except (NotASeal, KeyError):
        return SealVerdict("not_a_seal")
    verdict = verify_seal(seal, trust.certificates)
    if verdict.certificate is None or verdict.state != "genuine":
        return SealVerdict(verdict.state)
    return SealVerdict("genuine", fields, signer_name(verdict.certificate), seal.header.signed)


def verify_seal_image(content: bytes, trust: Trust) -> SealVerdict:
    """Judge the seal in a photograph: the genuine one where several codes are seen."""
    try:
        verdicts = [verify_seal_bytes(raw, trust) for raw in find_in_picture(content)]
    except NoBarcodeFound:
        return SealVerdict("no_barcode")
    except UnreadableFile:
        return SealVerdict("unreadable")
    return _best(verdicts)


def verify_pdf(content: bytes, trust: Trust) -> PdfVerdict:
    """Judge a PDF by its signature; a permit's seal has to be genuine and agree with the attached data."""
    try:
        signed = read_signed_pdf(content)
    except PdfNotSigned:
        return PdfVerdict("not_signed")
    except PdfAltered:
        return PdfVerdict("altered")
    if not trust.vouches_for(signed.certificate):
        return PdfVerdict("unknown_signer")
    day = legal_date(signed.signed_at)
    if not _valid_on(signed.certificate, day):
        return PdfVerdict("signed_outside_validity")
    data = _data(signed.attachment)
    if data is None:
        return PdfVerdict("data_missing")
    seal = _seal_of_permit(content, trust) if data.get("document") == "permit" else None
    reason = _agreement(data, seal)
    if reason != "genuine":
        return PdfVerdict(reason)
    return PdfVerdict("genuine", str(data["document"]), data, seal, signer_name(signed.certificate), day)


def _seal_of_permit(content: bytes, trust: Trust) -> SealVerdict:
    try:
        return _best([verify_seal_bytes(raw, trust) for raw in find_in_pdf(content)])
    except (NoBarcodeFound, UnreadableFile):
        return SealVerdict("no_barcode")


def _agreement(data: Mapping[str, Any], seal: SealVerdict | None) -> PdfReason:
    if seal is None:
        return "genuine"
    if seal.reason == "no_barcode":
        return "seal_missing"
    if seal.fields is None:
        return "seal_not_genuine"
    same = all(data.get(name) == seal.fields[name] for name in _COMPARED)
    return "genuine" if same else "seal_disagrees"


def _data(attachment: bytes | None) -> Mapping[str, Any] | None:
    try:
        data = json.loads(attachment or b"")
    except ValueError:
        return None
    return data if isinstance(data, dict) and "document" in data else None


def _valid_on(certificate: x509.Certificate, day: date) -> bool:
    begin, end = legal_date(certificate.not_valid_before_utc), legal_date(certificate.not_valid_after_utc)
    return begin <= day <= end


def _best(verdicts: list[SealVerdict]) -> SealVerdict:
    return next((verdict for verdict in verdicts if verdict.genuine), verdicts[0])
