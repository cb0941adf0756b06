from io import BytesIO

import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from modellkommune.foundation.documents.apart import NotTypeset, rendered_apart

TEMPLATE = '#set page(paper: "a5")\n= #data.word'
DATA = {"title": "Blatt", "word": "Grüße"}


def test_a_paper_is_set_in_another_process() -> None:
    pdf = PdfDocument(rendered_apart(TEMPLATE, DATA, "de"))
    assert "Grüße" in pdf[0].get_textpage().get_text_bounded()


def test_a_paper_can_be_looked_at() -> None:
    picture = Image.open(BytesIO(rendered_apart(TEMPLATE, DATA, "de", picture=True)))
    assert picture.format == "PNG"
    assert picture.height > picture.width > 600


def test_a_template_that_cannot_be_set_is_said() -> None:
    with pytest.raises(NotTypeset, match="missing"):
        rendered_apart("#data.missing", DATA, "de")
