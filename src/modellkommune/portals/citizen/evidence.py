"""Files that come with a form: looked into, sealed under the case's key, kept after errors elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from django.http import HttpRequest

from modellkommune.blueprint import Field, FieldError, Inputs, Step
from modellkommune.foundation.files.commands import remove, store
from modellkommune.foundation.files.errors import (
    FileRefused,
    FilesTooBigTogether,
    FileTooBig,
    TooManyFiles,
    refusal_named,
)
from modellkommune.foundation.files.limits import MEGABYTE, Limits, with_photos
from modellkommune.foundation.files.models import QUARANTINED, REJECTED, StoredFile
from modellkommune.foundation.files.queries import descriptor, digest_of, file, withheld
from modellkommune.foundation.keys.models import DataKey
from modellkommune.pages.uploads import LARGEST_KEPT, ReceivedFile
from modellkommune.pages.visitors import is_too_much
from modellkommune.pages.wording import LANGUAGES, say
from modellkommune.portals.citizen.desk import Desk

Descriptor = dict[str, Any]
REMOVE: Final = "remove"
REPLACE: Final = "replace-"


@dataclass(frozen=True)
class Place:
    """Where the files of a form go: the key they are sealed under and what they belong to."""

    key: DataKey
    owner: str


def take_files(
    request: HttpRequest, desk: Desk, asked: Step
) -> tuple[dict[str, Any], tuple[FieldError, ...]]:
    """The answers after files were added, replaced and removed, and what is wrong with refused ones."""
    answers, errors = dict(desk.content.answers), []
    place = Place(desk.draft.key, f"draft:{desk.draft.pk}")
    for field in asked.fields:
        if field.type == "upload":
            answers[field.id], refused = files_after(request, field, answers.get(field.id) or [], place)
            errors.extend(refused)
    return answers, tuple(errors)


def files_after(
    request: HttpRequest, field: Field, before: list[Descriptor], place: Place
) -> tuple[list[Descriptor], list[FieldError]]:
    """The files of a field after a request, and why others were not taken. What was removed is deleted."""
    if _is_too_much(request, field, before):
        return before, [FieldError(field.id, field.id, _worded("error.too_much.files"))]
    files = [each for each in before if not _is_unwanted(request, each)]
    files, errors = _without_rejected(field, files)
    for place_in_list, old in enumerate(files):
        upload = cast("ReceivedFile | None", request.FILES.get(f"{REPLACE}{old['id']}"))
        if upload is not None:
            new = _taken(upload, field, place, errors)
            if new is not None:
                remove(old["id"])
                files[place_in_list] = new
    _add(cast("Iterable[ReceivedFile]", request.FILES.getlist(field.id)), field, place, (files, errors))
    return files, errors


def with_pictures(inputs: Inputs, address: str) -> Inputs:
    """The inputs of an upload: each file with the address to look at it, more kinds of photos to choose.

    Of a file that the scanner has not let through there is nothing to look at; it says why.
    """
    if inputs.field.type != "upload":
        return inputs
    notes = {str(found.pk): _note(found) for found in withheld(_ids(inputs.files))}
    shown = tuple(_shown(each, f"{address}{each['id']}/", notes.get(each["id"])) for each in inputs.files)
    photos = f"{inputs.accept},.jpeg,.heic" if ".jpg" in inputs.accept else inputs.accept
    return replace(inputs, files=shown, accept=photos)


def _shown(each: Mapping[str, Any], address: str, note: dict[str, Any] | None) -> Descriptor:
    return {**each, "address": address, **(note or {"picture": address})}


def _note(found: StoredFile) -> dict[str, Any]:
    """What is said of a file that is withheld: {in_checking} or {refusal: text by language}."""
    if found.state == QUARANTINED:
        return {"in_checking": True}
    return {"refusal": refusal_named(found.refusal).message}


def _ids(files: Iterable[Mapping[str, Any]]) -> list[str]:
    return [each["id"] for each in files]


def _is_too_much(request: HttpRequest, field: Field, before: list[Descriptor]) -> bool:
    replaced = sum(f"{REPLACE}{old['id']}" in request.FILES for old in before)
    count = len(request.FILES.getlist(field.id)) + replaced
    return count > 0 and is_too_much(request, "files", count)


def _worded(key: str) -> dict[str, str]:
    return {language: say(key, language) for language in LANGUAGES}


def _is_unwanted(request: HttpRequest, each: Descriptor) -> bool:
    unwanted = bool(each["id"] == request.POST.get(REMOVE))
    if unwanted:
        remove(each["id"])
    return unwanted


def _without_rejected(field: Field, files: list[Descriptor]) -> tuple[list[Descriptor], list[FieldError]]:
    """The files without those that were rejected while they waited, each named with what to do instead."""
    rejected = {str(found.pk): found for found in withheld(_ids(files)) if found.state == REJECTED}
    errors = [_named(field, found.name, refusal_named(found.refusal)) for found in rejected.values()]
    for file_id in rejected:
        remove(file_id)
    return [each for each in files if each["id"] not in rejected], errors


def _add(
    uploads: Iterable[ReceivedFile],
    field: Field,
    place: Place,
    outcome: tuple[list[Descriptor], list[FieldError]],
) -> None:
    files, errors = outcome
    most = int(field.settings["max_files"])
    for upload in uploads:
        if len(files) >= most > 1:
            errors.append(_error(field, upload, TooManyFiles(most)))
            continue
        new = _taken(upload, field, place, errors)
        if new is None or _is_there(new, files):
            continue
        if most == 1 and files:  # where there is room for one, another one takes its place
            remove(files.pop()["id"])
        files.append(new)


def _taken(upload: ReceivedFile, field: Field, place: Place, errors: list[FieldError]) -> Descriptor | None:
    limits = Limits(with_photos(tuple(field.settings["accept"])), field.settings["max_mb"] * MEGABYTE)
    try:
        _refuse_too_big(upload, limits)
        return descriptor(store(upload.read(), upload.name or "", place.key, place.owner, limits))
    except FileRefused as refusal:
        errors.append(_error(field, upload, refusal))
        return None


def _refuse_too_big(upload: ReceivedFile, limits: Limits) -> None:
    if (upload.size or 0) > limits.max_bytes:
        raise FileTooBig(limits.max_bytes)
    if not upload.whole:
        raise FilesTooBigTogether(LARGEST_KEPT)


def _is_there(new: Descriptor, files: list[Descriptor]) -> bool:
    """Whether the list has the same content already, as after a form sent twice; it is not kept twice."""
    alike = [each for each in files if each["size"] == new["size"]]
    digest = digest_of(file(new["id"])) if alike else ""
    twice = any(digest_of(file(each["id"])) == digest for each in alike)
    if twice:
        remove(new["id"])
    return twice


def _error(field: Field, upload: ReceivedFile, refusal: FileRefused) -> FieldError:
    return _named(field, upload.name or "", refusal)


def _named(field: Field, name: str, refusal: FileRefused) -> FieldError:
    named = {
        language: say("field.refused", language, name=name, text=refusal.message[language])
        for language in LANGUAGES
    }
    return FieldError(field.id, field.id, named)
