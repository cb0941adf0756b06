"""Drawing seals as square DataMatrix codes, and finding them in pictures and PDF files."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image

from modellkommune.seal.errors import NoBarcodeFound, UnreadableFile
from modellkommune.seal.squares import rows_of, svg_of

# ISO/IEC 16022 wants one module of quiet zone on every side.
QUIET_ZONE = 1
SMALLEST_MODULE_MM = 0.3386
_PICTURES = ("JPEG", "PNG", "WEBP")
# A web process may take 120 MB: JPEG is decoded in a smaller size, the others take up to four bytes a pixel.
_MOST_PIXELS = {"JPEG": 60_000_000, "PNG": 6_000_000, "WEBP": 6_000_000}
# A small copy is nearly always enough; the large one is for codes far away, the smallest for blurred ones.
_SIDES = (2000, 4000, 1000)
_PAGE_PIXELS = 10_000_000
_PAGES = 3
_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.DataMatrix])
# Seven dots for three modules of the smallest size; if that is not enough, eleven.
_DOTS_PER_POINT = (2.4, 3.6)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A code of squares: rows of modules (True = dark), without the `quiet` zone around them."""

    rows: tuple[tuple[bool, ...], ...]
    quiet: int = QUIET_ZONE

    @property
    def modules(self) -> int:
        """Modules on a side, without quiet zone."""
        return len(self.rows)

    @property
    def smallest_width_mm(self) -> float:
        """How wide it is printed at least, quiet zone included (TR-03137-1: 0.3386 mm a module)."""
        return (self.modules + 2 * self.quiet) * SMALLEST_MODULE_MM

    def svg(self) -> str:
        """One path; one unit a module, quiet zone included."""
        return svg_of(self.rows, self.quiet)

    def png(self, dots: int = 8) -> bytes:
        """A picture in black and white, `dots` pixels a module, quiet zone included."""
        edge = b"\xff" * self.quiet
        rows = (edge + bytes(0 if dark else 255 for dark in row) + edge for row in self.rows)
        size = self.modules + 2 * self.quiet
        light = b"\xff" * size * self.quiet
        picture = Image.frombytes("L", (size, size), light + b"".join(rows) + light)
        target = BytesIO()
        picture.resize((size * dots, size * dots), Image.Resampling.NEAREST).convert("1").save(target, "PNG")
        return target.getvalue()


def draw_datamatrix(raw: bytes) -> Drawing:
    """The square DataMatrix of these bytes (at most 1,555)."""
    barcode = zxingcpp.create_barcode(raw, zxingcpp.BarcodeFormat.DataMatrix, options="force_square")
    return Drawing(rows_of(barcode))


def find_in_picture(content: bytes) -> tuple[bytes, ...]:
    """The bytes of all DataMatrix codes in a photograph; raises UnreadableFile or NoBarcodeFound."""
    return _first_found(_decoded(content, side) for side in _SIDES)


def find_in_pdf(content: bytes) -> tuple[bytes, ...]:
    """The bytes of all DataMatrix codes on the first pages; raises UnreadableFile or NoBarcodeFound."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(str(error)) from error
    try:
        return _first_found(_pages(document))
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument) -> Iterator[Image.Image]:
    for number in range(min(len(document), _PAGES)):
        page = document[number]
        width, height = page.get_size()
        most = (_PAGE_PIXELS / max(width * height, 1)) ** 0.5
        for dots in _DOTS_PER_POINT:
            yield page.render(scale=min(dots, most), grayscale=True).to_pil()


def _decoded(content: bytes, side: int) -> Image.Image:
    """The picture in grey, about `side` long: what is blurred in a large copy is found in a smaller one."""
    try:
        with Image.open(BytesIO(content), formats=_PICTURES) as opened:
            if opened.width * opened.height > _MOST_PIXELS[opened.format or ""]:
                raise UnreadableFile("too large")
            opened.draft("L", (side, side))
            if max(opened.size) > 1.5 * side:
                opened.thumbnail((side, side))
            return opened.convert("L")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise UnreadableFile(str(error)) from error


def _first_found(pictures: Iterator[Image.Image]) -> tuple[bytes, ...]:
    for picture in pictures:
        found = zxingcpp.read_barcodes(picture, formats=_FORMATS)
        if found:
            return tuple(barcode.bytes for barcode in found)
    raise NoBarcodeFound
