"""Who may forget a term is reminded once, by mail, and never of what is done already."""

import datetime

import pytest

from modellkommune.blueprint.process import Reminder
from modellkommune.casework.checks.models import CheckRun
from modellkommune.foundation.messages.models import Message
from modellkommune.foundation.messages.queries import outbox
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import FixedClock, legal_date
from modellkommune.values.period import date_text
from modellkommune.workflow import notices, sweeping, waiting
from modellkommune.workflow.reminding import due_since, remind
from tests.workflow.errands import EMAIL, Simulator, apply, draft_of, work_off

TOWN = "musterstadt"
DAY = datetime.timedelta(days=1)
NOON = datetime.time(12)


def _reminders(day: datetime.date) -> list[str]:
    """What is sent on a day, by template; the day's first round is asked for twice."""
    with clock.replaced_by(FixedClock(datetime.datetime.combine(day, NOON, datetime.UTC))):
        remind(TOWN)
        assert remind(TOWN) == 0, "nobody is reminded twice"
    with municipality(TOWN):
        written = Message.objects.filter(template__startswith="reminder_", created_at__date=day)
        return sorted(written.values_list("template", flat=True))


def test_an_open_payment_is_remembered_three_days_before_its_last_day(germany: Simulator) -> None:
    errand = apply(germany, TOWN)
    work_off()
    last = errand.payment.due_on
    assert _reminders(last - 4 * DAY) == []
    assert _reminders(last - 3 * DAY) == ["reminder_payment_due"]
    assert _reminders(last - 2 * DAY) == []


def test_a_reminder_that_was_missed_goes_out_later_but_not_after_the_term(germany: Simulator) -> None:
    errand = apply(germany, TOWN)
    work_off()
    last = errand.payment.due_on
    assert _reminders(last + DAY) == []
    assert _reminders(last) == ["reminder_payment_due"]


def test_nobody_is_reminded_of_what_is_paid(germany: Simulator) -> None:
    errand = apply(germany, TOWN)
    work_off()
    last = errand.payment.due_on
    errand.pay()
    errand_is_over(errand.town)
    assert _reminders(last - 3 * DAY) == []


def errand_is_over(town: str) -> None:
    """The payment is asked about, the permit issued."""
    sweeping.sweep()
    work_off()


def test_a_permit_that_ends_is_remembered_four_weeks_a_week_and_a_day_before(germany: Simulator) -> None:
    errand = apply(germany, TOWN)
    work_off()
    errand.pay()
    errand_is_over(TOWN)
    last = errand.permit.last
    found = {days: _reminders(last - days * DAY) for days in (29, 28, 27, 8, 7, 2, 1, 0)}
    assert [days for days, sent in found.items() if sent == ["reminder_permit_ends"]] == [28, 7, 1]


def test_a_missing_document_is_remembered_once(germany: Simulator) -> None:
    errand = apply(germany, TOWN, "namen", keeper="family")
    work_off()
    assert errand.found["evidence"]
    last = clock.today() + 14 * DAY
    assert _reminders(last - 4 * DAY) == []
    assert _reminders(last - 3 * DAY) == ["reminder_documents_due"]


def test_a_case_that_cannot_be_read_costs_nobody_else_the_reminder(germany: Simulator) -> None:
    broken = apply(germany, TOWN, "namen", keeper="family")
    whole = apply(germany, TOWN, "umgezogen", keeper="family")
    work_off()
    with municipality(TOWN):
        CheckRun.objects.filter(case_id=broken.case.pk).update(content=b"altered")
    last = clock.today() + 14 * DAY
    assert _reminders(last - 3 * DAY) == ["reminder_documents_due"]
    with municipality(TOWN):
        assert Message.objects.get(template="reminder_documents_due").about == f"case:{whole.case.pk}"


def test_a_reminder_that_fails_is_tried_again_on_the_next_day(
    germany: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    errand = apply(germany, TOWN)
    work_off()
    last = errand.payment.due_on
    with monkeypatch.context() as broken:
        broken.setattr(notices, "remind", _refuse)
        assert _reminders(last - 3 * DAY) == []
    assert _reminders(last - 2 * DAY) == ["reminder_payment_due"]


def test_a_reminder_of_a_draft_that_fails_does_not_name_the_draft(
    germany: Simulator, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    draft = draft_of(germany, TOWN, email=EMAIL)
    monkeypatch.setattr(notices, "remind_of_draft", _refuse)
    assert _reminders(legal_date(draft.expires_at) - DAY) == []
    assert "A reminder draft_deleted in musterstadt failed: tried again tomorrow." in caplog.messages
    assert not [line for line in caplog.messages if str(draft.pk) in line]


def _refuse(*_: object) -> bool:
    raise OSError("no space left on device")


def test_an_unfinished_application_is_remembered_before_it_is_deleted(germany: Simulator) -> None:
    draft = draft_of(germany, TOWN, email=EMAIL)
    last = legal_date(draft.expires_at)
    assert _reminders(last - 8 * DAY) == []
    assert _reminders(last - 7 * DAY) == ["reminder_draft_deleted"]


def test_without_an_address_nobody_is_written_to(germany: Simulator) -> None:
    errand = apply(germany, TOWN, email=None)
    work_off()
    assert _reminders(errand.payment.due_on - 3 * DAY) == []


def test_a_reminder_says_the_day_and_nothing_personal(germany: Simulator) -> None:
    errand = apply(germany, TOWN)
    work_off()
    _reminders(errand.payment.due_on - 3 * DAY)
    with municipality(TOWN):
        letter = next(one for one in outbox() if "bald" in one.subject)
    assert date_text(errand.payment.due_on) in letter.text
    assert f"/vorgang/{errand.public_id}/" in letter.text
    assert "Sommer" not in letter.text


def test_reminders_belong_to_the_first_round_of_a_day(germany: Simulator) -> None:
    errand = apply(germany, TOWN)
    work_off()
    sweeping.seal_journal()
    sweeping.sweep()
    assert waiting.REMINDERS not in waiting.waiting().get(TOWN, frozenset())
    day = errand.payment.due_on - 3 * DAY
    with clock.replaced_by(FixedClock(datetime.datetime.combine(day, NOON, datetime.UTC))):
        sweeping.sweep()
        assert waiting.REMINDERS not in waiting.waiting().get(TOWN, frozenset())
    with municipality(TOWN):
        assert Message.objects.filter(template="reminder_payment_due").count() == 1


REMINDERS = (Reminder("a", "permit_ends", 28), Reminder("b", "permit_ends", 7), Reminder("c", "other", 90))
ENDS = datetime.date(2027, 3, 31)


@pytest.mark.parametrize(
    ("days_before", "since"), [(29, None), (28, 28), (8, 28), (7, 7), (0, 7), (-1, None)]
)
def test_of_several_reminders_the_nearest_counts(days_before: int, since: int | None) -> None:
    expected = None if since is None else ENDS - since * DAY
    assert due_since(REMINDERS, "permit_ends", ENDS, ENDS - days_before * DAY) == expected
