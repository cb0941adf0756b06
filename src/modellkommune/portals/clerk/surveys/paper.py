"""Paper: piles of sheets with a number, entered twice by two people, their differences settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from modellkommune.foundation.identity.rights import ENTER_PAPER
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.answering.drawing import TEXTS, drawn, errors_of, input_name, said
from modellkommune.pages.entry import free_text
from modellkommune.pages.fields import InputError
from modellkommune.pages.office.guard import OfficeRequest, office
from modellkommune.pages.wording import in_language, say
from modellkommune.participation.surveys import paper
from modellkommune.participation.surveys.errors import (
    AnswerRefused,
    BatchDiffers,
    BatchIncomplete,
    BatchNumberTaken,
    BatchSettled,
    NotYours,
    SurveyOver,
)
from modellkommune.participation.surveys.models import PaperBatch, Survey
from modellkommune.participation.surveys.queries import batches, definition, surveys_in
from modellkommune.participation.surveys.states import CLOSED, OPEN
from modellkommune.portals.clerk.surveys.desk import RESULT, row_of, show

MOST_SHEETS: Final = 200
"""A pile that two people can go through without losing their place."""
LONGEST_NUMBER: Final = 20


@dataclass(frozen=True)
class Entered:
    """The form of a new pile, as typed."""

    survey: str = ""
    number: str = ""
    sheets: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet in the overview of a pile: who has entered it."""

    number: int
    first: bool
    second: bool
    differs: bool


@office(ENTER_PAPER)
@require_http_methods(["GET", "POST"])
def paper_page(request: HttpRequest) -> HttpResponse:
    """The piles there are, and a form for a new one."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        surveys = [one for one in surveys_in(OPEN, CLOSED) if "paper" in definition(one).channels]
        piles = [(row_of(one, page.language), batch) for one in surveys for batch in batches(one.pk)]
    if request.method == "POST":
        return _take_pile(page, surveys, piles)
    return _show_piles(page, surveys, piles, Entered(), [])


def _show_piles(
    page: OfficeRequest, surveys: Sequence[Survey], piles: Any, entered: Entered, errors: list[InputError]
) -> HttpResponse:
    values = {
        "surveys": [(str(one.pk), row_of(one, page.language).title) for one in surveys],
        "piles": piles,
        "entered": entered,
        "errors": errors,
        "wrong": {error.input_id: error.message for error in errors},
        "me": str(page.officer.staff_id),
        "nav": "paper",
    }
    return show(page, "paper", values)


def _take_pile(page: OfficeRequest, surveys: Sequence[Survey], piles: Any) -> HttpResponse:
    entered = Entered(*(page.POST.get(name, "").strip() for name in ("survey", "number", "sheets")))
    errors = _errors(entered, surveys, page.language)
    if not errors:
        try:
            batch = paper.open_batch(
                page.municipality.key,
                int(entered.survey),
                paper.Pile(entered.number, int(entered.sheets), clock.today()),
                page.officer.staff_id,
            )
        except BatchNumberTaken:
            errors = [InputError("number", say("office.paper.number_taken", page.language))]
        except SurveyOver:
            errors = [InputError("survey", say("office.paper.survey_over", page.language))]
        else:
            return HttpResponseRedirect(reverse("office-batch", args=[batch.pk]))
    return _show_piles(page, surveys, piles, entered, errors)


def _errors(entered: Entered, surveys: Sequence[Survey], language: str) -> list[InputError]:
    sheets = entered.sheets
    wrong = {
        "survey": entered.survey not in {str(one.pk) for one in surveys},
        "number": not 0 < len(entered.number) <= LONGEST_NUMBER,
        "sheets": not (sheets.isascii() and sheets.isdigit() and 0 < int(sheets) <= MOST_SHEETS),
    }
    values = {"most": MOST_SHEETS, "longest": LONGEST_NUMBER}
    return [
        InputError(name, say(f"office.paper.{name}_wrong", language, **values))
        for name, holds in wrong.items()
        if holds
    ]


@office(ENTER_PAPER)
@require_GET
def batch_page(request: HttpRequest, batch_id: int) -> HttpResponse:
    """A pile: which sheets are entered, where the two entries differ, what is next."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        batch = _batch(batch_id)
        first, second = (paper.entries(batch, second=round_) for round_ in (False, True))
        differences = paper.differences(batch)
        row = row_of(batch.survey, page.language)
    me, differing = str(page.officer.staff_id), {one.sheet for one in differences}
    sheets = [Sheet(n, n in first, n in second, n in differing) for n in range(1, batch.sheets + 1)]
    mine = first if me == batch.first_by else second
    numbers = {one.id: at for at, one in enumerate(row.definition.questions)}
    values = {
        "row": row,
        "batch": batch,
        "sheets": sheets,
        "next": next((one.number for one in sheets if one.number not in mine), None),
        "second": me != batch.first_by,
        "stranger": _is_stranger(page, batch),
        "differences": [
            (one, numbers[one.question.id], in_language(one.question.label, page.language))
            for one in differences
        ],
        "complete": len(first) == len(second) == batch.sheets,
        "nav": "paper",
    }
    return show(request, "batch", values)


