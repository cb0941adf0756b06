"""A survey's questions as the templates need them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from modellkommune.blueprint.survey.asking import Fault
from modellkommune.blueprint.survey.definition import Question
from modellkommune.pages.fields import FieldView, InputError, Option, Part
from modellkommune.pages.wording import in_language, say

_COMPONENTS: Final = {"single": "radio", "scale": "radio", "multiple": "checkboxes", "text": "textarea"}
ROWS: Final = {200: 3, 500: 6}
"""Lines of a text field by the characters it takes."""


TEXTS: Final = "text-"
"""How names of text inputs begin, so that the firewall knows them in any survey."""


def input_name(question: Question) -> str:
    """The name under which a form sends the answer."""
    return f"{TEXTS}{question.id}" if question.kind == "text" else question.id


@dataclass(frozen=True)
class Line:
    """One question on the check page; `address` is where it is changed."""

    label: str
    value: str
    address: str


def drawn(
    question: Question, given: Sequence[str], error: str, language: str, *, blank: str = ""
) -> FieldView:
    """The field of a question. All questions are voluntary, so that each says so would only disturb.

    blank: the words of a choice for "not answered", where a single choice must be taken back (paper).
    """
    text = question.kind == "text"
    part = Part(
        name=input_name(question),
        id=question.id,
        kind="textarea" if text else _COMPONENTS[question.kind],
        value="\n".join(given) if text else "",
        invalid=bool(error),
        optional=question.optional,
        options=_options(question, given, language, blank),
    )
    return FieldView(
        component=_COMPONENTS[question.kind],
        id=question.id,
        parts=(part,),
        label=in_language(question.label, language),
        hint=in_language(question.hint, language),
        error=error,
        rows=next((rows for most, rows in ROWS.items() if question.longest <= most), 6),
    )


def _options(question: Question, given: Sequence[str], language: str, blank: str) -> tuple[Option, ...]:
    options = [
        Option(one.id, in_language(one.label, language), f"{question.id}-{one.id}", one.id in given)
        for one in question.choices
    ]
    if blank and question.kind in ("single", "scale"):
        options.append(Option("", blank, f"{question.id}-blank", not given))
    return tuple(options)


def errors_of(question: Question, fault: Fault, language: str) -> list[InputError]:
    """What is wrong with an answer, at the first input of its question."""
    if not fault:
        return []
    where = question.id if question.kind == "text" else f"{question.id}-{question.choices[0].id}"
    values = {"most": question.most, "longest": question.longest}
    return [InputError(where, say(f"answering.fault.{fault}", language, **values))]


def said(question: Question, given: Sequence[str], language: str) -> str:
    """An answer as people read it; empty where there is none."""
    if question.kind == "text":
        return "\n".join(given)
    labels = {choice.id: in_language(choice.label, language) for choice in question.choices}
    return ", ".join(labels[name] for name in given)


def lines(pairs: Iterable[tuple[Question, Sequence[str], str]], language: str) -> list[Line]:
    """The check page: question, answer, address of the page on which it is changed."""
    return [
        Line(in_language(question.label, language), said(question, given, language), address)
        for question, given, address in pairs
    ]
