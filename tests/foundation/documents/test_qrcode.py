import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from modellkommune.foundation.documents.providers.qrdrawing import QUIET_ZONE
from modellkommune.foundation.documents.qrcode import qr_svg

DOTS = 6


def _picture(svg: str) -> Image.Image:
    """What the path of the drawing blackens."""
    size = int(re.findall(r'viewBox="0 0 (\d+)', svg)[0])
    picture = Image.new("L", (size * DOTS, size * DOTS), 255)
    pen = ImageDraw.Draw(picture)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", svg):
        left, top = int(x) * DOTS, int(y) * DOTS
        pen.rectangle((left, top, left + int(width) * DOTS - 1, top + DOTS - 1), fill=0)
    return picture


@pytest.mark.parametrize("text", ["https://musterstadt.example/i/k7mx2p/", "Ärmel ß " + "x" * 200])
def test_a_telephone_reads_what_was_written(text: str) -> None:
    found = zxingcpp.read_barcodes(_picture(qr_svg(text).decode()))
    assert [(code.text, code.format) for code in found] == [(text, zxingcpp.BarcodeFormat.QRCode)]


def test_the_white_around_it_belongs_to_it() -> None:
    starts = re.findall(r"M(\d+) (\d+)h\d+v1", qr_svg("https://musterstadt.example/").decode())
    assert min(int(x) for x, _ in starts) == min(int(y) for _, y in starts) == QUIET_ZONE
