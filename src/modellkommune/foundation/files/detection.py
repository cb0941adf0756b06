"""What a file is, told by its content: the beginning says what it claims to be, opening it proves it."""

import io
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Final

import pypdfium2
from PIL import Image, UnidentifiedImageError

from modellkommune.foundation.files.errors import (
    FileBroken,
    FileEmpty,
    FileTooBig,
    FileTooLarge,
    KindRefused,
)
from modellkommune.foundation.files.limits import Limits

_BEGINNINGS: Final = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
_one_pdf_at_a_time: Final = Lock()  # pdfium must not be used by two threads at once


def kind_of(content: bytes, limits: Limits) -> str:
    """The kind of a file ("pdf", "jpg", "png"), opened to be sure. Raises a `FileRefused`."""
    if not content:
        raise FileEmpty
    if len(content) > limits.max_bytes:
        raise FileTooBig(limits.max_bytes)
    kind = next((kind for start, kind in _BEGINNINGS.items() if content.startswith(start)), "")
    if kind not in limits.accept:
        raise KindRefused(limits.accept)
    _OPENERS[kind](content, limits)
    return kind


def _open_pdf(content: bytes, limits: Limits) -> None:
    with _one_pdf_at_a_time:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError:
            raise FileBroken from None
        try:
            _look_into(document, limits)
        finally:
            document.close()


def _look_into(document: pypdfium2.PdfDocument, limits: Limits) -> None:
    if len(document) > limits.max_pages:
        raise FileTooLarge
    try:
        document[0].close()
    except (IndexError, pypdfium2.PdfiumError):
        raise FileBroken from None


def _open_jpeg(content: bytes, limits: Limits) -> None:
    _open_image(content, "JPEG", limits)


def _open_png(content: bytes, limits: Limits) -> None:
    _open_image(content, "PNG", limits)


def _open_image(content: bytes, kind: str, limits: Limits) -> None:
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as image:
            if image.width * image.height > limits.max_pixels:
                raise FileTooLarge
            image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileTooLarge from None
    except FileTooLarge:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise FileBroken from None


_OPENERS: Final[Mapping[str, Callable[[bytes, Limits], None]]] = {
    "pdf": _open_pdf,
    "jpg": _open_jpeg,
    "png": _open_png,
}
