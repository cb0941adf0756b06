"""Uploads. The caller stores the files; the answer is the list of their descriptors."""

from typing import Annotated, Any, Literal

from pydantic import Field as Bound

from modellkommune.blueprint.fields.base import (
    Answer,
    Entered,
    Field,
    FieldSpec,
    Form,
    Input,
    Kind,
    error,
    joined,
)
from modellkommune.blueprint.known import Known
from modellkommune.blueprint.wording import say

MEDIA = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
PHOTOS = {"image/jpeg", "image/heic"}
"""Who takes photos takes those of every telephone."""


class UploadSpec(FieldSpec):
    """Evidence; `later`: may be handed in after submission; `on_request`: only if a check wants it."""

    type: Literal["upload"]
    accept: Annotated[list[Literal["pdf", "jpg", "png"]], Bound(min_length=1)] = ["pdf", "jpg", "png"]
    max_mb: Annotated[int, Bound(ge=1, le=50)] = 10
    max_files: Annotated[int, Bound(ge=1, le=20)] = 5
    later: bool = False
    on_request: bool = False


class UploadKind(Kind):
    """A list of {id, name, media_type, size}."""

    cel_type = "files"

    def read(self, field: Field, form: Form, known: Known, current: Any) -> Answer:
        """What the caller stored stays, also after other errors; nothing is read from the form itself."""
        files = list(current or [])
        if not files:
            return self._nothing(field)
        most = int(field.settings["max_files"])
        if len(files) > most:
            de, en = f"Bitte laden Sie höchstens {most} Dateien hoch.", f"Please upload at most {most} files."
            return error(field, f"{de} Entfernen Sie eine.", f"{en} Remove one.")
        for file in files:
            if fault := _unfit(field, file):
                return fault
        return Answer(files)

    def _nothing(self, field: Field) -> Answer:
        if field.optional or field.settings.get("later"):
            return Answer()
        kinds = [kind.upper() for kind in field.settings["accept"]]
        return error(
            field,
            f"Bitte laden Sie eine Datei hoch: {say(field.label, 'de')} ({joined(kinds, 'de')}).",
            f"Please upload a file: {say(field.label, 'en')} ({joined(kinds, 'en')}).",
        )

    def inputs(self, field: Field, value: Any, entered: Entered, language: str) -> tuple[Input, ...]:
        """One file control."""
        label = say(field.label, language)
        return (Input(field.id, field.id, "file", label, optional=bool(field.settings.get("later"))),)

    def present(self, field: Field, value: Any, language: str) -> str:
        """The names of the files."""
        return ", ".join(str(file["name"]) for file in value)

    def json_schema(self, field: Field) -> dict[str, Any]:
        """A list of descriptors."""
        texts = {name: {"type": "string"} for name in ("id", "name", "media_type")}
        file = {
            "type": "object",
            "properties": {**texts, "size": {"type": "integer", "minimum": 0}},
            "required": ["id", "name"],
        }
        return {"type": "array", "items": file, "maxItems": field.settings["max_files"]}


def _unfit(field: Field, file: Any) -> Answer | None:
    most, kinds = int(field.settings["max_mb"]), list(field.settings["accept"])
    if int(file.get("size", 0)) > most * 1024 * 1024:
        return error(
            field,
            f"„{file['name']}“ ist größer als {most} MB. Bitte laden Sie stattdessen eine kleinere hoch.",
            f"“{file['name']}” is larger than {most} MB. Please remove it and upload a smaller one.",
        )
    taken = {MEDIA[kind] for kind in kinds} | (PHOTOS if "jpg" in kinds else set())
    if file.get("media_type", MEDIA[kinds[0]]) not in taken:
        wanted = [kind.upper() for kind in kinds]
        return error(
            field,
            f"„{file['name']}“ hat ein anderes Format. Möglich sind {joined(wanted, 'de')}.",
            f"“{file['name']}” has another format. Possible are {joined(wanted, 'en')}.",
        )
    return None
