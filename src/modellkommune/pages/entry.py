"""Who may enter: every view says so itself, and a test asks each address for it.

The marker is a statement, not the guard: the portal's own guard stays in front of the view, and the tests of
the portal knock at each door as somebody who may not enter.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

ENTRANTS: Final = frozenset(
    {"anyone", "resident", "staff", "staff:clerk", "staff:administrator", "station", "machine"}
)

FORMS: Final = "*"
"""Stands for every field of text that a service's form has."""
BEGINNING: Final = "-"
"""The last sign of a name that stands for all fields whose names begin with it."""

View = TypeVar("View", bound=Callable[..., Any])


class UnknownEntrant(ValueError):
    """A view is open to anyone, resident, staff (:clerk, :administrator), station or machine."""


def open_to(entrant: str) -> Callable[[View], View]:
    """Mark a view with those who may enter: `@open_to("resident")`. Raises UnknownEntrant for other words."""
    if entrant not in ENTRANTS:
        raise UnknownEntrant(entrant)

    def mark(view: View) -> View:
        view.open_to = entrant  # type: ignore[attr-defined]
        return view

    return mark


def entrant_of(view: Callable[..., Any]) -> str | None:
    """Who may enter this view, None if it does not say."""
    stated: str | None = getattr(view, "open_to", None)
    return stated


def needing(rights: frozenset[str]) -> Callable[[View], View]:
    """Mark a view of the office with the rights of which one is enough to enter: its guard does it."""

    def mark(view: View) -> View:
        view.rights = rights  # type: ignore[attr-defined]
        return view

    return mark


def rights_for(view: Callable[..., Any]) -> frozenset[str]:
    """The rights of which one is enough to enter this view; none where it takes no right."""
    stated: frozenset[str] = getattr(view, "rights", frozenset())
    return stated


def free_text(*names: str) -> Callable[[View], View]:
    """Mark a view with its fields in which people write what they like.

    `FORMS`: those of all services; a name that ends with `BEGINNING`: all that begin with it.

    The firewall turns nobody away for what stands in them; it notes what staff should look at with care.
    """

    def mark(view: View) -> View:
        view.free_text = frozenset(names)  # type: ignore[attr-defined]
        return view

    return mark


def free_text_of(view: Callable[..., Any]) -> frozenset[str]:
    """The fields of free text that this view names."""
    stated: frozenset[str] = getattr(view, "free_text", frozenset())
    return stated


def secret(*names: str) -> Callable[[View], View]:
    """Mark a view with its fields for passwords and codes: the firewall never looks at them."""

    def mark(view: View) -> View:
        view.secret = frozenset(names)  # type: ignore[attr-defined]
        return view

    return mark


def secrets_of(view: Callable[..., Any]) -> frozenset[str]:
    """The fields for passwords and codes that this view names."""
    stated: frozenset[str] = getattr(view, "secret", frozenset())
    return stated
