"""Errors of django-allauth's forms as our pages show them: with the input they belong to, in one language."""

from django import forms

from modellkommune.pages.fields import InputError
from modellkommune.pages.wording import TextMissing, say


def errors_of(form: forms.Form | None, language: str) -> tuple[InputError, ...]:
    """The errors of a form in the order of its fields; those of the whole form point at its first field."""
    if form is None or not form.is_bound:
        return ()
    found = [
        InputError(_input_id(form, name), _sentence(name, error.code, str(error.messages[0]), language))
        for name, errors in form.errors.as_data().items()
        for error in errors
    ]
    order = [form[name].id_for_label for name in form.fields]
    return tuple(sorted(found, key=lambda error: order.index(error.input_id)))


def _input_id(form: forms.Form, name: str) -> str:
    field = name if name in form.fields else next(iter(form.fields))
    return str(form[field].id_for_label)


def _sentence(field: str, code: str | None, message: str, language: str) -> str:
    if code == "required":
        return say(f"office.account.missing.{field}", language)
    try:
        return say(f"office.account.error.{code}", language)
    except TextMissing:
        return message
