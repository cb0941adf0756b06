"""Requests are counted in the process and written later; who names forwarded addresses leaves a trace."""

from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from modellkommune.firewall.policy import Incident
from modellkommune.foundation.alerting.commands import ERROR
from modellkommune.foundation.alerting.models import Alert
from modellkommune.foundation.alerting.queries import inspected_between
from modellkommune.foundation.health.commands import FORWARDED, PROXY
from modellkommune.foundation.health.queries import trace
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages import looking
from modellkommune.pages.blocked import asked_instead
from modellkommune.pages.looking import count, write_counts
from modellkommune.pages.town import towns as known_towns


@pytest.fixture(autouse=True)
def _towns(two_towns: tuple[str, str]) -> None:
    """Two towns, and nothing counted yet."""
    looking._counts.clear()
    looking._seen.clear()


def _written(town: str) -> int:
    today = clock.today()
    with municipality(town):
        return inspected_between(today, today + timedelta(days=1))


def test_each_town_has_its_own_count_and_what_is_written_is_not_written_again() -> None:
    for town in ("alpha", "alpha", "beta"):
        count(town, {})
    write_counts()
    assert (_written("alpha"), _written("beta")) == (2, 1)
    write_counts()
    assert (_written("alpha"), _written("beta")) == (2, 1)


def test_what_could_not_be_written_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    count("alpha", {})

    def away(_count: int) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(looking, "count_inspected", away)
        with pytest.raises(OSError):  # noqa: PT011 -- of our own making
            write_counts()
    write_counts()
    assert _written("alpha") == 1


@pytest.mark.parametrize(
    ("behind", "proxies", "sender", "left"),
    [
        (False, (), "203.0.113.7", FORWARDED),
        (True, (), "203.0.113.7", ""),
        (True, ("10.0.0.0/8",), "10.1.2.3", PROXY),
        (True, ("10.0.0.0/8",), "203.0.113.7", FORWARDED),
    ],
)
def test_a_forwarded_address_leaves_a_trace_of_who_sent_it(
    settings: Any, behind: bool, proxies: tuple[str, ...], sender: str, left: str
) -> None:
    settings.BEHIND_PROXY = behind
    settings.TRUSTED_PROXIES = tuple(map(ip_network, proxies))
    count("alpha", {"REMOTE_ADDR": sender})
    write_counts()
    assert (trace(PROXY), trace(FORWARDED)) == (None, None)
    count("alpha", {"REMOTE_ADDR": sender, "HTTP_X_FORWARDED_FOR": "192.0.2.1"})
    write_counts()
    assert [name for name in (PROXY, FORWARDED) if trace(name) is not None] == [left] * bool(left)


def test_security_staff_are_told_when_requests_cannot_be_inspected() -> None:
    known_towns.forget()
    refused = Incident("ABCD2345", "POST", "/antrag/", 0, "", 503)
    environ = {"SERVER_NAME": "x", "SERVER_PORT": "80", "wsgi.url_scheme": "http", "REMOTE_ADDR": "127.0.0.1"}
    request = WSGIRequest(asked_instead({**environ, "HTTP_HOST": "alpha.localhost"}, refused))
    assert WSGIHandler().get_response(request).status_code == 503
    for town, told in (("alpha", [ERROR]), ("beta", [])):
        with municipality(town):
            assert list(Alert.objects.values_list("kind", flat=True)) == told
    known_towns.forget()
