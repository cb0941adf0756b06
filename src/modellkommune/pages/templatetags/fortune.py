"""Looking a name up by its number, for the lines of a protocol."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.simple_tag
def named(names: Mapping[int, str], number: int) -> str:
    """The name of this number."""
    return names.get(number, str(number))
