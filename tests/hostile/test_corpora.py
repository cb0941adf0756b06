"""Collected attacks and harmless texts that look like attacks: both are texts, shown as they came."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote_plus, urlsplit

import pytest

from modellkommune.foundation.messages.queries import outbox
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.latin import first_foreign, normalise
from tests.hostile.conftest import DWELLING, STEPS, TERM, TOWN, VEHICLE, Visitor
from tests.hostile.reading import page_of, shown_in
from tests.hostile.strategies import SHARE
from tests.pages.rules import assert_page_rules

FOLDER: Final = Path(__file__).resolve().parents[3] / "shared" / "security"
ATTACKS, HARMLESS = FOLDER / "attacks-dev.jsonl", FOLDER / "benign-dev.jsonl"
EVERY: Final = max(1, 8 // SHARE)
"""One attack of so many is tried; HOSTILE_EXAMPLES=8 tries all."""
LONGEST_REPORT: Final = 4000
"""Characters of a report of a barrier."""

needs_attacks = pytest.mark.skipif(
    not ATTACKS.exists(), reason="no collection of attacks beside this repository"
)
needs_harmless = pytest.mark.skipif(
    not HARMLESS.exists(), reason="no collection of texts beside this repository"
)


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, file.read_text("utf-8").splitlines())


def _attacks() -> list[str]:
    """Every string that an attack of the collection brings: values of queries and bodies, headers, paths."""
    found: dict[str, None] = {}
    for attack in _lines(ATTACKS):
        address = urlsplit(f"//x{attack['uri']}" if attack["uri"].startswith("/") else "//x/")
        texts = [unquote_plus(address.path)[1:], attack["body"]]
        texts += [
            value for part in (address.query, attack["body"]) for pair in parse_qsl(part) for value in pair
        ]
        texts += [
            value for name, value in attack["headers"] if name.lower() in ("user-agent", "referer", "cookie")
        ]
        found.update(dict.fromkeys(text for text in texts if text))
    return [text for text in found if not any("\ud800" <= sign <= "\udfff" for sign in text)]


def _in_wsgi(text: str) -> str:
    """A header as the web server hands it over: its bytes, one sign each."""
    return text.encode().decode("latin-1")


def _in_page(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def _assert_shown(answer: Any, name: str, text: str) -> None:
    """The page holds what was sent, as text, and nothing of it as markup."""
    html = answer.content.decode()
    assert answer.status_code < 500, text
    assert shown_in(html, name) == _in_page(text), (name, text)
    assert not page_of(html).xpath(".//main//script"), text


@needs_attacks
def test_attacks_in_any_field_are_shown_as_the_text_they_are(visitor: Callable[..., Visitor]) -> None:
    writer = visitor().begins().answers(*STEPS)
    fields = [("dwelling", DWELLING, "family_name"), ("dwelling", DWELLING, "address-street")]
    fields += [("vehicle", VEHICLE, "plate"), ("term", TERM, "email"), ("term", TERM, "phone")]
    attacks = _attacks()
    assert len(attacks) > 1000
    for number, attack in enumerate(attacks[::EVERY]):
        step, form, field = fields[number % len(fields)]
        answer = writer.post(writer.step(step), form | {field: attack})
        if answer.status_code != 302:
            _assert_shown(answer, field, attack)
        _assert_shown(writer.post("/vorgang/", {"number": attack, "code": attack}), "number", attack)
        if number % 10 == 0:
            assert_page_rules(writer.get("/dienste/", suche=attack).content.decode())
            assert_page_rules(writer.get("/parkzone/", adresse=attack).content.decode())


@needs_attacks
def test_attacks_as_whole_requests_get_a_page(visitor: Callable[..., Visitor]) -> None:
    someone = visitor()
    for attack in list(_lines(ATTACKS))[::EVERY]:
        kept: dict[str, Any] = {
            f"HTTP_{name.upper().replace('-', '_')}": _in_wsgi(text) for name, text in attack["headers"]
        }
        kept |= {"HTTP_HOST": "musterstadt.localhost"}
        if not attack["uri"].startswith("/") or attack["method"] == "CONNECT":
            continue
        kind = kept.pop("HTTP_CONTENT_TYPE", "")
        kept.pop("HTTP_CONTENT_LENGTH", None)
        body = attack["body"].encode("utf-8", "surrogateescape")
        answer = someone.client.generic(attack["method"], attack["uri"].replace("\n", ""), body, kind, **kept)
        assert answer.status_code < 500, attack["id"]


FIELD_OF: Final = {
    "name": ("dwelling", "family_name"),
    "address": ("dwelling", "address-street"),
    "email": ("term", "email"),
    "phone": ("term", "phone"),
}


@needs_harmless
def test_harmless_texts_are_taken_or_told_what_is_wrong(visitor: Callable[..., Visitor]) -> None:
    writer = visitor().begins().answers(*STEPS)
    refused: list[tuple[str, str]] = []
    for text in _lines(HARMLESS):
        if text["field"] not in FIELD_OF:
            continue
        step, field = FIELD_OF[text["field"]]
        sent = STEPS[step] | {field: text["value"]}
        sent |= {"address-confirm": "yes"} if text["field"] == "address" else {}
        answer = writer.post(writer.step(step), sent)
        if answer.status_code == 302:
            continue
        _assert_shown(answer, field, text["value"])
        refused.append((text["field"], text["value"]))
    names = [value for field, value in refused if field == "name"]
    assert not [name for name in names if first_foreign(normalise(name), "A") is None]
    streets = [value for field, value in refused if field == "address"]
    assert not [street for street in streets if first_foreign(normalise(street), "B") is None]


@needs_harmless
def test_harmless_messages_and_searches_are_taken_as_they_are(visitor: Callable[..., Visitor]) -> None:
    someone = visitor()
    for text in _lines(HARMLESS):
        if text["field"] in ("message", "subject", "website", "filename"):
            answer = someone.post("/barrierefreiheit/", {"text": text["value"]})
            assert answer.status_code == 302, text["value"]
            with municipality(TOWN):
                [newest, *_] = outbox(1)
            assert text["value"].strip()[:LONGEST_REPORT] in newest.text
        if text["field"] == "q":
            _assert_shown(someone.get("/dienste/", suche=text["value"]), "suche", text["value"].strip())
