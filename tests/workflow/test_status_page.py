"""The status page, asked for by whoever has its link."""

import uuid
from dataclasses import dataclass

import pytest
from django.test import Client

from modellkommune.casework.cases.states import PAYMENT_DUE, REVIEW
from modellkommune.casework.drafts.commands import Holder
from modellkommune.foundation.catalogue.queries import service
from modellkommune.foundation.identity.commands import end_session, start_session
from modellkommune.foundation.keys.codes import access_code
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.town import towns as known_towns
from modellkommune.workflow.access import CASE_CODE, LogInNeeded, adopt_case, code_of_case
from tests.workflow.errands import Errand, Simulator, apply, work_off

TOWN = "musterstadt"
IDENTITY = {
    "given_name": "Lena Marie", "family_name": "Sommer", "birth_date": "1991-05-14", "street": "",
    "house_number": "", "postcode": "", "place": "", "level": "high",
}  # fmt: skip
LOG_IN = 'href="/anmelden/?next=/vorgang/'
CODE_FIELD = 'name="code"'


@dataclass(frozen=True)
class Visit:
    """A person at her browser, logged in, and the case that she made there."""

    client: Client
    errand: Errand


def test_it_is_shown_by_a_process_that_has_not_read_the_service_yet(germany: Simulator) -> None:
    errand = apply(germany, TOWN, "sofort")
    known_towns.forget()
    service.cache_clear()
    page = stranger().get(_page(errand))
    assert page.status_code == 200
    assert errand.case.number in page.text


@pytest.fixture
def visit(germany: Simulator) -> Visit:
    """Somebody who has logged in, and whose fee is due."""
    known_towns.forget()
    client, holder = logged_in("a")
    errand = apply(germany, TOWN, "sofort", holder=holder)
    work_off()
    assert errand.state == PAYMENT_DUE
    return Visit(client, errand)


def logged_in(pseudonym: str) -> tuple[Client, Holder]:
    client = stranger()
    with municipality(TOWN):
        session, token = start_session("high", {**IDENTITY, "pseudonym": pseudonym})
    client.cookies["resident"] = token
    return client, Holder(session.holder, session.subject_digest)


def stranger() -> Client:
    """A browser that nobody has used yet."""
    return Client(headers={"host": f"{TOWN}.localhost"})


def _page(errand: Errand, act: str = "") -> str:
    return f"/vorgang/{errand.public_id}/{act}"


def _code(errand: Errand) -> str:
    return access_code(CASE_CODE, str(errand.public_id))


def test_no_code_opens_a_case_made_after_a_log_in(visit: Visit) -> None:
    errand, other = visit.errand, stranger()
    with municipality(TOWN):
        code = _code(errand)
        assert code_of_case(errand.case) == ""
    assert other.post(_page(errand, "zugang/"), {"code": code}).headers["Location"] == _page(errand)
    assert other.post("/vorgang/", {"number": errand.case.number, "code": code}).status_code == 422
    page = other.get(_page(errand)).text
    assert (LOG_IN in page, CODE_FIELD in page) == (True, False)
    assert "jetzt bezahlen" not in page
    assert "€" not in page
    for act in ("receipt.pdf", "bezahlen/", "zuruecknehmen/"):
        asked = other.get if act.endswith(".pdf") else other.post
        assert asked(_page(errand, act)).status_code == 404
    assert errand.case.holder != uuid.UUID(int=0)
    with municipality(TOWN), pytest.raises(LogInNeeded):
        adopt_case(errand.case, uuid.uuid4())


def test_the_page_of_a_person_who_logged_in_names_no_code(visit: Visit) -> None:
    page = visit.client.get(_page(visit.errand)).text
    with municipality(TOWN):
        assert _code(visit.errand) not in page
    assert visit.errand.case.number in page
    assert "Melden Sie sich unter „Mein Antrag“ an" in page
    assert "jetzt bezahlen" in page


def test_the_same_log_in_elsewhere_finds_reads_and_pays(visit: Visit) -> None:
    errand = visit.errand
    phone, _ = logged_in("a")
    assert f'href="{_page(errand)}">Bewohnerparkausweis <span class="together">{errand.case.number}<' in (
        phone.get("/vorgang/").text
    )
    assert "jetzt bezahlen" in phone.get(_page(errand)).text
    assert phone.post(_page(errand, "bezahlen/")).headers["Location"].startswith("http")


def test_another_log_in_reads_nothing(visit: Visit) -> None:
    other, _ = logged_in("b")
    page = other.get(_page(visit.errand)).text
    assert (LOG_IN in page, "jetzt bezahlen" in page) == (True, False)
    found = other.get("/vorgang/").text
    assert (
        visit.errand.case.number in found,
        "Mit dieser Anmeldung gibt es hier keinen Antrag" in found,
    ) == (
        False,
        True,
    )


def test_a_browser_without_its_log_in_reads_nothing_any_more(germany: Simulator) -> None:
    client, holder = logged_in("a")
    errand = apply(germany, TOWN, "sofort", holder=holder)
    work_off()
    with municipality(TOWN):
        session, token = start_session("none")
        session.holder = errand.case.holder
        session.save()
    client.cookies["resident"] = token
    assert "jetzt bezahlen" not in client.get(_page(errand)).text
    with municipality(TOWN):
        end_session(session)
    assert LOG_IN in client.get(_page(errand)).text


def test_without_a_log_in_number_and_code_open_it_as_before(germany: Simulator) -> None:
    known_towns.forget()
    errand = apply(germany, TOWN, "sofort", level="")
    work_off()
    assert errand.state == REVIEW
    with municipality(TOWN):
        code = code_of_case(errand.case)
    client = stranger()
    page = client.get(_page(errand)).text
    assert (LOG_IN in page, CODE_FIELD in page, code in page) == (False, True, False)
    assert client.post("/vorgang/", {"number": errand.case.number, "code": code}).status_code == 302
    assert code in client.get(_page(errand)).text


def test_the_link_alone_says_that_something_is_missing_and_how_to_see_what(germany: Simulator) -> None:
    known_towns.forget()
    _, holder = logged_in("a")
    cases = (
        (apply(germany, TOWN, "sofort", level=""), "wenn Sie den Code eingeben"),
        (apply(germany, TOWN, "firmenwagen", holder=holder), "wenn Sie sich anmelden"),
    )
    work_off()
    for errand, how in cases:
        assert errand.found["evidence"] != []
        page = stranger().get(_page(errand)).text
        assert f"Uns fehlt noch etwas von Ihnen. Was es ist, sehen Sie, {how}." in page
        assert "Sie müssen nichts tun" not in page
        assert "Nachweis" not in page.partition("<main")[2]
