"""The office of surveys, as each of its people sees it."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import escape
from typing import Any

import pytest
from django.test import Client

from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.wording import say
from modellkommune.participation.surveys.commands import (
    OPERATOR,
    approve,
    close,
    hand_in,
    open_survey,
    take_over,
)
from modellkommune.participation.surveys.mixing import settle
from modellkommune.participation.surveys.models import Buffered, PaperBatch, Survey
from modellkommune.participation.surveys.queries import definition
from modellkommune.participation.surveys.queries import survey as survey_by_id
from modellkommune.participation.surveys.stored import PEOPLE
from tests.pages.rules import assert_page_rules
from tests.participation.surveys.answers import answer
from tests.participation.surveys.conftest import described
from tests.portals.clerk.conftest import browser, enter

People = Callable[..., Staff]
ROLES = {
    "/amt/umfragen/": "survey-author",
    "/amt/freigaben/": "data-protection-officer",
    "/amt/papier/": "paper-clerk",
    "/amt/rohdaten/": "analyst",
}


@pytest.fixture
def draft(office: None) -> Survey:
    """A survey that nobody has handed in."""
    return take_over("alpha", described())


@pytest.fixture
def opened(draft: Survey) -> Survey:
    """The same, open."""
    hand_in("alpha", draft.pk, 901)
    approve("alpha", draft.pk, 902)
    open_survey("alpha", draft.pk, 901, None)
    return _now(draft)


def _now(survey: Survey) -> Survey:
    with municipality("alpha"):
        return survey_by_id(survey.pk)


def _read(client: Client, address: str, step: bool = False) -> str:
    page = client.get(address)
    assert page.status_code == 200
    html = page.content.decode()
    assert_page_rules(html, step=step)
    return html


def test_each_role_sees_its_own_pages_only(person: People) -> None:
    for role in ROLES.values():
        client = enter(person(role, alpha=role))
        seen = {address: client.get(address).status_code for address in ROLES}
        assert seen == {address: 200 if own == role else 403 for address, own in ROLES.items()}


def test_a_survey_goes_from_the_author_by_the_officer_to_the_people(person: People, draft: Survey) -> None:
    author, officer = (
        enter(person("ada", alpha="survey-author")),
        enter(person("dan", alpha="data-protection-officer")),
    )
    page = f"/amt/umfragen/{draft.pk}/"
    assert "Entwurf" in _read(author, "/amt/umfragen/")
    author.post(f"{page}einreichen/")
    assert "liegt jetzt beim Datenschutz" in _read(author, page)
    assert "Small" in _read(officer, "/amt/freigaben/")
    officer.post(f"/amt/freigaben/{draft.pk}/", {"wish": "back", "note": "Bitte kürzer fragen."})
    assert "Bitte kürzer fragen." in _read(author, page)
    author.post(f"{page}einreichen/")
    officer.post(f"/amt/freigaben/{draft.pk}/", {"wish": "approve"})
    day = clock.today() + timedelta(days=9)
    author.post(f"{page}oeffnen/", {"day": str(day.day), "month": str(day.month), "year": str(day.year)})
    assert "Die Umfrage läuft." in _read(author, page)
    assert _now(draft).last_day == day
    assert "30 Minuten" in _read(author, f"{page}schliessen/")
    author.post(f"{page}schliessen/")
    assert _now(draft).state == "closed"


@pytest.mark.parametrize(
    ("day", "said"), [(("1", "1", "2020"), "liegt in der Vergangenheit"), (("31", "2", "x"), "gibt es nicht")]
)
def test_a_wrong_last_day_is_asked_for_again(
    person: People, draft: Survey, day: tuple[str, str, str], said: str
) -> None:
    hand_in("alpha", draft.pk, 901)
    approve("alpha", draft.pk, 902)
    author = enter(person("ada", alpha="survey-author"))
    page = author.post(
        f"/amt/umfragen/{draft.pk}/oeffnen/", dict(zip(("day", "month", "year"), day, strict=True))
    ).content.decode()
    assert_page_rules(page)
    assert said in page
    assert f'value="{day[2]}"' in page
    assert _now(draft).state == "approved"


def test_who_handed_a_survey_in_cannot_approve_it(person: People, draft: Survey) -> None:
    both = person("bo", alpha="data-protection-officer")
    hand_in("alpha", draft.pk, both.pk)
    page = enter(both).post(f"/amt/freigaben/{draft.pk}/", {"wish": "approve"}).content.decode()
    assert "Freigeben muss sie eine andere Person" in page
    assert_page_rules(page)
    assert _now(draft).state == "review"


def test_sending_back_without_a_reason_is_asked_for_one(person: People, draft: Survey) -> None:
    hand_in("alpha", draft.pk, 901)
    officer = enter(person("dan", alpha="data-protection-officer"))
    page = officer.post(f"/amt/freigaben/{draft.pk}/", {"wish": "back", "note": " "}).content.decode()
    assert "Bitte schreiben Sie, was geändert werden soll." in page
    assert_page_rules(page)


def test_the_officer_reads_what_is_stored_where_and_how_long(person: People, opened: Survey) -> None:
    officer = enter(person("dan", alpha="data-protection-officer"))
    html = _read(officer, f"/amt/freigaben/{opened.pk}/")
    table = html[html.index("<tbody") : html.index("</tbody>")]
    kept = [one for one in PEOPLE if one.name != "follow_up"]
    assert table.count("<tr") == len(kept), "a row for each table that this survey fills"
    assert "12 Monate nach dem Ende der Umfrage" in table
    assert "Online" not in table
    for words in ("Way?", "online · post", "höchstens 20 Zeichen", "frühere Fragen: answers.way"):
        assert words in html
    for key in ("log", "cookie", "counts", "journal", "backup"):
        assert escape(say(f"office.surveys.elsewhere_{key}", "de")) in html
    said = escape(say("office.surveys.elsewhere_station", "de")) in html
    assert said == ("kiosk" in definition(opened).channels)


def test_nobody_sees_in_the_office_how_many_have_answered(person: People, opened: Survey) -> None:
    for _ in range(37):
        answer(opened, {"way": ["post"]})
    for role, address in (
        ("survey-author", f"/amt/umfragen/{opened.pk}/"),
        ("survey-author", "/amt/umfragen/"),
        ("data-protection-officer", f"/amt/freigaben/{opened.pk}/"),
        ("analyst", "/amt/rohdaten/"),
        ("paper-clerk", "/amt/papier/"),
    ):
        client = enter(person(f"{role}{len(address)}", alpha=role))
        text = re.sub(r"<[^>]+>", " ", _read(client, address))
        assert not re.search(r"\b37\b", text), address


def test_what_is_held_is_released_or_discarded_together_and_unseen(person: People, opened: Survey) -> None:
    author = enter(person("ada", alpha="survey-author"))
    for _ in range(3):
        answer(opened, {"way": ["post"], "why": ["Geheim"]}, held=True)
    address = f"/amt/umfragen/{opened.pk}/zurueckgehalten/"
    html = _read(author, address)
    assert "3 Antworten zurückgehalten" in html
    assert "Geheim" not in html
    author.post(address, {"wish": "release"})
    with municipality("alpha"):
        assert Buffered.objects.filter(held=False).count() == 3


def test_raw_answers_come_after_the_end_only(person: People, opened: Survey) -> None:
    answer(opened, {"way": ["post"]})
    analyst = enter(person("ana", alpha="analyst"))
    address = f"/amt/rohdaten/{opened.pk}/"
    assert address not in _read(analyst, "/amt/rohdaten/")
    assert analyst.post(address).status_code == 302
    assert "noch nicht oder nicht mehr" in _read(analyst, "/amt/rohdaten/")
    close("alpha", opened.pk, OPERATOR)
    settle("alpha", opened.pk)
    assert address in _read(analyst, "/amt/rohdaten/")
    file = analyst.post(address)
    assert file["Content-Type"].startswith("text/csv")
    assert file.content.decode().splitlines() == ["channel,way,used,why", "open,post,,"]


def _sheet(why: str = "", **given: Any) -> dict[str, Any]:
    return {"way": "", "used": [], "text-why": why, **given}


def test_two_people_enter_a_pile_settle_a_difference_and_count_it(person: People, opened: Survey) -> None:
    first, second = (enter(person(name, alpha="paper-clerk")) for name in ("pia", "pau"))
    made = first.post("/amt/papier/", {"survey": str(opened.pk), "number": "2026-03", "sheets": "2"})
    pile = made["Location"]
    assert first.post(f"{pile}1/", _sheet(way="post", why="Nah"))["Location"] == f"{pile}2/"
    assert first.post(f"{pile}2/", _sheet(used=["dogs"]))["Location"] == pile
    html = _read(second, f"{pile}1/", step=True)
    assert "Nah" not in html, "the second person does not see what the first one entered"
    second.post(f"{pile}1/", _sheet(way="post", why="Naß"))
    second.post(f"{pile}2/", _sheet(used=["dogs"]))
    html = _read(second, pile)
    assert "Bogen 1: Why?" in html
    assert second.post(f"{pile}abschliessen/")["Location"] == pile
    assert "Klären Sie erst" in _read(second, pile)
    difference = f"{pile}1/abweichung/2/"
    html = _read(second, difference, step=True)
    assert "Nah" in html
    assert "Naß" in html
    assert second.post(difference, {"text-why": "Naß"})["Location"] == pile
    assert "stimmen überein" in _read(first, pile)
    first.post(f"{pile}abschliessen/")
    assert "zählen mit" in _read(first, pile)
    with municipality("alpha"):
        assert Buffered.objects.filter(channel="paper").count() == 2


def test_a_third_person_sees_no_sheet(person: People, opened: Survey) -> None:
    clients = [enter(person(name, alpha="paper-clerk")) for name in ("pia", "pau", "pen")]
    pile = clients[0].post("/amt/papier/", {"survey": str(opened.pk), "number": "1", "sheets": "1"})[
        "Location"
    ]
    for client in clients[:2]:
        client.post(f"{pile}1/", _sheet(way="post"))
    for address in (f"{pile}1/", f"{pile}1/abweichung/0/"):
        assert clients[2].get(address)["Location"] == pile
    assert "zwei andere Personen" in _read(clients[2], pile)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"number": ""}, "Bitte geben Sie eine Nummer"),
        ({"sheets": "0"}, "eine Zahl von 1 bis 200"),
        ({"sheets": "²"}, "eine Zahl von 1 bis 200"),
        ({"survey": "999"}, "Bitte wählen Sie eine Umfrage"),
    ],
)
def test_a_pile_described_wrongly_is_asked_for_again(
    person: People, opened: Survey, typed: dict[str, str], said: str
) -> None:
    clerk = enter(person("pia", alpha="paper-clerk"))
    page = clerk.post("/amt/papier/", {"survey": str(opened.pk), "number": "7", "sheets": "2", **typed})
    html = page.content.decode()
    assert_page_rules(html)
    assert said in html
    with municipality("alpha"):
        assert not PaperBatch.objects.exists()


def test_a_sheet_with_too_many_crosses_is_shown_again(person: People, opened: Survey) -> None:
    clerk = enter(person("pia", alpha="paper-clerk"))
    pile = clerk.post("/amt/papier/", {"survey": str(opened.pk), "number": "7", "sheets": "1"})["Location"]
    page = clerk.post(f"{pile}1/", _sheet(way="post", used=["dogs", "bins", "parking"])).content.decode()
    assert_page_rules(page, step=True)
    assert "höchstens 2 Antworten" in page
    assert page.count(" checked") == 4


def test_the_office_of_another_town_knows_nothing_of_it(person: People, opened: Survey) -> None:
    author = enter(person("ada", beta="survey-author"), town="beta")
    assert author.get(f"/amt/umfragen/{opened.pk}/").status_code == 404
    assert browser("beta").get("/umfrage/small/").status_code == 404
