"""The process in which a paper is set for somebody at the screen: reads JSON, writes a PDF or a picture."""

import json
import sys
from io import BytesIO
from typing import Any, Final

import pypdfium2

from modellkommune.foundation.documents.providers.typesetting import render
from modellkommune.foundation.documents.qrcode import qr_svg

DOTS_PER_POINT: Final = 1.6


def set_paper(order: dict[str, Any]) -> bytes:
    """The paper of {"template", "data", "language", "qr": texts, "picture"}; the codes are in `data.qr`."""
    codes = {text: qr_svg(text).decode() for text in order["qr"]}
    pdf = render(order["template"], {**order["data"], "qr": codes}, order["language"], None)
    return first_page(pdf) if order["picture"] else pdf


def first_page(pdf: bytes) -> bytes:
    """The first page of a PDF as PNG; A4 is about 950 pixels wide."""
    target = BytesIO()
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=DOTS_PER_POINT).to_pil()
    page.save(target, "PNG", optimize=True)
    return target.getvalue()


def main() -> None:
    """From the standard input to the standard output."""
    sys.stdout.buffer.write(set_paper(json.load(sys.stdin.buffer)))


if __name__ == "__main__":
    main()
