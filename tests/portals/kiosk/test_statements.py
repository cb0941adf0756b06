"""What a page of the tablet costs in the database: a stand has many people and one thin line."""

import re
import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys.models import Survey
from tests.participation.outreach.conftest import open_wheel
from tests.portals.citizen.conftest import musterstadt
from tests.portals.citizen.test_surveys import survey
from tests.portals.kiosk.conftest import new_station, pair_tablet

__all__ = ["musterstadt", "survey"]

MOST = 8
TO_TURN = 14
TRIAL, SURVEY, HANDOUTS = "/kiosk/probe/", "/kiosk/umfrage/online-services/", "/kiosk/zum-mitnehmen/"
STILL_THERE = "/kiosk/noch-da/"
FRAME = re.compile(r"BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK|SET LOCAL|SELECT set_config")


@pytest.fixture
def tablet(musterstadt: str) -> Client:
    """A station in Musterstadt."""
    cache.clear()
    with municipality(musterstadt):
        run = open_wheel()
    return pair_tablet(new_station(run, town=musterstadt)[1], musterstadt)


def asked(tablet: Client, path: str, **form: str) -> tuple[Any, int]:
    """The answer of a page, or of a form sent to it, and the statements without those of the transaction."""
    with CaptureQueriesContext(connection) as caught:
        answer = tablet.post(path, form) if form else tablet.get(path)
    return answer, sum(FRAME.match(query["sql"]) is None for query in caught.captured_queries)


@pytest.fixture(autouse=True)
def warm(survey: Survey, tablet: Client) -> None:
    """A process that keeps services, places and questionnaires; the tablet before a person comes."""
    for path in ("/kiosk/", TRIAL, SURVEY):
        tablet.get(path)
    tablet.post("/kiosk/fertig/")


def test_no_page_takes_more_than_eight(tablet: Client) -> None:
    taken = {path: asked(tablet, path) for path in ("/kiosk/", TRIAL, "/kiosk/rad/", SURVEY, HANDOUTS)}
    taken["/kiosk/ again"] = asked(tablet, "/kiosk/")
    begun = asked(tablet, TRIAL, weiter="1")
    taken |= {"person": begun, "step": asked(tablet, begun[0].headers["Location"])}
    taken |= {f"{TRIAL}pruefen/": asked(tablet, f"{TRIAL}pruefen/"), "still": asked(tablet, STILL_THERE)}
    taken["/kiosk/fertig/"] = asked(tablet, "/kiosk/fertig/", fertig="1")
    assert {answer.status_code for answer, _ in taken.values()} == {200, 302}
    assert {path: count for path, (_, count) in taken.items() if count > MOST} == {}


def test_no_page_of_a_survey_does(tablet: Client) -> None:
    tablet.get(SURVEY)
    begun = asked(tablet, SURVEY, weiter="1")
    question = asked(tablet, begun[0].headers["Location"])
    name, value = re.findall(r'type="radio"[^>]*name="(\w+)"[^>]*value="(\w+)"', question[0].text)[0]
    answered = asked(tablet, begun[0].headers["Location"], **{name: value, "wish": "next"})
    visit = re.findall(r"/antwort/([0-9a-f-]+)/", answered[0].headers["Location"])[0]
    check = asked(tablet, f"{SURVEY}antwort/{visit}/")
    stamp = re.findall(r'name="stand" value="([^"]+)"', check[0].text)[0]
    sent = asked(tablet, f"{SURVEY}antwort/{visit}/", stand=stamp, wish="send")
    thanks = asked(tablet, sent[0].headers["Location"])
    assert max(count for _, count in (begun, question, answered, check, sent, thanks)) <= MOST


def test_turning_the_wheel_takes_a_draw_a_protocol_and_a_journal(tablet: Client) -> None:
    asked(tablet, "/kiosk/rad/")
    turned, statements = asked(tablet, "/kiosk/rad/", farbe="red", drehung=str(uuid.uuid4()))
    assert statements <= TO_TURN
    for _ in range(2):
        assert asked(tablet, turned.headers["Location"])[1] <= MOST
