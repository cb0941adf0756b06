"""How states, points, figures and days of the market are written on its pages."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django import template
from django.utils.safestring import SafeString

from modellkommune.pages.adoption.words import figure_name
from modellkommune.pages.nodes import language_of
from modellkommune.pages.templatetags.kern import badge, text_field
from modellkommune.pages.wording import say
from modellkommune.participation.ideas import states
from modellkommune.participation.ideas.metrics import Effect, Reading
from modellkommune.participation.ideas.models import Link
from modellkommune.portals.employee.papers import value_text

register = template.Library()

KINDS: Final = {
    states.ACCEPTED: "success",
    states.IN_IMPLEMENTATION: "success",
    states.IMPLEMENTED: "success",
    states.EFFECT_MEASURED: "success",
    states.REJECTED: "danger",
    states.DEFERRED: "warning",
}


@register.simple_tag(takes_context=True)
def state_badge(context: template.Context, state: str) -> SafeString:
    """A state as a small mark."""
    return badge(KINDS.get(state, "info"), say(f"ideas.state.{state}", language_of(context)))


@register.simple_tag(takes_context=True)
def points(context: template.Context, value: Decimal | None) -> str:
    """Points with two digits: "3,50"; a dash where there are none."""
    if value is None:
        return "–"
    text = f"{value:.2f}"
    return text if language_of(context) == "en" else text.replace(".", ",")


@register.simple_tag(takes_context=True)
def metric_name(context: template.Context, effect: Effect) -> str:
    """The name of a figure."""
    return figure_name(effect, language_of(context))


@register.simple_tag(takes_context=True)
def reading_value(context: template.Context, effect: Effect, reading: Reading | None) -> str:
    """A value with its unit, or that there is none yet."""
    language = language_of(context)
    if reading is None:
        return say("ideas.effect.none", language)
    return value_text(reading.value, effect.metric.unit, language)


@register.simple_tag(takes_context=True)
def link_name(context: template.Context, link: Link) -> str:
    """Figure and service of a link."""
    metric = say(f"ideas.metric.{link.metric}", language_of(context))
    return f"{metric}: {service_title(context, link)} {link.release_version}"


@register.simple_tag(takes_context=True)
def service_title(context: template.Context, link: Link) -> str:
    """The title of a link's service, from `titles` of the page; its id where it is offered no longer."""
    titles: Mapping[str, str] = context.get("titles") or {}
    return titles.get(link.service_id, link.service_id)


@register.filter
def words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


@register.simple_tag(takes_context=True)
def value_fields(
    context: template.Context, name: str, each: Mapping[str, Any], wrong: Mapping[str, str]
) -> str:
    """The three inputs of a value: number, source, day. Errors belong to the link that was sent."""
    language, link = language_of(context), each["link"]
    drawn = []
    for part, width in (("", "width-10"), ("_source", ""), ("_on", "width-10")):
        field = f"{name}{part}"
        label = f"{say(f'ideas.effect.{name}', language)}: {say(f'ideas.link.value{part}', language)}"
        error = wrong.get(field, "") if each["mine"] else ""
        # The first error's link leads here, so the input has the name of the field as its id then.
        input_id = field if each["mine"] else f"{field}-{link.pk}"
        given = each["given"][field]
        drawn.append(
            text_field(
                context, field, given, id=input_id, label=label, error=error, width=width, optional=True
            )
        )
    return SafeString("".join(drawn))


@register.simple_tag(takes_context=True)
def deadline_field(context: template.Context, state: str, days: str, wrong: Mapping[str, str]) -> SafeString:
    """The input for the days in a state."""
    name, label = f"days-{state}", say(f"ideas.state.{state}", language_of(context))
    error = wrong.get(name, "")
    return text_field(context, name, days, label=label, error=error, width="width-4", inputmode="numeric")
