"""Draws QR codes with zxing."""

from typing import Final

import zxingcpp

from modellkommune.seal.squares import rows_of, svg_of

QUIET_ZONE: Final = 4
"""Modules of white around the code (ISO/IEC 18004)."""


def qr_svg(text: str) -> bytes:
    """The QR code of a text as SVG, error correction level M."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, options="ec_level=M")
    return svg_of(rows_of(barcode), QUIET_ZONE).encode()
