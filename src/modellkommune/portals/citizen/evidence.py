"""Files that come with a step: stored under the draft's key, kept after errors elsewhere in the form."""

from typing import Any

from django.http import HttpRequest

from modellkommune.blueprint import Field, FieldError, Step
from modellkommune.foundation.files.commands import remove, store
from modellkommune.foundation.files.errors import FileRefused
from modellkommune.foundation.files.limits import MEGABYTE, Limits
from modellkommune.foundation.files.models import StoredFile
from modellkommune.portals.citizen.desk import Desk


def take_files(
    request: HttpRequest, desk: Desk, asked: Step
) -> tuple[dict[str, Any], tuple[FieldError, ...]]:
    """The answers with the files of this request added and removed, and what is wrong with refused files."""
    answers, errors = dict(desk.content.answers), []
    for field in asked.fields:
        if field.type == "upload":
            kept = _without_removed(request, answers.get(field.id, []))
            added, refused = _stored(request, desk, field)
            answers[field.id] = kept + added
            errors.extend(refused)
    return answers, tuple(errors)


def _without_removed(request: HttpRequest, files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    unwanted = [file for file in files if file["id"] == request.POST.get("remove")]
    for file in unwanted:
        remove(file["id"])
    return [file for file in files if file not in unwanted]


def _stored(request: HttpRequest, desk: Desk, field: Field) -> tuple[list[dict[str, Any]], list[FieldError]]:
    stored, refused = [], []
    limits = Limits(tuple(field.settings["accept"]), field.settings["max_mb"] * MEGABYTE)
    for upload in request.FILES.getlist(field.id):
        try:
            file = store(upload.read(), upload.name or "", desk.draft.key, f"draft:{desk.draft.pk}", limits)
        except FileRefused as error:
            refused.append(FieldError(field.id, field.id, error.message))
        else:
            stored.append(_described(file))
    return stored, refused


def _described(file: StoredFile) -> dict[str, Any]:
    return {"id": str(file.pk), "name": file.name, "media_type": file.media_type, "size": file.size}
