"""The life of a survey: who may move it, what never changes, what is written down, what is deleted."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from modellkommune.blueprint.survey.folder import load_survey
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.keys.errors import KeyDestroyed
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys.answering import begin, leave_contact, store
from modellkommune.participation.surveys.codes import issue_codes
from modellkommune.participation.surveys.commands import (
    OPERATOR,
    approve,
    close,
    hand_in,
    open_survey,
    publish,
    send_back,
    take_over,
)
from modellkommune.participation.surveys.errors import (
    AnswersClosed,
    ClosingDayPast,
    HeldAnswersWait,
    MeaningChanged,
    NotSettled,
    OwnSurvey,
    ReasonMissing,
    SurveyRuns,
    TransitionRefused,
)
from modellkommune.participation.surveys.freezing import freeze
from modellkommune.participation.surveys.holding import discard_held, release_held
from modellkommune.participation.surveys.looking import look_at_answers
from modellkommune.participation.surveys.mixing import settle
from modellkommune.participation.surveys.models import (
    Answer,
    Buffered,
    Code,
    FollowUp,
    Response,
    Survey,
    Version,
    Visit,
)
from modellkommune.participation.surveys.purging import go_round, purge
from modellkommune.participation.surveys.queries import answered, definition, latest_survey
from modellkommune.participation.surveys.queries import survey as survey_by_id
from modellkommune.participation.surveys.states import STATES, TRANSITIONS, may_follow
from modellkommune.values.clock import FixedClock
from tests.participation.surveys.answers import answer
from tests.participation.surveys.conftest import AUTHOR, FOLDER, OFFICER, QUESTIONS, described

Opened = Callable[..., Survey]
NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 22, 23, tzinfo=UTC)


def _now(survey: Survey) -> Survey:
    with municipality("alpha"):
        return survey_by_id(survey.pk)


def _verbs() -> list[str]:
    with municipality("alpha"):
        return list(Entry.objects.order_by("id").values_list("verb", flat=True))


def test_every_way_through_the_states_is_named() -> None:
    assert set(TRANSITIONS) == set(STATES)
    assert [state for state in STATES if may_follow(state, "open")] == ["approved"]
    assert not TRANSITIONS["purged"]


def test_each_state_is_one_entry_of_the_journal(opened: Opened) -> None:
    survey = opened()
    answer(survey, {"way": ["post"]})
    close("alpha", survey.pk, OPERATOR)
    settle("alpha", survey.pk)
    freeze("alpha", survey.pk)
    publish("alpha", survey.pk, OPERATOR)
    assert _verbs() == [
        "survey_taken_over",
        "survey_handed_in",
        "survey_approved",
        "survey_opened",
        "survey_closed",
        "survey_settled",
        "survey_results_frozen",
        "survey_published",
    ]


def test_doing_something_twice_does_it_once(opened: Opened) -> None:
    survey = opened()
    take_over("alpha", described())
    open_survey("alpha", survey.pk, AUTHOR, None)
    for _ in range(2):
        close("alpha", survey.pk, OPERATOR)
    assert _verbs().count("survey_opened") == _verbs().count("survey_closed") == 1


def test_who_handed_in_or_wrote_a_survey_does_not_approve_it(town: str) -> None:
    survey = take_over(town, described(), Actor("staff", str(AUTHOR)))
    hand_in(town, survey.pk, OFFICER)
    for own in (AUTHOR, OFFICER):
        with pytest.raises(OwnSurvey):
            approve(town, survey.pk, own)
    approve(town, survey.pk, 99)
    assert _now(survey).approved_by == "99"


def test_nothing_is_opened_that_nobody_has_approved(town: str) -> None:
    survey = take_over(town, described())
    with pytest.raises(TransitionRefused):
        open_survey(town, survey.pk, AUTHOR, None)
    hand_in(town, survey.pk, AUTHOR)
    with pytest.raises(TransitionRefused):
        open_survey(town, survey.pk, AUTHOR, None)


def test_sending_back_needs_a_reason_and_the_author_reads_it(town: str) -> None:
    survey = take_over(town, described())
    hand_in(town, survey.pk, AUTHOR)
    with pytest.raises(ReasonMissing):
        send_back(town, survey.pk, OFFICER, "  ")
    send_back(town, survey.pk, OFFICER, "Bitte kürzer.")
    assert (_now(survey).state, _now(survey).sent_back_because) == ("draft", "Bitte kürzer.")
    hand_in(town, survey.pk, AUTHOR)
    assert _now(survey).sent_back_because == ""


def test_a_newer_version_has_to_be_approved_again(town: str) -> None:
    survey = take_over(town, described())
    hand_in(town, survey.pk, AUTHOR)
    approve(town, survey.pk, OFFICER)
    newer = take_over(town, described(version="1.1.0"))
    assert (newer.pk, newer.state, newer.approved_by) == (survey.pk, "draft", "")


def test_an_open_survey_takes_no_newer_version_and_says_what_to_do(opened: Opened) -> None:
    survey = opened()
    with pytest.raises(SurveyRuns, match="Close and publish it first"):
        take_over("alpha", described(version="1.1.0"))
    assert _now(survey).version.version == "1.0.0"


def test_after_publishing_the_same_survey_can_be_asked_again(opened: Opened) -> None:
    first = opened()
    close("alpha", first.pk, OPERATOR)
    settle("alpha", first.pk)
    freeze("alpha", first.pk)
    publish("alpha", first.pk, OPERATOR)
    second = take_over("alpha", described())
    assert second.pk != first.pk
    assert second.version_id != first.version_id
    with municipality("alpha"):
        assert latest_survey("small").pk == second.pk


def test_an_id_never_means_another_kind_of_question(opened: Opened) -> None:
    first = opened()
    close("alpha", first.pk, OPERATOR)
    settle("alpha", first.pk)
    freeze("alpha", first.pk)
    publish("alpha", first.pk, OPERATOR)
    changed = [{**QUESTIONS[0], "kind": "multiple"}]
    with pytest.raises(MeaningChanged, match="way"):
        take_over("alpha", described(questions=changed, version="2.0.0"))


def test_the_last_day_is_not_past(town: str) -> None:
    survey = take_over(town, described())
    hand_in(town, survey.pk, AUTHOR)
    approve(town, survey.pk, OFFICER)
    with clock.replaced_by(FixedClock(NOON)), pytest.raises(ClosingDayPast):
        open_survey(town, survey.pk, AUTHOR, date(2026, 11, 21))


def test_results_wait_until_all_answers_are_there_and_none_is_held(opened: Opened) -> None:
    survey = opened()
    answer(survey, {"way": ["post"]}, held=True)
    close("alpha", survey.pk, OPERATOR)
    with pytest.raises(HeldAnswersWait):
        publish("alpha", survey.pk, OPERATOR)
    assert discard_held("alpha", survey.pk, AUTHOR) == 1
    with pytest.raises(NotSettled):
        publish("alpha", survey.pk, OPERATOR)


def test_what_was_held_counts_once_released(opened: Opened) -> None:
    survey = opened()
    answer(survey, {"way": ["post"]}, held=True)
    close("alpha", survey.pk, OPERATOR)
    settle("alpha", survey.pk)
    assert release_held("alpha", survey.pk, AUTHOR) == 1
    assert release_held("alpha", survey.pk, AUTHOR) == 0
    settle("alpha", survey.pk)
    with municipality("alpha"):
        assert [one.answers for one in answered(_now(survey))] == [{"way": ("post",)}]
    assert _verbs().count("survey_held_released") == 1


def _answered_once(opened: Opened) -> Survey:
    """A survey that ends on the evening of NOON, with one of everything."""
    with clock.replaced_by(FixedClock(NOON)):
        survey = opened(date(2026, 11, 22), raffle={"de": "Ein Ball", "en": "A ball"})
        issue_codes("alpha", survey.pk, 3, AUTHOR)
        answer(survey, {"way": ["post"], "why": ["Nah"]})
        leave_contact("alpha", survey, "ticket", "kim@example.org")
        begin("alpha", survey, "open")
    return survey


def _round_at(instant: datetime) -> None:
    with clock.replaced_by(FixedClock(instant)):
        go_round()


def test_by_itself_a_survey_ends_and_is_settled_half_an_hour_later(opened: Opened) -> None:
    survey = _answered_once(opened)
    _round_at(NOON)
    assert _now(survey).state == "open"
    for _ in range(2):
        _round_at(MIDNIGHT)
        assert (_now(survey).state, _now(survey).settled_at) == ("closed", None)
    _round_at(MIDNIGHT + timedelta(minutes=30))
    assert _now(survey).settled_at is not None


def test_by_itself_contacts_and_answers_are_deleted_in_time(opened: Opened) -> None:
    survey = _answered_once(opened)
    for instant in (MIDNIGHT, MIDNIGHT + timedelta(minutes=30)):
        _round_at(instant)
    publish("alpha", survey.pk, OPERATOR)
    counts = []
    # Three months after the end, the day after, twelve months after it, the day after.
    for day in (date(2027, 2, 23), date(2027, 2, 24), date(2027, 11, 23), date(2027, 11, 24)):
        _round_at(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
        with municipality("alpha"):
            counts.append((Response.objects.count(), FollowUp.objects.count()))
    assert counts == [(1, 1), (1, 0), (1, 0), (0, 0)]
    assert _verbs().count("survey_purged") == _verbs().count("survey_contacts_deleted") == 1


def test_after_the_deletion_nothing_is_left_and_nothing_can_be_sealed(opened: Opened) -> None:
    survey = _answered_once(opened)
    close("alpha", survey.pk, OPERATOR)
    for _ in range(2):
        purge("alpha", survey.pk)
    gone = _now(survey)
    assert gone.state == "purged"
    with municipality("alpha"):
        for table in (Response, Answer, Code, Visit, Buffered, FollowUp):
            assert not table._default_manager.exists(), table
        assert Version.objects.exists(), "what was asked stays with the results"
        with pytest.raises(KeyDestroyed):
            store(gone, "open", {})
        with pytest.raises(AnswersClosed):
            list(answered(gone))


def test_raw_answers_are_looked_at_after_the_end_and_every_look_is_noted(opened: Opened) -> None:
    survey = opened()
    answer(survey, {"way": ["post"], "used": ["dogs", "bins"], "why": ["=1+1"]})
    with pytest.raises(AnswersClosed):
        look_at_answers("alpha", survey.pk, 7)
    close("alpha", survey.pk, OPERATOR)
    settle("alpha", survey.pk)
    for _ in range(2):
        text = look_at_answers("alpha", survey.pk, 7)
    assert text.splitlines() == ["channel,way,used,why", "open,post,dogs bins,'=1+1"]
    assert _verbs().count("survey_answers_read") == 2


def test_the_services_of_the_municipality_stand_in_the_catalogue_question(
    committed_db: None, alpha_with_service: Any
) -> None:
    survey = take_over("alpha", load_survey(FOLDER))
    used = definition(survey).question("used")
    assert [choice.id for choice in used.choices] == ["resident-parking", "none"]
    assert used.choices[0].label["en"] == "Resident parking permit"
    assert take_over("alpha", load_survey(FOLDER)).version_id == survey.version_id
