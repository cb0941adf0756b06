"""Papers set in a process of their own: with their QR codes, or an error instead of half a paper."""

from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from modellkommune.foundation.documents.printing import NotPrinted, printed

TEMPLATE = """
#set page(paper: "a6")
#heading(data.title)
#for (text, code) in data.qr [#image(bytes(code), format: "svg", width: 40mm, alt: text)]
"""
ADDRESS = "https://musterstadt.example/ideen-galerie/"


def test_a_paper_has_its_words_and_its_codes() -> None:
    content = printed(TEMPLATE, {"title": "Plakat für Übermorgen"}, "de", [ADDRESS])
    page = pypdfium2.PdfDocument(content)[0]
    assert "Plakat für Übermorgen" in page.get_textpage().get_text_bounded()
    assert [code.text for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil())] == [ADDRESS]


def test_a_template_that_cannot_be_set_is_an_error() -> None:
    with pytest.raises(NotPrinted):
        printed("#nonsense(", {"title": "x"}, "de")


def test_a_paper_can_be_looked_at() -> None:
    picture = Image.open(BytesIO(printed(TEMPLATE, {"title": "Blatt"}, "de", picture=True)))
    assert picture.format == "PNG"
    assert picture.height > picture.width > 400
