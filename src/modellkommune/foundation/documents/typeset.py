"""The process that sets one paper for a screen: reads an order as JSON, writes a PDF or a picture."""

import json
import sys
from datetime import datetime
from io import BytesIO
from typing import Any, Final

import pypdfium2

from modellkommune.foundation.documents.providers.typesetting import compiled, source_of

DOTS_PER_POINT: Final = 1.6


def paper(order: dict[str, Any]) -> bytes:
    """What was ordered (see `apart.rendered_apart`)."""
    source = source_of(order["template"], order["data"], order["language"], None)
    pdf = compiled(source, datetime.fromisoformat(order["instant"]))
    return first_page(pdf) if order["picture"] else pdf


def first_page(pdf: bytes) -> bytes:
    """The first page of a PDF as PNG; A4 is about 950 pixels wide."""
    target = BytesIO()
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=DOTS_PER_POINT).to_pil()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()


def main() -> None:
    """From the standard input to the standard output."""
    sys.stdout.buffer.write(paper(json.load(sys.stdin.buffer)))


if __name__ == "__main__":
    main()
