"""Files as people and others hand them in, made on the spot."""

import io
import zipfile
import zlib

import pypdfium2
from PIL import Image


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **more: object) -> bytes:
    """An image in navy blue."""
    content = io.BytesIO()
    Image.new("RGB", size, "navy").save(content, kind, **more)
    return content.getvalue()


def photo_with_place() -> bytes:
    """A photo that says where it was taken, lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn by 90 degrees
    exif[0x010F] = "CameraOfAnna"
    exif.get_ifd(0x8825)[2] = (51.0, 24.0, 0.0)
    return picture(size=(80, 20), exif=exif)


def pdf(pages: int = 1) -> bytes:
    """Empty pages."""
    document, content = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        document.new_page(200, 100).close()
    document.save(content)
    document.close()
    return content.getvalue()


def written_pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first being the catalogue, and one more for the single page's parent."""
    body, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, end)


PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>"


def pdf_with_script(name: bytes = b"/JavaScript") -> bytes:
    """A PDF that runs a script when it is opened; `name` may be spelled in any way that PDF allows."""
    catalogue = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S %s /JS (app.alert\\(1\\)) >> >>" % name
    return written_pdf(catalogue, PAGES, PAGE)


def pdf_that_starts_a_program() -> bytes:
    """A PDF that starts a program when it is opened."""
    catalogue = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (calc.exe) >> >>"
    return written_pdf(catalogue, PAGES, PAGE)


def pdf_with_attachment(content: bytes) -> bytes:
    """A PDF with a file attached to it."""
    document, written = pypdfium2.PdfDocument(pdf()), io.BytesIO()
    document.new_attachment("beilage").set_data(content)
    document.save(written)
    document.close()
    return written.getvalue()


def pdf_with_password() -> bytes:
    """A PDF whose encryption no reader can undo without the password."""
    lock = (
        b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <%s> /U <%s> >> /ID [<%s> <%s>]"
        % (
            b"ab" * 32,
            b"cd" * 32,
            b"01" * 16,
            b"01" * 16,
        )
    )
    return written_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", PAGES, PAGE, trailer=lock)


def pdf_bomb() -> bytes:
    """A small PDF whose page unpacks to far more than the memory of a child."""
    packed = zlib.compress(b"0 0 m 9 9 l S\n" * 1000, 9)
    for _ in range(2):
        packed = zlib.compress(packed * 600, 9)
    filters = b"[/FlateDecode /FlateDecode /FlateDecode]"
    stream = b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream" % (len(packed), filters, packed)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R >>"
    return written_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", PAGES, page, stream)


def pixel_bomb(edge: int = 20000) -> bytes:
    """A PNG of a few bytes that claims to be edge x edge pixels."""
    small = picture("PNG")
    header = edge.to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    chunk = b"IHDR" + header
    return (
        small[:8] + len(header).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big") + small[33:]
    )


def archive() -> bytes:
    """A ZIP archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as opened:
        opened.writestr("setup.exe", b"MZ\x90\x00")
    return written.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EXECUTABLE = b"MZ\x90\x00\x03" + bytes(200)
