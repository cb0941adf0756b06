"""Plain values are left out before the rules look: no rule may have anything against one of them."""

import random
import re
from collections.abc import Iterator
from itertools import pairwise, product
from urllib.parse import urlencode

import pytest

from modellkommune.firewall.engine import Engine, Inspected, Verdict
from modellkommune.firewall.plain import is_plain, is_plain_name
from modellkommune.firewall.ruleset import FOLDER, portal_rules, spelled_out
from tests.firewall.requests import sent

BETWEEN = (" ", "-", ", ", ". 1 ", " 1 ", "1", "e5", "")
AT_ONCE = 400  # fields of one request


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine([portal_rules()])


def said_by_the_rules() -> list[str]:
    """Each word that stands in a rule or in one of their lists."""
    texts = [spelled_out(), *(path.read_text("utf-8") for path in sorted((FOLDER / "words").iterdir()))]
    return sorted({word for text in texts for word in re.findall(r"[A-Za-z0-9]{2,}(?:-[a-z]+)*", text)})


def _made_of(words: list[str]) -> Iterator[str]:
    """Each word alone and beside others, with what a plain value may have between."""
    chance = random.Random(2026)
    for word in words:
        yield from (
            word,
            f"{word}.",
            f"Anna {word}",
            f"{word} Anna",
            f"1 {word} 1",
            f"{word}-1",
            f"1-{word}.",
        )
    mixed = chance.sample(words, len(words))
    yield from (f"{one}{between}{two}" for (one, two), between in product(pairwise(mixed), BETWEEN))


def _verdict(engine: Engine, values: list[str]) -> Verdict | None:
    request: Inspected = sent(
        urlencode({f"f{number}": value for number, value in enumerate(values)}).encode()
    )
    return engine.inspect(request)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Müller-Lüdenscheidt",
        "Hauptstr. 12",
        "DN-AB 123E",
        "1990-05-01",
        "12 a",
        "Dvořák, Łukasz",
        "Straße des 17",
    ],
)
def test_names_streets_plates_and_days_are_plain(value: str) -> None:
    assert is_plain(value)


@pytest.mark.parametrize(
    "value",
    [
        "1 or 1",
        "union select",
        "a;b",
        "a'b",
        "..",
        "a.b",
        "java.lang",
        "apt-get",
        "Анна",
        "1 -- 2",
        "a\nb",
        "a  b",
        "-v",
    ],
)
def test_what_could_say_something_to_a_machine_is_not(value: str) -> None:
    assert not is_plain(value)


def test_no_rule_has_anything_against_a_plain_value(engine: Engine) -> None:
    plain = [value for value in dict.fromkeys(_made_of(said_by_the_rules())) if is_plain(value)]
    assert len(plain) > 20_000
    together = [plain[start : start + AT_ONCE] for start in range(0, len(plain), AT_ONCE)]
    wrong = [value for some in together if _verdict(engine, some) is not None for value in some]
    assert not [value for value in wrong if _verdict(engine, [value]) is not None]


def test_no_rule_has_anything_against_a_plain_name(engine: Engine) -> None:
    said = said_by_the_rules()
    whole = re.findall(r"\w+", spelled_out())
    made = [f"{one}{between}{two}" for one, two in pairwise(said) for between in ("_", "-", "")]
    names = [name for name in dict.fromkeys((*said, *whole, *made, "_fields")) if is_plain_name(name)]
    assert len(names) > 5_000
    together = [names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE)]
    wrong = [name for some in together if _named(engine, some) for name in some]
    assert not [name for name in wrong if _named(engine, [name])]


def _named(engine: Engine, names: list[str]) -> Verdict | None:
    return engine.inspect(sent(urlencode([(name, "") for name in names]).encode()))
