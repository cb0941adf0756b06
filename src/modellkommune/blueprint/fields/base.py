"""What every type of field shares: its settings, its inputs on a page, reading, presenting."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import StringConstraints

from modellkommune.blueprint.known import Known
from modellkommune.blueprint.schema.basis import Expression, Id, Strict, Text
from modellkommune.blueprint.wording import Text as Words
from modellkommune.blueprint.wording import is_variety, say
from modellkommune.values.latin import normalise

Form = Mapping[str, Sequence[str]]
Entered = Mapping[str, Any]


class FieldSpec(Strict):
    """What any field in form.yaml may say."""

    id: Id
    label: Text
    hint: Text | None = None
    optional: bool = False
    autocomplete: str | None = None
    when: Expression | None = None
    prefill: Annotated[str, StringConstraints(pattern=r"^identity\.[a-z_]+$")] | None = None
    read_only: Literal["low", "substantial", "high"] | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a field; `value` is what is stored."""

    id: str
    value: str | int
    label: Words
    hint: Words


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a compiled service: texts of the municipality, only the options it offers.

    fields: those of one row, where it is a group.
    """

    id: str
    type: str
    label: Words
    hint: Words
    optional: bool = False
    options: tuple[Option, ...] = ()
    autocomplete: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    when: str | None = None
    prefill: str = ""
    read_only: str = ""
    input_type: str = "text"
    fields: tuple["Field", ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One option as rendered."""

    value: str
    label: str
    id: str
    selected: bool = False
    hint: str = ""


class Choices(tuple[Choice, ...]):
    """Options of a long list that is made once and kept: known again without looking at each of them."""

    @cached_property
    def _known_by(self) -> int:
        return super().__hash__()

    def __hash__(self) -> int:
        """The same as a tuple's, computed once."""
        return self._known_by


@dataclass(frozen=True, slots=True)
class Input:
    """One control: kind is text, email, tel, textarea, select, radio, checkboxes, checkbox or file.

    part: which part of a field of several controls (day, street, country, ...), else "".
    """

    name: str
    id: str
    kind: str
    label: str
    value: str = ""
    autocomplete: str = ""
    inputmode: str = ""
    width: int = 0
    max_length: int = 0
    suffix: str = ""
    hint: str = ""
    optional: bool = False
    checked: bool = False
    part: str = ""
    options: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Inputs:
    """All a page needs to render a field. `grouped`: a fieldset whose legend is the field's label.

    hint: the field's, in the language of the page, as it reads in this municipality;
    files: descriptors of an upload; body: the sentence of an information; read_only: show `text`, no input;
    rows: those of a group.
    """

    field: Field
    grouped: bool
    inputs: tuple[Input, ...]
    hint: str = ""
    read_only: bool = False
    text: str = ""
    body: str = ""
    accept: str = ""
    files: tuple[Mapping[str, Any], ...] = ()
    rows: tuple["Row", ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a group: its number from 0, its title, its controls, whether it may be removed."""

    number: int
    title: str
    inputs: tuple[Inputs, ...]
    may_go: bool = True


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with an input and how to put it right, in each language."""

    field_id: str
    input_id: str
    message: Words


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of reading one field: a value (None: nothing given), or errors; extra entered values.

    again: the person asked for more or fewer rows and wants to see the page again. meant: beside errors, what
    the answer will be, so that only the questions are asked that go with it; it is not kept.
    """

    value: Any = None
    errors: tuple[FieldError, ...] = ()
    entered: Mapping[str, Any] = field(default_factory=dict)
    again: bool = False
    meant: Any = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of reading one step: all answers so far, errors, what was typed, whether to ask again."""

    answers: dict[str, Any]
    errors: tuple[FieldError, ...]
    entered: dict[str, Any]
    again: bool = False


class Kind:
    """One type of field. Subclasses stand in modules of their own and in the registry."""

    grouped = False
    cel_type = "text"
    has_answer = True

    def type_of(self, settings: Mapping[str, Any]) -> str:
        """The type of the answer in expressions."""
        return self.cel_type

    def names(self, field: Field) -> tuple[str, ...]:
        """The names of all inputs of the field."""
        return (field.id,)

    def read(self, field: Field, form: Form, known: Known, current: Any) -> Answer:
        """Read what was sent; `current` is the answer so far."""
        raise NotImplementedError

    def inputs(self, field: Field, value: Any, entered: Entered, language: str) -> tuple[Input, ...]:
        """The controls, holding what was typed or else the answer."""
        raise NotImplementedError

    def hint(self, field: Field, language: str, known: Known | None) -> str:
        """What helps to answer."""
        return say(field.hint, language)

    def rows(
        self, field: Field, value: Any, entered: Entered, language: str, known: Known | None
    ) -> tuple[Row, ...]:
        """The rows of a group; no other field has any."""
        return ()

    def present(self, field: Field, value: Any, language: str) -> str:
        """The answer as people read it."""
        return str(value)

    def json_schema(self, field: Field) -> dict[str, Any]:
        """JSON Schema of the answer."""
        return {"type": "string"}

    def prefilled(self, field: Field, identity: Mapping[str, Any], known: Known) -> Any:
        """The answer the log-in gives, or None."""
        return identity.get(field.prefill.partition(".")[2]) or None


def sent(form: Form, name: str) -> str:
    """The first value sent under a name, cleaned of invisible characters and superfluous blanks."""
    values = form.get(name) or ("",)
    return normalise(values[0])


def shown(entered: Entered, name: str, value: str) -> str:
    """What was typed, or else what is stored."""
    typed = entered.get(name)
    if isinstance(typed, list | tuple):
        typed = typed[0] if typed else ""
    return value if typed is None else str(typed)


def error(field: Field, de: str, en: str, input_id: str = "") -> Answer:
    """One error at one input of the field."""
    return Answer(errors=(FieldError(field.id, input_id or field.id, {"de": de, "en": en}),))


def missing(field: Field, input_id: str = "") -> Answer:
    """Nothing was given where something is needed."""
    return naming(field, "Bitte füllen Sie „{}“ aus.", "Please fill in “{}”.", input_id)


def naming(field: Field, de: str, en: str, input_id: str = "") -> Answer:
    """One error with the question in the place of `{}`, worded as on the page: in easy German as well."""
    sentences = {"de": de, "en": en}
    languages = (*sentences, *filter(is_variety, field.label))
    message = {one: say(sentences, one).format(say(field.label, one)) for one in languages}
    return Answer(errors=(FieldError(field.id, input_id or field.id, message),))


def joined(words: Iterable[str], language: str = "de") -> str:
    """A list in a sentence: "a, b oder c"."""
    *first, last = list(words)
    joint = " oder " if language == "de" else " or "
    return ", ".join(first) + joint + last if first else last
