"""A renewal that lost to another of the same permit says so, leads to the other, and can be deleted."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client

from modellkommune.casework.drafts.models import Draft
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.town import towns as known_towns
from tests.pages.rules import said
from tests.workflow.errands import Errand, Simulator, apply, hand_in
from tests.workflow.test_renewing import DAY, TOWN, begin, finish, on
from tests.workflow.test_status_page import logged_in, stranger

BEGIN = "/dienste/resident-parking/antrag/"
HANDED_IN = "Die Verlängerung dieses Ausweises ist beantragt. Ihr Antrag hat die Nummer "


@dataclass(frozen=True)
class Lost:
    """Somebody logged in, the application that lost, and the case by which the permit was renewed."""

    client: Client
    draft: Draft
    won: Errand

    @property
    def page(self) -> str:
        return f"/antrag/{self.draft.pk}/"


@pytest.fixture
def running(germany: Simulator) -> Errand:
    """A permit of three months of a person who had logged in."""
    known_towns.forget()
    return finish(apply(germany, TOWN, months=3, holder=logged_in("lost")[1]))


@pytest.fixture
def lost(running: Errand) -> Iterator[Lost]:
    """Two devices have begun before they could see each other; one of the two was handed in."""
    with on(running.permit.last - 10 * DAY):
        client, holder = logged_in("lost")
        mine = begin(running, holder)
        with municipality(TOWN):
            Draft.objects.filter(pk=mine.pk).update(subject_digest="elsewhere")
        other = begin(running, logged_in("lost")[1])
        with municipality(TOWN):
            Draft.objects.filter(pk=mine.pk).update(subject_digest=holder.subject_digest)
        yield Lost(client, mine, Errand(TOWN, hand_in(TOWN, other), running.simulator))


def test_the_list_says_that_it_has_been_renewed_and_leads_there(lost: Lost) -> None:
    page = lost.client.get(BEGIN).text
    assert HANDED_IN + lost.won.case.number in said(page)
    assert f'href="/vorgang/{lost.won.public_id}/"' in page
    assert f'href="{lost.page}loeschen/"' in page
    assert f'href="{lost.page}"' not in page, "nobody goes on with what cannot be handed in"


@pytest.mark.parametrize("at", ["", "pruefen/"])
def test_who_goes_on_with_it_reads_so_before_handing_in(lost: Lost, at: str) -> None:
    page = lost.client.get(lost.page + at, follow=True)
    assert page.redirect_chain == [(f"{lost.page}loeschen/", 302)]
    assert HANDED_IN + lost.won.case.number in said(page.text)
    assert f'href="/vorgang/{lost.won.public_id}/"' in page.text


def test_it_can_be_deleted_and_nothing_else_is(lost: Lost) -> None:
    page = lost.client.post(f"{lost.page}loeschen/", follow=True)
    assert "Der angefangene Antrag ist gelöscht" in page.text
    assert HANDED_IN not in page.text
    with municipality(TOWN):
        assert not Draft.objects.filter(pk=lost.draft.pk).exists()
    assert lost.client.get(f"/vorgang/{lost.won.public_id}/").status_code == 200


def test_nobody_else_deletes_it(lost: Lost) -> None:
    for other in (stranger(), logged_in("somebody else")[0]):
        other.post(f"{lost.page}loeschen/")
        with municipality(TOWN):
            assert Draft.objects.filter(pk=lost.draft.pk).exists()


def test_one_whose_time_is_over_says_so(running: Errand) -> None:
    with on(running.permit.last):
        draft = begin(running, logged_in("lost")[1])
    with on(running.permit.last + DAY):
        page = logged_in("lost")[0].get(f"/antrag/{draft.pk}/", follow=True).text
    assert "Verlängern konnten Sie ihn bis" in page
    assert f'href="{BEGIN}"' in page
