"""A field of a form as its template needs it, whatever blueprint or page it comes from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from modellkommune.pages.wording import in_language, say


@dataclass(frozen=True)
class InputError:
    """A mistake at one input of a form of our own, as `{% error_summary %}` wants it."""

    input_id: str
    message: str


@dataclass(frozen=True)
class Option:
    """One choice of a radio, select or checkbox group."""

    value: str
    label: str
    id: str = ""
    selected: bool = False
    hint: str = ""


@lru_cache(maxsize=256)
def select_options(options: tuple[Any, ...]) -> SafeString:
    """The option elements of a select; long lists (countries) come again and again, so they are kept."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((o.value, SafeString(" selected" if o.selected else ""), o.label) for o in options),
    )


@dataclass(frozen=True)
class Part:
    """One HTML control, or one group of radios or checkboxes (`kind` as in the blueprint's Input)."""

    name: str
    id: str
    kind: str = "text"
    label: str = ""
    value: str = ""
    autocomplete: str = ""
    inputmode: str = ""
    width: str = ""
    max_length: int = 0
    suffix: str = ""
    hint: str = ""
    list: str = ""
    optional: bool = False
    checked: bool = False
    invalid: bool = False
    options: tuple[Any, ...] = ()  # of Option, or of the blueprint's Choice, which is alike

    @property
    def option_list(self) -> SafeString:
        """The options of a select."""
        return select_options(self.options)


@dataclass(frozen=True)
class RowView:
    """One row of a repeated group; `remove` is what its button sends, empty where it has to stay."""

    id: str
    title: str
    views: tuple["FieldView", ...]
    remove: str = ""


@dataclass(frozen=True)
class FieldView:
    """A field with its parts, ready to draw; `component` names the template."""

    component: str
    id: str
    parts: tuple[Part, ...]
    label: str = ""
    hint: str = ""
    error: str = ""
    further_errors: tuple[str, ...] = ()  # where several of its parts are wrong
    optional: bool = False
    text: str = ""
    accept: str = ""
    limits: str = ""
    rows: int = 4
    later: bool = False
    files: tuple[Mapping[str, Any], ...] = ()
    several: bool = False  # files in one go
    rows_shown: tuple[RowView, ...] = ()
    add: str = ""  # what the button for another row sends; empty where there is room for no more

    @property
    def template(self) -> str:
        """The template that draws it."""
        return f"kern/field_{self.component}.html"

    @property
    def first(self) -> Part:
        """The control that the label names."""
        return self.parts[0]

    @property
    def shown(self) -> tuple[Part, ...]:
        """The controls that nearly everybody fills in."""
        return tuple(part for part in self.parts if part.kind in TYPED and not part.id.endswith(FOLDED))

    @property
    def asked_back(self) -> tuple[Part, ...]:
        """Questions back after a vain look-up: which of these, or is it right as it stands."""
        return tuple(part for part in self.parts if part.id.endswith(ASKED_BACK))

    @property
    def folded(self) -> tuple[Part, ...]:
        """What stands folded away until somebody needs it."""
        return tuple(part for part in self.parts if part not in (*self.shown, *self.asked_back))

    @property
    def unfolded(self) -> bool:
        """Whether something folded away was filled in or is wrong."""
        return any(
            part.invalid or (part.value and not part.options) or any(o.selected for o in part.options[1:])
            for part in self.folded
        )

    @property
    def impersonal(self) -> bool:
        """Whether nothing in it was typed by a person or told by a log-in: no text, no file, no error."""
        typed = any(part.value for part in self.parts if part.kind in (*TYPED, "textarea"))
        return not (typed or self.error or self.text or self.files or self.rows_shown)

    @cached_property
    def described_by(self) -> str:
        """Value of aria-describedby: hint, limits and error, whichever there are."""
        texts = (("h", self.hint), ("l", self.limits), ("e", self.error))
        further = (f"{self.id}-e{number}" for number, _ in enumerate(self.further_errors, 1))
        return " ".join((*(f"{self.id}-{suffix}" for suffix, text in texts if text), *further))


