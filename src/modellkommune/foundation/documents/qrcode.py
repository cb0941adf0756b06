"""QR codes for papers and screens: an address, to be read by any telephone."""

from typing import Final

import zxingcpp

from modellkommune.seal.datamatrix import drawing_of

QUIET_ZONE: Final = 4
"""Modules of white around the code (ISO/IEC 18004)."""


def qr_svg(text: str) -> bytes:
    """The QR code of a text as SVG, quiet zone included; level M: 15 % of it may be soiled."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, options="ec_level=M")
    return drawing_of(barcode, QUIET_ZONE).svg().encode()