@free_text(TEXTS)
@office(ENTER_PAPER)
@require_http_methods(["GET", "POST"])
def sheet_page(request: HttpRequest, batch_id: int, sheet: int) -> HttpResponse:
    """Enter one sheet: all questions on one page, for the paper has them all."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        batch = _batch(batch_id)
        entries = paper.entries(batch, second=str(page.officer.staff_id) != batch.first_by)
    if not 1 <= sheet <= batch.sheets:
        raise Http404
    if _is_stranger(page, batch):
        return _not_yours(page, batch)
    if request.method == "GET":
        return _show_sheet(page, batch, sheet, entries.get(sheet, {}))
    questions = definition(batch.survey).questions
    sent = {one.id: request.POST.getlist(input_name(one)) for one in questions}
    try:
        paper.enter_sheet(page.municipality.key, batch.pk, sheet, sent, page.officer.staff_id)
    except AnswerRefused as refused:
        return _show_sheet(page, batch, sheet, sent, refused)
    except (NotYours, BatchSettled) as refusal:
        return _not_yours(page, batch, "not_yours" if isinstance(refusal, NotYours) else "settled_before")
    onward = reverse("office-sheet", args=[batch.pk, sheet + 1]) if sheet < batch.sheets else ""
    return HttpResponseRedirect(onward or reverse("office-batch", args=[batch.pk]))


def _show_sheet(
    page: OfficeRequest,
    batch: PaperBatch,
    sheet: int,
    given: Mapping[str, Sequence[str]],
    refused: AnswerRefused | None = None,
) -> HttpResponse:
    questions = definition(batch.survey).questions
    wrong, fault = (refused.question, refused.fault) if refused else ("", "")
    errors = [error for one in questions if one.id == wrong for error in errors_of(one, fault, page.language)]
    views = [
        drawn(
            one,
            given.get(one.id, ()),
            errors[0].message if one.id == wrong else "",
            page.language,
            blank=say("office.paper.blank", page.language),
        )
        for one in questions
    ]
    values = {"batch": batch, "sheet": sheet, "views": views, "errors": errors, "nav": "paper"}
    return show(page, "sheet", values)


@free_text(TEXTS)
@office(ENTER_PAPER)
@require_http_methods(["GET", "POST"])
def difference_page(request: HttpRequest, batch_id: int, sheet: int, number: int) -> HttpResponse:
    """Look at the paper and say what really stands there."""
    page = cast(OfficeRequest, request)
    town = page.municipality.key
    with municipality(town):
        batch = _batch(batch_id)
        questions = definition(batch.survey).questions
        if not number < len(questions):
            raise Http404
        question = questions[number]
        both = [paper.entries(batch, second=round_).get(sheet, {}) for round_ in (False, True)]
    if str(page.officer.staff_id) not in (batch.first_by, batch.second_by):
        return _not_yours(page, batch)
    given = [one.get(question.id, ()) for one in both]
    errors: list[InputError] = []
    sent = request.POST.getlist(input_name(question))
    if request.method == "POST":
        try:
            paper.settle_difference(town, batch.pk, (sheet, question.id), sent, page.officer.staff_id)
        except AnswerRefused as refused:
            errors = errors_of(question, refused.fault, page.language)
        else:
            return HttpResponseRedirect(reverse("office-batch", args=[batch.pk]))
    values = {
        "batch": batch,
        "sheet": sheet,
        "said": [said(question, one, page.language) for one in given],
        "view": drawn(
            question,
            sent if errors else given[0],
            errors[0].message if errors else "",
            page.language,
            blank=say("office.paper.blank", page.language),
        ),
        "errors": errors,
        "nav": "paper",
    }
    return show(page, "difference", values)


@office(ENTER_PAPER)
@require_POST
def settle_this(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Count a pile whose two entries agree."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        batch = _batch(batch_id)
    try:
        paper.settle_batch(page.municipality.key, batch.pk, page.officer.staff_id)
        page.session[RESULT] = "settled"
    except BatchIncomplete:
        page.session[RESULT] = "incomplete"
    except BatchDiffers:
        page.session[RESULT] = "differs"
    except SurveyOver:
        page.session[RESULT] = "before"
    return HttpResponseRedirect(reverse("office-batch", args=[batch.pk]))


def _is_stranger(page: OfficeRequest, batch: PaperBatch) -> bool:
    """Whether two other people enter this pile: nobody else sees what stands in it."""
    return bool(batch.second_by) and str(page.officer.staff_id) not in (batch.first_by, batch.second_by)


def _not_yours(page: OfficeRequest, batch: PaperBatch, result: str = "not_yours") -> HttpResponse:
    page.session[RESULT] = result
    return HttpResponseRedirect(reverse("office-batch", args=[batch.pk]))


def _batch(batch_id: int) -> PaperBatch:
    try:
        return paper.locked_batch(batch_id)
    except PaperBatch.DoesNotExist:
        raise Http404 from None
