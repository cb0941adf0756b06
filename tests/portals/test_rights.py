"""Every address with every role, with none, and from another town: the table says who gets through."""

import re
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.core.cache import cache
from django.test import Client

from modellkommune.foundation.identity.commands import add_member, start_session
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.identity.rights import EMPLOYEE, ROLES
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import entrant_of, rights_for
from modellkommune.pages.town import towns as known_towns
from tests.portals.clerk.conftest import (
    at_desk,
    browser,
    enter,
    germany,
    office,
    person,
    running_simulator,
    simulator,
    towns,
)
from tests.portals.rights_table import PAGE, URL_CONFIGURATIONS, doors, roles_for, table
from tests.workflow.errands import Errand, Simulator, apply, draft_of, work_off

__all__ = ["at_desk", "germany", "office", "person", "running_simulator", "simulator", "towns"]

STANDS_FOR: Final = {"uuid": "00000000-0000-4000-8000-000000000000", "int": "1", "slug": "x", "str": "x"}
LOG_IN: Final = "/amt/konto/anmelden/"
LEAVES: Final = "/amt/konto/abmelden/"
PORTAL: Final = doors(URL_CONFIGURATIONS[0])
OFFICE: Final = {path: view for path, view in PORTAL.items() if str(entrant_of(view)).startswith("staff")}
OUTSIDE: Final = {path: view for path, view in PORTAL.items() if path not in OFFICE and path != LEAVES}
RESIDENTS: Final = {path: view for path, view in OUTSIDE.items() if entrant_of(view) == "resident"}
OF_STATIONS: Final = [path for path, view in OUTSIDE.items() if entrant_of(view) == "station"]
FIRST_STEP: Final = {"/kiosk/koppeln/"}
People = Callable[..., Staff]


def filled(path: str, **known: str) -> str:
    """An address of a pattern; what is not known stands for nothing that exists."""
    return re.sub(r"<(\w+):(\w+)>", lambda part: known.get(part[2], STANDS_FOR[part[1]]), path)


def shut(client: Client, path: str, method: str = "get") -> bool:
    """Whether the guard turns somebody away from an address: 403, or the page of the log-in."""
    answer = getattr(client, method)(path)
    assert answer.status_code != 500, path
    return bool(answer.status_code == 403 or answer.headers.get("Location", "").startswith(LOG_IN))


def test_the_page_of_rights_is_the_one_that_the_views_state() -> None:
    assert PAGE.read_text("utf-8") == table(), "write it anew: python -m tests.portals.rights_table"


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_gets_through_where_the_table_says_and_nowhere_else(person: People, role: str) -> None:
    client = enter(person("kim", alpha=role))
    closed = {path for path in OFFICE if shut(client, filled(path))}
    assert closed == {path for path, view in OFFICE.items() if role not in roles_for(view)}
    assert [path for path in closed if not shut(client, filled(path), "post")] == []


def test_nobody_gets_into_the_office_without_both_factors(person: People) -> None:
    half = browser()
    half.post(LOG_IN, {"login": person("kim", alpha=EMPLOYEE).email, "password": "drei Amseln im Hof"})
    for client in (browser(), half):
        for method in ("get", "post"):
            assert [path for path in OFFICE if not _refused(client, filled(path), method)] == []


def _refused(client: Client, path: str, method: str) -> bool:
    to = ("/amt/profil/", LOG_IN)
    answer = getattr(client, method)(path)
    return bool(answer.status_code == 403 or answer.headers.get("Location", "").startswith(to))


def test_an_account_of_another_town_gets_in_nowhere_whatever_it_is_there(person: People) -> None:
    staff = person("kim")
    with municipality("beta"):
        for role in ROLES:
            add_member(staff, role)
    client = enter(staff)
    guarded = [path for path, view in OFFICE.items() if rights_for(view)]
    for method in ("get", "post"):
        assert [path for path in guarded if not shut(client, filled(path), method)] == []


def test_what_is_open_to_everybody_sends_nobody_to_the_log_in_of_staff(office: None) -> None:
    for path, view in OUTSIDE.items():
        if entrant_of(view) == "anyone" and not path.startswith("/amt/konto/"):
            assert not shut(browser(), filled(path)), path


def test_a_browser_that_is_no_station_uses_none(office: None) -> None:
    through = {path for path in OF_STATIONS if browser().get(filled(path)).status_code == 200}
    assert through - FIRST_STEP == set()


@pytest.fixture
def errand(germany: Simulator) -> Errand:
    """A case of somebody in Düren, whose fee is due."""
    known_towns.forget()
    cache.clear()
    errand = apply(germany, "dueren", "sofort")
    work_off()
    return errand


def _resident(town: str) -> Client:
    client = browser(town)
    with municipality(town):
        _, client.cookies["resident"] = start_session("none")
    return client


def _told(client: Client, path: str, method: str, secrets: tuple[str, ...]) -> bool:
    answer = getattr(client, method)(path)
    assert answer.status_code != 500, path
    body = b"".join(answer) if answer.streaming else answer.content
    return any(secret.encode() in body for secret in secrets) or body.startswith((b"%PDF", b"\xff\xd8"))


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("town", ["dueren", "musterstadt"])
def test_nothing_of_a_case_or_draft_is_told_to_another_person_or_town(
    errand: Errand, germany: Simulator, town: str, method: str
) -> None:
    draft = draft_of(germany, "dueren", "sofort")
    name = str(germany.persona("dueren", "sofort")["family_name"])
    known = {"draft_id": str(draft.pk), "case_id": str(errand.public_id), "name": "permit"}
    before = errand.state
    client = _resident(town)
    told = [path for path in RESIDENTS if _told(client, filled(path, **known), method, (name,))]
    assert told == []
    assert errand.state == before


def test_the_office_of_another_town_does_not_know_a_case(
    errand: Errand, at_desk: Callable[..., Client]
) -> None:
    with municipality("dueren"):
        number = str(errand.case.pk)
    before, known = errand.state, errand.decisions
    stranger = at_desk("musterstadt")
    of_cases = [path for path in OFFICE if "<int:case_id>" in path]
    for method in ("get", "post"):
        answers = {path: getattr(stranger, method)(filled(path, case_id=number)) for path in of_cases}
        assert {path for path, answer in answers.items() if not _unknown(answer)} == set()
    assert (errand.state, errand.decisions) == (before, known)


def _unknown(answer: Any) -> bool:
    """Not there, or back on the list, where nothing came of it."""
    back = answer.status_code == 302 and answer.headers["Location"].startswith("/amt/vorschlaege/")
    return back or answer.status_code in (404, 405)


@pytest.mark.parametrize("path", sorted(RESIDENTS))
def test_who_has_begun_nothing_gets_nothing(office: None, path: str) -> None:
    assert browser().get(filled(path)).status_code in (200, 302, 404, 405)
