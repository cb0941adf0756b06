import re
from collections.abc import Callable
from typing import Any

import pytest

from modellkommune.foundation.catalogue.models import Adoption
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.portals.citizen.services_offer import Offer
from modellkommune.portals.citizen.services_search import find_services

Get = Callable[..., Any]

PERMIT = Offer(
    "resident-parking",
    "Bewohnerparkausweis",
    "Parken in der Zone, in der Sie wohnen.",
    "5 Minuten",
    "",
    ("car",),
    ("Bewohnerparkausweis", "Resident parking permit", "Anwohnerparken", "Parkplatz vor der Tür"),
)
DOG = Offer(
    "dog", "Hund anmelden", "Zur Steuer.", "3 Minuten", "", ("family",), ("Hund anmelden", "Hundesteuer")
)


@pytest.mark.parametrize(
    "asked",
    [
        "Anwohnerparken",
        "parkausweis",
        "Parkplatz vor der Tür",
        "anwonerparken",
        "Bewonerparkausweiß",
        "resident parking",
        "ich möchte PARKEN",
    ],
)
def test_people_find_the_permit_by_what_they_call_it(asked: str) -> None:
    assert find_services((DOG, PERMIT), asked)[0] == PERMIT


@pytest.mark.parametrize("asked", ["Reisepass", "xyzzy", "Heirat"])
def test_what_is_not_offered_is_not_found(asked: str) -> None:
    assert find_services((DOG, PERMIT), asked) == ()


def test_the_better_fit_comes_first() -> None:
    assert find_services((DOG, PERMIT), "Hund parken") == (DOG, PERMIT)


def test_nothing_typed_shows_everything() -> None:
    assert find_services((DOG, PERMIT), " der die das ") == (DOG, PERMIT)


def test_the_front_page_shows_the_service_with_time_and_fee(get: Get) -> None:
    page = get("/").content.decode()
    assert "Bewohnerparkausweis" in page
    assert "etwa 5 Minuten" in page
    assert "ab 10,00 €" in page  # 12 for three months, less the rebate


def test_a_search_without_result_offers_a_person(get: Get) -> None:
    page = get("/dienste/", suche="Reisepass").content.decode()
    assert ">Nichts gefunden für „Reisepass“</h1>" in page
    assert "noch keinen Dienst gefunden" in page
    assert "tel:" in page


@pytest.mark.parametrize(("asked", "heading"), [("", "Alle Dienste"), ("Parken", "Gefunden für „Parken“")])
def test_the_heading_says_what_the_list_shows(get: Get, asked: str, heading: str) -> None:
    page = get("/dienste/", suche=asked).content.decode()
    assert f">{heading}</h1>" in page
    assert f"<title>{heading} – " in page


def test_the_button_of_a_service_stands_before_its_details(get: Get) -> None:
    page = get("/dienste/resident-parking/").content.decode()
    assert page.index("/antrag/") < page.index("Für wen ist das?")


def test_what_was_searched_is_escaped_and_shown_again(get: Get) -> None:
    assert 'value="&lt;b&gt;"' in get("/dienste/", suche="<b>").content.decode()


def test_the_page_of_a_service_tells_the_fees_in_force(get: Get) -> None:
    page = get("/dienste/resident-parking/").content.decode()
    today, _, coming = page.partition("Neue Gebühren ab Montag, 1. März 2027")
    for text in ("bis 4109 mm", "12 Monate", "48,00 €", "144,00 €", "Rabatt für den Antrag im Netz"):
        assert text in today
    assert "52,00 €" not in today
    assert "Es zählt der Tag, ab dem der Ausweis gilt." in coming
    assert "52,00 €" in coming
    names = re.findall(r"<caption[^>]*>([^<]+)</caption>", page)
    assert len(set(names)) == len(names) == 2, "tables with one name cannot be told apart by ear"


def test_the_page_of_a_service_says_who_may_apply_by_the_rules_of_the_town(get: Get) -> None:
    page = get("/dienste/resident-parking/").content.decode()
    assert "höchstens 5600 mm lang" in page
    assert "keinen eigenen Stellplatz" in page


@pytest.mark.parametrize("asked", ["Umzug", "umgezogen", "relocation"])
def test_the_words_of_its_situations_find_a_service(get: Get, asked: str) -> None:
    page = get("/dienste/", suche=asked).content.decode()
    assert 'href="/dienste/resident-parking/"' in page


def test_the_page_of_a_service_leads_to_the_application_and_to_the_zone_check(get: Get) -> None:
    page = get("/dienste/resident-parking/").content.decode()
    assert 'href="/dienste/resident-parking/antrag/"' in page
    assert 'href="/parkzone/"' in page
    assert "§ 45" in page


def test_a_service_that_is_not_offered_is_not_there(get: Get) -> None:
    assert get("/dienste/dog/").status_code == 404


@pytest.mark.parametrize("address", ["/", "/dienste/resident-parking/"])
def test_what_is_the_same_for_everybody_is_drawn_once_in_each_language(get: Get, address: str) -> None:
    german = get(address)
    again = get(address)
    assert german.templates
    assert not again.templates
    assert again.content == german.content
    english = get(address, sprache="en")
    assert 'lang="en"' in english.content.decode()
    assert 'href="?sprache=de"' in english.content.decode()
    assert get(address).content == get(address).content != german.content


def test_a_service_that_ends_is_gone_at_once(get: Get, musterstadt: str) -> None:
    assert get("/dienste/resident-parking/").status_code == 200
    with municipality(musterstadt):
        Adoption.objects.update(ended_at=clock.now())
    assert get("/dienste/resident-parking/").status_code == 404
    assert 'href="/dienste/resident-parking/"' not in get("/").content.decode()
