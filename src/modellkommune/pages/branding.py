"""A municipality's colour as a style sheet of two lines, made readable where the profile's colour is not."""

import hashlib
import re
from typing import Final

from django.http import HttpResponse

from modellkommune.pages.entry import open_to
from modellkommune.pages.town import Town
from modellkommune.pages.town_request import PageRequest

ENOUGH: Final = 5.5  # contrast ratio; WCAG AA asks 4.5, tinted backgrounds take some of it
WHITE: Final = (255, 255, 255)
NIGHT: Final = (20, 23, 31)  # --page in the dark, see assets/_theme.scss
STEPS: Final = 20

Colour = tuple[int, int, int]


def read_colour(text: str) -> Colour | None:
    """A colour written as #rrggbb, or None."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        return None
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def luminance(colour: Colour) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    parts = [part / 255 for part in colour]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def legible(colour: Colour, background: Colour) -> Colour:
    """The colour, moved away from the background just as far as it takes to read it."""
    goal = (0, 0, 0) if luminance(background) > 0.5 else WHITE
    for step in range(STEPS + 1):
        share = step / STEPS
        red, green, blue = (
            round(part + (end - part) * share) for part, end in zip(colour, goal, strict=True)
        )
        if contrast((red, green, blue), background) >= ENOUGH:
            return red, green, blue
    return goal


def _rule(name: str, colour: Colour | None, background: Colour) -> str:
    if colour is None:
        return ""
    red, green, blue = legible(colour, background)
    return f"--{name}:#{red:02x}{green:02x}{blue:02x};"


def style_of(town: Town) -> str:
    """The municipality's style sheet; without a dark colour the light one is lightened."""
    light = read_colour(town.text("branding.colour", "de"))
    dark = read_colour(town.text("branding.colour_dark", "de")) or light
    return f":root{{{_rule('town-light', light, WHITE)}{_rule('town-dark', dark, NIGHT)}}}\n"


def version_of(town: Town) -> str:
    """Changes whenever the style sheet does, so that it can be kept for a year."""
    return hashlib.sha256(style_of(town).encode()).hexdigest()[:8]


@open_to("anyone")
def brand_style(request: PageRequest) -> HttpResponse:
    """/marke.css"""
    response = HttpResponse(style_of(request.municipality), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
