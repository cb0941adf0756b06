"""Who may enter which page of the office: the table is the concept of rights, page by page."""

import re
from collections.abc import Callable

import pytest
from django.urls import URLPattern

from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.identity.rights import (
    ADMINISTRATOR,
    ANALYST,
    CLERK,
    DATA_PROTECTION_OFFICER,
    PAPER_CLERK,
    PROTECTED_CLERK,
    ROLES,
    SECURITY_STAFF,
    STAND_STAFF,
    SURVEY_AUTHOR,
)
from modellkommune.portals.clerk.urls import urlpatterns
from tests.portals.clerk.conftest import browser, enter

NOBODY = "00000000-0000-4000-8000-000000000000"
FORBIDDEN = 403
STANDS_FOR = {"uuid": NOBODY, "int": "1", "slug": "x"}
_FILLED = re.compile(r"<(?P<kind>\w+):\w+>")
# Address -> (clerk, administrator, staff of another town); 403 is the guard, 404 and 405 lie behind it.
MATRIX = {
    "/amt/": (200, 200, 403),
    "/amt/vorschlaege/": (200, 403, 403),
    "/amt/vorschlaege/zusammenfassung/": (302, 403, 403),
    "/amt/vorschlaege/bewilligen/": (405, 403, 403),
    "/amt/vorgang/1/": (404, 403, 403),
    "/amt/vorgang/1/bewilligen/": (405, 403, 403),
    "/amt/vorgang/1/pruefen/": (404, 403, 403),
    "/amt/vorgang/1/fortsetzen/": (404, 403, 403),
    "/amt/vorgang/1/anhoeren/": (404, 403, 403),
    "/amt/vorgang/1/ablehnen/": (404, 403, 403),
    f"/amt/vorgang/1/datei/{NOBODY}/": (404, 403, 403),
    f"/amt/vorgang/1/datei/{NOBODY}/1.jpg": (404, 403, 403),
    f"/amt/vorgang/1/datei/{NOBODY}/original/": (405, 403, 403),
    "/amt/vorgang/1/mitteilen/": (405, 403, 403),
    "/amt/meldungen/": (200, 403, 403),
    "/amt/briefe/": (200, 403, 403),
    "/amt/briefe/druck.pdf": (404, 403, 403),
    "/amt/zahlungen/": (200, 200, 403),
    "/amt/zahlungen/1/erledigen/": (404, 404, 403),
    "/amt/umfragen/": (403, 403, 403),
    "/amt/umfragen/1/": (403, 403, 403),
    "/amt/umfragen/1/einreichen/": (403, 403, 403),
    "/amt/umfragen/1/oeffnen/": (403, 403, 403),
    "/amt/umfragen/1/schliessen/": (403, 403, 403),
    "/amt/umfragen/1/zurueckgehalten/": (403, 403, 403),
    "/amt/umfragen/1/ergebnisse/": (403, 403, 403),
    "/amt/umfragen/1/ergebnisse/folge/": (403, 403, 403),
    "/amt/umfragen/1/ergebnisse/veroeffentlichen/": (403, 403, 403),
    "/amt/umfragen/1/ergebnisse/vorschau.pdf": (403, 403, 403),
    "/amt/umfragen/1/ergebnisse/zaehlen/": (403, 403, 403),
    "/amt/umfragen/1/papiere/": (403, 403, 403),
    "/amt/umfragen/1/papiere/bogen.pdf": (403, 403, 403),
    "/amt/freigaben/": (403, 403, 403),
    "/amt/freigaben/1/": (403, 403, 403),
    "/amt/papier/": (403, 403, 403),
    "/amt/papier/1/": (403, 403, 403),
    "/amt/papier/1/1/": (403, 403, 403),
    "/amt/papier/1/1/abweichung/1/": (403, 403, 403),
    "/amt/papier/1/abschliessen/": (403, 403, 403),
    "/amt/rohdaten/": (403, 403, 403),
    "/amt/rohdaten/1/": (403, 403, 403),
    "/amt/rohdaten/1/texte/": (403, 403, 403),
    "/amt/wirkung/": (403, 403, 403),
    "/amt/infostand/": (403, 403, 403),
    "/amt/infostand/1/": (403, 403, 403),
    "/amt/infostand/1/bestand.csv": (403, 403, 403),
    "/amt/infostand/1/bestand/": (403, 403, 403),
    "/amt/infostand/1/blaetter/": (403, 403, 403),
    "/amt/infostand/1/blaetter/x.pdf": (403, 403, 403),
    "/amt/infostand/1/drehen/": (403, 403, 403),
    "/amt/infostand/1/drehung/1/": (403, 403, 403),
    "/amt/infostand/1/preis/": (403, 403, 403),
    "/amt/infostand/1/protokoll.json": (403, 403, 403),
    "/amt/infostand/1/stand/": (403, 403, 403),
    "/amt/infostand/1/tablets/": (403, 403, 403),
    "/amt/infostand/1/tablets/1/code/": (403, 403, 403),
    "/amt/infostand/1/tablets/1/sperren/": (403, 403, 403),
    "/amt/sicherheit/": (403, 403, 403),
    "/amt/sicherheit/suche/": (403, 403, 403),
    "/amt/sicherheit/handeln/": (403, 403, 403),
    "/amt/sicherheit/vorfall/x/": (403, 403, 403),
    "/amt/sicherheit/mails/": (403, 403, 403),
    "/amt/sicherheit/programme/": (403, 403, 403),
    "/amt/sicherheit/zustand/": (403, 403, 403),
    "/amt/profil/": (200, 200, 403),
    "/amt/profil/anmeldungen/": (200, 200, 403),
    "/amt/mitarbeitende/1/abmelden/": (403, 405, 403),
    "/amt/mitarbeitende/": (403, 200, 403),
}

