"""Which address is open to whom: read from the marks of the views, written down in docs/security/rights.md.

`python -m tests.portals.rights_table` writes the page anew.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import django
from django.urls import URLPattern, URLResolver, get_resolver

from modellkommune.foundation.identity.rights import ROLES
from modellkommune.pages.entry import entrant_of, rights_for

URL_CONFIGURATIONS: Final = ("modellkommune.urls", "modellkommune.pages.directory_urls")
PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "security" / "rights.md"
HEAD: Final = ("| Address | Who | One of these rights |", "|---|---|---|")
View = Callable[..., Any]
INTRODUCTION: Final = """# Who may enter where

Every address of the portal and who gets through. The page is written from the marks of the views (`@open_to`,
`@office`): `.venv/bin/python -m tests.portals.rights_table`. A test refuses an address that is missing here;
another walks through all of them with every role, without a log-in and from another municipality.

"everybody" means without a log-in; "resident" whoever began the draft or case, or has logged in for it;
"station" a paired tablet; "machine" a callback, which is believed nothing. A role named here counts in the
municipality that gave it, nowhere else; what belongs to others answers as if it did not exist.
"""


def patterns(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern below a resolver, with its whole path."""
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, path)
        else:
            yield path, entry


def doors(configuration: str) -> dict[str, View]:
    """Path -> view of one URL configuration."""
    return {path: pattern.callback for path, pattern in patterns(get_resolver(configuration))}


def roles_for(view: View) -> list[str]:
    """The roles that may enter a view of the office; all where it takes no right."""
    wanted = rights_for(view)
    return sorted(role for role, held in ROLES.items() if not wanted or wanted & held)


def _line(path: str, view: View) -> str:
    entrant = str(entrant_of(view))
    if not entrant.startswith("staff"):
        return f"| `{path}` | {'everybody' if entrant == 'anyone' else entrant} | |"
    rights = ", ".join(sorted(rights_for(view))) or "a log-in"
    roles = roles_for(view)
    return f"| `{path}` | {'every role' if len(roles) == len(ROLES) else ', '.join(roles)} | {rights} |"


def table() -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    titles = ("A municipality's portal", "The directory")
    for title, configuration in zip(titles, URL_CONFIGURATIONS, strict=True):
        lines = [_line(path, view) for path, view in sorted(doors(configuration).items())]
        parts.append("\n".join([f"## {title}", "", *HEAD, *lines, ""]))
    return "\n".join(parts)


if __name__ == "__main__":
    django.setup()
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(table(), "utf-8")
