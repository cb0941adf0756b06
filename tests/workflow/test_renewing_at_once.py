"""Two tabs or devices that renew one permit at the same moment: one case, and a way on for the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from types import ModuleType
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from modellkommune.casework.cases.models import Case
from modellkommune.casework.drafts.content import Content
from modellkommune.casework.drafts.models import Draft
from modellkommune.casework.drafts.queries import content_of
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.town import towns as known_towns
from modellkommune.workflow import queue, renewing, submission
from tests.workflow.errands import Errand, Simulator, apply, mails, queued
from tests.workflow.test_renewing import DAY, TOWN, begin, finish, on
from tests.workflow.test_status_page import logged_in

Act = Callable[[], HttpResponse]


@pytest.fixture
def running(committed: Simulator) -> Errand:
    """A permit of three months, committed, of a person who had logged in."""
    known_towns.forget()
    return finish(apply(committed, TOWN, months=3, holder=logged_in("twice")[1]))


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[HttpResponse]]:
    """`together(module, "name", *acts)` does acts at once; where they meet in a function, all are let in.

    Whoever is alone in there waits a second for the others: long enough for them to run into each other if
    nothing keeps them apart.
    """

    def at_once(module: ModuleType, name: str, *acts: Act) -> list[HttpResponse]:
        meeting, real = Barrier(len(acts)), getattr(module, name)

        def meet(*given: Any) -> Any:
            with suppress(BrokenBarrierError):
                meeting.wait(1)
            return real(*given)

        monkeypatch.setattr(module, name, meet)
        with ThreadPoolExecutor(len(acts)) as people:
            return list(people.map(_and_hang_up, acts))

    return at_once


def _and_hang_up(act: Act) -> HttpResponse:
    try:
        return act()
    finally:
        connection.close()


def _hand_in(draft: Draft, client: Client) -> Act:
    return lambda: client.post(f"/antrag/{draft.pk}/pruefen/", {"declared": "yes"})


def _renewals_of(errand: Errand) -> list[Case]:
    with municipality(TOWN):
        return list(Case.objects.filter(of_permit=errand.permit.number))


def _drafts_of(errand: Errand) -> list[Draft]:
    with municipality(TOWN):
        return list(Draft.objects.filter(of_permit=errand.permit.number).order_by("created_at"))


def _lead_to(answers: list[HttpResponse], case: Case) -> None:
    address = f"/vorgang/{case.public_id}/"
    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(302, address)] * len(answers)


def test_two_tabs_that_begin_at_the_same_moment_are_given_one_application(
    running: Errand, together: Callable[..., list[HttpResponse]]
) -> None:
    with on(running.permit.last - 10 * DAY):
        tabs = [logged_in("twice")[0] for _ in range(2)]
        way = f"/vorgang/{running.public_id}/verlaengern/"
        answers = together(renewing, "start_draft", *[lambda tab=tab: tab.post(way) for tab in tabs])
    [draft] = _drafts_of(running)
    assert [answer.headers["Location"] for answer in answers] == [f"/antrag/{draft.pk}/"] * 2


def test_two_tabs_that_hand_in_one_application_at_the_same_moment_make_one_case(
    running: Errand, together: Callable[..., list[HttpResponse]]
) -> None:
    with on(running.permit.last - 10 * DAY):
        client, holder = logged_in("twice")
        draft, before = begin(running, holder), len(mails(TOWN))
        answers = together(submission, "make_case", _hand_in(draft, client), _hand_in(draft, client))
        [case] = _renewals_of(running)
        _lead_to(answers, case)
        assert queued().count(queue.CHECK) == 1
        assert len(mails(TOWN)) == before + 1
        assert finish(Errand(TOWN, case.public_id, running.simulator)).permit.first > running.permit.last


def _on_two_devices(running: Errand) -> list[tuple[Draft, Client]]:
    """Two renewals of one permit, each begun before it could see the other."""
    begun = []
    for _ in range(2):
        client, holder = logged_in("twice")
        begun.append((begin(running, holder), client))
        with municipality(TOWN):
            Draft.objects.filter(pk=begun[-1][0].pk).update(subject_digest="elsewhere")
    with municipality(TOWN):
        Draft.objects.filter(subject_digest="elsewhere").update(subject_digest=holder.subject_digest)
    return begun


def test_two_devices_that_renew_one_permit_at_the_same_moment_make_one_case(
    running: Errand, together: Callable[..., list[HttpResponse]]
) -> None:
    with on(running.permit.last - 10 * DAY):
        begun, before = _on_two_devices(running), len(mails(TOWN))
        first, second = begun
        assert first[0].pk != second[0].pk
        written = _content(second[0])
        answers = together(submission, "make_case", *[_hand_in(*one) for one in begun])
        [case] = _renewals_of(running)
        _lead_to(answers, case)
        assert queued().count(queue.CHECK) == 1
        assert len(mails(TOWN)) == before + 1
        [lost] = [draft for draft in _drafts_of(running) if not draft.submitted]
        assert _content(lost).answers == written.answers, "what the other has written is still there"


def _content(draft: Draft) -> Content:
    with municipality(TOWN):
        return content_of(draft)
