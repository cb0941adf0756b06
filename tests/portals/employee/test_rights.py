"""Who may enter which page of the market: the table is the concept of rights, page by page."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import URLPattern

from modellkommune.foundation.identity import rights
from modellkommune.foundation.identity.models import Staff
from modellkommune.portals.employee.urls import urlpatterns
from tests.portals.clerk.conftest import browser, enter

DAY = "00000000-0000-4000-8000-000000000000"
ROLES = (
    rights.EMPLOYEE, rights.IDEAS_COORDINATOR, rights.IDEAS_ASSESSOR, rights.IDEAS_COMMITTEE,
    rights.STAFF_COUNCIL, rights.CLERK,
)  # fmt: skip
# What a GET answers to each of ROLES: 403 is the guard; 302, 404, 405 lie behind it. Idea 1 is not open yet.
MATRIX = {
    "/ideen/": (200, 200, 200, 200, 200, 403),
    "/ideen/meine/": (200, 200, 200, 200, 403, 403),
    "/ideen/vorfuehrung/": (200, 200, 200, 200, 200, 403),
    "/ideen/zahlen/": (403, 200, 403, 403, 200, 403),
    "/ideen/neu/": (200, 200, 200, 200, 403, 403),
    "/ideen/neu/eingeworfen/": (200, 200, 200, 200, 403, 403),
    "/ideen/aehnlich/": (405, 405, 405, 405, 403, 403),
    "/ideen/antwort/": (200, 200, 200, 200, 200, 200),
    "/ideen/gutachten/": (403, 403, 200, 403, 403, 403),
    "/ideen/ausschuss/": (403, 403, 403, 200, 403, 403),
    "/ideen/fristen/": (403, 200, 403, 200, 403, 403),
    "/ideen/koordination/": (403, 200, 403, 403, 403, 403),
    "/ideen/koordination/ideen.csv": (403, 200, 403, 403, 200, 403),
    "/ideen/koordination/briefkasten/": (403, 405, 403, 403, 403, 403),
    "/ideen/koordination/markt/": (403, 200, 403, 403, 403, 403),
    "/ideen/koordination/markt/1/": (403, 302, 403, 403, 403, 403),
    "/ideen/koordination/markttag/": (403, 200, 403, 403, 403, 403),
    f"/ideen/koordination/markttag/{DAY}/": (403, 404, 403, 403, 403, 403),
    f"/ideen/koordination/markttag/{DAY}/schliessen/": (403, 405, 403, 403, 403, 403),
    f"/ideen/koordination/markttag/{DAY}/codes.pdf": (403, 405, 403, 403, 403, 403),
    f"/ideen/koordination/markttag/{DAY}/plakate.pdf": (403, 404, 403, 403, 403, 403),
    "/ideen/1/": (404, 200, 404, 404, 404, 403),
    "/ideen/1/unterstuetzen/": (405, 405, 405, 405, 403, 403),
    "/ideen/1/beitrag/": (405, 405, 405, 405, 403, 403),
    "/ideen/1/zuruecknehmen/": (405, 405, 405, 405, 403, 403),
    "/ideen/1/gutachten/": (403, 403, 404, 403, 403, 403),
    "/ideen/1/entscheidung/": (403, 403, 403, 404, 403, 403),
    "/ideen/1/koordination/": (403, 200, 403, 403, 403, 403),
    "/ideen/1/dossier.pdf": (403, 200, 404, 404, 404, 403),
}


def _addresses() -> set[str]:
    paths = (str(entry.pattern) for entry in urlpatterns if isinstance(entry, URLPattern))
    return {"/" + re.sub(r"<uuid:\w+>", DAY, re.sub(r"<int:\w+>", "1", path)) for path in paths}


def test_the_table_names_every_page_of_the_market() -> None:
    assert set(MATRIX) == _addresses()


@pytest.mark.parametrize("number", range(len(ROLES)), ids=ROLES)
def test_each_role_enters_its_own_pages(at_work: Callable[[str], Client], idea: int, number: int) -> None:
    client = at_work(ROLES[number])
    got = {address: client.get(address).status_code for address in MATRIX}
    assert got == {address: expected[number] for address, expected in MATRIX.items()}


def test_staff_of_another_town_enter_none(market: None, person: Callable[..., Staff]) -> None:
    client = enter(person("kim", beta=rights.IDEAS_COORDINATOR))
    inside = {address for address in MATRIX if client.get(address).status_code != 403}
    assert inside == {"/ideen/antwort/"}


@pytest.mark.parametrize("address", sorted(set(MATRIX) - {"/ideen/antwort/"}))
def test_nobody_enters_without_logging_in(market: None, address: str) -> None:
    response = browser().get(address)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/amt/konto/anmelden/")


def test_the_navigation_leads_only_where_one_may_go(at_work: Callable[[str], Client]) -> None:
    council = at_work(rights.STAFF_COUNCIL).get("/ideen/").text
    assert 'href="/ideen/zahlen/"' in council
    assert 'href="/ideen/koordination/"' not in council
    assert 'href="/ideen/neu/"' not in council