# What belongs to one task alone: the places whose addresses begin so, and the role that may enter.
TASKS = {
    "/amt/umfragen/": SURVEY_AUTHOR,
    "/amt/freigaben/": DATA_PROTECTION_OFFICER,
    "/amt/papier/": PAPER_CLERK,
    "/amt/rohdaten/": ANALYST,
    "/amt/wirkung/": ANALYST,
    "/amt/infostand/": STAND_STAFF,
    "/amt/sicherheit/": SECURITY_STAFF,
}


def _addresses() -> set[str]:
    paths = (str(entry.pattern) for entry in urlpatterns if isinstance(entry, URLPattern))
    return {"/" + _FILLED.sub(lambda part: STANDS_FOR[part["kind"]], path) for path in paths}


def test_the_table_names_every_page_of_the_office() -> None:
    assert set(MATRIX) == {address for address in _addresses() if not address.startswith("/amt/konto/")}


@pytest.mark.parametrize(
    ("number", "roles"), [(0, {"alpha": "clerk"}), (1, {"alpha": "administrator"}), (2, {"beta": "clerk"})]
)
def test_each_role_enters_its_own_pages(
    person: Callable[..., Staff], number: int, roles: dict[str, str]
) -> None:
    client = enter(person("kim", **roles))
    got = {address: client.get(address).status_code for address in MATRIX}
    assert got == {address: expected[number] for address, expected in MATRIX.items()}


@pytest.mark.parametrize("role", sorted(set(ROLES) - {CLERK, PROTECTED_CLERK, ADMINISTRATOR}))
def test_places_of_one_task_are_open_to_its_role_alone(person: Callable[..., Staff], role: str) -> None:
    client = enter(person("kim", alpha=role))
    places = {address: task for address in MATRIX for task in TASKS if address.startswith(task)}
    entered = {address for address in places if client.get(address).status_code != FORBIDDEN}
    assert entered == {address for address, task in places.items() if TASKS[task] == role}


def test_a_stranger_is_told_that_her_account_belongs_elsewhere(person: Callable[..., Staff]) -> None:
    assert "gilt nicht für Stadt Alpha" in enter(person("kim", beta="clerk")).get("/amt/").text


@pytest.mark.parametrize("address", sorted(_addresses() - {"/amt/konto/"}))
def test_nobody_enters_without_logging_in(office: None, address: str) -> None:
    response = browser().get(address)
    entrance = address in ("/amt/konto/anmelden/", "/amt/konto/gesperrt/")
    assert response.status_code == (200 if entrance else 302)
    if not entrance:
        assert response.headers["Location"].startswith(("/amt/konto/anmelden/", "/amt/profil/"))


def test_nothing_of_the_office_is_kept_by_browsers(person: Callable[..., Staff]) -> None:
    client = enter(person("kim", alpha="clerk"))
    kept = [page for page in MATRIX if "no-store" not in client.get(page).headers["Cache-Control"]]
    assert kept == []


def test_a_form_of_the_office_needs_its_token(person: Callable[..., Staff]) -> None:
    client = enter(person("kim", alpha="clerk"))
    client.handler.enforce_csrf_checks = True
    assert client.post("/amt/vorschlaege/bewilligen/", {"fall": "1"}).status_code == 403
