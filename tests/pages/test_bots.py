"""Programs are told from people: a proof is good once, no school is locked out, nothing sent is lost."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from altcha import Challenge, Payload, solve_challenge
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory

from modellkommune.foundation.messages.commands import deliver
from modellkommune.foundation.messages.models import Message
from modellkommune.foundation.messages.queries import held, outbox, undelivered
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.models import Municipality
from modellkommune.pages import bots, limits, visitors
from modellkommune.pages.bots import Verdict, challenge_for, verdict
from modellkommune.pages.limits import Limit
from modellkommune.pages.town import Town
from modellkommune.pages.visitors import network_of

SCHOOL, HOUSEHOLD, OTHER = "192.0.2.10", "2001:db8:1:2::7", "198.51.100.4"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same proof with less work."""
    monkeypatch.setattr(bots, "COST", 10)
    monkeypatch.setattr(bots, "FEWEST", 2)
    monkeypatch.setattr(bots, "SPREAD", 5)


@pytest.fixture(autouse=True)
def nobody_yet(db: None) -> None:
    cache.clear()


def solved(town: str = "alpha", purpose: str = "feedback", challenge: Challenge | None = None) -> str:
    """What a browser sends."""
    found = challenge or challenge_for(town, purpose)
    solution = solve_challenge(found)
    assert solution is not None
    return Payload(found, solution).to_base64()


def sent(address: str = OTHER, town: str = "alpha", **form: str) -> Any:
    request: Any = RequestFactory().post("/", form, REMOTE_ADDR=address)
    request.municipality = Town(town, town.title(), (), {}, demonstration=True)
    return request


def judge(proof: str = "", address: str = OTHER, code: str = "", **form: str) -> Verdict:
    return verdict(sent(address, nachweis=proof, **form), "feedback", code)


def test_a_solved_challenge_is_a_proof_and_good_once() -> None:
    proof = solved()
    assert [judge(proof), judge(proof), judge(proof, SCHOOL)] == [
        Verdict.PROVEN,
        Verdict.REFUSED,
        Verdict.REFUSED,
    ]


def test_without_a_proof_what_was_sent_waits() -> None:
    assert judge() is Verdict.UNPROVEN


def test_a_proof_of_another_form_or_town_is_none() -> None:
    assert judge(solved(purpose="survey")) is Verdict.UNPROVEN
    assert judge(solved(town="beta")) is Verdict.UNPROVEN


def test_a_challenge_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bots, "LIFETIME", -5)
    assert judge(solved()) is Verdict.UNPROVEN


@pytest.mark.parametrize("forged", ["signature", "data", "solution", "shape", "size"])
def test_nobody_makes_a_proof_without_the_work(forged: str) -> None:
    document = Payload.from_base64(solved()).to_dict()
    if forged == "signature":
        document["challenge"]["signature"] = "0" * 64
    elif forged == "data":
        document["challenge"]["parameters"]["expiresAt"] += 1
    elif forged == "solution":
        document["solution"]["derivedKey"] = "00" * 32
    texts = {"shape": "{}", "size": "A" * 5000}
    payload = texts.get(forged) or Payload.from_dict(document).to_base64()
    assert judge(payload) is Verdict.UNPROVEN


def test_the_challenge_is_signed_with_a_key_of_the_installation(settings: Any) -> None:
    proof = solved()
    settings.MASTER_KEY = bytes(32)
    assert judge(proof) is Verdict.UNPROVEN


def test_who_fills_in_what_people_do_not_see_waits_as_well() -> None:
    assert judge(solved(), homepage="https://buy.example") is Verdict.UNPROVEN


def test_a_class_of_thirty_passes_and_a_script_is_held_not_refused() -> None:
    assert {judge(solved(), SCHOOL) for _ in range(30)} == {Verdict.PROVEN}
    assert {judge(solved(), SCHOOL) for _ in range(30)} == {Verdict.PROVEN}, "nor the next class"
    verdicts = [judge(solved(), "203.0.113.9") for _ in range(300)]
    assert verdicts.count(Verdict.PROVEN) == limits.FORMS["network"].most
    assert verdicts.count(Verdict.REFUSED) == 0
    assert judge(solved(), HOUSEHOLD) is Verdict.PROVEN, "others are not touched"