TYPED: Final = ("text", "email", "tel")
ASKED_BACK: Final = ("-choice", "-confirm")
FOLDED: Final = ("-name",)
# Widths in characters that a blueprint names, as classes.
WIDTHS: Final = {2: "kern-form-input__input--width-2", 4: "kern-form-input__input--width-4"}
COMPONENTS: Final = {
    "date": "date",
    "licence-plate": "plate",
    "address": "address",
    "upload": "upload",
    "information": "information",
    "consent": "consent",
    "group": "group",
}
BY_KIND: Final = {"textarea": "textarea", "select": "select", "radio": "radio", "checkboxes": "checkboxes"}


def view_of(field: Any, inputs: Any, errors: Iterable[Any], language: str) -> FieldView:
    """A blueprint's field as its template needs it.

    `inputs` is what `Service.inputs(...)` gave; of `errors` those with this field's id stand at the field.
    """
    own = [error for error in errors if error.field_id == field.id]
    wrong = {error.input_id for error in own}
    first, *further = dict.fromkeys(in_language(error.message, language) for error in own) or [""]
    settings = field.settings
    upload = field.type == "upload"
    return FieldView(
        component="fixed" if inputs.read_only else _component(field, inputs.inputs),
        id=field.id,
        parts=tuple(_part(entry, wrong) for entry in inputs.inputs),
        label=in_language(field.label, language),
        hint=inputs.body or inputs.hint,
        error=first,
        further_errors=tuple(further),
        optional=bool(field.optional),
        text=inputs.text or in_language(settings.get("item"), language),
        accept=inputs.accept,
        limits=_limits(settings, language) if upload else "",
        rows=settings.get("rows") or 4,
        later=bool(settings.get("later")) if upload else False,
        files=inputs.files,
        several=upload and settings.get("max_files", 1) > 1,
        rows_shown=_rows(field, inputs, errors, language),
        add=f"add:{field.id}" if len(inputs.rows) < settings.get("max_items", 0) else "",
    )


def _rows(field: Any, inputs: Any, errors: Iterable[Any], language: str) -> tuple[RowView, ...]:
    return tuple(
        RowView(
            f"{field.id}-{row.number}",
            row.title,
            tuple(view_of(part.field, part, errors, language) for part in row.inputs),
            f"remove:{field.id}:{row.number}" if row.may_go else "",
        )
        for row in inputs.rows
    )


def _component(field: Any, inputs: Sequence[Any]) -> str:
    kind = inputs[0].kind if inputs else ""
    return COMPONENTS.get(field.type) or BY_KIND.get(kind, "text")


def _part(entry: Any, wrong: set[str]) -> Part:
    options = entry.options
    return Part(
        name=entry.name,
        id=entry.id,
        kind=entry.kind,
        label=entry.label,
        value=entry.value,
        autocomplete=entry.autocomplete,
        inputmode=entry.inputmode,
        width=_width(entry.width),
        max_length=entry.max_length,
        suffix=entry.suffix,
        hint=entry.hint,
        optional=entry.optional,
        checked=entry.checked,
        invalid=entry.id in wrong or any(option.id in wrong for option in options),
        options=options,
    )


def _width(characters: int) -> str:
    if not characters:
        return ""
    return WIDTHS.get(characters) or (
        "width-5" if characters <= 6 else "width-10" if characters <= 10 else "width-20"
    )


def _limits(settings: Mapping[str, Any], language: str) -> str:
    kinds = ", ".join(kind.upper() for kind in settings.get("accept", ("pdf", "jpg", "png")))
    files = settings.get("max_files") or 1
    key = "field.limits" if files > 1 else "field.limits_one"
    return say(key, language, kinds=kinds, size=settings.get("max_mb", 10), files=files)
