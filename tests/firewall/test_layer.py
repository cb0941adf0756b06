"""The first layer: it lets through, turns away or notes; what it cannot look at does not write."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest

from modellkommune.firewall.body import LONGEST_LOOKED_AT, LONGEST_TEXT
from modellkommune.firewall.engine import Engine, Inspected, Verdict
from modellkommune.firewall.layer import Firewall
from modellkommune.firewall.policy import (
    BLOCKED,
    INCIDENT,
    NOTED,
    NOTES,
    PARDONED,
    TESTED,
    Incident,
    Policy,
    Treatment,
)
from modellkommune.firewall.ruleset import portal_rules
from tests.firewall.requests import FORM


class House:
    """An application behind the firewall that keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.bodies: list[bytes] = []
        self.noted: list[Incident] = []
        self.rule: Callable[[Incident], str] = lambda _: BLOCKED
        self.shut: Incident | None = None

    def note(self, _environ: dict[str, Any], incident: Incident) -> None:
        self.noted.append(incident)

    def admit(self, _environ: dict[str, Any]) -> Incident | None:
        return self.shut

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        self.asked.append(environ)
        self.bodies.append(environ["wsgi.input"].read())
        return [b"ok"]

    def treatment(self, _path: str, name: str) -> Treatment:
        return Treatment.SCORE if name == "words" else Treatment.BLOCK

    def refusal(self, environ: dict[str, Any], incident: Incident) -> dict[str, Any]:
        return {"refused": incident, "wsgi.input": BytesIO(), "REQUEST_METHOD": "GET"}


class Broken(Engine):
    """An engine that falls over."""

    def __init__(self) -> None:
        """Without rules."""

    def inspect(self, request: Inspected) -> Verdict | None:
        raise OSError("fallen over")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine([portal_rules()])


def _ask(house: House, engine: Engine, body: bytes = b"", **environ: Any) -> dict[str, Any]:
    asked = {
        "REQUEST_METHOD": "POST" if body else "GET",
        "PATH_INFO": "/antrag/",
        "CONTENT_TYPE": FORM if body else "",
        "CONTENT_LENGTH": str(len(body)) if body else "",
        "wsgi.input": BytesIO(body),
        **environ,
    }
    _guarding(house, engine)(asked, lambda *_: None)
    return house.asked[-1]


def _guarding(house: House, engine: Engine, of_texts: Engine | None = None) -> Firewall:
    hooks = house.refusal, house.admit, lambda _, found: house.rule(found)
    policy = Policy(house.treatment, house.note, 1_000_000, *hooks)
    return Firewall(house, engine, policy, of_texts or engine)


def test_a_harmless_form_arrives_byte_for_byte(engine: Engine) -> None:
    house = House()
    body = b"name=M%C3%BCller&words=a+%3Cb%3E"
    asked = _ask(house, engine, body)
    assert house.bodies == [body]
    assert asked[INCIDENT] is None


def test_an_attack_reaches_nothing_but_its_refusal(engine: Engine) -> None:
    house = House()
    asked = _ask(house, engine, b"name=%3Cscript%3Ealert(1)%3C/script%3E")
    assert asked["refused"] == house.noted[0]
    assert (asked["refused"].status, asked["refused"].fields, len(asked["refused"].reference)) == (403, (), 8)
    assert house.bodies == [b""]


def test_an_attack_in_free_text_goes_on_and_is_noted_by_the_name_of_its_field(engine: Engine) -> None:
    house = House()
    body = b"words=%3Cscript%3Ealert(1)%3C/script%3E"
    asked = _ask(house, engine, body)
    assert house.bodies == [body]
    assert asked[INCIDENT].fields == ("words",)
    assert "alert" not in repr(house.noted)


def test_free_text_is_looked_at_by_our_own_rules_alone(engine: Engine) -> None:
    others = Engine(
        ['SecRuleEngine On\nSecRule ARGS|REQUEST_BODY "@contains ß" "id:1,phase:2,deny,status:403"']
    )
    notes = _guarding(House(), others, of_texts=engine).notes
    assert notes("Große <script>alert(1)</script>")
    assert not notes("Große (!) Straße; Größe > 3 m")


def test_a_page_may_ask_whether_a_text_would_be_noted(engine: Engine) -> None:
    notes = _ask(House(), engine)[NOTES]
    assert notes("<script>alert(1)</script>")
    assert not notes("Meine Tochter fährt ab und zu mit; Größe > 3 m")


def test_a_text_that_cannot_be_looked_at_is_not_noted() -> None:
    assert not _guarding(House(), Broken()).notes("<script>")


def test_headers_cookies_and_addresses_are_looked_at(engine: Engine) -> None:
    for environ in (
        {"HTTP_COOKIE": "a=%3Cscript%3Ealert(1)%3C/script%3E"},
        {"HTTP_REFERER": "https://x.example/?a=<script>alert(1)</script>"},
        {"HTTP_USER_AGENT": "sqlmap/1.8"},
        {"QUERY_STRING": "a=1%20UNION%20SELECT%20b%20FROM%20c"},
        {"PATH_INFO": "/../../etc/passwd"},
    ):
        assert "refused" in _ask(House(), engine, **environ), environ


def test_too_many_fields_and_endless_values_are_refused(engine: Engine) -> None:
    assert _ask(House(), engine, b"&".join([b"a=1"] * 1100))["refused"].status == 400
    assert _ask(House(), engine, b"a=" + b"x" * 30_000)["refused"].status == 400


