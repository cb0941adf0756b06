"""A permit is renewed once, in its time, with what the town knows already, without a gap or an overlap."""

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import Client

from modellkommune.casework.cases.states import ISSUED, REVIEW
from modellkommune.casework.drafts.commands import Holder, save_content
from modellkommune.casework.drafts.models import Draft
from modellkommune.casework.drafts.queries import content_of
from modellkommune.casework.permits.queries import is_valid
from modellkommune.foundation.messages.queries import outbox
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.town import towns as known_towns
from modellkommune.values.clock import FixedClock
from modellkommune.workflow import sweeping
from modellkommune.workflow.queries import dossier
from modellkommune.workflow.reminding import remind
from modellkommune.workflow.renewing import NotRenewable, begin_renewal, renewal_of
from modellkommune.workflow.withdrawal import withdraw
from tests.workflow.errands import Errand, Simulator, apply, hand_in, work_off
from tests.workflow.test_status_page import logged_in

TOWN = "musterstadt"
DAY = datetime.timedelta(days=1)
NOON = datetime.time(12)


@contextmanager
def on(day: datetime.date) -> Iterator[None]:
    """The day, for everything in this process."""
    with clock.replaced_by(FixedClock(datetime.datetime.combine(day, NOON, datetime.UTC))):
        yield


def finish(errand: Errand) -> Errand:
    """Checked, paid and issued."""
    work_off()
    assert errand.payments, (errand.state, errand.found["explained"])
    errand.pay()
    sweeping.sweep()
    work_off()
    assert errand.state == ISSUED
    return errand


@pytest.fixture
def running(germany: Simulator) -> Errand:
    """A permit that was issued to a person who had logged in."""
    known_towns.forget()
    return finish(apply(germany, TOWN, months=3, holder=Holder(uuid.uuid4(), "anna")))


def begin(errand: Errand, holder: Holder | None = None, language: str = "de") -> Draft:
    """Begin to renew the permit of an errand, as the person who has logged in."""
    identity = {key: value for key, value in errand.application["identity"].items() if value}
    with municipality(TOWN):
        return begin_renewal(errand.case, holder or Holder(uuid.uuid4(), "anna"), identity, language)


def renewed(errand: Errand) -> Errand:
    """Renew the permit of an errand with nothing changed, and hand it in."""
    return Errand(TOWN, hand_in(TOWN, begin(errand)), errand.simulator)


@pytest.mark.parametrize(("before", "stage"), [(31, "early"), (30, "open"), (0, "open"), (-1, "over")])
def test_it_opens_thirty_days_before_the_end_and_closes_with_it(
    running: Errand, before: int, stage: str
) -> None:
    with on(running.permit.last - before * DAY), municipality(TOWN):
        renewal = renewal_of(running.case)
        assert renewal is not None
        assert renewal.stage == stage


def test_outside_its_time_nothing_begins(running: Errand) -> None:
    for before in (31, -1):
        with on(running.permit.last - before * DAY), pytest.raises(NotRenewable):
            begin(running)


def test_everything_answered_before_is_filled_in_and_the_start_is_not_asked(running: Errand) -> None:
    with on(running.permit.last - 10 * DAY):
        draft = begin(running)
        with municipality(TOWN):
            content = content_of(draft)
    before = running.application["answers"]
    plates = [answers.pop("plate")["text"] for answers in (content.answers, before)]
    assert content.answers == before
    assert plates[0] == plates[1]
    assert content.steps == ("dwelling", "vehicle", "term")
    assert (draft.kind, draft.of_permit) == ("renewal", running.permit.number)


def test_the_next_permit_begins_the_day_after_and_the_old_one_holds_until_its_end(running: Errand) -> None:
    old = running.permit
    with on(old.last - 10 * DAY):
        following = finish(renewed(running))
    assert (following.case.kind, following.case.of_permit) == ("renewal", old.number)
    assert following.permit.first == old.last + DAY
    with municipality(TOWN):
        for day, valid in ((old.last, (True, False)), (old.last + DAY, (False, True))):
            assert (is_valid(old.number, day), is_valid(following.permit.number, day)) == valid


def test_registers_are_asked_anew_and_the_fee_is_that_of_the_renewal(running: Errand) -> None:
    with on(running.permit.last - 10 * DAY):
        following = finish(renewed(running))
    for register in ("population-register", "vehicle-register"):
        assert running.simulator.asked(following.request(register)) == 1
    # From 1 March 2027 the permit costs more, and in Musterstadt the first day of the permit decides.
    assert following.permit.first >= datetime.date(2027, 3, 1)
    assert following.bookings != running.bookings
    assert len(following.bookings) == 1


