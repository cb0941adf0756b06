import smtplib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from modellkommune.foundation.keys.commands import new_key
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.messages.commands import (
    DAYS_KEPT,
    compose,
    delete_old_messages,
    deliver,
)
from modellkommune.foundation.messages.errors import TemplateUnknown
from modellkommune.foundation.messages.models import FAILED, QUEUED, SENT, Message
from modellkommune.foundation.messages.providers.outbox import OutboxBackend
from modellkommune.foundation.messages.queries import outbox, undelivered
from modellkommune.foundation.messages.wording import FOLDER, worded
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.errors import UnitOfWorkOpen
from modellkommune.values.clock import FixedClock

CASE = {"number": "BP-7Q4K", "link": "http://alpha.localhost:8000/vorgang/1/"}
LENA = "lena@example.invalid"
REFUSING = f"{__name__}.RefusingBackend"
TEMPLATES = sorted({file.name.split(".")[0] for file in FOLDER.glob("*.txt")} - {"closing"})

pytestmark = pytest.mark.usefixtures("two_towns")


class RefusingBackend(BaseEmailBackend):
    """A mail server that takes nothing for now."""

    refusal: Exception = smtplib.SMTPServerDisconnected()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise self.refusal


def _composed(template: str = "received", language: str = "de") -> int:
    with municipality("alpha"):
        return compose(LENA, template, language, CASE, new_key(), subject="case:1").pk


def _message(message_id: int) -> Message:
    with municipality("alpha"):
        return Message.objects.get(pk=message_id)


def test_a_mail_goes_out_once() -> None:
    message_id = _composed()
    deliver("alpha", message_id)
    deliver("alpha", message_id)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([LENA], "Ihr Antrag BP-7Q4K ist angekommen")
    assert CASE["link"] in sent.body
    assert _message(message_id).state == SENT


def test_the_same_mail_always_has_the_same_id_and_is_marked_as_automatic() -> None:
    message_id = _composed()
    deliver("alpha", message_id)
    with municipality("alpha"):  # as if the process had died before it noted the delivery
        Message.objects.update(state=QUEUED)
    deliver("alpha", message_id)
    one, other = (sent.message() for sent in mail.outbox)
    assert one["Message-ID"] == other["Message-ID"]
    assert one["Message-ID"].endswith("@alpha.localhost>")
    assert (one["Auto-Submitted"], one["Content-Language"]) == ("auto-generated", "de")
    assert one["From"].startswith("Stadt Alpha <")


def test_recipient_and_context_lie_sealed() -> None:
    stored = bytes(_message(_composed()).content)
    assert b"lena" not in stored
    assert b"BP-7Q4K" not in stored


def _after(**spans: float) -> FixedClock:
    return FixedClock(clock.now() + timedelta(**spans))


def _to_try() -> list[int]:
    with municipality("alpha"):
        return undelivered()


def test_a_mail_server_that_is_down_for_a_day_costs_no_mail(settings: Any) -> None:
    settings.EMAIL_BACKEND, back = REFUSING, settings.EMAIL_BACKEND
    waiting = [_composed() for _ in range(3)]
    for hour in range(24):
        with clock.replaced_by(_after(hours=hour)):
            for message_id in _to_try():
                deliver("alpha", message_id)
    assert {_message(message_id).state for message_id in waiting} == {QUEUED}
    settings.EMAIL_BACKEND = back
    with clock.replaced_by(_after(hours=25)):
        (probe,) = _to_try()
        deliver("alpha", probe)
        for message_id in _to_try():
            deliver("alpha", message_id)
    assert {_message(message_id).state for message_id in waiting} == {SENT}
    assert len(mail.outbox) == 3


def test_a_server_that_is_down_is_asked_with_one_mail_at_a_time_and_not_at_once(settings: Any) -> None:
    settings.EMAIL_BACKEND = REFUSING
    first, second = _composed(), _composed()
    for message_id in (first, second):
        deliver("alpha", message_id)
    assert _to_try() == []
    with clock.replaced_by(_after(minutes=2)):
        assert _to_try() == [first]
        deliver("alpha", first)
        assert _to_try() == [second]


