"""What happens by itself: ending, mixing, settling, and deleting what has been kept long enough."""

import logging
from collections.abc import Callable
from datetime import date
from typing import Final

from modellkommune.blueprint.fields.date import moved
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import destroy
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.queries import municipality_keys
from modellkommune.participation.surveys.answering import delete_left_alone
from modellkommune.participation.surveys.commands import close
from modellkommune.participation.surveys.mixing import mix, settle
from modellkommune.participation.surveys.models import (
    Buffered,
    Code,
    FollowUp,
    PaperBatch,
    Response,
    Survey,
    Visit,
)
from modellkommune.participation.surveys.queries import (
    definition,
    ended_at,
    locked_survey,
    may_begin,
    may_send,
    surveys_in,
)
from modellkommune.participation.surveys.states import CLOSED, OPEN, PUBLISHED, PURGED
from modellkommune.values.clock import legal_date

SYSTEM: Final = Actor("system", "surveys")
log = logging.getLogger(__name__)


def go_round() -> None:
    """One round over all municipalities. What fails in one of them holds up no other."""
    for town in municipality_keys():
        try:
            go_round_in(town)
        except Exception:
            log.exception("Surveys of %s: the next round tries again.", town)


def go_round_in(town: str) -> None:
    """End what is over, mix what waits, settle what has ended, delete what has been kept long enough."""
    with municipality(town):
        found = surveys_in(OPEN, CLOSED, PUBLISHED)
        if found:
            delete_left_alone()
    for survey in found:
        _DEEDS[survey.state](town, survey)


def _keep_open(town: str, survey: Survey) -> None:
    mix(town, survey.pk)
    if not may_begin(survey):
        close(town, survey.pk, SYSTEM)


def _bring_in(town: str, survey: Survey) -> None:
    if not may_send(survey) and (survey.settled_at is None or _is_late(town, survey)):
        settle(town, survey.pk)
    _delete_in_time(town, survey)


def _is_late(town: str, survey: Survey) -> bool:
    """Whether answers came after the settling: paper, or what was held and released."""
    with municipality(town):
        return Buffered.objects.filter(survey=survey, held=False).exists()


def _delete_in_time(town: str, survey: Survey) -> None:
    if clock.today() > contacts_until(survey) and survey.contacts_deleted_at is None:
        delete_contacts(town, survey.pk)
    if clock.today() > answers_until(survey):
        purge(town, survey.pk)


_DEEDS: Final[dict[str, Callable[[str, Survey], None]]] = {
    OPEN: _keep_open,
    CLOSED: _bring_in,
    PUBLISHED: _delete_in_time,
}


def answers_until(survey: Survey) -> date:
    """The last day on which answers may be there."""
    return moved(_last_day(survey), definition(survey).retention.answers)


def contacts_until(survey: Survey) -> date:
    """The last day on which contacts of a raffle may be there."""
    return moved(_last_day(survey), definition(survey).retention.contacts)


def _last_day(survey: Survey) -> date:
    end = ended_at(survey)
    return legal_date(end) if end else clock.today()


def delete_contacts(town: str, survey_id: int) -> None:
    """Delete who left a contact. Safe to repeat."""
    with municipality(town):
        survey = locked_survey(survey_id)
        if survey.contacts_deleted_at is None:
            FollowUp.objects.filter(survey=survey).delete()
            survey.contacts_deleted_at = clock.now()
            survey.save(update_fields=["contacts_deleted_at"])
            record("survey_contacts_deleted", f"survey:{survey.pk}", SYSTEM)


def purge(town: str, survey_id: int) -> None:
    """Delete all answers and codes and destroy the key; the published results stay. Safe to repeat."""
    with municipality(town):
        survey = locked_survey(survey_id)
        if survey.state == PURGED:
            return
        for rows in (FollowUp, Visit, Buffered, Code, PaperBatch):
            rows.objects.filter(survey=survey).delete()
        Response.objects.filter(version_id=survey.version_id).delete()
        destroy(survey.data_key)
        survey.state, survey.purged_at = PURGED, clock.now()
        survey.save(update_fields=["state", "purged_at"])
        record("survey_purged", f"survey:{survey.pk}", SYSTEM)
