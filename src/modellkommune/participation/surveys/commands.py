"""The life of a survey: taken over, handed in, approved, opened, closed, published, deleted.

Each opens `with municipality(...)` by itself, moves a survey by one state and writes one journal entry.
"""

from collections.abc import Callable
from datetime import date
from typing import Final

import rfc8785

from modellkommune.blueprint.documents import document_hash
from modellkommune.blueprint.survey.checking import changed_meanings
from modellkommune.blueprint.survey.document import with_catalogue
from modellkommune.blueprint.survey.folder import Description
from modellkommune.foundation.catalogue.queries import offered
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import new_key
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys.errors import (
    ClosingDayPast,
    HeldAnswersWait,
    MeaningChanged,
    NotSettled,
    OwnSurvey,
    ReasonMissing,
    ResultsMissing,
    SurveyNotFound,
    SurveyRuns,
    TransitionRefused,
)
from modellkommune.participation.surveys.models import Buffered, Results, Survey, Version
from modellkommune.participation.surveys.queries import latest_survey, locked_survey, questionnaire
from modellkommune.participation.surveys.states import (
    APPROVED,
    CHANGEABLE,
    CLOSED,
    DRAFT,
    OPEN,
    PUBLISHED,
    REVIEW,
    RUNNING,
    may_follow,
)

OPERATOR: Final = Actor("operator", "surveys")


def take_over(town: str, described: Description, actor: Actor = OPERATOR) -> Survey:
    """Let a survey's folder be the draft of the municipality, its services put in. Safe to repeat.

    A survey under review or approved becomes a draft again. Raises `SurveyRuns`, `MeaningChanged`.
    """
    with municipality(town):
        document = with_catalogue(described.document, _services(described.survey.languages))
        present = _running(described.survey.id)
        digest = document_hash(document)
        if present is not None and present.version.hash == digest:
            return present
        if present is not None and present.state not in CHANGEABLE:
            raise SurveyRuns(present.key, present.state)
        _refuse_changed_meaning(described)
        version = Version.objects.create(
            key=described.survey.id,
            version=described.survey.version,
            hash=digest,
            document=rfc8785.dumps(document).decode(),
            taken_over_at=clock.now(),
            taken_over_by=actor.id if actor.kind == "staff" else "",
        )
        return _drafted(present, version, actor)


def hand_in(town: str, survey_id: int, staff_id: int) -> None:
    """Give a draft to the data protection officer."""

    def change(survey: Survey) -> None:
        survey.handed_in_by, survey.handed_in_at = str(staff_id), clock.now()
        survey.sent_back_because = ""

    _move(town, survey_id, REVIEW, staff_actor(staff_id), change)


def approve(town: str, survey_id: int, staff_id: int) -> None:
    """Approve a version as the data protection officer. Raises `OwnSurvey`."""

    def change(survey: Survey) -> None:
        if str(staff_id) in (survey.handed_in_by, survey.version.taken_over_by):
            raise OwnSurvey
        survey.approved_by, survey.approved_at = str(staff_id), clock.now()

    _move(town, survey_id, APPROVED, staff_actor(staff_id), change)


def send_back(town: str, survey_id: int, staff_id: int, reason: str) -> None:
    """Give a survey back to its author with what has to be changed. Raises `ReasonMissing`."""
    if not reason.strip():
        raise ReasonMissing

    def change(survey: Survey) -> None:
        survey.sent_back_because = reason.strip()

    _move(town, survey_id, DRAFT, staff_actor(staff_id), change, verb="survey_sent_back")


def open_survey(town: str, survey_id: int, staff_id: int, last_day: date | None) -> None:
    """Let people answer from now on, until the end of the last day or until somebody closes it.

    Raises `ClosingDayPast`.
    """
    if last_day is not None and last_day < clock.today():
        raise ClosingDayPast

    def change(survey: Survey) -> None:
        survey.opened_at, survey.last_day = clock.now(), last_day

    _move(town, survey_id, OPEN, staff_actor(staff_id), change)


def close(town: str, survey_id: int, actor: Actor) -> None:
    """Let nobody begin any more. Who has begun has half an hour to send."""

    def change(survey: Survey) -> None:
        survey.closed_at = clock.now()

    _move(town, survey_id, CLOSED, actor, change)


def publish(town: str, survey_id: int, actor: Actor) -> None:
    """Let everybody see the results, which are frozen by then.

    Raises `NotSettled`, `HeldAnswersWait`, `ResultsMissing`.
    """

    def change(survey: Survey) -> None:
        if Buffered.objects.filter(survey=survey).exists():
            raise HeldAnswersWait
        if survey.settled_at is None:
            raise NotSettled
        if not Results.objects.filter(survey=survey).exclude(hash="").exists():
            raise ResultsMissing
        survey.published_at = clock.now()

    _move(town, survey_id, PUBLISHED, actor, change)


def _move(
    town: str,
    survey_id: int,
    following: str,
    actor: Actor,
    change: Callable[[Survey], None],
    verb: str = "",
) -> None:
    """Move a survey; one that is there already stays as it is. Raises `TransitionRefused`."""
    with municipality(town):
        survey = locked_survey(survey_id)
        if survey.state == following:
            return
        if not may_follow(survey.state, following):
            raise TransitionRefused(survey.key, survey.state, following)
        change(survey)
        survey.state = following
        survey.save()
        record(verb or f"survey_{_VERBS[following]}", f"survey:{survey.pk}", actor)


_VERBS: Final = {
    REVIEW: "handed_in",
    APPROVED: "approved",
    OPEN: "opened",
    CLOSED: "closed",
    PUBLISHED: "published",
}


def staff_actor(staff_id: int) -> Actor:
    """A member of staff as the journal names her."""
    return Actor("staff", str(staff_id))


def _services(languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """The titles of what the municipality offers, by id and language."""
    return {
        service.id: {language: service.text("service.title", language) for language in languages}
        for service in offered()
    }


def _running(key: str) -> Survey | None:
    try:
        found = locked_survey(latest_survey(key).pk)
    except SurveyNotFound:
        return None
    return found if found.state in RUNNING else None


def _refuse_changed_meaning(described: Description) -> None:
    for earlier in Version.objects.filter(key=described.survey.id).order_by("id"):
        changed = changed_meanings(questionnaire(earlier).survey, described.survey)
        if changed:
            raise MeaningChanged(described.survey.id, changed)


def _drafted(present: Survey | None, version: Version, actor: Actor) -> Survey:
    survey = present or Survey(key=version.key, data_key=new_key())
    survey.version, survey.state = version, DRAFT
    survey.handed_in_by = survey.approved_by = ""
    survey.handed_in_at = survey.approved_at = None
    survey.save()
    record("survey_taken_over", f"survey:{survey.pk}", actor)
    return survey
