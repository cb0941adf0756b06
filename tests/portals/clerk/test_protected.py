"""Whose disclosure block a register names is seen by officials with a right of their own, by nobody else."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from modellkommune.casework.cases.commands import protect_case
from modellkommune.casework.cases.errors import CaseNotFound
from modellkommune.casework.cases.states import CHECKING, GRANTED, PAYMENT_DUE, READY, REVIEW
from modellkommune.casework.payments.commands import open_task
from modellkommune.casework.payments.models import PaymentTask
from modellkommune.foundation.files.commands import store
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow import handing_in, hearing, refusal
from modellkommune.workflow.approval import approve, finish_review, take_into_review
from modellkommune.workflow.money import clear_up
from modellkommune.workflow.queries import proposals
from tests.foundation.files.samples import photo_with_place
from tests.workflow.errands import Errand, Simulator, apply, official_of, work_off

TOWN = "dueren"
LIST = "/amt/vorschlaege/"
SECRETS = ("Falke", "Miriam", "Bahnhofstra", "DN-MF 9", "30.07.1979")


@pytest.fixture
def restricted(at_desk: Callable[..., Client]) -> Client:
    """The clerk who may see protected people."""
    return at_desk(TOWN, "schutz")


@pytest.fixture
def errand(germany: Simulator) -> Errand:
    """An application of a person with a disclosure block, after the checks."""
    errand = apply(germany, TOWN, "auskunftssperre")
    work_off()
    assert errand.state == REVIEW
    return errand


def _told(text: str, errand: Errand) -> list[str]:
    return [secret for secret in (*SECRETS, errand.case.number) if secret in text]


def _made_ready(errand: Errand) -> None:
    finish_review(TOWN, errand.case.pk, official_of(TOWN, "schutz"), "Zuständige Stelle hat geprüft")
    assert errand.state == READY


def test_an_ordinary_clerk_neither_sees_nor_handles_a_protected_case(clerk: Client, errand: Errand) -> None:
    case_id = errand.case.pk
    assert _told(clerk.get(LIST).text, errand) == []
    for act in ("", "pruefen/", "fortsetzen/", "anhoeren/", "ablehnen/"):
        answer = clerk.get(f"/amt/vorgang/{case_id}/{act}")
        assert (answer.status_code, _told(answer.text, errand)) == (404, []), act
        assert clerk.post(f"/amt/vorgang/{case_id}/{act}", {"note": "x"}).status_code in {404, 405}, act
    assert clerk.get(f"{LIST}?fall={case_id}").status_code == 404
    _made_ready(errand)
    assert _told(clerk.get(LIST).text, errand) == []
    assert _told(clerk.post(f"{LIST}zusammenfassung/", {"fall": case_id}).text, errand) == []
    done = clerk.post(f"{LIST}bewilligen/", {"fall": case_id}, follow=True).text
    assert (errand.state, errand.decisions, _told(done, errand)) == (READY, [], [])


def test_the_restricted_clerk_sees_and_approves_it(restricted: Client, errand: Errand) -> None:
    case_id = errand.case.pk
    assert _told(restricted.get(LIST).text, errand)[:2] == ["Falke", "Miriam"]
    assert "besonders geschützte" not in restricted.get(LIST).text
    assert restricted.get(f"/amt/vorgang/{case_id}/").status_code == 200
    note = {"note": "Zuständige Stelle hat geprüft"}
    restricted.post(f"/amt/vorgang/{case_id}/fortsetzen/", note)
    assert "1 Ausweis" in restricted.post(f"{LIST}zusammenfassung/", {"fall": case_id}).text
    restricted.post(f"{LIST}bewilligen/", {"fall": case_id})
    assert errand.state in {GRANTED, PAYMENT_DUE}
    assert [decision.official for decision in errand.decisions] == [official_of(TOWN, "schutz")]


def test_everybody_in_the_office_knows_that_it_waits(clerk: Client, errand: Errand) -> None:
    for page in ("/amt/", LIST):
        assert "1 besonders geschützter Vorgang wartet auf jemanden mit der Befugnis" in clerk.get(page).text
    assert 'tile__count">1<' not in clerk.get("/amt/").text
    apply(errand.simulator, TOWN, "auskunftssperre", months=6)
    work_off()
    assert "2 besonders geschützte Vorgänge warten" in clerk.get(LIST).text


def test_its_files_are_there_for_the_restricted_clerk_only(
    clerk: Client, restricted: Client, germany: Simulator
) -> None:
    errand = apply(germany, TOWN, "auskunftssperre", level="")
    work_off()
    with municipality(TOWN):
        case = errand.case
        stored = store(
            photo_with_place(), "Ausweis Falke.jpg", case.key, handing_in.desk_of(case, "id_photo")
        )
    handing_in.hand_in(TOWN, case.pk)
    page = f"/amt/vorgang/{case.pk}/datei/{stored.pk}/"
    assert [clerk.get(page).status_code, clerk.get(f"{page}1.jpg").status_code] == [404, 404]
    assert clerk.post(f"{page}original/").status_code == 404
    nowhere = f"/amt/vorgang/{case.pk}/datei/{uuid.uuid4()}/"
    assert (restricted.get(page).status_code, restricted.get(nowhere).status_code) == (200, 404)


def test_its_money_is_cleared_up_by_the_restricted_clerk_only(
    clerk: Client, restricted: Client, errand: Errand
) -> None:
    _made_ready(errand)
    approve(TOWN, [errand.case.pk], official_of(TOWN, "schutz"))
    with municipality(TOWN):
        task = open_task("paid_after_lapse", "T-77", 3000, errand.payment)
        open_task("unknown_transaction", "T-78", 1000)
    page = clerk.get("/amt/zahlungen/").text
    assert ("T-77" in page, "T-78" in page, _told(page, errand)) == (False, True, [])
    assert "1 Zahlung zu einem besonders geschützten Vorgang wartet" in page
    close = f"/amt/zahlungen/{task.pk}/erledigen/"
    assert clerk.post(close, {"note": "weg"}).status_code == 404
    with pytest.raises(CaseNotFound):
        clear_up(TOWN, task.pk, official_of(TOWN), "weg")
    assert 'tile__count">1<' in clerk.get("/amt/").text
    assert "T-77" in restricted.get("/amt/zahlungen/").text
    restricted.post(close, {"note": "erstattet"})
    with municipality(TOWN):
        assert list(PaymentTask.objects.filter(done_at=None).values_list("reference", flat=True)) == ["T-78"]


ORDERS: dict[str, Callable[[int, str], object]] = {
    "review": lambda case_id, staff: take_into_review(TOWN, case_id, staff, "Vermerk"),
    "finish": lambda case_id, staff: finish_review(TOWN, case_id, staff, "Vermerk"),
    "ask": lambda case_id, staff: hearing.ask(TOWN, case_id, staff, hearing.Question((), "Warum?", None)),
    "refuse": lambda case_id, staff: refusal.refuse(TOWN, case_id, staff, refusal.Refusal((), "Nein")),
}


@pytest.mark.parametrize("order", ORDERS)
def test_an_order_without_the_right_finds_no_case(errand: Errand, order: str) -> None:
    with pytest.raises(CaseNotFound):
        ORDERS[order](errand.case.pk, official_of(TOWN))


def test_before_the_checks_nobody_sees_it_and_the_journal_names_nobody(germany: Simulator) -> None:
    errand = apply(germany, TOWN, "auskunftssperre")
    with municipality(TOWN):
        assert (errand.state, proposals(protected=True)) == (CHECKING, [])
    work_off()
    with municipality(TOWN):
        [entry] = Entry.objects.filter(verb="case_protected")
        protect_case(errand.case, Actor("system", "again"))
        assert Entry.objects.filter(verb="case_protected").count() == 1
    assert entry.subject == f"case:{errand.case.pk}"
    assert _told(str(vars(entry)), errand) == []


def test_who_has_no_disclosure_block_is_seen_as_before(clerk: Client, germany: Simulator) -> None:
    errand = apply(germany, TOWN)
    work_off()
    assert errand.case.number in clerk.get(LIST).text
    assert "besonders geschützt" not in clerk.get(LIST).text
