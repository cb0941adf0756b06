"""The session of staff: since when, used when, and whether the second factor was shown in it."""

import datetime
from typing import Final, cast

from django.conf import settings
from django.http import HttpRequest

from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.identity.staff_sessions import is_open, note_seen, open_staff_session
from modellkommune.foundation.tenants import clock
from modellkommune.pages.devices import device_of

STARTED: Final = "office_started"
SEEN: Final = "office_seen"
SECOND_FACTOR: Final = "office_second_factor"
NUMBER: Final = "office_number"


def begin_session(request: HttpRequest, *, second_factor: bool) -> None:
    """Start the clock of a session after a log-in, and note it among those of the account."""
    now = clock.now().timestamp()
    request.session[STARTED] = request.session[SEEN] = now
    request.session[SECOND_FACTOR] = second_factor
    request.session[NUMBER] = str(open_staff_session(cast(Staff, request.user).pk, device_of(request)))


def note_second_factor(request: HttpRequest) -> None:
    """The second factor was set up in this session; it gets a new key with its new rights."""
    request.session[SECOND_FACTOR] = True
    request.session.cycle_key()


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Whether this session, not only this account, has proved the second factor."""
    return request.session.get(SECOND_FACTOR) is True


def is_over(request: HttpRequest) -> bool:
    """Whether the session was ended from elsewhere or is past a limit of `settings.STAFF_SESSION_LIMITS`.

    Otherwise it is kept alive.
    """
    idle, total = (60 * minutes for minutes in settings.STAFF_SESSION_LIMITS)
    now = clock.now().timestamp()
    started, seen = request.session.get(STARTED, 0.0), request.session.get(SEEN, 0.0)
    if now - seen >= idle or now - started >= total or not _is_open(request):
        return True
    if now - seen > idle / 10:
        request.session[SEEN] = now
        note_seen(number_of(request))
    return False


def number_of(request: HttpRequest) -> str:
    """The id under which this session stands among those of the account; "" before a log-in."""
    return str(request.session.get(NUMBER, ""))


def idle_limit() -> datetime.timedelta:
    """How long a session of staff lasts without a request."""
    return datetime.timedelta(minutes=settings.STAFF_SESSION_LIMITS[0])


def _is_open(request: HttpRequest) -> bool:
    number = number_of(request)
    return bool(number) and is_open(number, cast(Staff, request.user).pk)
