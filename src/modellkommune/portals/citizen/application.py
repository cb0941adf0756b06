"""The steps of an application."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from modellkommune.blueprint import FieldError, Reading, Step
from modellkommune.casework.applications.queries import case_id_of_draft
from modellkommune.casework.cases.queries import case as case_of
from modellkommune.casework.drafts.commands import save_content, set_language
from modellkommune.casework.drafts.content import Content
from modellkommune.casework.drafts.errors import DraftNotFound
from modellkommune.foundation.identity import log_in
from modellkommune.foundation.identity.commands import end_session
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import FORMS, free_text, open_to
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import base_of
from modellkommune.portals.citizen.desk import Desk, HandedIn, NotYours, desk_of, with_content
from modellkommune.portals.citizen.evidence import take_files, with_pictures
from modellkommune.portals.citizen.login_cookie import carry_token, give_token
from modellkommune.portals.citizen.outlook import obstacles, reasons_of_places, with_prices
from modellkommune.portals.citizen.rescue import rescued, session_over, taken_in_with_code
from modellkommune.portals.citizen.sessions import note_of_desk, way_back_in

CHECK = "pruefen"
Rest = ParamSpec("Rest")


DraftView = Callable[Concatenate[HttpRequest, uuid.UUID, Rest], HttpResponse]


def of_draft(view: DraftView[Rest]) -> DraftView[Rest]:
    """Lead visitors without this draft to where they can get it back, and late ones to their case."""

    @wraps(view)
    def guarded(
        request: HttpRequest, draft_id: uuid.UUID, *also: Rest.args, **more: Rest.kwargs
    ) -> HttpResponse:
        try:
            return view(request, draft_id, *also, **more)
        except DraftNotFound:
            return render(request, "citizen/draft_gone.html", status=404)
        except NotYours as refusal:
            return _after_the_end(view, request, refusal, more)
        except HandedIn as late:
            return _to_case(request, late)

    return cast("DraftView[Rest]", guarded)


@open_to("resident")
@free_text(FORMS)
@require_http_methods(["GET", "POST"])
@of_draft
def step(request: HttpRequest, draft_id: uuid.UUID, step_id: str) -> HttpResponse:
    """One step: show its questions, or take the answers."""
    with municipality(cast(PageRequest, request).municipality.key):
        desk = desk_of(request, draft_id, locked=request.method == "POST")
        asked = desk.step(step_id)
        if asked is None or not desk.may_open(step_id):
            return HttpResponseRedirect(address_of(desk, desk.first_open()))
        if request.method == "POST":
            return _take(request, desk, asked)
        return _show(request, desk, asked, desk.content.entered.get(step_id, {}), ())


@open_to("resident")
@require_GET
@of_draft
def hint(request: HttpRequest, draft_id: uuid.UUID, step_id: str) -> HttpResponse:
    """Explain what speaks against a permit, name the ways on, and offer to apply all the same.

    Nobody is turned away without a decision (VwVfG section 24(3)).
    """
    with municipality(cast(PageRequest, request).municipality.key):
        desk = desk_of(request, draft_id)
        asked = desk.step(step_id)
        if asked is None or not desk.may_open(step_id):
            return HttpResponseRedirect(address_of(desk, desk.first_open()))
        findings = obstacles(desk)
        reasons = reasons_of_places(desk, asked, cast(PageRequest, request).language)
    return render(
        request,
        "citizen/hint.html",
        {
            "service_title": desk.service.text("service.title", cast(PageRequest, request).language),
            "sentences": [finding.sentence for finding in findings],
            "reasons": reasons,
            "back_address": address_of(desk, asked) + _way_back(request),
            "onward": _onward(request, desk, asked),
        },
    )


def _way_back(request: HttpRequest) -> str:
    """The query that leads a change back to the check page; empty on the way forward."""
    return f"?zurueck={CHECK}" if request.GET.get("zurueck") == CHECK else ""


def address_of(desk: Desk, step: Step | None) -> str:
    """Where a step lives; None is the check page."""
    return f"/antrag/{desk.draft.pk}/{step.id if step else CHECK}/"


def _take(request: HttpRequest, desk: Desk, asked: Step) -> HttpResponse:
    """Keep whatever was sent; go on if it is complete and the resident wants to."""
    answers, refused = take_files(request, desk, asked)
    reading = desk.service.read(
        asked.id, {name: request.POST.getlist(name) for name in request.POST}, answers, desk.known
    )
    errors = (*refused, *reading.errors)
    wish = _wish(request)
    content = _content_after(desk, asked, reading, answers, complete=not errors and not reading.again)
    if content != desk.content:
        save_content(desk.draft, content)
    set_language(desk.draft, base_of(cast(PageRequest, request).language))
    if wish != "next":
        if wish == "end":
            end_session(desk.session)
        return HttpResponseRedirect(_after_wish(wish, request, desk))
    if errors:
        return _show(request, with_content(desk, content), asked, reading.entered, errors)
    after = with_content(desk, content)
    if _asks_more(request, after, asked):
        # An answer led to further questions: they are asked first and complained about later.
        return HttpResponseRedirect(request.get_full_path())
    if _meets_obstacles(desk, after, asked):
        return HttpResponseRedirect(f"/antrag/{desk.draft.pk}/{asked.id}/hinweis/{_way_back(request)}")
    return HttpResponseRedirect(_onward(request, after, asked))


def _content_after(
    desk: Desk, asked: Step, reading: Reading, answers: dict[str, Any], *, complete: bool
) -> Content:
    if complete:
        return desk.content.with_step(asked.id, reading.answers)
    files = {
        field.id: answers[field.id]
        for field in asked.fields
        if field.type == "upload" and field.id in answers
    }
    return desk.content.with_entered(asked.id, {**reading.answers, **files}, reading.entered)


def _meets_obstacles(before: Desk, after: Desk, asked: Step) -> bool:
    """Whether the answers of this step brought up something that speaks against a permit.

    A step that was not complete yet has been left by nobody: nothing it brought up was said before.
    """
    now = {found.id for found in obstacles(after)}
    return bool(now and now - {found.id for found in obstacles(_left_before(before, asked))})


def _left_before(desk: Desk, asked: Step) -> Desk:
    """The desk with the answers of steps that were left already."""
    if asked.id not in desk.progress.open:
        return desk
    own = {field.id for field in asked.fields}
    answers = {name: value for name, value in desk.content.answers.items() if name not in own}
    return with_content(desk, replace(desk.content, answers=answers))


def _asks_more(request: HttpRequest, after: Desk, asked: Step) -> bool:
    """Whether the step now asks something, obligatory or not, that was not on the page that was sent."""
    shown = set(request.POST.getlist("_fields"))
    unseen = (
        any(field.id in after.progress.asked and field.id not in shown for field in asked.fields)
        if shown
        else False
    )
    return unseen or asked.id in after.progress.open


def _wish(request: HttpRequest) -> str:
    stays = "remove" in request.POST or "sprache" in request.GET
    return request.POST.get("wish", "stay" if stays else "next")


def _after_wish(wish: str, request: HttpRequest, desk: Desk) -> str:
    """Save for later, log in, end, or stay: a file or row removed, a row added, the language switched."""
    act, _, group = wish.partition(":")
    place = f"#{group.partition(':')[0]}" if act in ("add", "remove") and group else ""
    elsewhere = {
        "save": f"/antrag/{desk.draft.pk}/gespeichert/",
        "login": f"/anmelden/?next={request.path}&ohne={request.path}",
        "end": way_back_in(desk.draft, request.path, saved=True),
    }
    return elsewhere.get(wish, request.get_full_path() + place)


def _onward(request: HttpRequest, desk: Desk, asked: Step) -> str:
    """From "change" back to the check page, only through newly open questions; otherwise step by step."""
    if _way_back(request):
        first = desk.first_open()
        return address_of(desk, first) + (_way_back(request) if first else "")
    return address_of(desk, desk.after(asked.id))


def _show(
    request: HttpRequest, desk: Desk, asked: Step, entered: dict[str, Any], errors: tuple[FieldError, ...]
) -> HttpResponse:
    language = cast(PageRequest, request).language
    drawn = [
        (
            field,
            with_prices(
                desk,
                field,
                with_pictures(
                    desk.service.inputs(field, desk.content.answers, entered, language, desk.known),
                    f"/antrag/{desk.draft.pk}/datei/",
                ),
                language,
            ),
        )
        for field in asked.fields
        if field.id in desk.progress.asked
    ]
    before = desk.before(asked.id)
    return render(
        request,
        "citizen/step.html",
        {
            "desk": desk,
            "step": asked,
            "drawn": drawn,
            "errors": errors,
            "number": [step.id for step in desk.steps].index(asked.id) + 1,
            "total": len(desk.steps) + 1,
            "changing": bool(_way_back(request)),
            "back_address": address_of(desk, before) if before else f"/dienste/{desk.service.id}/antrag/",
            "has_upload": any(field.type == "upload" for field, _ in drawn),
            "form_id": "step",
            "note": note_of_desk(desk, request.path),
            "may_log_in": not desk.session.logged_in and log_in.is_offered(),
        },
        status=422 if errors else 200,
    )


def _after_the_end(
    view: Callable[..., HttpResponse], request: HttpRequest, refusal: NotYours, more: dict[str, Any]
) -> HttpResponse:
    """The session has ended, or this is another device: what was sent is not lost, and there is a way in."""
    if request.method == "POST":
        token = taken_in_with_code(request, refusal.draft)
        if token:
            carry_token(request, token)
            response = of_draft(view)(request, refusal.draft.pk, **more)
            give_token(response, token)
            return response
        if not rescued(request, refusal.draft, str(more.get("step_id", ""))):
            return session_over(request, refusal.draft)
    return HttpResponseRedirect(way_back_in(refusal.draft, request.path, saved=request.method == "POST"))


def _to_case(request: HttpRequest, late: HandedIn) -> HttpResponse:
    with municipality(cast(PageRequest, request).municipality.key):
        case = case_of(case_id_of_draft(late.draft.pk) or 0)
    return HttpResponseRedirect(f"/vorgang/{case.public_id}/")
