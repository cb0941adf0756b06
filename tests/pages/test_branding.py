import pytest

from modellkommune.pages.branding import (
    ENOUGH,
    NIGHT,
    WHITE,
    contrast,
    legible,
    read_colour,
    style_of,
    version_of,
)
from modellkommune.pages.town import Town


def _town(**branding: str) -> Town:
    return Town("alpha", "Alpha", ("alpha.localhost",), {"branding": branding}, True)


@pytest.mark.parametrize("colour", ["#ffee00", "#0b5c6b", "#ffffff", "#000000", "#808080"])
@pytest.mark.parametrize("background", [WHITE, NIGHT])
def test_every_colour_becomes_legible(colour: str, background: tuple[int, int, int]) -> None:
    read = read_colour(colour)
    assert read is not None
    assert contrast(legible(read, background), background) >= ENOUGH


def test_a_legible_colour_stays_as_it_is() -> None:
    assert legible((11, 92, 107), WHITE) == (11, 92, 107)


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast((0, 0, 0), WHITE) == pytest.approx(21)
    assert contrast((119, 119, 119), WHITE) == pytest.approx(4.48, abs=0.01)


def test_what_is_no_colour_never_reaches_the_style_sheet() -> None:
    assert style_of(_town(colour="red;}body{display:none", colour_dark="url(//x)")) == ":root{}\n"


def test_the_version_changes_with_the_colour() -> None:
    assert version_of(_town(colour="#0b5c6b")) != version_of(_town(colour="#0b5c6c"))
