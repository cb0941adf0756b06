"""What files may be."""

from dataclasses import dataclass
from typing import Final

MEGABYTE: Final = 1024 * 1024
MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "heic": "image/heic",
}
"""Kinds of file the house can look into, by the id a blueprint uses."""


@dataclass(frozen=True)
class Limits:
    """Accepted kinds (keys of `MEDIA_TYPES`), size in bytes, pixels of an image, pages of a PDF."""

    accept: tuple[str, ...] = ("pdf", "jpg", "png", "heic")
    max_bytes: int = 10 * MEGABYTE
    max_pixels: int = 60_000_000
    max_pages: int = 200


def with_photos(accept: tuple[str, ...]) -> tuple[str, ...]:
    """The accepted kinds; who takes photos takes those of every telephone."""
    return (*accept, "heic") if "jpg" in accept and "heic" not in accept else accept
