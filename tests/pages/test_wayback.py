"""Who is shut out by mistake comes in again: her browser works for it once, or she calls."""

from typing import Any

import pytest
from altcha import Payload, solve_challenge
from django.test import Client

from modellkommune.foundation.guarding import commands, queries
from modellkommune.foundation.guarding.models import ATTACKS, LOG_INS, OPERATOR, STAFF, Ban
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.blocked import REFUSED
from modellkommune.pages.bots import challenge_for
from modellkommune.pages.doorkeeping import admit
from tests.pages.rules import assert_page_rules

HERS = "203.0.113.7"


pytestmark = pytest.mark.usefixtures("door")


def _ban(reason: str = ATTACKS) -> Ban:
    with municipality("alpha"):
        return commands.shut_out(f"{HERS}/32", "", reason)


def _proof(purpose: str = "ban", town: str = "alpha") -> str:
    challenge = challenge_for(town, purpose)
    solution = solve_challenge(challenge)
    assert solution is not None
    return str(Payload(challenge, solution).to_base64())


def _send(banned: Ban, proof: str, address: str = HERS) -> Any:
    client = Client(headers={"host": "alpha.localhost"}, enforce_csrf_checks=True)
    return client.post("/sperre/", {"nummer": banned.reference, "nachweis": proof}, REMOTE_ADDR=address)


def _environ(path: str = "/dienste/") -> dict[str, Any]:
    asked = {"HTTP_HOST": "alpha.localhost", "REMOTE_ADDR": HERS, "PATH_INFO": path}
    return {"REQUEST_METHOD": "GET", **asked}


def _page() -> str:
    shut = admit(_environ())
    assert shut is not None
    answer = Client(headers={"host": "alpha.localhost"}).get("/", **{REFUSED: shut})  # type: ignore[arg-type]
    assert answer.status_code == 403
    assert_page_rules(answer.text)
    return str(answer.text)


def test_a_browser_that_has_worked_ends_the_ban_and_the_journal_notes_it() -> None:
    banned = _ban()
    assert 'action="/sperre/"' in _page()
    answer = _send(banned, _proof())
    assert answer.status_code == 200
    assert "Sie kommen wieder herein" in answer.text
    assert_page_rules(answer.text)
    assert admit(_environ()) is None
    with municipality("alpha"):
        assert Entry.objects.filter(verb="ban_ended_by_proof").count() == 1


def test_it_works_once_and_the_next_ban_is_longer() -> None:
    first = _ban()
    _send(first, _proof())
    second = _ban()
    assert second.until - second.since == commands.LENGTHS[1]
    assert 'action="/sperre/"' not in _page()
    answer = _send(second, _proof())
    assert answer.status_code == 403
    assert second.reference in answer.text
    assert admit(_environ()) is not None


@pytest.mark.parametrize("reason", [STAFF, OPERATOR])
def test_what_a_person_has_decided_no_browser_ends(reason: str) -> None:
    banned = _ban(reason)
    assert 'action="/sperre/"' not in _page()
    assert _send(banned, _proof()).status_code == 403
    assert admit(_environ()) is not None


@pytest.mark.parametrize("proof", ["", "nonsense", "survey", "beta"])
def test_without_a_proof_for_this_the_page_names_the_number_and_whom_to_call(proof: str) -> None:
    banned = _ban(LOG_INS)
    made = {"survey": lambda: _proof("survey"), "beta": lambda: _proof(town="beta")}.get(
        proof, lambda: proof
    )()
    answer = _send(banned, made)
    assert answer.status_code == 403
    assert banned.reference in answer.text
    assert_page_rules(answer.text)
    assert admit(_environ()) is not None


def test_a_proof_is_good_once_and_only_from_the_network_that_is_shut_out() -> None:
    banned, proof = _ban(), _proof()
    assert _send(banned, proof, "198.51.100.1").status_code == 403
    assert _send(banned, proof).status_code == 403
    assert _send(banned, _proof()).status_code == 200


@pytest.mark.parametrize("path", ["/sperre/", "/nachweis.json", "/static/built/proof.js", "/marke.css"])
def test_what_the_way_back_needs_is_open_to_those_who_are_shut_out(path: str) -> None:
    _ban()
    assert admit(_environ(path)) is None


def test_the_address_of_the_way_back_leads_home() -> None:
    client = Client(headers={"host": "alpha.localhost"})
    assert client.get("/sperre/").headers["Location"] == "/"
    with municipality("alpha"):
        assert queries.clients_with_proof() == frozenset()
