"""After a case one voluntary question, asked once, where the last mail leads."""

import uuid

import pytest
from django.db import connection
from django.test import Client

from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.town import towns as known_towns
from modellkommune.pages.wording import say
from modellkommune.participation.outreach.models import Rating, RatingTaken
from modellkommune.workflow.access import code_of_case
from modellkommune.workflow.paying import follow_payment
from tests.workflow.errands import Errand, Simulator, apply, work_off

TOWN = "musterstadt"
QUESTION = say("rating.question", "de")


@pytest.fixture
def errand(germany: Simulator) -> Errand:
    """Somebody whose permit is there."""
    known_towns.forget()
    errand = apply(germany, TOWN, "elektro")
    work_off()
    return errand


def finish(errand: Errand) -> None:
    errand.pay()
    follow_payment(TOWN, errand.payment.pk)
    work_off()
    assert errand.state == "issued"


@pytest.fixture
def resident(errand: Errand) -> Client:
    """She, with the code of her case."""
    client = Client(headers={"host": f"{TOWN}.localhost"})
    with municipality(TOWN):
        code = code_of_case(errand.case)
    client.post(f"/vorgang/{errand.public_id}/zugang/", {"code": code})
    return client


def rate(client: Client, errand: Errand, **form: str) -> str:
    return client.post(f"/vorgang/{errand.public_id}/bewertung/", form, follow=True).text


def grades() -> list[int] | None:
    with municipality(TOWN):
        return Rating.objects.values_list("counts", flat=True).first()


def test_it_is_asked_when_the_permit_is_there_and_once(errand: Errand, resident: Client) -> None:
    address = f"/vorgang/{errand.public_id}/"
    assert QUESTION not in resident.get(address).text
    rate(resident, errand, grade="5")
    assert grades() is None, "nobody is asked before the decision"
    finish(errand)
    assert QUESTION in resident.get(address).text
    assert say("rating.thanks", "de") in rate(resident, errand, grade="4")
    assert QUESTION not in resident.get(address).text
    rate(resident, errand, grade="1")
    assert grades() == [0, 0, 0, 1, 0]


def test_who_skips_is_not_asked_again_and_not_counted(errand: Errand, resident: Client) -> None:
    finish(errand)
    rate(resident, errand, skip="1", grade="2")
    assert QUESTION not in resident.get(f"/vorgang/{errand.public_id}/").text
    assert grades() is None


def test_who_chooses_nothing_is_told_how_to_go_on(errand: Errand, resident: Client) -> None:
    finish(errand)
    for form in ({}, {"grade": "6"}, {"grade": "x"}):
        assert say("rating.choose", "de") in rate(resident, errand, **form)
    assert grades() is None


def test_the_link_of_the_mail_is_enough_and_does_not_open_the_papers(errand: Errand) -> None:
    reader = Client(headers={"host": f"{TOWN}.localhost"})
    address = f"/vorgang/{errand.public_id}/"
    assert QUESTION not in reader.get(address).text
    finish(errand)
    page = reader.get(address).text
    assert QUESTION in page
    assert "/zugang/" in page
    assert say("rating.choose", "de") in rate(reader, errand)
    assert say("rating.thanks", "de") in rate(reader, errand, grade="2")
    assert QUESTION not in reader.get(address).text
    rate(reader, errand, grade="5")
    assert grades() == [0, 1, 0, 0, 0]


def test_a_wrong_code_is_said_at_the_code_and_not_at_the_question(errand: Errand) -> None:
    finish(errand)
    reader = Client(headers={"host": f"{TOWN}.localhost"})
    page = reader.post(f"/vorgang/{errand.public_id}/zugang/", {"code": "falsch"}).text
    assert QUESTION in page
    assert page.count('class="kern-error"') == 1
    assert reader.post(f"/vorgang/{uuid.uuid4()}/bewertung/", {"grade": "1"}).status_code == 404


def test_the_answer_is_nowhere_with_the_case(errand: Errand, resident: Client) -> None:
    finish(errand)
    with municipality(TOWN):
        before = Entry.objects.count()
    rate(resident, errand, grade="3")
    with municipality(TOWN):
        assert Entry.objects.count() == before
        (taken,) = RatingTaken.objects.all()
        assert str(errand.public_id) not in taken.digest
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args::text LIKE '%rating%'")
        assert cursor.fetchone() == (0,)
