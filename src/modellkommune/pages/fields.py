"""A field of a form as its template needs it, whatever blueprint or page it comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from modellkommune.pages.wording import in_language, say


@dataclass(frozen=True)
class Option:
    """One choice of a radio, select or checkbox group."""

    value: str
    label: str
    hint: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Part:
    """One HTML input, or one group of radios or checkboxes. `key` tells the parts of a field apart."""

    id: str
    name: str
    key: str = ""
    value: Any = ""
    label: str = ""
    type: str = "text"
    autocomplete: str = ""
    inputmode: str = ""
    width: str = ""
    list: str = ""
    invalid: bool = False
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class FieldView:
    """A field with its parts, ready to draw; `component` names the template."""

    component: str
    id: str
    parts: tuple[Part, ...]
    label: str = ""
    hint: str = ""
    error: str = ""
    optional: bool = False
    unit: str = ""
    accept: str = ""
    limits: str = ""
    rows: int = 4
    files: tuple[Mapping[str, Any], ...] = ()
    later: bool = False
    suggestions: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def first(self) -> Part:
        """The input that the label names."""
        return self.parts[0]

    @property
    def by(self) -> dict[str, Part]:
        """The parts by key."""
        return {part.key: part for part in self.parts}

    @property
    def described_by(self) -> str:
        """Value of aria-describedby: hint and error, whichever there is."""
        ids = [f"{self.id}-{suffix}" for suffix, text in (("h", self.hint), ("e", self.error)) if text]
        return " ".join(ids)


COMPONENTS: Final = {
    "text": "text",
    "name": "text",
    "e-mail": "text",
    "long-text": "textarea",
    "date": "date",
    "number": "number",
    "licence-plate": "plate",
    "address": "address",
    "upload": "upload",
    "information": "information",
    "consent": "consent",
}
LAYOUTS: Final = {"select": "select", "checkboxes": "checkboxes"}
# Widths of parts by key; fields of one part take theirs from the field's settings.
WIDTHS: Final = {
    "day": "kern-form-input__input--width-2",
    "month": "kern-form-input__input--width-2",
    "year": "kern-form-input__input--width-4",
    "house_number": "width-5",
    "postcode": "width-5",
    "text": "width-20",
}
NUMERIC: Final = frozenset({"day", "month", "year", "postcode"})
ALWAYS_SHOWN: Final = frozenset({"", "text", "kind"})


def view_of(field: Any, inputs: Iterable[Any], errors: Iterable[Any], language: str) -> FieldView:
    """A blueprint's field as its template needs it.

    `inputs` comes from `Service.inputs(...)`; of `errors` those with this field's id are shown at the field.
    """
    own = [error for error in errors if error.field_id == field.id]
    component = _component(field)
    parts = tuple(_part(field, entry, component, {error.input_id for error in own}, language) for entry in inputs)
    settings = field.settings
    return FieldView(
        component=component,
        id=parts[0].id if parts else field.id,
        parts=parts,
        label=in_language(field.label, language),
        hint=in_language(settings.get("body") if component == "information" else field.hint, language),
        error=in_language(own[0].message, language) if own else "",
        optional=bool(field.optional),
        unit=in_language(settings.get("unit"), language),
        accept=",".join(f".{kind}" for kind in settings.get("accept", ())),
        limits=_limits(settings, language) if component == "upload" else "",
        rows=settings.get("rows", 4),
        files=tuple(parts[0].value) if component == "upload" and parts else (),
        settings=settings,
    )


def _component(field: Any) -> str:
    if field.type == "choice":
        return LAYOUTS.get(field.settings.get("layout", "radio"), "radio")
    return COMPONENTS[field.type]


def _part(field: Any, entry: Any, component: str, wrong: set[str], language: str) -> Part:
    key = entry.part
    chosen = {str(value) for value in entry.value} if isinstance(entry.value, list) else {str(entry.value)}
    return Part(
        id=entry.id,
        name=entry.name,
        key=key,
        value=entry.value,
        label=in_language(entry.label, language) or (say(f"field.{key}", language) if key else ""),
        type="email" if field.type == "e-mail" else "text",
        autocomplete=entry.autocomplete,
        inputmode=_inputmode(field, key),
        width=WIDTHS.get(key, "width-10" if component == "number" else ""),
        invalid=entry.id in wrong,
        options=tuple(
            Option(str(value), in_language(label, language), in_language(hint, language), str(value) in chosen)
            for value, label, hint in entry.options
        ),
    )


def _inputmode(field: Any, key: str) -> str:
    if key in NUMERIC:
        return "numeric"
    if field.type == "number":
        return "decimal" if field.settings.get("decimals") else "numeric"
    return ""


def _limits(settings: Mapping[str, Any], language: str) -> str:
    kinds = ", ".join(kind.upper() for kind in settings.get("accept", ("pdf", "jpg", "png")))
    files = settings.get("max_files", 1)
    key = "field.limits" if files > 1 else "field.limits_one"
    return say(key, language, kinds=kinds, size=settings.get("max_mb", 10), files=files)
