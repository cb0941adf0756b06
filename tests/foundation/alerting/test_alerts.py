"""Security staff are told by mail, once an hour at most, and no mail says anything about anybody."""

from datetime import timedelta

import pytest

from modellkommune.foundation.alerting import commands
from modellkommune.foundation.alerting.commands import (
    BAN,
    ERROR,
    LEAK,
    PAUSE,
    AlertUnknown,
    RulesRefused,
    alert,
    choose_alerts,
    count_inspected,
)
from modellkommune.foundation.alerting.queries import alert_rules, inspected_between
from modellkommune.foundation.guarding.commands import shut_out
from modellkommune.foundation.guarding.models import ATTACKS, STAFF
from modellkommune.foundation.guarding.queries import bans
from modellkommune.foundation.identity.commands import add_member, add_staff, set_active, staff_by_email
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.messages.queries import Letter, outbox
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import FixedClock

SIDNEY = "sidney@office.example"
OFFICIAL = Actor("staff", "7")


@pytest.fixture(autouse=True)
def _staff(two_towns: tuple[str, str]) -> None:
    """One of the security staff of alpha, and a clerk."""
    for email, role in ((SIDNEY, "security"), ("kim@office.example", "clerk")):
        staff = add_staff(email, "Jemand", "drei Amseln im Hof")
        with municipality("alpha"):
            add_member(staff, role)


def _mails(town: str = "alpha") -> list[Letter]:
    with municipality(town):
        return outbox()


def _choose(mails: str = "every", incident_days: int = 30, sender_days: int = 7) -> bool:
    with municipality("alpha"):
        return choose_alerts(mails, "weekly", incident_days, sender_days, OFFICIAL)


def _alert(kind: str, reference: str = "ABCD2345", later: timedelta = timedelta()) -> bool:
    with clock.replaced_by(FixedClock(clock.now() + later)), municipality("alpha"):
        return alert(kind, reference)


def test_an_alert_goes_to_security_staff_with_a_number_and_a_link() -> None:
    assert _alert(LEAK)
    (mail,) = _mails()
    assert mail.recipient == SIDNEY
    assert "Seite zurückgehalten" in mail.subject
    assert "/amt/sicherheit/suche/?nummer=ABCD2345" in mail.text
    assert _mails("beta") == []


def test_one_mail_of_a_kind_an_hour_and_the_next_says_what_was_held_back() -> None:
    assert [_alert(LEAK, later=timedelta(minutes=minute)) for minute in (0, 5, 59)] == [True, False, False]
    assert _alert(ERROR)
    assert _alert(LEAK, later=PAUSE)
    mails = _mails()
    assert len(mails) == 3
    assert "geschah das 2 weitere Male" in mails[0].text
    assert "weitere Male" not in mails[-1].text


def test_bans_are_told_only_where_every_ban_is_wanted_and_never_means_never() -> None:
    assert not _alert(BAN)
    _choose("every")
    assert _alert(BAN)
    _choose("never")
    assert not _alert(ERROR, later=2 * PAUSE)


def test_a_ban_by_the_portal_is_told_without_the_address_and_one_by_staff_is_not() -> None:
    _choose("every")
    with municipality("alpha"):
        shut_out("198.51.100.9/32", "", STAFF, by=OFFICIAL, note="by hand")
        shut_out("203.0.113.7/32", "", ATTACKS)
        reference = bans()[0].reference
    (mail,) = _mails()
    assert reference in mail.text
    assert "203.0.113" not in mail.subject + mail.text


def test_a_blocked_account_gets_none_and_nothing_fails_without_anybody() -> None:
    set_active(staff_by_email(SIDNEY), active=False)
    assert _alert(LEAK)
    assert _mails() == []


def test_an_unknown_kind_is_refused() -> None:
    with municipality("alpha"), pytest.raises(AlertUnknown):
        alert("gossip")


def test_a_choice_is_noted_once_however_often_it_is_sent() -> None:
    assert _choose("never", 60, 3)
    assert not _choose("never", 60, 3)
    with municipality("alpha"):
        held = alert_rules()
        assert (held.mails, held.reports, held.incident_days, held.sender_days) == ("never", "weekly", 60, 3)
        assert Entry.objects.filter(verb="alerts_chosen", actor_kind="staff").count() == 1
    with municipality("beta"):
        assert alert_rules().pk is None


@pytest.mark.parametrize(
    ("mails", "incident_days", "sender_days"),
    [("sometimes", 30, 7), ("every", 0, 0), ("every", 7, 8), ("every", 366, 7)],
)
def test_what_nobody_can_choose_is_refused(mails: str, incident_days: int, sender_days: int) -> None:
    with pytest.raises(RulesRefused):
        _choose(mails, incident_days, sender_days)


def test_what_was_looked_at_is_counted_by_day_and_town() -> None:
    today = clock.today()
    with municipality("alpha"):
        for count in (3, 4):
            count_inspected(count)
        assert inspected_between(today, today + timedelta(days=1)) == 7
        assert inspected_between(today + timedelta(days=1), today + timedelta(days=2)) == 0
    with municipality("beta"):
        assert inspected_between(today, today + timedelta(days=1)) == 0


def test_each_kind_has_its_mail() -> None:
    with municipality("alpha"):
        for kind in commands.KINDS:
            commands.tell(f"security_{kind}", {"reference": "", "held": 0})
    assert len({mail.subject for mail in _mails()}) == len(commands.KINDS)
