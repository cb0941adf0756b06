"""Nobody is turned away for a name, a street, a browser, a cookie, or a word that was drawn by chance."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from urllib.parse import quote, urlencode

import pytest

from modellkommune.firewall.engine import Engine, Inspected
from modellkommune.firewall.ruleset import portal_rules
from tests.firewall.harmless import BROWSERS, COOKIES, LANGUAGES, REFERERS, structured, tokens
from tests.firewall.requests import BROWSER, asked, sent

STREETS = Path(__file__).resolve().parents[3] / "shared" / "domain" / "geo"
OF_EACH_KIND = 40


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine([portal_rules()])


def _in_form(value: str) -> Inspected:
    return sent(urlencode({"feld": value}).encode())


def _in_query(value: str) -> Inspected:
    return asked(f"/?feld={quote(value)}")


def _in_path(value: str) -> Inspected:
    return asked(f"/pruefen/{quote(value, safe='')}")


def _with(name: bytes) -> Callable[[str], Inspected]:
    def of(value: str) -> Inspected:
        headers = ((b"Host", b"town.example"), (b"User-Agent", BROWSER), (name, value.encode()))
        return Inspected("GET", "/", "1.1", tuple(dict(headers).items()), b"", "192.0.2.1")

    return of


def _refused(engine: Engine, values: Iterable[str], way: Callable[[str], Inspected]) -> dict[str, int]:
    return {value: verdict.rule for value in values if (verdict := engine.inspect(way(value))) is not None}


@pytest.mark.parametrize("way", [_in_form, _in_query])
def test_names_firms_streets_and_numbers_pass(engine: Engine, way: Callable[[str], Inspected]) -> None:
    assert _refused(engine, structured(), way) == {}


def test_browsers_languages_cookies_and_where_people_come_from_pass(engine: Engine) -> None:
    assert _refused(engine, BROWSERS, _with(b"User-Agent")) == {}
    assert _refused(engine, LANGUAGES, _with(b"Accept-Language")) == {}
    assert _refused(engine, COOKIES, _with(b"Cookie")) == {}
    assert _refused(engine, REFERERS, _with(b"Referer")) == {}


@pytest.mark.parametrize("way", [_in_form, _in_path])
def test_words_drawn_by_chance_pass(engine: Engine, way: Callable[[str], Inspected]) -> None:
    assert _refused(engine, tokens(Random(2026), OF_EACH_KIND), way) == {}


def test_an_address_with_a_word_drawn_by_chance_may_be_where_somebody_comes_from(engine: Engine) -> None:
    addresses = [f"https://town.example/p/{quote(word)}" for word in tokens(Random(7), OF_EACH_KIND)]
    assert _refused(engine, addresses, _with(b"Referer")) == {}


def test_every_street_of_the_collections_passes(engine: Engine) -> None:
    files = sorted(STREETS.glob("*streets*.csv"))
    if not files:
        pytest.skip("the collections of streets are not here")
    rows = [row for file in files for row in csv.DictReader(file.read_text("utf-8").splitlines())]
    assert _refused(engine, sorted({row["street"] for row in rows}), _in_form) == {}
