"""The session of staff: since when, used when, and whether the second factor was shown in it."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest

from modellkommune.foundation.tenants import clock

STARTED: Final = "office_started"
SEEN: Final = "office_seen"
SECOND_FACTOR: Final = "office_second_factor"


def begin_session(request: HttpRequest, *, second_factor: bool) -> None:
    """Start the clock of a session after a log-in."""
    now = clock.now().timestamp()
    request.session[STARTED] = request.session[SEEN] = now
    request.session[SECOND_FACTOR] = second_factor


def note_second_factor(request: HttpRequest) -> None:
    """The second factor was set up in this session; it gets a new key with its new rights."""
    request.session[SECOND_FACTOR] = True
    request.session.cycle_key()


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Whether this session, not only this account, has proved the second factor."""
    return request.session.get(SECOND_FACTOR) is True


def is_over(request: HttpRequest) -> bool:
    """Whether the session is past a limit of `settings.STAFF_SESSION_LIMITS`; otherwise it is kept alive."""
    idle, total = (60 * minutes for minutes in settings.STAFF_SESSION_LIMITS)
    now = clock.now().timestamp()
    started, seen = request.session.get(STARTED, 0.0), request.session.get(SEEN, 0.0)
    if now - seen >= idle or now - started >= total:
        return True
    if now - seen > idle / 10:
        request.session[SEEN] = now
    return False
