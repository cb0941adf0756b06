"""The process in which a paper is set for somebody at the screen: reads JSON, writes one PDF."""

import json
import sys
from typing import Any

from modellkommune.foundation.documents.providers.typesetting import render
from modellkommune.foundation.documents.qrcode import qr_svg


def set_paper(order: dict[str, Any]) -> bytes:
    """The PDF of {"template", "data", "language", "qr": texts}; the QR codes are in `data.qr`, by text."""
    codes = {text: qr_svg(text).decode() for text in order["qr"]}
    return render(order["template"], {**order["data"], "qr": codes}, order["language"], None)


def main() -> None:
    """From the standard input to the standard output."""
    sys.stdout.buffer.write(set_paper(json.load(sys.stdin.buffer)))


if __name__ == "__main__":
    main()
