"""Of a free text only what is more than words is looked at: no flag may be lost by it."""

import random
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlencode

import pytest

from modellkommune.firewall.engine import Engine
from modellkommune.firewall.prose import told
from modellkommune.firewall.ruleset import portal_rules
from tests.firewall.requests import sent
from tests.firewall.test_engine import ATTACKS
from tests.firewall.test_plain import said_by_the_rules

BETWEEN = (
    " ",
    "; ",
    ". ",
    ": ",
    "! ",
    "\r\n",
    ", ",
    ",\r\n",
    " 1 ",
    "-",
    ".\r\n\r\n",
    " – ",
    "’",
    "… ",
    "“ ",
    " (",
)
FORMS = (
    "{}",
    "{}.",
    "{} hier",
    "hier {}",
    "Hier:\r\n{}: hier",
    "hier; {} hier",
    "hier; {}",
    "hier\n{}",
    "{}:1",
    "„{}“ hier",
    "Haus ({}) hier",
    "{} (Haus)",
    "§ {} €",
    "Haus (hier); {}",
)
BEFORE = "Wir wohnen seit Mai im Norden. Dort ist abends kein Platz mehr. "
AFTER = " Bitte melden Sie sich. Wir sind bis 17 Uhr da; danach nicht mehr."
AT_ONCE = 300  # fields of one request


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine([portal_rules()])


def _finds(engine: Engine, texts: list[str]) -> bool:
    body = urlencode({f"f{number}": text for number, text in enumerate(texts)})
    return engine.inspect(sent(body.encode())) is not None


def _made_of(words: list[str]) -> Iterator[str]:
    """Words in sentences, and pairs of them, at the beginning of a text and within it."""
    made = [form.format(word) for word in words for form in FORMS]
    mixed = random.Random(2026).sample(words, len(words))
    made += [f"{one}{between}{two}" for one, two in pairwise(mixed) for between in BETWEEN]
    yield from made
    yield from (f"{BEFORE}{text}" for text in made)


def test_prose_is_not_looked_at() -> None:
    assert told("") == ""
    assert told("Guten Tag. Wir wohnen in der Au 4; abends ist kein Platz!\r\n\r\nGrüße: Anna und Bo.") == ""


def test_what_is_more_than_words_is_shown_and_begins_as_it_did() -> None:
    assert (
        told("Guten Tag. Eins. Zwei;\r\nHier [so]: x=1. Vier. Fünf.") == "Guten Tag. a;\r\nHier [so]: x=1. "
    )


def test_a_neighbour_is_shown_where_a_sentence_begins_or_ends_like_none() -> None:
    assert told("Guten Tag. Eins.\n; cat x.y\nZwei. Drei.") == "Guten Tag. Eins.\n; cat x.y\nZwei. "


def test_a_salutation_and_what_is_numbered_are_prose() -> None:
    assert told("Sehr geehrte Damen und Herren,\r\nin der Au (gegenüber Nr. 7) ist Platz.") == ""
    assert told("Hier, und,") == "Hier, und,"


def test_brackets_quotation_marks_and_dashes_of_people_are_prose() -> None:
    assert told("Guten Tag. Der Platz (vor dem Haus) ist „frei“ – nach § 45 geht’s … sagt Herr Ash.") == ""
    for text in ("Nimm count (name) mal.", "Hier (so) steht f (x).", "Platz (1=1) frei.", "Haus () da."):
        assert told(text) == text


def test_times_days_amounts_and_what_is_shortened_are_prose() -> None:
    assert told("Guten Tag. Um 6:30 am 1.3.2026, z.B. für 12,50 € im Monat.") == ""


def test_no_rule_has_anything_against_prose(engine: Engine) -> None:
    prose = [text for text in dict.fromkeys(_made_of(said_by_the_rules())) if not told(text)]
    assert len(prose) > 20_000
    together = [prose[start : start + AT_ONCE] for start in range(0, len(prose), AT_ONCE)]
    wrong = [text for some in together if _finds(engine, some) for text in some]
    assert not [text for text in wrong if _finds(engine, [text])]


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_among_sentences_is_found_where_it_was_found_before(engine: Engine, attack: str) -> None:
    for text in (attack, f"{attack}{AFTER}", f"{BEFORE}{attack}", f"{BEFORE}\r\n{attack}\r\n{AFTER}"):
        assert _finds(engine, [told(text)]) or not _finds(engine, [text])
