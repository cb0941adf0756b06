"""Answering: what is kept, once, until when, and what is refused."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys import answering
from modellkommune.participation.surveys.answering import (
    answers_of,
    begin,
    delete_left_alone,
    save_answer,
    send,
)
from modellkommune.participation.surveys.codes import code_of, issue_codes
from modellkommune.participation.surveys.commands import OPERATOR, close
from modellkommune.participation.surveys.errors import (
    AnswerRefused,
    AnswersClosed,
    CodeUnknown,
    CodeUsed,
    SurveyOver,
    VisitGone,
)
from modellkommune.participation.surveys.mixing import mix, settle
from modellkommune.participation.surveys.models import Buffered, Code, Response, Survey, Visit
from modellkommune.participation.surveys.queries import answered, definition, visit
from modellkommune.participation.surveys.queries import survey as survey_by_id
from modellkommune.values.clock import FixedClock
from tests.participation.surveys.answers import answer, answer_by_code
from tests.participation.surveys.conftest import AUTHOR, QUESTIONS

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)
Opened = Callable[..., Survey]


def _seen(survey: Survey) -> list[tuple[str, dict[str, tuple[str, ...]]]]:
    with municipality("alpha"):
        found = answered(survey_by_id(survey.pk))
        return sorted(((one.channel, dict(one.answers)) for one in found), key=str)


def test_what_was_answered_is_there_once_the_survey_is_over(opened: Opened) -> None:
    survey = opened()
    answer(survey, {"way": ["post"], "used": ["dogs", "parking"], "why": [" Zu  weit "]})
    answer(survey, {})
    close("alpha", survey.pk, OPERATOR)
    settle("alpha", survey.pk)
    assert _seen(survey) == [
        ("open", {"used": ("parking", "dogs"), "way": ("post",), "why": ("Zu weit",)}),
        ("open", {}),
    ]


def test_nobody_counts_or_reads_while_the_survey_is_open(opened: Opened) -> None:
    survey = opened()
    answer(survey, {"way": ["post"]})
    with municipality("alpha"), pytest.raises(AnswersClosed):
        list(answered(survey))


def test_an_answer_to_a_question_that_is_not_asked_is_not_stored(opened: Opened) -> None:
    survey = opened()
    started = begin("alpha", survey, "open")
    for question, value in (("way", "post"), ("why", "Gern"), ("way", "online")):
        save_answer("alpha", started, definition(survey).question(question), [value])
    send("alpha", started)
    close("alpha", survey.pk, OPERATOR)
    settle("alpha", survey.pk)
    assert _seen(survey) == [("open", {"way": ("online",)})]


@pytest.mark.parametrize(
    ("question", "sent", "fault"),
    [
        ("way", ["elsewhere"], "unknown"),
        ("way", ["online", "post"], "unknown"),
        ("used", ["parking", "dogs", "bins"], "too_many"),
        ("used", ["none", "dogs"], "apart"),
        ("why", ["x" * 21], "too_long"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(
    opened: Opened, question: str, sent: list[str], fault: str
) -> None:
    survey = opened()
    started = begin("alpha", survey, "open")
    with pytest.raises(AnswerRefused, match=fault):
        save_answer("alpha", started, definition(survey).question(question), sent)


def test_sending_twice_stores_once(opened: Opened) -> None:
    survey = opened()
    started = begin("alpha", survey, "open")
    send("alpha", started)
    with pytest.raises(VisitGone):
        send("alpha", started)
    with municipality("alpha"):
        assert (Buffered.objects.count(), Visit.objects.count()) == (1, 0)


def test_two_sendings_at_the_same_moment_store_once(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    survey = opened()
    started = begin("alpha", survey, "open")
    with municipality("alpha"):
        both_read = visit(started)
    monkeypatch.setattr(answering, "visit", lambda _: both_read)
    send("alpha", started)
    with pytest.raises(VisitGone):
        send("alpha", started)
    with municipality("alpha"):
        assert (Buffered.objects.count(), Visit.objects.count()) == (1, 0)


def test_a_code_counts_once_before_and_after_it_is_marked(opened: Opened) -> None:
    survey = opened()
    codes = issue_codes("alpha", survey.pk, 10, AUTHOR)
    for code in codes:
        answer_by_code(survey, {"way": ["online"]}, code)
    with pytest.raises(CodeUsed):
        answer_by_code(survey, {"way": ["post"]}, codes[0])
    assert mix("alpha", survey.pk) == 10
    with pytest.raises(CodeUsed):
        answer_by_code(survey, {"way": ["post"]}, codes[0].lower().replace("-", " "))
    with municipality("alpha"):
        assert Code.objects.filter(redeemed=True).count() == Response.objects.count() == 10


def test_a_code_taken_twice_at_the_same_time_is_sent_once(opened: Opened) -> None:
    survey = opened()
    (code,) = issue_codes("alpha", survey.pk, 1, AUTHOR)
    with municipality("alpha"):
        code_id = str(code_of(survey, code))
    first, second = begin("alpha", survey, "code"), begin("alpha", survey, "code")
    send("alpha", first, code_id)
    with pytest.raises(CodeUsed):
        send("alpha", second, code_id)
    with municipality("alpha"):
        assert visit(second) is not None, "what was answered is still there"


def test_without_a_code_nothing_is_sent_by_code(opened: Opened) -> None:
    survey = opened()
    started = begin("alpha", survey, "code")
    with pytest.raises(CodeUsed):
        send("alpha", started)


def test_an_unknown_code_and_one_of_another_survey_are_refused(opened: Opened) -> None:
    survey = opened()
    other = opened(id="other")
    (code,) = issue_codes("alpha", other.pk, 1, AUTHOR)
    with municipality("alpha"):
        for typed in ("ABCD-EFGH-JKLM", code):
            with pytest.raises(CodeUnknown):
                code_of(survey, typed)


def test_who_has_begun_has_half_an_hour_after_the_end(opened: Opened) -> None:
    with clock.replaced_by(FixedClock(NOON)):
        survey = opened()
        visits = [begin("alpha", survey, "open") for _ in range(2)]
        close("alpha", survey.pk, OPERATOR)
        with municipality("alpha"):
            closed = survey_by_id(survey.pk)
        with pytest.raises(SurveyOver):
            begin("alpha", closed, "open")
    with clock.replaced_by(FixedClock(NOON + timedelta(minutes=29))):
        send("alpha", visits[0])
    with clock.replaced_by(FixedClock(NOON + timedelta(minutes=30))), pytest.raises(SurveyOver):
        send("alpha", visits[1])


def test_the_last_day_ends_at_midnight_in_berlin(opened: Opened) -> None:
    with clock.replaced_by(FixedClock(NOON)):
        survey = opened(date(2026, 11, 22))
    with clock.replaced_by(FixedClock(datetime(2026, 11, 22, 22, 59, tzinfo=UTC))):
        begin("alpha", survey, "open")
    with clock.replaced_by(FixedClock(datetime(2026, 11, 22, 23, 0, tzinfo=UTC))), pytest.raises(SurveyOver):
        begin("alpha", survey, "open")


def test_answers_left_alone_are_gone_the_next_day(opened: Opened) -> None:
    with clock.replaced_by(FixedClock(NOON)):
        survey = opened()
        started = begin("alpha", survey, "open")
    with clock.replaced_by(FixedClock(NOON + timedelta(hours=23))):
        save_answer("alpha", started, definition(survey).question("way"), ["post"])
    with clock.replaced_by(FixedClock(NOON + timedelta(hours=46))), municipality("alpha"):
        row = visit(started)
        assert row is not None
        assert answers_of(row) == {"way": ("post",)}
    with clock.replaced_by(FixedClock(NOON + timedelta(hours=47))), municipality("alpha"):
        assert visit(started) is None
        assert delete_left_alone() == 1


def test_held_answers_do_not_become_responses(opened: Opened) -> None:
    survey = opened()
    for _ in range(10):
        answer(survey, {"way": ["post"]}, held=True)
    assert mix("alpha", survey.pk) == 0


def test_a_channel_that_the_survey_does_not_offer_is_closed(opened: Opened) -> None:
    survey = opened(channels=["open"], questions=QUESTIONS[:1])
    with pytest.raises(SurveyOver):
        begin("alpha", survey, "code")