def test_tries_with_a_code_are_few_wherever_they_come_from() -> None:
    verdicts = [judge(solved(), f"198.51.100.{number}", code="K7MX") for number in range(7)]
    assert verdicts == [Verdict.PROVEN] * 5 + [Verdict.UNPROVEN] * 2
    assert judge(solved(), code="ANOTHER") is Verdict.PROVEN


def test_after_ten_minutes_a_network_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.FORMS, "network", Limit(1, 600))
    monkeypatch.setattr(visitors, "time", SimpleNamespace(time=lambda: 1_000_000.0))
    assert [judge(solved(), SCHOOL), judge(solved(), SCHOOL)] == [Verdict.PROVEN, Verdict.UNPROVEN]
    monkeypatch.setattr(
        visitors, "time", SimpleNamespace(time=lambda: 1_000_000.0 + limits.FORMS["network"].seconds)
    )
    assert judge(solved(), SCHOOL) is Verdict.PROVEN


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
    ],
)
def test_an_address_of_six_is_told_by_its_network(first: str, second: str, same: bool) -> None:
    assert (network_of(sent(first)) == network_of(sent(second))) is same


def test_no_address_is_stored_and_the_salt_is_of_the_day() -> None:
    judge(solved(), SCHOOL)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM django_cache")
        rows = cursor.fetchall()
    assert any("salt:" in key for key, _ in rows)
    assert not any(SCHOOL in f"{key} {value}" for key, value in rows)
    cache.delete(next(key for key, _ in rows if "salt:" in key).rpartition(":1:")[2])
    before = len(rows)
    judge(solved(), SCHOOL)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_cache WHERE cache_key LIKE '%form:%'")
        assert cursor.fetchone() == (2,), f"with another salt nobody is found again ({before})"


def ask(client: Client, path: str) -> Any:
    return client.get(path, headers={"host": "alpha.localhost"})


def test_the_challenge_is_given_to_forms_that_exist_and_kept_by_nobody(
    client: Client, alpha: Municipality
) -> None:
    answer = ask(client, "/nachweis.json?fuer=feedback")
    assert answer.headers["Cache-Control"] == "no-store"
    document = json.loads(answer.content)
    assert document["parameters"]["data"] == {"for": "feedback", "town": "alpha"}
    assert judge(solved(challenge=Challenge.from_dict(document))) is Verdict.PROVEN
    assert ask(client, "/nachweis.json?fuer=x").status_code == 400


Report = Callable[..., None]


@pytest.fixture
def report(client: Client, alpha: Municipality) -> Report:
    """Report a barrier."""

    def send(**form: str) -> None:
        form = {"text": "Der Knopf ist zu klein.", **form}
        answer = client.post("/barrierefreiheit/", form, headers={"host": "alpha.localhost"})
        assert answer.status_code == 302

    return send


def states() -> list[str]:
    with municipality("alpha"):
        return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_a_proven_report_goes_out_an_unproven_one_waits_and_a_repeated_one_is_here(report: Report) -> None:
    proof = solved()
    report(nachweis=proof)
    report(nachweis=proof)
    report(nachweis="")
    assert states() == ["queued", "held"]
    with municipality("alpha"):
        assert len(undelivered()) == 1
        (waiting,) = held()
    deliver("alpha", waiting.id)
    assert states()[1] == "held", "nobody sends what is held"
    with municipality("alpha"):
        assert "Der Knopf" in outbox()[0].text


def test_the_page_has_an_input_that_nobody_reaches_by_keyboard_or_hears(
    client: Client, alpha: Municipality
) -> None:
    page = ask(client, "/barrierefreiheit/").text
    honeypot = page[page.index('name="homepage"') - 200 : page.index('name="homepage"') + 80]
    assert 'aria-hidden="true"' in honeypot
    assert 'tabindex="-1" autocomplete="off"' in honeypot
    assert "<noscript>" in page
