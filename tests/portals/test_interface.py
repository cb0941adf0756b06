"""The open interface is described as it is: no address is missing or invented, answers fit their schemas."""

import json
import re
from collections.abc import Callable
from typing import Any, Final

import jsonschema_rs
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from modellkommune.firewall.layer import _UNANNOUNCED, _UNREAD
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.adoption.columns import COLUMNS, EVERYWHERE
from modellkommune.pages.entry import entrant_of
from modellkommune.pages.interface.describing import description
from modellkommune.portals.citizen.survey_results import _FILES as SURVEY_FILES
from modellkommune.values.clock import FixedClock
from tests.pages.adoption.test_pages import TODAY, count, enter
from tests.participation.outreach.conftest import open_wheel, spin
from tests.portals.citizen.conftest import musterstadt
from tests.portals.citizen.test_survey_results import published
from tests.portals.rights_table import URL_CONFIGURATIONS, doors

__all__ = ["musterstadt"]

HOSTS: Final = {"portal": "musterstadt.localhost", "directory": "localhost"}
CONFIGURATIONS: Final = dict(zip(HOSTS, URL_CONFIGURATIONS, strict=True))
OF_PAGES: Final = {"/marke.css", "/sitzung/"}
"""Parts of pages: the style sheet, and until when a session lasts."""
BEFORE_PAGES: Final = {"/healthz", "/readyz"}
"""Answered by a middleware of their own (see portals/machine/health.py)."""
SURVEY_FILE: Final = "/umfrage/<slug:key>/ergebnisse/<int:number>/<str:name>"
LANGUAGES: Final = ("de", "en", "de-leicht")
Told = dict[str, Any]


@pytest.fixture
def ask(musterstadt: str) -> Callable[..., HttpResponse]:
    """Ask one of the hosts of an installation whose town has something to tell at every address."""
    with municipality(musterstadt):
        spin(open_wheel())
    published(musterstadt)
    with clock.replaced_by(FixedClock(TODAY)):
        count(musterstadt)
        enter(musterstadt)

    def answer(name: str, path: str) -> Any:
        with clock.replaced_by(FixedClock(TODAY)):
            return Client(headers={"host": HOSTS[name]}).get(path)

    return answer


def followed(told: Told, part: Told) -> Told:
    """What a reference means, or the part itself."""
    if "$ref" not in part:
        return part
    for name in part["$ref"].split("/")[1:]:
        told = told[name]
    return told


def asked(told: Told, path: str) -> str:
    """An address with the examples of its parameters filled in."""
    query = []
    for part in told["paths"][path]["get"].get("parameters", ()):
        each = followed(told, part)
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", str(each["example"]))
        else:
            query.append(f"{each['name']}={each['example']}")
    return f"{path}?{'&'.join(query)}" if query else path


def fits(told: Told, answer: HttpResponse, operation: Told) -> bool:
    """Whether an answer is one of those that its operation describes."""
    described = followed(told, operation["responses"][str(answer.status_code)])
    kind = answer.headers["Content-Type"].partition(";")[0]
    if kind not in described["content"]:
        return False
    body = json.loads(answer.content) if kind.endswith("json") else answer.content.decode("utf-8", "replace")
    schema = {**described["content"][kind].get("schema", {}), "components": told["components"]}
    return jsonschema_rs.validator_for(schema, validate_formats=True).is_valid(body)


@pytest.mark.parametrize("name", HOSTS)
def test_each_answer_is_the_one_that_is_described(ask: Callable[..., HttpResponse], name: str) -> None:
    told = description(name, "de")
    for path, methods in told["paths"].items():
        if "get" in methods:
            answer = ask(name, asked(told, path))
            assert answer.status_code == 200, path
            assert fits(told, answer, methods["get"]), path
    rows = [row for row in (ask(name, path).content for path in told["paths"] if "/wirkung/" in path) if row]
    assert all(b"resident-parking" in row for row in rows)


