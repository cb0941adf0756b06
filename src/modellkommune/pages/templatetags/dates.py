"""Days and amounts as people write them, in the language of the page."""

import datetime

from django import template

from modellkommune.pages.wording import DEFAULT
from modellkommune.values.clock import BERLIN, legal_date
from modellkommune.values.money import Money
from modellkommune.values.period import date_text

register = template.Library()


@register.simple_tag(takes_context=True)
def day(context: template.Context, value: datetime.date | datetime.datetime) -> str:
    """A day, or the day of an instant in legal time: "Donnerstag, 3. Dezember 2026"."""
    date = legal_date(value) if isinstance(value, datetime.datetime) else value
    return date_text(date, _language(context))


@register.simple_tag(takes_context=True)
def moment(context: template.Context, instant: datetime.datetime) -> str:
    """An instant in legal time: "Donnerstag, 3. Dezember 2026, 13:05"."""
    local = instant.astimezone(BERLIN)
    return f"{date_text(local.date(), _language(context))}, {local:%H:%M}"


@register.simple_tag(takes_context=True)
def money(context: template.Context, cents: int) -> str:
    """An amount in cents: "30,70 €"."""
    return Money(cents).text(_language(context))


def _language(context: template.Context) -> str:
    return str(context.get("language") or DEFAULT)
