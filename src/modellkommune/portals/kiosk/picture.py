"""A paper as a picture, for a screen without a viewer of PDF."""

from io import BytesIO
from typing import Final

import pypdfium2

DOTS_PER_POINT: Final = 1.6


def first_page(pdf: bytes) -> bytes:
    """The first page of a PDF as PNG, about 950 pixels wide."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        target = BytesIO()
        picture = document[0].render(scale=DOTS_PER_POINT).to_pil()
        picture.save(target, "PNG", optimize=True)
        return target.getvalue()
    finally:
        document.close()
