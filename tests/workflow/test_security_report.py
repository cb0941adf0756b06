"""Security staff get a report each week or month: numbers, kinds, and how urgent the portal's health is."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from modellkommune.foundation.alerting.commands import choose_alerts, count_inspected
from modellkommune.foundation.guarding.commands import Found, note_incident, shut_out
from modellkommune.foundation.guarding.models import STAFF
from modellkommune.foundation.identity.commands import add_member, add_staff
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.messages.queries import Letter, outbox
from modellkommune.foundation.messages.wording import worded
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.wording import LANGUAGES, say
from modellkommune.values.clock import FixedClock
from modellkommune.workflow import security_report
from modellkommune.workflow.security_report import OURS, last_period, report_security

MONDAY = datetime(2026, 6, 1, 6, tzinfo=UTC)
OFFICIAL = Actor("staff", "7")


@pytest.fixture(autouse=True)
def _staff(two_towns: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """One of the security staff of alpha; nothing is red but what a test says."""
    staff = add_staff("sidney@office.example", "Sidney", "drei Amseln im Hof")
    with municipality("alpha"):
        add_member(staff, "security")
    monkeypatch.setattr(security_report, "examined", lambda _town, _checks: ())


def _on(moment: datetime, act: Callable[[], object]) -> object:
    with clock.replaced_by(FixedClock(moment)):
        return act()


def _report(moment: datetime) -> bool:
    return bool(_on(moment, lambda: report_security("alpha")))


def _attacked() -> None:
    with municipality("alpha"):
        count_inspected(500)
        for number, (rule, verdict) in enumerate(
            ((21010, "blocked"), (21020, "blocked"), (942100, "blocked"))
        ):
            note_incident(Found(f"AAAA000{number}", "POST", "/antrag/", rule, "SQL", verdict))
        note_incident(Found("AAAA0009", "POST", "/antrag/", 22010, "script", "noted"))
        note_incident(Found("AAAA0008", "GET", "/impressum/", 40010, "an error", "withheld"))
        shut_out("203.0.113.7/32", "", STAFF, by=OFFICIAL, note="by hand")


def _mails() -> list[Letter]:
    with municipality("alpha"):
        return outbox()


def test_the_first_report_waits_for_a_whole_week_and_each_comes_once() -> None:
    wednesday = MONDAY + timedelta(days=2)
    assert not _report(wednesday)
    _on(wednesday, _attacked)
    assert not _report(MONDAY + timedelta(days=6))
    assert [_report(MONDAY + timedelta(days=days)) for days in (7, 7, 8, 13, 14)] == [
        *(True, False, False, False, True)
    ]
    second, first = _mails()
    assert "01.06.2026 bis 07.06.2026" in first.subject
    for line in (
        "Angesehene Anfragen: 500",
        "Abgewiesen: 3",
        "- Befehle an eine Datenbank: 2",
        "- Etwas anderes: 1",
        "Nur vermerkt: 1",
        "verraten hätten: 1",
        "Sperren: 1",
        "Sie müssen nichts tun.",
    ):
        assert line in first.text
    assert "203.0.113" not in first.text
    assert "Abgewiesen: 0" in second.text


def test_what_is_red_is_counted_and_linked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security_report, "count_bad", lambda _found: 3)
    _report(MONDAY)
    assert _report(MONDAY + timedelta(days=7))
    (mail,) = _mails()
    assert "Zustand des Portals: 3" in mail.text
    assert "/amt/sicherheit/zustand/" in mail.text


def test_who_wants_no_report_gets_none() -> None:
    with municipality("alpha"):
        choose_alerts("every", "never", 30, 7, OFFICIAL)
    assert not any(_report(MONDAY + timedelta(days=days)) for days in (0, 7, 40))
    assert _mails() == []


def test_a_period_is_the_week_or_month_that_is_over() -> None:
    week = last_period("weekly", date(2026, 6, 10))
    assert (week.begin, week.end) == (date(2026, 6, 1), date(2026, 6, 8))
    month = last_period("monthly", date(2026, 3, 31))
    assert (month.begin, month.end) == (date(2026, 2, 1), date(2026, 3, 1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mail_names_the_kinds_as_the_page_does(language: str) -> None:
    for kind in (*OURS, 0):
        text = worded("security_report", language, {"kinds": [[kind, 4]], "town": "Stadt Alpha"}).body
        said = say(f"office.security.group.g{kind or 'other'}", language)
        assert f"- {said}: 4" in text
