"""Opening a file to be sure what it is, and drawing what it shows. Runs in the child process only.

What is drawn is a new JPEG of ours: no script, link, place or other addition of the original gets into it.
"""

import io
import re
from typing import Final

import pi_heif
import pypdfium2
import pypdfium2.raw
from PIL import Image, ImageOps, UnidentifiedImageError

from modellkommune.foundation.files.errors import FileActive, FileBroken, FileLocked, FileTooLarge

LONGEST_EDGE: Final = 1600  # pixels: a page of small print stays legible
QUALITY: Final = 82
_FORMATS: Final = {"jpg": "JPEG", "png": "PNG", "heic": "HEIF"}
_STREAM: Final = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_ACTIVE: Final = re.compile(rb"/(JavaScript|JS|Launch|RichMedia|XFA)(?![A-Za-z0-9])")
_BROKEN: Final = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError)

pi_heif.register_heif_opener(thumbnails=False)


def look(kind: str, content: bytes, max_pixels: int, max_pages: int) -> tuple[int, bytes]:
    """Open a file completely: its number of pages, and the first one drawn. Raises a `FileRefused`."""
    if kind == "pdf":
        return _look_into_pdf(content, max_pages)
    return 1, draw_image(kind, content, max_pixels)


def draw(kind: str, content: bytes, page: int, max_pixels: int) -> bytes:
    """One page, counted from 1, as JPEG. Raises a `FileRefused`."""
    if kind != "pdf":
        return draw_image(kind, content, max_pixels)
    return _draw_page(_opened(content), page - 1)


def draw_image(kind: str, content: bytes, max_pixels: int) -> bytes:
    """An image as JPEG, the right way up. Raises a `FileRefused`."""
    try:
        with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as image:
            if image.width * image.height > max_pixels:
                raise FileTooLarge
            image.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))  # a JPEG is unpacked no larger than needed
            image.load()
            return _as_jpeg(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileTooLarge from None
    except FileTooLarge:
        raise
    except _BROKEN:
        raise FileBroken from None


def _as_jpeg(image: Image.Image) -> bytes:
    small = ImageOps.exif_transpose(image)
    small.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    shown = Image.new("RGB", small.size, "white")
    if small.mode in ("RGBA", "LA", "PA") or "transparency" in small.info:
        coloured = small.convert("RGBA")
        shown.paste(coloured, mask=coloured.getchannel("A"))
    else:
        shown.paste(small.convert("RGB"))
    written = io.BytesIO()
    shown.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(content)
        document.init_forms()  # what was typed into a form is drawn as well; no script runs
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise (FileLocked if locked else FileBroken) from None
    return document


def _look_into_pdf(content: bytes, max_pages: int) -> tuple[int, bytes]:
    document = _opened(content)
    pages = len(document)
    if pages > max_pages:
        raise FileTooLarge
    picture = _draw_page(document, 0)
    if _is_active(document):
        raise FileActive
    return pages, picture


def _draw_page(document: pypdfium2.PdfDocument, number: int) -> bytes:
    try:
        page = document[number]
        scale = LONGEST_EDGE / max(*page.get_size(), 1)
        return _as_jpeg(page.render(scale=min(scale, 3)).to_pil())
    except (IndexError, pypdfium2.PdfiumError):
        raise FileBroken from None


def _is_active(document: pypdfium2.PdfDocument) -> bool:
    """Whether there is a script, a program to start, or an attached file that is more than data."""
    if any(not _is_data(number, document) for number in range(document.count_attachments())):
        return True
    written = io.BytesIO()
    document.save(written)  # all objects in the open and their names spelled plainly, whatever hid them
    return _ACTIVE.search(_STREAM.sub(b"", written.getvalue())) is not None


def _is_data(number: int, document: pypdfium2.PdfDocument) -> bool:
    """XML or JSON, as electronic invoices and our own permits carry it."""
    try:
        attached = bytes(document.get_attachment(number).get_data())
    except pypdfium2.PdfiumError:
        return False
    return attached.lstrip()[:1] in (b"<", b"{", b"[")
