"""QR codes for papers and screens: an address, to be read by any telephone."""

from modellkommune.foundation.documents.providers import provider


def qr_svg(text: str) -> bytes:
    """The QR code of a text as SVG, quiet zone included; level M: 15 % of it may be soiled."""
    drawing: bytes = provider("qr_svg")(text)
    return drawing