def test_a_new_mail_does_not_wait_for_those_that_were_refused(settings: Any) -> None:
    settings.EMAIL_BACKEND = REFUSING
    deliver("alpha", _composed())
    fresh = _composed()
    assert _to_try() == [fresh]


def test_after_four_days_a_mail_has_failed(settings: Any) -> None:
    settings.EMAIL_BACKEND = REFUSING
    message_id = _composed()
    with clock.replaced_by(_after(days=3.9)):
        deliver("alpha", message_id)
    assert _message(message_id).state == QUEUED
    with clock.replaced_by(_after(days=4)):
        deliver("alpha", message_id)
    assert _message(message_id).state == FAILED


@pytest.mark.parametrize(("code", "state"), [(550, FAILED), (450, QUEUED)])
def test_an_address_that_does_not_exist_is_final(
    code: int, state: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = REFUSING
    monkeypatch.setattr(RefusingBackend, "refusal", smtplib.SMTPRecipientsRefused({LENA: (code, b"no")}))
    message_id = _composed()
    deliver("alpha", message_id)
    assert _message(message_id).state == state


def test_an_address_with_a_line_of_its_own_is_final() -> None:
    with municipality("alpha"):
        smuggled = f"{LENA}\nBcc: all@example.invalid"
        message_id = compose(smuggled, "received", "de", CASE, new_key(), subject="case:1").pk
    deliver("alpha", message_id)
    assert _message(message_id).state == FAILED
    assert mail.outbox == []


def test_another_town_delivers_nothing_of_it() -> None:
    deliver("beta", _composed())
    assert mail.outbox == []


def test_nothing_is_sent_while_a_transaction_is_open() -> None:
    message_id = _composed()
    with municipality("alpha"), pytest.raises(UnitOfWorkOpen):
        deliver("alpha", message_id)


def test_the_outbox_shows_the_newest_first() -> None:
    _composed("received")
    _composed("payment_due", "en")
    with municipality("alpha"):
        newest, oldest = outbox()
    assert (newest.subject, newest.language) == ("Please pay: application BP-7Q4K", "en")
    assert (oldest.recipient, oldest.state, oldest.sent_at) == (LENA, QUEUED, None)


def test_in_the_demonstration_a_mail_stays_in_the_house(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{OutboxBackend.__module__}.{OutboxBackend.__name__}"
    message_id = _composed()
    deliver("alpha", message_id)
    assert _message(message_id).state == SENT
    assert mail.outbox == []


def test_messages_without_a_case_go_after_a_month_with_their_keys() -> None:
    with municipality("alpha"):
        key = new_key()
        compose(LENA, "received", "de", CASE, key, subject="case:1")
        own = compose(
            "office@example.invalid", "feedback", "de", {"text": "Kontrast"}, subject="feedback"
        ).key
        assert delete_old_messages() == 0
        with clock.replaced_by(FixedClock(clock.now() + timedelta(days=DAYS_KEPT, seconds=1))):
            assert [delete_old_messages() for _ in range(2)] == [1, 0]
        assert [message.about for message in Message.objects.all()] == ["case:1"]
        assert DataKey.objects.get(pk=key.pk).destroyed_at is None
        assert DataKey.objects.get(pk=own.pk).destroyed_at is not None


def test_an_unknown_text_is_refused_before_anything_is_written() -> None:
    with municipality("alpha"), pytest.raises(TemplateUnknown):
        compose(LENA, "no_such_text", "de", CASE, new_key(), subject="case:1")


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_text_has_a_subject_and_a_body_and_says_who_writes(template: str, language: str) -> None:
    wording = worded(template, language, {**CASE, "town": "Stadt Alpha", "text": "x & y"})
    assert 10 < len(wording.subject) < 70
    assert len(wording.body) > 40
    assert "{" not in wording.subject + wording.body
    assert "&amp;" not in wording.body
    assert template == "feedback" or "Stadt Alpha" in wording.body


@pytest.mark.parametrize("template", [name for name in TEMPLATES if name != "feedback"])
def test_every_text_for_residents_speaks_both_languages(template: str) -> None:
    values = {**CASE, "town": "Stadt Alpha"}
    assert worded(template, "de", values).subject != worded(template, "en", values).subject
