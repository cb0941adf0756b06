"""Who may enter: every view says so itself, and a test asks each address for it.

The marker is a statement, not the guard: the portal's own guard stays in front of the view, and the tests of
the portal knock at each door as somebody who may not enter.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

ENTRANTS: Final = frozenset(
    {"anyone", "resident", "staff", "staff:clerk", "staff:administrator", "station", "machine"}
)

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
