"""Nobody can tell who submitted under a pseudonym: not from rows, neighbours, journal, sessions, lines."""

import datetime
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client

from modellkommune.foundation.identity import rights
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.ideas.commands.submitting import empty_letterbox
from modellkommune.participation.ideas.models import Idea, Letter
from tests.portals.clerk.conftest import browser, enter
from tests.portals.employee.conftest import TOWN

ANIMALS = ("Amsel", "Biber", "Dachs", "Elster", "Fuchs", "Gans", "Hase", "Igel")
OF_THE_MARKET = ("ideas_", "journal_")


def _submit(client: Client, animal: str) -> str:
    """Submit an idea under a pseudonym as the pages ask for it; the reply code."""
    sent = {
        "title": f"Ein Stall für {animal}",
        "text": f"Der Hof ist leer. Ein Stall für {animal} würde alle freuen.",
        "under": "pseudonym",
        "pseudonym": animal,
    }
    look = client.post("/ideen/neu/", sent)
    code = look.context["code"]
    done = client.post("/ideen/neu/", {**sent, "code": look.context["signed"], "noted": "yes", "submit": "1"})
    assert done.headers["Location"] == "/ideen/neu/eingeworfen/"
    client.get("/ideen/neu/eingeworfen/")
    return str(code)


def _tables() -> dict[str, list[tuple[int, str]]]:
    """Every row of every table as the owner sees it: the transaction that wrote it, and all its values."""
    found = {}
    with connections["owner"].cursor() as cursor:
        for table in connections["owner"].introspection.table_names(cursor):
            cursor.execute(f'SELECT xmin::text::bigint, row_to_json(t)::text FROM "{table}" t')  # noqa: S608
            found[table] = cursor.fetchall()
    return found


@pytest.fixture
def submitted(
    committed_db: None, market: None, person: Callable[..., Staff], caplog: pytest.LogCaptureFixture
) -> dict[str, Any]:
    """Eight people submit one after another, each under an animal; then the letterbox is emptied."""
    people = {animal: person(f"kollege{n}", alpha=rights.EMPLOYEE) for n, animal in enumerate(ANIMALS)}
    codes = {}
    with caplog.at_level(logging.DEBUG, logger="modellkommune"):
        for animal, staff in people.items():
            codes[animal] = _submit(enter(staff), animal)
    waiting = _tables()
    with municipality(TOWN):
        assert empty_letterbox(clock.today() + datetime.timedelta(days=1)) == len(ANIMALS)
    return {"people": people, "codes": codes, "waiting": waiting, "now": _tables(), "lines": caplog.text}


def test_the_order_of_ideas_is_not_the_order_of_letters(submitted: dict[str, Any]) -> None:
    with municipality(TOWN):
        by_number = list(Idea.objects.order_by("number").values_list("pseudonym", flat=True))
        by_id = list(Idea.objects.order_by("pk").values_list("pseudonym", flat=True))
        assert not Letter.objects.exists()
    assert sorted(by_number) == sorted(ANIMALS)
    assert by_number == by_id != list(ANIMALS)


def test_ideas_share_their_transaction_with_no_persons_row(submitted: dict[str, Any]) -> None:
    ideas = {xmin for xmin, _ in submitted["now"]["ideas_idea"]}
    assert len(ideas) == 1
    together = {table for table, rows in submitted["now"].items() if ideas & {xmin for xmin, _ in rows}}
    assert together <= {"ideas_idea", "ideas_step", "ideas_term", "journal_entry", "journal_unsealed"}
    of_people = {
        xmin
        for table in ("identity_staffsession", "django_session", "identity_staff", "account_emailaddress")
        for xmin, _ in submitted["now"][table]
    }
    assert of_people
    assert max(of_people) < min(ideas)


def test_no_row_names_both_an_idea_and_a_person(submitted: dict[str, Any]) -> None:
    emails = [staff.email for staff in submitted["people"].values()]
    for animal in ANIMALS:
        holding = {
            table for table, rows in submitted["now"].items() for _, row in rows if f'"{animal}"' in row
        }
        assert holding == {"ideas_idea"}
    for table, rows in submitted["now"].items():
        if table.startswith(OF_THE_MARKET):
            assert not [row for _, row in rows for email in emails if email in row], table
    for _, row in submitted["now"]["ideas_idea"]:
        assert json.loads(row)["author"] == ""


def test_the_journal_names_no_person_for_these_ideas(submitted: dict[str, Any]) -> None:
    entries = [json.loads(row) for _, row in submitted["now"]["journal_entry"]]
    of_ideas = [entry for entry in entries if entry["subject"].startswith("idea:")]
    assert len(of_ideas) == len(ANIMALS)
    assert {(entry["actor_kind"], entry["actor_id"]) for entry in of_ideas} == {("system", "ideas")}
    # And while the letters lay in the box, it said nothing of them at all.
    before = [json.loads(row) for _, row in submitted["waiting"]["journal_entry"]]
    assert not [entry for entry in before if "idea" in entry["verb"] or "letter" in entry["verb"]]


def test_a_letter_knows_its_day_and_no_hour(submitted: dict[str, Any]) -> None:
    letters = [json.loads(row) for _, row in submitted["waiting"]["ideas_letter"]]
    assert len(letters) == len(ANIMALS)
    for letter in letters:
        assert letter["day"] == clock.today().isoformat()
        assert not [value for value in letter.values() if isinstance(value, str) and ":" in value]


def test_the_code_stands_nowhere_readably(submitted: dict[str, Any]) -> None:
    for code in submitted["codes"].values():
        bare = code.replace("-", "")
        for moment in ("waiting", "now"):
            for table, rows in submitted[moment].items():
                assert not [row for _, row in rows if code in row or bare in row], table
        assert code not in submitted["lines"]


def test_sessions_and_lines_know_nothing_of_it(submitted: dict[str, Any]) -> None:
    sessions = [str(session.get_decoded()) for session in Session.objects.all()]
    assert len(sessions) >= len(ANIMALS)
    for animal in ANIMALS:
        assert not [session for session in sessions if animal in session]
        assert animal not in submitted["lines"]


def test_opening_it_by_code_touches_no_session_and_no_account(
    submitted: dict[str, Any], person: Callable[..., Staff]
) -> None:
    client = enter(person("neugierig", alpha=rights.EMPLOYEE))
    before = _tables()
    answer = client.post("/ideen/antwort/", {"code": submitted["codes"]["Igel"]})
    assert "Ein Stall für Igel" in answer.text
    client.post("/ideen/antwort/", {"code": submitted["codes"]["Igel"], "answer": "1", "text": "Danke!"})
    now = _tables()
    changed = {table for table in now if now[table] != before[table]}
    assert changed == {"ideas_comment", "journal_entry", "journal_unsealed"}


def test_without_a_log_in_the_code_opens_it_as_well(submitted: dict[str, Any]) -> None:
    answer = browser().post("/ideen/antwort/", {"code": submitted["codes"]["Igel"].lower()})
    assert "Ein Stall für Igel" in answer.text
