"""Every address states who may enter."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from modellkommune.pages.entry import entrant_of

URL_CONFIGURATIONS = ("modellkommune.urls", "modellkommune.pages.directory_urls")


def _patterns(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, path)
        else:
            yield path, entry


DOORS = {
    path: pattern.callback
    for configuration in URL_CONFIGURATIONS
    for path, pattern in _patterns(get_resolver(configuration))
}


@pytest.mark.parametrize("path", sorted(DOORS))
def test_it_states_who_may_enter(path: str) -> None:
    assert entrant_of(DOORS[path]) is not None, f"{path}: mark its view with @open_to(...)"


def test_the_office_is_open_to_staff_but_for_its_entrance() -> None:
    entrance = "/amt/konto/"
    office = {path: entrant_of(view) for path, view in DOORS.items() if path.startswith("/amt/")}
    open_doors = [path for path, who in office.items() if not str(who).startswith("staff")]
    assert [path for path in open_doors if not path.startswith(entrance)] == []


def test_every_address_has_a_name_of_its_own() -> None:
    names = [pattern.name for _, pattern in _patterns(get_resolver("modellkommune.urls")) if pattern.name]
    assert sorted({name for name in names if names.count(name) > 1}) == []
