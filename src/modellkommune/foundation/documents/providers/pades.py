"""Signs PDF files: PAdES baseline B-B, an invisible signature over the whole file, as its last revision.

Only what our typesetting makes is signed, and its shape is known: a table of cross-references, one trailer,
objects that are not packed. So the five objects that a signature needs are appended as they are, in a tenth
of the time of a general library that reads the file and writes it. What is made here is checked in the tests
by pyHanko's validator and by pdfium.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, Self

from cryptography.hazmat.primitives.serialization import Encoding

from modellkommune.foundation.documents.errors import PdfNotOurs
from modellkommune.foundation.documents.providers.cms import signature_container
from modellkommune.foundation.documents.signingkeys import OpenKey

# Room in bytes for what the signature holds beside the certificate and the name of its issuer.
_RESERVED: Final = 1024
_END: Final = re.compile(rb"trailer\n<<(.*)>>\nstartxref\n(\d+)\n%%EOF\s*\Z", re.DOTALL)
_TABLE: Final = re.compile(rb"xref\n0 (\d+)\n")
_ENTRY: Final = 20  # bytes of a line of the table
_ROOT: Final = re.compile(rb"/Root (\d+) 0 R")
_INFO: Final = re.compile(rb"/Info \d+ 0 R")
_ID: Final = re.compile(rb"/ID\[(\([^()\\]*\)|<[0-9A-Fa-f]*>)")
_PAGES: Final = re.compile(rb"/Pages (\d+) 0 R")
_FIRST_KID: Final = re.compile(rb"/Kids\[(\d+) 0 R")
_ANNOTATIONS: Final = re.compile(rb"/Annots\[")
# PDF/UA wants fields on a page in its structure, PDF/A wants none hidden: so this one lies beside the page.
_WIDGET: Final = (
    b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Signatur)/F 132/Rect[-9999 -9999 -9999 -9999]"
    b"/TU %s/P %d 0 R/V %d 0 R>>"
)
_SIGNATURE: Final = (
    b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(D:%s)/Name %s/Contents "
)
_RANGE: Final = b"/ByteRange[0 %-10d %-10d %-10d]>>"


def sign_pdf(pdf: bytes, key: OpenKey, signer_name: str, instant: datetime) -> bytes:
    """A file of our typesetting, signed by `key` as its last revision at `instant`; raises PdfNotOurs."""
    file = _Typeset.read(pdf)
    name = _text(signer_name)
    widget, signature = file.size, file.size + 1
    moment = instant.astimezone(UTC).strftime("%Y%m%d%H%M%SZ").encode()
    objects = {
        file.page: _with_annotation(file.object(file.page), widget),
        file.catalog: file.object(file.catalog)[:-2] + b"/AcroForm<</Fields[%d 0 R]/SigFlags 3>>>>" % widget,
        widget: _WIDGET % (name, file.page, signature),
        signature: _SIGNATURE % (moment, name),
    }
    body, places = _written(objects, len(pdf) + 1)
    before = pdf + b"\n" + body
    return _filled(before, file, places, key)


def _filled(before: bytes, file: "_Typeset", places: dict[int, int], key: OpenKey) -> bytes:
    """The file: all before the signature, the signature, all behind it."""
    digits = 2 * (_RESERVED + 2 * len(key.certificate.public_bytes(Encoding.DER)))
    resume = len(before) + digits + 2
    table = resume + len(_RANGE % (0, 0, 0)) + len(b"\nendobj\n")
    end = b"\nendobj\n" + file.ending(places, table)
    after = _RANGE % (len(before), resume, len(_RANGE % (0, 0, 0)) + len(end)) + end
    digest = sha256(before)
    digest.update(after)
    container = signature_container(digest.digest(), key).hex().encode()
    return b"".join((before, b"<", container.ljust(digits, b"0"), b">", after))


def _written(objects: dict[int, bytes], start: int) -> tuple[bytes, dict[int, int]]:
    """The objects one after another, the last one left open, and where each begins."""
    written, places = b"", {}
    for number, content in objects.items():
        if written:
            written += b"\nendobj\n"
        places[number] = start + len(written)
        written += b"%d 0 obj\n%s" % (number, content)
    return written, places


def _with_annotation(page: bytes, widget: int) -> bytes:
    added = b"%d 0 R" % widget
    if b"/Annots" in page:
        changed, found = _ANNOTATIONS.subn(b"/Annots[%s " % added, page, count=1)
        if not found:
            raise PdfNotOurs
        return changed
    return page[:-2] + b"/Annots[%s]>>" % added


def _text(words: str) -> bytes:
    """A text string of PDF (UTF-16 with its mark, in hex digits)."""
    return b"<FEFF%s>" % words.encode("utf-16-be").hex().upper().encode()


@dataclass(frozen=True, slots=True)
class _Typeset:
    """A file of our typesetting and the numbers of the objects that a signature changes."""

    pdf: bytes
    trailer: bytes
    previous: int
    entries: int
    size: int
    catalog: int
    page: int

    @classmethod
    def read(cls, pdf: bytes) -> Self:
        end = _END.search(pdf, max(pdf.rfind(b"trailer\n"), 0))
        table = _TABLE.match(pdf, int(end[2])) if end else None
        if end is None or table is None:
            raise PdfNotOurs
        catalog = _number(_ROOT, end[1])
        found = cls(pdf, end[1], int(end[2]), table.end(), int(table[1]), catalog, 0)
        page = _number(_PAGES, found.object(catalog))
        while kids := _FIRST_KID.search(found.object(page)):
            page = int(kids[1])
        return replace(found, page=page)

    def object(self, number: int) -> bytes:
        """The dictionary with this number."""
        if number >= self.size:
            raise PdfNotOurs
        entry = self.entries + number * _ENTRY
        start = int(self.pdf[entry : entry + 10])
        head = b"%d 0 obj\n<<" % number
        end = self.pdf.find(b"\nendobj", start)
        content = self.pdf[start + len(head) - 2 : end]
        if not self.pdf.startswith(head, start) or not content.endswith(b">>"):
            raise PdfNotOurs
        return content

    def ending(self, places: dict[int, int], table: int) -> bytes:
        """Table and trailer of the new revision."""
        lines = b"".join(b"%d 1\n%010d 00000 n \n" % place for place in sorted(places.items()))
        identity, info = _ID.search(self.trailer), _INFO.search(self.trailer)
        if identity is None or info is None:
            raise PdfNotOurs
        changed = sha256(self.pdf).hexdigest()[:32].encode()
        return (
            b"xref\n0 1\n0000000000 65535 f \n%strailer\n"
            b"<</Size %d/Root %d 0 R%s/ID[%s<%s>]/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
        ) % (lines, self.size + 2, self.catalog, info[0], identity[1], changed, self.previous, table)


def _number(pattern: re.Pattern[bytes], text: bytes) -> int:
    found = pattern.search(text)
    if found is None:
        raise PdfNotOurs
    return int(found[1])
