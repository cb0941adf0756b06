"""The header of a seal (TR-03137-1, 2.3): who signed what kind of document, and when."""

from dataclasses import dataclass
from datetime import date

from modellkommune.seal.c40 import decode_c40, encode_c40
from modellkommune.seal.errors import NotASeal, SealDoesNotFit

MAGIC = 0xDC
ICAO_3, ICAO_4 = 2, 3
# The length of the certificate reference is hexadecimal, but decimal for this signer (TR-03171).
DECIMAL_LENGTH_SIGNER = "DEZV"
_DATES_AND_KIND = 8


@dataclass(frozen=True, slots=True)
class Header:
    """Version byte (2 = ICAO 3, 3 = ICAO 4), country (1-3 letters), signer (4), certificate, dates, kind.

    `feature` and `category` together name the kind of document: 01 C9 is TR-03171 v0.9.
    """

    version: int
    country: str
    signer: str
    certificate: str
    issued: date
    signed: date
    feature: int
    category: int

    def encode(self) -> bytes:
        """The bytes of the header; raises SealDoesNotFit for a field of the wrong length."""
        if len(self.signer) != 4 or not 1 <= len(self.country) <= 3:
            raise SealDoesNotFit("the signer has four letters, the country one to three")
        start = bytes((MAGIC, self.version)) + encode_c40(self.country.ljust(3, "<"))
        dates = encode_date(self.issued) + encode_date(self.signed)
        return start + self._encode_signer() + dates + bytes((self.feature, self.category))

    def _encode_signer(self) -> bytes:
        if self.version == ICAO_3:
            if len(self.certificate) != 5:
                raise SealDoesNotFit("in ICAO version 3 a certificate reference has five signs")
            return encode_c40(self.signer + self.certificate)
        length = len(self.certificate)
        written = f"{length:02d}" if self.signer == DECIMAL_LENGTH_SIGNER else f"{length:02X}"
        if len(written) != 2:
            raise SealDoesNotFit("the certificate reference is too long")
        return encode_c40(self.signer + written) + encode_c40(self.certificate)


def decode_header(raw: bytes) -> tuple[Header, int]:
    """The header and the place where the messages begin; raises NotASeal."""
    if len(raw) < 10 or raw[0] != MAGIC or raw[1] not in (ICAO_3, ICAO_4):
        raise NotASeal("no seal begins like this")
    signer, certificate, place = _decode_signer(raw)
    end = place + _DATES_AND_KIND
    if len(raw) < end:
        raise NotASeal("the header is cut off")
    header = Header(
        version=raw[1],
        country=decode_c40(raw[2:4]).rstrip(),
        signer=signer,
        certificate=certificate,
        issued=decode_date(raw[place : place + 3]),
        signed=decode_date(raw[place + 3 : place + 6]),
        feature=raw[end - 2],
        category=raw[end - 1],
    )
    return header, end


def encode_date(day: date) -> bytes:
    """A day as the number MMDDYYYY in three bytes."""
    return (day.month * 1_000_000 + day.day * 10_000 + day.year).to_bytes(3, "big")


def decode_date(data: bytes) -> date:
    """The day of three bytes; raises NotASeal for a day that does not exist."""
    number = int.from_bytes(data, "big")
    try:
        return date(number % 10_000, number // 1_000_000, number // 10_000 % 100)
    except ValueError as error:
        raise NotASeal("a date in the header does not exist") from error


def _decode_signer(raw: bytes) -> tuple[str, str, int]:
    if raw[1] == ICAO_3:
        text = decode_c40(raw[4:10])
        return text[:4], text[4:].rstrip(), 10
    text = decode_c40(raw[4:8])
    signer = text[:4]
    try:
        length = int(text[4:], 10 if signer == DECIMAL_LENGTH_SIGNER else 16)
    except ValueError as error:
        raise NotASeal("the length of the certificate reference is no number") from error
    end = 8 + int((length - 1) / 3) * 2 + 2  # truncated, not rounded down: an empty reference takes two bytes
    return signer, decode_c40(raw[8:end])[:length], end
