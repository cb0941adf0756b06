"""Paper: two people enter a pile, differences are settled, then it counts and the entries are gone."""

from collections.abc import Callable
from datetime import date

import pytest

from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys.commands import OPERATOR, close, take_over
from modellkommune.participation.surveys.errors import (
    AnswerRefused,
    BatchDiffers,
    BatchIncomplete,
    BatchNumberTaken,
    BatchSettled,
    NotYours,
    SurveyOver,
)
from modellkommune.participation.surveys.mixing import settle
from modellkommune.participation.surveys.models import Buffered, PaperBatch, PaperEntry, Survey
from modellkommune.participation.surveys.paper import (
    Pile,
    differences,
    enter_sheet,
    locked_batch,
    open_batch,
    settle_batch,
    settle_difference,
)
from modellkommune.participation.surveys.queries import answered
from modellkommune.participation.surveys.queries import survey as survey_by_id
from tests.participation.surveys.conftest import CLERK, OTHER_CLERK, described

Opened = Callable[..., Survey]
DAY = date(2026, 11, 22)
SHEETS = [{"way": ["post"], "why": ["Nah"]}, {"way": ["online"], "used": ["dogs"]}]


@pytest.fixture
def batch(opened: Opened) -> PaperBatch:
    """A pile of two sheets."""
    return open_batch("alpha", opened().pk, Pile("2026-03", 2, DAY), CLERK)


def _enter(batch: PaperBatch, clerk: int) -> None:
    for number, sheet in enumerate(SHEETS, 1):
        enter_sheet("alpha", batch.pk, number, sheet, clerk)


def test_a_pile_that_two_people_entered_alike_counts_and_its_entries_are_gone(batch: PaperBatch) -> None:
    _enter(batch, CLERK)
    _enter(batch, OTHER_CLERK)
    for _ in range(2):
        settle_batch("alpha", batch.pk, OTHER_CLERK)
    with municipality("alpha"):
        assert (PaperEntry.objects.count(), Buffered.objects.filter(channel="paper").count()) == (0, 2)
    close("alpha", batch.survey_id, OPERATOR)
    settle("alpha", batch.survey_id)
    with municipality("alpha"):
        found = [dict(one.answers) for one in answered(survey_by_id(batch.survey_id))]
    assert {one["way"]: one for one in found} == {
        ("post",): {"way": ("post",), "why": ("Nah",)},
        ("online",): {"way": ("online",), "used": ("dogs",)},
    }


def test_one_person_alone_does_not_make_a_pile_count(batch: PaperBatch) -> None:
    _enter(batch, CLERK)
    _enter(batch, CLERK)
    with pytest.raises(BatchIncomplete):
        settle_batch("alpha", batch.pk, CLERK)


def test_a_third_person_does_not_enter(batch: PaperBatch) -> None:
    _enter(batch, OTHER_CLERK)
    with pytest.raises(NotYours):
        enter_sheet("alpha", batch.pk, 1, SHEETS[0], 99)
    with pytest.raises(NotYours):
        settle_difference("alpha", batch.pk, (1, "way"), ["online"], 99)


def test_a_difference_is_shown_and_settled_before_the_pile_counts(batch: PaperBatch) -> None:
    _enter(batch, CLERK)
    _enter(batch, OTHER_CLERK)
    enter_sheet("alpha", batch.pk, 1, {"way": ["post"], "why": ["Nahe"]}, OTHER_CLERK)
    with pytest.raises(BatchDiffers):
        settle_batch("alpha", batch.pk, CLERK)
    with municipality("alpha"):
        (found,) = differences(locked_batch(batch.pk))
    assert (found.sheet, found.question.id, found.first, found.second) == (1, "why", ("Nah",), ("Nahe",))
    settle_difference("alpha", batch.pk, (1, "why"), ["Nahe"], CLERK)
    settle_batch("alpha", batch.pk, CLERK)
    with municipality("alpha"):
        assert PaperBatch.objects.get(pk=batch.pk).settled_at is not None


def test_what_the_questionnaire_would_not_have_asked_is_left_out(batch: PaperBatch) -> None:
    for clerk in (CLERK, OTHER_CLERK):
        enter_sheet("alpha", batch.pk, 1, {"way": ["online"], "why": [f"von {clerk}"]}, clerk)
    with municipality("alpha"):
        assert differences(locked_batch(batch.pk)) == ()


def test_what_stands_on_no_sheet_is_refused(batch: PaperBatch) -> None:
    with pytest.raises(AnswerRefused) as refusal:
        enter_sheet("alpha", batch.pk, 1, {"used": ["dogs", "bins", "parking"]}, CLERK)
    assert (refusal.value.question, refusal.value.fault) == ("used", "too_many")


def test_a_number_is_given_once_and_a_settled_pile_is_closed(batch: PaperBatch) -> None:
    with pytest.raises(BatchNumberTaken):
        open_batch("alpha", batch.survey_id, Pile("2026-03", 1, DAY), OTHER_CLERK)
    _enter(batch, CLERK)
    _enter(batch, OTHER_CLERK)
    settle_batch("alpha", batch.pk, CLERK)
    with pytest.raises(BatchSettled):
        enter_sheet("alpha", batch.pk, 1, SHEETS[0], CLERK)


def test_paper_may_come_after_the_end_but_not_before_the_beginning(opened: Opened, town: str) -> None:
    survey = opened()
    close("alpha", survey.pk, OPERATOR)
    assert open_batch("alpha", survey.pk, Pile("1", 1, DAY), CLERK).pk
    draft = take_over(town, described(id="other"))
    with pytest.raises(SurveyOver):
        open_batch("alpha", draft.pk, Pile("1", 1, DAY), CLERK)


def test_entries_are_sealed(batch: PaperBatch) -> None:
    enter_sheet("alpha", batch.pk, 1, {"way": ["post"], "why": ["Nachbar"]}, CLERK)
    with municipality("alpha"):
        assert b"Nachbar" not in bytes(PaperEntry.objects.get().content)
