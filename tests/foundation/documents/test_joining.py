"""Papers become one PDF to print; nobody's letter stands on the back of another's."""

import io

import pypdfium2
import pytest

from modellkommune.foundation.documents.joining import NotJoined, joined


def test_a_part_with_an_odd_number_of_pages_is_followed_by_an_empty_one() -> None:
    part = blank(1)
    assert len(pypdfium2.PdfDocument(joined([part, blank(2), part]))) == 6


def blank(pages: int) -> bytes:
    """A PDF of so many empty pages."""
    document, written = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        document.new_page(595, 842)
    document.save(written)
    return written.getvalue()


def test_what_is_no_pdf_is_not_joined() -> None:
    with pytest.raises(NotJoined):
        joined([blank(1), b"no PDF"])
