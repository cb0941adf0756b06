"""Whatever is sent to whichever address: a page that people can read, never a crash.

The addresses are walked, so new ones are tried as soon as they exist.
"""

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile import strategies as hostile
from tests.hostile.conftest import NOBODYS, Visitor
from tests.hostile.reading import Form, forms_of
from tests.pages.rules import assert_page_rules

METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND")
PARAMETER = re.compile(r"<(?:(?P<kind>[^>:]+):)?(?P<name>[^>]+)>")


def _routes(resolver: URLResolver, prefix: str = "/") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern)
        else:
            yield from _routes(entry, prefix + str(entry.pattern))


ROUTES = sorted(set(_routes(get_resolver("modellkommune.urls"))))


def _values(who: Visitor) -> dict[str, st.SearchStrategy[str]]:
    """What stands in the place of a parameter, by its kind: what exists, what does not, what is too much."""
    return {
        "uuid": st.sampled_from([who.draft or NOBODYS, who.case or NOBODYS, NOBODYS]),
        "int": st.sampled_from(["0", "1", "7", str(2**31), str(2**63), str(10**30)]),
        "slug": st.sampled_from(
            [
                "resident-parking",
                "dwelling",
                "vehicle",
                "term",
                "permit",
                "receipt",
                "decision",
                "x",
                "a" * 500,
            ]
        ),
    }


def paths(who: Visitor) -> st.SearchStrategy[str]:
    """Addresses of the portal with something in the place of each parameter."""
    values = _values(who)

    def filled(route: str) -> st.SearchStrategy[str]:
        kinds = [match["kind"] for match in PARAMETER.finditer(route)]
        return st.tuples(*(values[kind] for kind in kinds)).map(lambda found: _put(route, found))

    return st.sampled_from(ROUTES).flatmap(filled)


def _put(route: str, found: tuple[str, ...]) -> str:
    parts = iter(found)
    return PARAMETER.sub(lambda _: next(parts), route)


def _in_environ(name: str) -> str:
    return f"HTTP_{name.upper().replace('-', '_')}"


def assert_clear(answer: Any, said: str) -> None:
    """No crash, and every page keeps the rules. No identity provider runs here, which its page says: 503."""
    without_provider = said.split()[-1].startswith("/anmelden/") and answer.status_code == 503
    assert answer.status_code < 500 or without_provider, said
    if answer.headers.get("Content-Type", "").startswith("text/html") and answer.content:
        assert_page_rules(answer.content.decode())


@pytest.fixture(params=["anybody", "resident", "clerk"])
def who(request: pytest.FixtureRequest, visitor: Callable[..., Visitor]) -> Visitor:
    """Each of those who come to the doors."""
    return visitor() if request.param == "anybody" else request.getfixturevalue(request.param)


@pytest.fixture
def forms(who: Visitor) -> list[Form]:
    """The forms that this visitor meets."""
    return _forms(who)


@hostile.tried(50)
@given(data=st.data())
def test_every_address_answers_whatever_is_sent(who: Visitor, data: st.DataObject) -> None:
    path = data.draw(paths(who))
    query, form = data.draw(hostile.queries), data.draw(hostile.forms)
    method = data.draw(st.sampled_from(("GET", "POST", "POST")))
    answer = who.get(path, **query) if method == "GET" else who.client.post(path, form, query_params=query)
    assert_clear(answer, f"{method} {path}")


@hostile.tried(50)
@given(data=st.data())
def test_every_address_answers_odd_bodies_headers_and_cookies(who: Visitor, data: st.DataObject) -> None:
    path, method = data.draw(paths(who)), data.draw(st.sampled_from(METHODS))
    more: dict[str, Any] = {
        f"HTTP_{name.upper().replace('-', '_')}": text for name, text in data.draw(hostile.headers).items()
    }
    kept = "; ".join(f"{name}={morsel.value}" for name, morsel in who.client.cookies.items())
    jar = data.draw(st.one_of(st.just(kept), hostile.cookies))
    answer = who.client.generic(
        method, path, data.draw(hostile.bodies), data.draw(hostile.content_types), HTTP_COOKIE=jar, **more
    )
    assert_clear(answer, f"{method} {path}")


def _forms(who: Visitor) -> list[Form]:
    """The forms of all pages that this visitor can open."""
    known = {
        "uuid": (who.draft, who.case),
        "slug": ("resident-parking", "dwelling", "vehicle", "term"),
        "int": ("1",),
        "str": ("tabelle.csv",),
    }
    found: dict[Form, None] = {}
    for route in ROUTES:
        kinds = [match["kind"] for match in PARAMETER.finditer(route)]
        for parts in itertools.product(*(known[kind] for kind in kinds)):
            path = _put(route, parts)
            answer = who.get(path)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                found.update(dict.fromkeys(forms_of(answer.content.decode(), path)))
    return list(found)


@hostile.tried(60)
@given(data=st.data())
def test_every_form_answers_whatever_stands_in_it(
    who: Visitor, forms: list[Form], data: st.DataObject
) -> None:
    form = data.draw(st.sampled_from(forms))
    sent = {name: data.draw(st.one_of(st.just(value), hostile.texts)) for name, value in form.fields}
    pressed = data.draw(st.sampled_from([*form.buttons, ("", "")]))
    sent |= {pressed[0]: data.draw(st.one_of(st.just(pressed[1]), hostile.texts))} if pressed[0] else {}
    answer = who.get(form.address, **sent) if form.method == "get" else who.post(form.address, sent)
    assert_clear(answer, f"{sent} to {form.address}")
