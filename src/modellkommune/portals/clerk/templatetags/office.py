"""One field of django-allauth's forms as a KERN component."""

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.utils.safestring import SafeString

from modellkommune.pages.fields import InputError
from modellkommune.pages.templatetags.kern import text_field
from modellkommune.pages.wording import TextMissing, say

register = template.Library()


@register.simple_tag(takes_context=True)
def account_field(
    context: template.Context, form: forms.Form, name: str, errors: Iterable[InputError] = (), **more: Any
) -> SafeString:
    """A field with the label `office.account.label.<name>`, its hint if there is one, and its first error."""
    language, field = context["language"], form[name]
    mine = [error for error in errors if error.input_id == field.id_for_label]
    secret = more.get("kind") == "password"
    return text_field(
        context,
        field.html_name,
        value="" if secret else str(field.value() or ""),
        id=field.id_for_label,
        label=say(f"office.account.label.{name}", language),
        hint=_hint(name, language),
        error=mine[0].message if mine else "",
        **more,
    )


def _hint(name: str, language: str) -> str:
    try:
        return say(f"office.account.hint.{name}", language)
    except TextMissing:
        return ""
