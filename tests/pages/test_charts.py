"""Charts: complete for who does not see them, without inline styles, true to their numbers."""

import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modellkommune.pages.charts import WIDTH, Bar, Stack, bars, stacked

SVG = "{http://www.w3.org/2000/svg}"
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=120)


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 -- our own drawing


def lengths(root: ElementTree.Element, name: str) -> list[float]:
    return [float(one.get("width", "")) for one in root.iter(f"{SVG}rect") if one.get("class") == name]


@given(st.lists(st.tuples(words, st.none() | st.integers(0, 500)), min_size=1, max_size=12))
def test_a_chart_of_bars_is_well_formed_and_named_whatever_the_labels_say(found):
    root = drawn(bars("q", "Title & <b>", "Description", [Bar(label, n, str(n)) for label, n in found], 500))
    assert root.get("role") == "img"
    names = [one.get("id") for one in root if one.tag in (f"{SVG}title", f"{SVG}desc")]
    assert " ".join(names) == root.get("aria-labelledby")
    assert not [one for one in root.iter() if one.get("style")]
    height = float(root.get("viewBox").split()[3])
    for one in root.iter(f"{SVG}rect"):
        assert float(one.get("x")) + float(one.get("width")) <= WIDTH + 0.1
        assert float(one.get("y")) + float(one.get("height")) <= height


def test_bars_are_as_long_as_their_numbers():
    root = drawn(bars("q", "T", "D", [Bar("a", 50, "50"), Bar("b", 25, "25"), Bar("c", 100, "100")], 100))
    half, quarter, whole = lengths(root, "chart__bar")
    assert (half / whole, quarter / whole) == pytest.approx((0.5, 0.25), abs=0.01)


def test_a_hidden_number_looks_like_none():
    hidden = bars("q", "T", "D", [Bar("a", None, "•"), Bar("b", 30, "30 %")], 100)
    assert len(lengths(drawn(hidden), "chart__bar")) == 1
    assert hidden == bars("q", "T", "D", [Bar("a", 0, "•"), Bar("b", 30, "30 %")], 100)


def test_a_long_label_is_broken_into_lines():
    root = drawn(bars("q", "T", "D", [Bar("Persönlicher Kontakt ist mir " * 4, 1, "1")], 1))
    labels = [one for one in root.iter(f"{SVG}text") if one.get("class") == "chart__text"]
    assert len(labels) > 2
    assert all(len(one.text) <= 46 for one in labels)


def test_parts_of_a_scale_fill_the_bar_and_are_told_by_number_as_well():
    root = drawn(stacked("q", "T", "D", ["low", "middle", "high"], [Stack("", (25, 50, 25))]))
    parts = lengths(root, "chart__step")
    assert sum(parts[:3]) == pytest.approx(WIDTH, abs=8)
    numbers = [one.text for one in root.iter(f"{SVG}text") if one.get("class") == "chart__on"]
    assert numbers == ["1", "2", "3", "1", "2", "3"]


def test_parts_without_anybody_take_no_room():
    root = drawn(stacked("q", "T", "D", ["low", "high"], [Stack("Alle", (0, 7)), Stack("Niemand", (0, 0))]))
    assert len(lengths(root, "chart__step")) == 1 + 2