def test_what_cannot_be_looked_at_does_not_write(caplog: pytest.LogCaptureFixture) -> None:
    assert _ask(House(), Broken(), b"a=1")["refused"].status == 503
    assert "refused" not in _ask(House(), Broken())
    assert "could not be inspected" in caplog.text


@pytest.mark.parametrize("kind", ["application/json", "text/xml", "text/plain", "x/unheard-of", FORM, ""])
def test_an_attack_is_found_in_a_body_of_any_kind(engine: Engine, kind: str) -> None:
    attack = {"application/json": b'{"a": "<script>alert(1)</script>"}', "text/xml": b"<a>1' OR '1'='1</a>"}
    body = attack.get(kind, b"a=<script>alert(1)</script>")
    assert "refused" in _ask(House(), engine, body, CONTENT_TYPE=kind)


def test_a_length_that_is_no_number_reads_nothing(engine: Engine) -> None:
    house = House()
    _ask(house, engine, CONTENT_LENGTH="-5", **{"wsgi.input": BytesIO(b"abc")})
    assert house.bodies == [b""]


def test_who_is_shut_out_is_not_even_looked_at() -> None:
    house = House()
    house.shut = Incident("ABCD2345", "GET", "/", 0, "", 403)
    assert _ask(house, Broken(), b"a=1")["refused"] is house.shut


def test_a_tested_rule_is_noted_and_turns_nobody_away(engine: Engine) -> None:
    house, body = House(), b"name=1+UNION+SELECT+b+FROM+c"
    house.rule = lambda _: TESTED
    _ask(house, engine, body)
    assert house.bodies == [body]
    assert [(found.verdict, found.field) for found in house.noted] == [(TESTED, "name")]


def test_a_pardoned_field_counts_as_free_text_and_the_others_do_not(engine: Engine) -> None:
    house, attack = House(), b"1+UNION+SELECT+b+FROM+c"
    house.rule = lambda found: PARDONED if found.field == "name" else BLOCKED
    _ask(house, engine, b"name=" + attack)
    assert house.bodies == [b"name=" + attack]
    assert [found.fields for found in house.noted] == [("name",)]
    assert "refused" in _ask(house, engine, b"name=" + attack + b"&street=" + attack)


class Insisting(Engine):
    """An engine that finds something in a field also when it is not given that field."""

    def __init__(self) -> None:
        """No rules are loaded."""

    def inspect(self, request: Inspected) -> Verdict | None:
        return Verdict(403, 21010, "SQL", "name")


def test_what_is_found_elsewhere_under_the_name_of_a_pardoned_field_is_turned_away() -> None:
    house = House()
    house.rule = lambda _: PARDONED
    assert _ask(house, Insisting(), b"name=a&street=b")["refused"].verdict == BLOCKED
    assert house.bodies == [b""]


def test_a_body_without_a_length_is_refused_unread(engine: Engine) -> None:
    house = House()
    asked = _ask(house, engine, HTTP_TRANSFER_ENCODING="chunked", **{"wsgi.input": BytesIO(b"a=1")})
    assert asked["refused"].status == 411
    assert house.bodies == [b""]


class Counting(Engine):
    """An engine that finds something in every text, and keeps how long the bodies were that it was shown."""

    def __init__(self) -> None:
        """No rules are loaded."""
        self.shown: list[int] = []

    def inspect(self, request: Inspected) -> Verdict | None:
        self.shown.append(len(request.body))
        return Verdict(403, 21010, "SQL", "words") if request.target == "/" else None


def test_many_texts_do_not_keep_a_process_busy() -> None:
    house, counting = House(), Counting()
    _ask(house, counting, urlencode([("words", f"' x;{number}") for number in range(900)]).encode())
    assert len(counting.shown) < 110
    assert [(incident.verdict, incident.fields) for incident in house.noted] == [(NOTED, ("words",))]


@pytest.mark.parametrize(
    ("place", "status"),
    [("HTTP_REFERER", 431), ("HTTP_COOKIE", 431), ("QUERY_STRING", 400), ("RAW_URI", 431)],
)
def test_a_head_longer_than_any_browser_sends_is_refused(engine: Engine, place: str, status: int) -> None:
    house = House()
    assert "refused" not in _ask(house, engine, **{place: "/" + "a." * 3_000})
    assert _ask(house, engine, **{place: "/" + "a." * 5_000})["refused"].status == status


def test_headers_that_are_long_together_are_refused(engine: Engine) -> None:
    house, long = House(), "a." * 3_000
    assert "refused" not in _ask(house, engine, HTTP_REFERER=long, HTTP_COOKIE=long)
    assert (
        _ask(house, engine, HTTP_REFERER=long, HTTP_COOKIE=long, RAW_URI=f"/{long}")["refused"].status == 431
    )


def test_of_texts_without_end_the_beginning_is_shown_and_one_alone_is_not_shown_twice() -> None:
    house, counting = House(), Counting()
    text, room = ("words", ";" * LONGEST_TEXT), len("words=") + LONGEST_LOOKED_AT * len("%3B")
    _ask(house, counting, urlencode([text]).encode())
    _ask(house, counting, urlencode([text, text]).encode())
    rest, alone = 0, room
    assert counting.shown == [rest, alone, rest, alone]


def test_words_and_numbers_are_left_out_whatever_rules_of_others_have_against_them() -> None:
    odd = Engine([portal_rules(), 'SecRule ARGS "@rx ^FD" "id:20999,phase:2,deny,status:403,log"'])
    assert "refused" not in _ask(House(), odd, b"plate=FD+AB+123")
    assert "refused" in _ask(House(), odd, b"plate=FD%3B")