@pytest.mark.parametrize(
    ("path", "asked_for", "status"),
    [
        ("/gluecksrad/{slug}/protokoll.json", "/gluecksrad/x/protokoll.json", 404),
        ("/umfrage/{key}/ergebnisse/{number}/ergebnisse.csv", "/umfrage/x/ergebnisse/0/ergebnisse.csv", 404),
        ("/nachweis.json", "/nachweis.json?fuer=x", 400),
    ],
)
def test_what_does_not_exist_is_answered_as_described(
    ask: Callable[..., HttpResponse], path: str, asked_for: str, status: int
) -> None:
    told = description("portal", "de")
    answer = ask("portal", asked_for)
    assert answer.status_code == status
    assert fits(told, answer, told["paths"][path]["get"])


@pytest.mark.parametrize("name", HOSTS)
def test_every_address_that_is_described_exists_and_is_open(name: str) -> None:
    told = description(name, "de")
    for path, methods in told["paths"].items():
        if path not in BEFORE_PAGES:
            found = resolve(
                asked(told, path).partition("?")[0] if "get" in methods else path, CONFIGURATIONS[name]
            )
            assert entrant_of(found.func) in ("anyone", "machine"), path


@pytest.mark.parametrize("name", HOSTS)
def test_no_address_of_open_data_is_left_out(name: str, db: None, musterstadt: str) -> None:
    patterns = {re.sub(r"<\w+:(\w+)>", r"{\1}", path): path for path in description(name, "de")["paths"]}
    for path, view in doors(CONFIGURATIONS[name]).items():
        if entrant_of(view) not in ("anyone", "machine") or path in {*OF_PAGES, SURVEY_FILE}:
            continue
        if not path.endswith("/") or entrant_of(view) == "machine" or _tells_no_page(name, path):
            assert re.sub(r"<\w+:(\w+)>", r"{\1}", path) in patterns, path


def _tells_no_page(name: str, path: str) -> bool:
    if "<" in path:
        return False
    answer = Client(headers={"host": HOSTS[name]}).get(path)
    return not answer.headers.get("Content-Type", "text/html").startswith("text/html")


def test_every_file_of_a_survey_is_described() -> None:
    folder = "/umfrage/{key}/ergebnisse/{number}/"
    described = {path.removeprefix(folder) for path in description("portal", "de")["paths"] if folder in path}
    assert described == set(SURVEY_FILES)


@pytest.mark.parametrize(
    ("name", "schema", "columns"), [("portal", "Months", COLUMNS), ("directory", "Towns", EVERYWHERE)]
)
def test_the_columns_are_those_of_the_data(name: str, schema: str, columns: tuple[str, ...]) -> None:
    rows = description(name, "de")["components"]["schemas"][f"Adoption{schema}"]["properties"]["rows"]
    assert tuple(rows["items"]["properties"]) == tuple(rows["items"]["required"]) == columns


@pytest.mark.parametrize("name", HOSTS)
def test_it_speaks_the_language_that_was_asked_for(musterstadt: str, name: str) -> None:
    told = {
        language: Client(headers={"host": HOSTS[name]}).get(f"/api/openapi.json?sprache={language}").json()
        for language in LANGUAGES
    }
    assert told["de"]["tags"][0]["description"] == "Offene Daten"
    assert told["en"]["tags"][0]["description"] == "Open data"
    assert told["de-leicht"] == told["de"]
    assert told["de"]["paths"].keys() == told["en"]["paths"].keys()
    assert "{" not in told["en"]["info"]["title"]


def test_the_page_of_open_data_leads_to_the_description(musterstadt: str) -> None:
    page = Client(headers={"host": HOSTS["portal"]}).get("/wirkung/").content.decode()
    assert 'href="/api/openapi.json"' in page


@pytest.mark.parametrize("name", HOSTS)
def test_what_the_firewall_answers_stands_at_every_address(name: str) -> None:
    answered = {str(verdict.status) for verdict in (*_UNREAD.values(), _UNANNOUNCED)} | {"403", "503"}
    for path, methods in description(name, "en")["paths"].items():
        for method, operation in methods.items():
            assert answered <= operation["responses"].keys(), (method, path)
