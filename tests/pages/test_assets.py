"""What a browser fetches: small, from us alone, and without the addresses of a registry in the lock file."""

import gzip
import json
import re
from pathlib import Path

import pytest

from modellkommune import pages

REPOSITORY = Path(__file__).resolve().parents[2]
BUILT = Path(pages.__file__).parent / "static" / "built"
FIRST_VISIT = 75_000  # bytes, compressed
PAGE = 8_000  # the largest front page, compressed, with headers
FIRST_FONTS = ("fira-400.woff2", "fira-600.woff2")


@pytest.fixture(scope="module")
def style() -> str:
    """The built style sheet."""
    if not (BUILT / "style.css").is_file():
        pytest.fail("The assets are not built: `make assets`.")
    return (BUILT / "style.css").read_text("utf-8")


def test_a_first_visit_stays_small(style: str) -> None:
    fonts = sum((BUILT / name).stat().st_size for name in FIRST_FONTS)
    assert len(gzip.compress(style.encode())) + fonts + PAGE <= FIRST_VISIT


def test_every_property_that_is_used_is_defined(style: str) -> None:
    defined = set(re.findall(r"(--[\w-]+)\s*:", style)) | {"--town-light", "--town-dark"}
    without_fallback = set(re.findall(r"var\((--[\w-]+)\)", style))
    assert without_fallback <= defined


def test_the_style_sheet_fetches_nothing_from_elsewhere(style: str) -> None:
    addresses = re.findall(r"url\([\"']?([^\"')]+)", style)
    assert addresses
    assert [a for a in addresses if not a.startswith("data:") and not (BUILT / a).is_file()] == []


def test_print_motion_and_forced_colours_are_thought_of(style: str) -> None:
    for query in ("print", "prefers-reduced-motion", "forced-colors", "prefers-color-scheme"):
        assert query in style


def test_the_lock_file_names_no_registry() -> None:
    packages = json.loads((REPOSITORY / "package-lock.json").read_text("utf-8"))["packages"]
    assert packages
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []
