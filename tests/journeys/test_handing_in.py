"""Handing in and after it: once only, for no other eyes, paid at the second try, healed after a silence."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from playwright.sync_api import expect

from tests.journeys.people import Somebody
from tests.journeys.resident import SERVICE, Resident
from tests.journeys.stack import Portal, again_and_again
from tests.loopback import LOOPBACK

JAVASCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
SWEEP = "from modellkommune.workflow.sweeping import sweep; sweep()"
WRONG_CODE = "K7MX-2PQR-9WDF"


def _sender(resident: Resident, **form: str) -> Callable[[int], httpx.Response]:
    """A function that sends the form of the open page as its browser would, from any thread."""
    page, address = resident.page, f"http://127.0.0.1:{resident.portal.port}{resident.path}"
    host = f"{resident.town}.localhost:{resident.portal.port}"
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in page.context.cookies(page.url))
    token = page.locator("main input[name=csrfmiddlewaretoken]").first.input_value()
    sent = form | {"csrfmiddlewaretoken": token}
    headers = {"Host": host, "Origin": f"http://{host}", "Cookie": cookies}
    return lambda _: LOOPBACK.post(address, data=sent, headers=headers, timeout=60)


def _to_the_check_page(resident: Resident, who: Somebody) -> None:
    resident.begin(who)
    resident.dwelling(who)
    resident.vehicle(who)
    resident.term()


def test_handing_in_twice_at_once_makes_one_case(
    visitor: Callable[..., Resident], neighbour: Somebody
) -> None:
    resident = visitor(javascript=False)
    _to_the_check_page(resident, neighbour)
    with ThreadPoolExecutor(4) as hands:
        answers = list(hands.map(_sender(resident, declared="yes"), range(4)))
    assert [answer.status_code for answer in answers] == [302] * 4
    [address] = {answer.headers["location"] for answer in answers}
    [public_id] = re.findall(r"/vorgang/([0-9a-f-]{36})/", address)
    draft = resident.path.split("/")[2]
    cases = resident.portal.rows(
        "SELECT c.public_id::text FROM cases_case c JOIN applications_application a ON a.case_id = c.id"
        " WHERE a.draft_id = %s",
        draft,
    )
    assert cases == [(public_id,)]


@JAVASCRIPT
def test_the_back_button_cannot_hand_in_again(
    visitor: Callable[..., Resident], neighbour: Somebody, javascript: bool
) -> None:
    resident = visitor(javascript=javascript)
    _to_the_check_page(resident, neighbour)
    draft = resident.path
    resident.declare()
    case = resident.path
    resident.page.go_back()
    assert resident.path == case
    for part in ("pruefen", "dwelling", "gespeichert"):
        resident.go(draft.replace("pruefen", part))
        assert resident.path == case


@JAVASCRIPT
def test_nothing_is_handed_in_without_the_declaration(
    visitor: Callable[..., Resident], neighbour: Somebody, javascript: bool
) -> None:
    resident = visitor(javascript=javascript)
    _to_the_check_page(resident, neighbour)
    resident.press("Kostenpflichtig beantragen")
    assert resident.page.title().startswith("Fehler:")
    expect(resident.page.get_by_role("alert")).to_be_focused()
    assert resident.path.endswith("/pruefen/")
    resident.declare()
    assert resident.path.startswith("/vorgang/")


@JAVASCRIPT
def test_the_link_alone_shows_the_status_and_the_same_log_in_opens_the_papers(
    visitor: Callable[..., Resident], neighbour: Somebody, javascript: bool
) -> None:
    resident = visitor(javascript=javascript)
    resident.apply(neighbour)
    [number] = resident.page.locator("dd.big-number").all_inner_texts()
    receipt = resident.path + "receipt.pdf"

    stranger = visitor(javascript=javascript, width=390)
    stranger.go(f"{SERVICE}antrag/")
    stranger.press("Ohne Anmeldung weiter")
    stranger.go(resident.path + "?anhalten=1")
    seen = stranger.page.content()
    for secret in (neighbour.plate, neighbour.street, *neighbour.name.split(), "58,00"):
        assert secret not in seen
    expect(stranger.page.locator("#code")).to_have_count(0)
    paper = stranger.page.goto(stranger.portal.url("musterstadt", receipt))
    assert paper is not None
    assert paper.status == 404
    stranger.go("/vorgang/")
    stranger.fill(number=number, code=WRONG_CODE)
    stranger.press("Antrag anzeigen")
    assert stranger.page.title().startswith("Fehler:")
    stranger.follow("Mit Online-Ausweis anmelden")
    stranger.log_in(neighbour)
    stranger.follow(number)
    assert stranger.path == resident.path
    resident.wait_for("Bitte bezahlen Sie die Gebühr")
    stranger.wait_for("Bitte bezahlen Sie die Gebühr")
    expect(stranger.page.get_by_role("button", name=re.compile("jetzt bezahlen"))).to_be_visible()


@JAVASCRIPT
def test_a_cancelled_payment_can_be_made_again(
    visitor: Callable[..., Resident], neighbour: Somebody, javascript: bool
) -> None:
    resident = visitor(javascript=javascript, width=390)
    resident.apply(neighbour)
    resident.wait_for("Bitte bezahlen Sie die Gebühr")
    resident.press(re.compile("jetzt bezahlen"))
    resident.press("Abbrechen")
    resident.wait_for("Die Zahlung hat nicht geklappt")
    resident.press("Noch einmal bezahlen")
    resident.pay()
    resident.wait_for("Ihr Ausweis ist da")


def test_a_silent_register_costs_nobody_anything_and_heals(
    portal: Portal, visitor: Callable[..., Resident], neighbour: Somebody
) -> None:
    simulator = f"http://127.0.0.1:{portal.port + 1}"
    register = f"{simulator}/faults/population"
    LOOPBACK.post(register, json={"fault": "down", "only": neighbour.id}).raise_for_status()
    resident = visitor(javascript=False)
    resident.apply(neighbour)
    resident.wait_for("Ein Mensch sieht sich Ihren Antrag an")
    said = resident.read()
    assert "Das Melderegister hat noch nicht geantwortet" in said
    assert re.search(r"spätestens bis \w+, \d+\. \w+ 20\d\d", said)
    expect(resident.page.get_by_role("button", name=re.compile("bezahlen"))).to_have_count(0)
    payments = portal.rows(
        "SELECT p.id FROM payments_payment p JOIN cases_case c ON c.id = p.case_id WHERE c.public_id = %s",
        resident.path.split("/")[2],
    )
    assert payments == []

    LOOPBACK.post(
        f"{simulator}/faults/population", json={"fault": "none", "only": neighbour.id}
    ).raise_for_status()
    portal.command("django", "shell", "-c", SWEEP)  # what the worker does every minute
    expect(resident.page.locator("h1")).to_be_visible()
    _reload_until(resident, "Bitte bezahlen Sie die Gebühr")


def _reload_until(resident: Resident, headline: str) -> None:
    for _ in again_and_again():
        resident.go(resident.path)
        if resident.headline == headline:
            return
        resident.page.wait_for_timeout(500)
    raise AssertionError(f"{resident.headline!r} instead of {headline!r}")
