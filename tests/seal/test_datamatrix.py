import re
from io import BytesIO

import pytest
from PIL import Image, ImageFilter

from modellkommune.seal.datamatrix import draw_datamatrix, find_in_pdf, find_in_picture
from modellkommune.seal.errors import NoBarcodeFound, UnreadableFile

RAW = bytes(range(256)) + b"\x00\xffSiegel"


def saved(picture, kind):
    target = BytesIO()
    picture.save(target, kind)
    return target.getvalue()


def photograph(turn=7, side=1400, blur=1.5):
    """The code on a grey desk, turned and a little out of focus, as a telephone sees it."""
    code = Image.open(BytesIO(draw_datamatrix(RAW).png(8))).convert("L")
    desk = Image.new("L", (side, side), 235)
    desk.paste(code, ((side - code.width) // 2, (side - code.height) // 3))
    return desk.rotate(turn, fillcolor=150).filter(ImageFilter.GaussianBlur(blur))


def test_the_picture_holds_exactly_the_bytes():
    drawing = draw_datamatrix(RAW)
    assert drawing.modules == len(drawing.rows[0])
    assert find_in_picture(drawing.png()) == (RAW,)


def test_it_is_printed_with_modules_of_at_least_a_third_of_a_millimetre():
    drawing = draw_datamatrix(RAW)
    assert drawing.smallest_width_mm == pytest.approx((drawing.modules + 2) * 0.3386)


def test_the_svg_draws_each_dark_module_once():
    drawing = draw_datamatrix(b"Siegel")
    svg = drawing.svg()
    dark = sum(module for row in drawing.rows for module in row)
    lengths = [int(length) for length in re.findall(r"h(\d+)v1h", svg)]
    assert sum(lengths) == dark
    assert f'viewBox="0 0 {drawing.modules + 2} {drawing.modules + 2}"' in svg


@pytest.mark.parametrize("turn", [0, 7, 90, 172])
def test_it_is_found_in_a_photograph(turn):
    assert find_in_picture(saved(photograph(turn), "JPEG")) == (RAW,)


def test_it_is_found_in_a_large_photograph_out_of_focus():
    large = photograph(5, blur=0).resize((4200, 4200)).filter(ImageFilter.GaussianBlur(6))
    assert find_in_picture(saved(large, "JPEG")) == (RAW,)


def test_it_is_found_far_away_in_a_large_photograph():
    code = Image.open(BytesIO(draw_datamatrix(RAW).png(4))).convert("L")
    street = Image.new("L", (4000, 3000), 235)
    street.paste(code, (2500, 1800))
    assert find_in_picture(saved(street.filter(ImageFilter.GaussianBlur(1)), "JPEG")) == (RAW,)


def test_it_is_found_on_a_page_of_a_pdf():
    assert find_in_pdf(saved(photograph(0), "PDF")) == (RAW,)


def test_a_picture_without_a_code_says_so():
    blank = Image.new("L", (300, 300), 255)
    with pytest.raises(NoBarcodeFound):
        find_in_picture(saved(blank, "PNG"))
    with pytest.raises(NoBarcodeFound):
        find_in_pdf(saved(blank, "PDF"))


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a" + b"\x00" * 50, b"%PDF-1.7 broken", b"\x89PNG\r\n\x1a\n" + b"x" * 40]
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(UnreadableFile):
        find_in_picture(content)
    with pytest.raises(UnreadableFile):
        find_in_pdf(content)


def test_a_picture_made_to_fill_the_memory_is_refused():
    huge = Image.new("1", (9000, 9000))
    with pytest.raises(UnreadableFile):
        find_in_picture(saved(huge, "PNG"))