def test_beginning_twice_leads_to_the_same_application(running: Errand) -> None:
    with on(running.permit.last - 10 * DAY):
        mine = Holder(uuid.uuid4(), "anna")
        assert begin(running, mine).pk == begin(running, mine).pk


def test_two_applications_for_one_permit_lead_to_one_case(running: Errand) -> None:
    with on(running.permit.last - 10 * DAY):
        # A second device may have begun before it could see the first.
        first = begin(running, Holder(uuid.uuid4(), "anna"))
        with municipality(TOWN):
            Draft.objects.filter(pk=first.pk).update(subject_digest="elsewhere")
        second = begin(running, Holder(uuid.uuid4(), "anna"))
        assert first.pk != second.pk
        cases = {hand_in(TOWN, draft) for draft in (first, second, first)}
        assert len(cases) == 1
        with pytest.raises(NotRenewable):
            begin(running)


def test_after_a_withdrawal_it_can_be_renewed_after_all(running: Errand) -> None:
    with on(running.permit.last - 10 * DAY):
        first = renewed(running)
        work_off()
        withdraw(TOWN, first.case.pk)
        assert finish(renewed(running)).permit.first == running.permit.last + DAY


def test_what_was_begun_in_time_and_comes_too_late_is_not_handed_in(running: Errand) -> None:
    with on(running.permit.last):
        draft = begin(running)
    with on(running.permit.last + DAY), pytest.raises(NotRenewable):
        hand_in(TOWN, draft)


def test_a_permit_of_somebody_else_is_looked_at_by_a_person(running: Errand) -> None:
    with on(running.permit.last - 10 * DAY):
        draft = begin(running)
        with municipality(TOWN):
            content = content_of(draft)
            answers = {**content.answers, "given_name": "Jemand Anderes"}
            save_content(draft, type(content)(answers, content.identity, content.steps))
        following = Errand(TOWN, hand_in(TOWN, draft), running.simulator)
        work_off()
    assert following.state == REVIEW
    assert "own_permit" in {reason["id"] for reason in following.found["explained"]}


def test_the_office_sees_which_permit_is_renewed(running: Errand) -> None:
    with on(running.permit.last - 10 * DAY):
        following = renewed(running)
        work_off()
        with municipality(TOWN):
            found = dossier(following.case.pk)
    assert found.proposal.kind_title["de"] == "Verlängerung"
    assert found.proposal.of_permit == running.permit.number
    assert found.follows is not None
    assert found.follows.case_id == running.case.pk


def _reminders(day: datetime.date) -> list[str]:
    with on(day):
        count = remind(TOWN)
        work_off()
        with municipality(TOWN):
            return [letter.text for letter in outbox(count)] if count else []


def test_the_reminder_leads_to_the_renewal_and_stays_away_once_it_is_applied_for(running: Errand) -> None:
    last = running.permit.last
    [said] = _reminders(last - 28 * DAY)
    assert f"/vorgang/{running.public_id}/verlaengern/" in said
    assert "Ihre Angaben sind schon eingetragen" in said
    with on(last - 20 * DAY):
        finish(renewed(running))
    assert _reminders(last - 7 * DAY) == []


@pytest.fixture
def visit(germany: Simulator) -> tuple[Client, Errand]:
    """Somebody who has logged in, at her browser, with a permit of three months."""
    known_towns.forget()
    client, holder = logged_in("a")
    return client, finish(apply(germany, TOWN, months=3, holder=holder))


def test_pages_offer_it_in_its_time_only(visit: tuple[Client, Errand]) -> None:
    _, errand = visit
    page, way = f"/vorgang/{errand.public_id}/", f"/vorgang/{errand.public_id}/verlaengern/"
    last = errand.permit.last
    for before, offered in ((31, False), (30, True), (-1, False)):
        with on(last - before * DAY):
            client, _ = logged_in("a")
            assert (way in client.get(page).text) is offered
            assert (way in client.get("/vorgang/").text) is offered
            assert (way in client.get("/dienste/resident-parking/antrag/").text) is offered
            assert ('<form method="post"' in client.get(way).text) is offered
            answer = client.post(way)
            assert answer.status_code == (302 if offered else 200)
    with on(last + DAY):
        client, _ = logged_in("a")
        assert "/dienste/resident-parking/antrag/" in client.get(way).text


def test_the_link_alone_renews_nothing(visit: tuple[Client, Errand]) -> None:
    _, errand = visit
    way = f"/vorgang/{errand.public_id}/verlaengern/"
    stranger = Client(headers={"host": f"{TOWN}.localhost"})
    with on(errand.permit.last - 10 * DAY):
        for page in (stranger.get(way), stranger.post(way)):
            assert f"/anmelden/?next={way}" in page.text
        with municipality(TOWN):
            assert not Draft.objects.filter(of_permit=errand.permit.number).exists()
