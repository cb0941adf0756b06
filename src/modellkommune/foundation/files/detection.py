"""What a file claims to be, told by its first bytes, and whether a second one hides in it.

Nothing is opened here: that is done in a process of its own, see `sandbox`.
"""

import io
import zipfile
from typing import Final

from modellkommune.foundation.files.errors import FileDisguised, FileEmpty, FileTooBig, KindRefused
from modellkommune.foundation.files.limits import Limits

_BEGINNINGS: Final = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
_ARCHIVES: Final = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_PDF_READERS_LOOK_SO_FAR: Final = 1024  # bytes: a PDF may begin that late


def claimed_kind(content: bytes, limits: Limits) -> str:
    """The kind that the first bytes claim (a key of `MEDIA_TYPES`). Raises a `FileRefused`."""
    if not content:
        raise FileEmpty
    if len(content) > limits.max_bytes:
        raise FileTooBig(limits.max_bytes)
    kind = _kind(content)
    if kind not in limits.accept:
        raise KindRefused(limits.accept)
    if _hides_another(content, kind):
        raise FileDisguised
    return kind


def _kind(content: bytes) -> str:
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return "heic"
    return next((kind for start, kind in _BEGINNINGS.items() if content.startswith(start)), "")


def _hides_another(content: bytes, kind: str) -> bool:
    """Polyglots: what one program reads as a photo and another as an archive or a document."""
    if kind != "pdf" and b"%PDF-" in content[:_PDF_READERS_LOOK_SO_FAR]:
        return True
    return zipfile.is_zipfile(io.BytesIO(content)) or any(start in content for start in _ARCHIVES)
