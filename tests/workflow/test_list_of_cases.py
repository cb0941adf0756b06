"""The list of one's own applications: service, state in words, day; as dear for many as for one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.states import STATES
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.town import towns as known_towns
from modellkommune.portals.citizen.story import headline_of
from tests.pages.rules import assert_page_rules, said
from tests.workflow.errands import Errand, Simulator, apply, work_off
from tests.workflow.test_status_page import logged_in

TOWN = "musterstadt"
WRONG = {"number": "BP-4F7K9-XTMC2", "code": "K7MX-2PQR-9WDF"}


@pytest.fixture
def visit(germany: Simulator) -> tuple[Client, list[Errand]]:
    """Somebody who has logged in and applied three times: one fee is due, one waits for a person."""
    known_towns.forget()
    client, holder = logged_in("list")
    errands = [apply(germany, TOWN, slug, holder=holder) for slug in ("sofort", "ausserhalb", "sofort")]
    work_off()
    return client, errands


def test_it_says_which_service_what_has_become_of_it_and_when_it_was_applied_for(
    visit: tuple[Client, list[Errand]],
) -> None:
    client, (due, waiting, _) = visit
    page = client.get("/vorgang/").text
    assert_page_rules(page)
    text = said(page)
    for errand, state in ((due, "Bitte bezahlen Sie die Gebühr"), (waiting, "Ein Mensch sieht sich")):
        assert f"Bewohnerparkausweis {errand.case.number} {state}" in text
    assert text.count("Beantragt am Donnerstag, 3. Dezember 2026") == 3
    assert "Applied for on Thursday, 3 December 2026" in client.get("/vorgang/?sprache=en").text


def test_it_tells_nobody_else_and_does_not_go_away_with_a_mistake(visit: tuple[Client, list[Errand]]) -> None:
    client, errands = visit
    mine = said(client.post("/vorgang/", WRONG).text)
    stranger = logged_in("somebody else")[0]
    theirs = said(stranger.get("/vorgang/").text) + said(stranger.post("/vorgang/", WRONG).text)
    for errand in errands:
        assert errand.case.number in mine
        assert errand.case.number not in theirs


def test_of_an_emptied_case_only_the_number_is_left(visit: tuple[Client, list[Errand]]) -> None:
    client, (emptied, *_) = visit
    with municipality(TOWN):
        Case.objects.filter(pk=emptied.case.pk).update(emptied_on=clock.today())
    text = said(client.get("/vorgang/").text)
    assert f"{emptied.case.number} Ihre Daten sind gelöscht" in text
    assert f"Bewohnerparkausweis {emptied.case.number}" not in text
    assert text.count("Beantragt am") == 2


def test_many_applications_cost_no_more_statements_than_one(
    germany: Simulator, visit: tuple[Client, list[Errand]]
) -> None:
    many, _ = visit
    one, holder = logged_in("one")
    apply(germany, TOWN, "sofort", holder=holder)
    work_off()
    for client in (many, one):
        client.get("/vorgang/")  # services and municipalities are kept from now on
    assert _statements(many) - _statements(one) == 1, "the hearings of those that a person looks at"


def _statements(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/vorgang/").status_code == 200
    return len(asked)


@pytest.mark.parametrize("language", ["de", "en", "de-leicht"])
def test_every_state_has_its_words(language: str) -> None:
    told = {headline_of(Case(municipality_id=TOWN, state=state), language, asked=False) for state in STATES}
    assert all(told)
    assert headline_of(Case(municipality_id=TOWN, state="review"), language, asked=True) not in told
