"""Answers that somebody has to look at before they count: released or discarded together, never one by one.

Nobody sees what was answered: whoever could pick by the answers could make the result.
"""

from collections.abc import Callable
from typing import Final

from modellkommune.foundation.journal.commands import record
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys.commands import staff_actor
from modellkommune.participation.surveys.models import Buffered
from modellkommune.participation.surveys.queries import locked_survey

Deed = Callable[[int], int]


def release_held(town: str, survey_id: int, staff_id: int) -> int:
    """Let what is held count; how many. Safe to repeat."""
    return _decided(town, survey_id, staff_id, "survey_held_released")


def discard_held(town: str, survey_id: int, staff_id: int) -> int:
    """Delete what is held; how many. Safe to repeat."""
    return _decided(town, survey_id, staff_id, "survey_held_discarded")


def _decided(town: str, survey_id: int, staff_id: int, verb: str) -> int:
    with municipality(town):
        survey = locked_survey(survey_id)
        count = _DEEDS[verb](survey.pk)
        if count:
            record(verb, f"survey:{survey.pk}", staff_actor(staff_id))
    return count


def _release(survey_id: int) -> int:
    return Buffered.objects.filter(survey_id=survey_id, held=True).update(held=False)


def _discard(survey_id: int) -> int:
    return Buffered.objects.filter(survey_id=survey_id, held=True).delete()[0]


_DEEDS: Final[dict[str, Deed]] = {
    "survey_held_released": _release,
    "survey_held_discarded": _discard,
}
