"""Paper: a pile of sheets gets a number and is entered twice, by two people; what agrees is counted.

A sheet is known by its place in the pile, so that the two entries can be compared and the paper looked up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from secrets import SystemRandom

from modellkommune.blueprint.survey.asking import Given, read_answer
from modellkommune.blueprint.survey.definition import Question
from modellkommune.foundation.journal.commands import record
from modellkommune.foundation.keys.commands import seal_json, unseal_json
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys.answering import store
from modellkommune.participation.surveys.commands import staff_actor
from modellkommune.participation.surveys.errors import (
    AnswerRefused,
    BatchDiffers,
    BatchIncomplete,
    BatchNumberTaken,
    BatchSettled,
    NotYours,
    SurveyOver,
)
from modellkommune.participation.surveys.models import PaperBatch, PaperEntry
from modellkommune.participation.surveys.queries import locked_survey, questionnaire
from modellkommune.participation.surveys.states import CLOSED, OPEN

PURPOSE = "survey-paper"


@dataclass(frozen=True)
class Pile:
    """The number written on a pile, how many sheets it has, when it came."""

    number: str
    sheets: int
    received: date


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the two entries of a sheet do not agree on a question."""

    sheet: int
    question: Question
    first: tuple[str, ...]
    second: tuple[str, ...]


def open_batch(town: str, survey_id: int, pile: Pile, staff_id: int) -> PaperBatch:
    """Begin a pile under the number written on it. Raises `BatchNumberTaken`, `SurveyOver`."""
    with municipality(town):
        survey = locked_survey(survey_id)
        if survey.state not in (OPEN, CLOSED):
            raise SurveyOver
        if PaperBatch.objects.filter(survey=survey, number=pile.number).exists():
            raise BatchNumberTaken
        batch = PaperBatch.objects.create(survey=survey, first_by=str(staff_id), **asdict(pile))
        record("paper_batch_opened", f"paper-batch:{batch.pk}", staff_actor(staff_id))
    return batch


def enter_sheet(
    town: str, batch_id: int, sheet: int, sent: Mapping[str, Sequence[str]], staff_id: int
) -> None:
    """Enter a sheet, or enter it again; who opened the batch does the first round, one other the second.

    Questions that the paper shows and the conditions do not ask are left out: on paper anybody may fill in
    anything. Raises `AnswerRefused`, `NotYours`, `BatchSettled`.
    """
    with municipality(town):
        batch = locked_batch(batch_id)
        if batch.settled_at is not None:
            raise BatchSettled
        second = _round(batch, str(staff_id))
        asked = questionnaire(batch.survey.version)
        answers = _read(asked.survey.questions, sent)
        content = seal_json(batch.survey.data_key, asked.kept(answers), PURPOSE)
        row, made = PaperEntry.objects.get_or_create(
            batch=batch, sheet=sheet, second=second, defaults={"content": content}
        )
        if not made:
            row.content = content
            row.save(update_fields=["content"])


def settle_batch(town: str, batch_id: int, staff_id: int) -> None:
    """Count a pile whose two entries agree; the entries are deleted with it. Safe to repeat.

    Raises `BatchIncomplete`, `BatchDiffers`, `SurveyOver`.
    """
    with municipality(town):
        batch = locked_batch(batch_id)
        if batch.settled_at is not None:
            return
        if batch.survey.state not in (OPEN, CLOSED):
            raise SurveyOver
        first, second = entries(batch, second=False), entries(batch, second=True)
        if not len(first) == len(second) == batch.sheets:
            raise BatchIncomplete
        if differences(batch):
            raise BatchDiffers
        sheets = list(first.values())
        SystemRandom().shuffle(sheets)
        for answers in sheets:
            store(batch.survey, "paper", answers)
        PaperEntry.objects.filter(batch=batch).delete()
        batch.settled_at = clock.now()
        batch.save(update_fields=["settled_at"])
        record("paper_batch_settled", f"paper-batch:{batch.pk}", staff_actor(staff_id))


def entries(batch: PaperBatch, *, second: bool) -> dict[int, Given]:
    """The sheets entered in one of the rounds. Inside `with municipality(...)`."""
    rows = PaperEntry.objects.filter(batch=batch, second=second).order_by("sheet")
    key = batch.survey.data_key
    return {row.sheet: _tuples(unseal_json(key, row.content, PURPOSE)) for row in rows}


def differences(batch: PaperBatch) -> tuple[Difference, ...]:
    """Where sheets entered twice do not agree. Inside `with municipality(...)`."""
    first, second = entries(batch, second=False), entries(batch, second=True)
    return tuple(
        Difference(sheet, question, one, other)
        for sheet in sorted(first.keys() & second.keys())
        for question in questionnaire(batch.survey.version).survey.questions
        if (one := first[sheet].get(question.id, ())) != (other := second[sheet].get(question.id, ()))
    )


def settle_difference(
    town: str, batch_id: int, where: tuple[int, str], sent: Sequence[str], staff_id: int
) -> None:
    """Say what really stands on a sheet for a question: both entries say so from then on.

    Raises `AnswerRefused`, `NotYours`.
    """
    sheet, question_id = where
    with municipality(town):
        batch = locked_batch(batch_id)
        if str(staff_id) not in (batch.first_by, batch.second_by):
            raise NotYours
        asked = questionnaire(batch.survey.version)
        answer = _read((asked.survey.question(question_id),), {question_id: sent})
        for row in PaperEntry.objects.filter(batch=batch, sheet=sheet):
            answers = _tuples(unseal_json(batch.survey.data_key, row.content, PURPOSE))
            row.content = seal_json(batch.survey.data_key, asked.kept({**answers, **answer}), PURPOSE)
            row.save(update_fields=["content"])


def locked_batch(batch_id: int) -> PaperBatch:
    """A pile for a command, held until it commits. Raises `PaperBatch.DoesNotExist`."""
    rows = PaperBatch.objects.select_related("survey__version", "survey__data_key")
    return rows.select_for_update(of=("self",)).get(pk=batch_id)


def _round(batch: PaperBatch, staff: str) -> bool:
    """Whether this person does the second round. Raises `NotYours`."""
    if staff == batch.first_by:
        return False
    if not batch.second_by:
        batch.second_by = staff
        batch.save(update_fields=["second_by"])
    if staff != batch.second_by:
        raise NotYours
    return True


def _read(questions: Sequence[Question], sent: Mapping[str, Sequence[str]]) -> Given:
    answers: Given = {}
    for question in questions:
        reading = read_answer(question, sent.get(question.id, ()))
        # A sheet without an answer is a sheet without an answer, whatever the pages would ask for.
        if reading.fault not in ("", "missing"):
            raise AnswerRefused(question.id, reading.fault)
        answers[question.id] = reading.answer
    return answers


def _tuples(found: Mapping[str, Sequence[str]]) -> Given:
    return {question: tuple(given) for question, given in found.items()}
