"""The two cookies of residents: the session's token, and what must come back from a log-in under way."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from django.core import signing
from django.http import HttpRequest, HttpResponse

from modellkommune.foundation.identity.commands import keep_alive
from modellkommune.foundation.identity.models import ResidentSession
from modellkommune.foundation.identity.providers.oidc import Attempt
from modellkommune.foundation.identity.queries import ended_session_of, session_of
from modellkommune.pages.cookies import INSIDE, brought, hand_out, name_of, take_back

RESIDENT: Final = "resident"
LOG_IN: Final = "login"
ATTEMPT_LIFETIME: Final = 900  # seconds: time to find the card and the PIN
_SALT: Final = "modellkommune.login"


@dataclass(frozen=True)
class Journey:
    """A log-in under way: what the provider must answer to, and where the resident goes then."""

    attempt: Attempt
    level: str
    onward: str
    without: str


def token_of_request(request: HttpRequest) -> str:
    """The token that the browser brings; empty without one."""
    return brought(request, RESIDENT)


def session_of_request(request: HttpRequest) -> ResidentSession | None:
    """The visitor's session, kept alive; None without one. Inside `with municipality(...)`."""
    token = token_of_request(request)
    session = session_of(token) if token else None
    if session is not None:
        keep_alive(session)
    return session


def peek_session(request: HttpRequest) -> ResidentSession | None:
    """The visitor's session as it is: looking does not keep it alive. Inside `with municipality(...)`."""
    token = token_of_request(request)
    return session_of(token) if token else None


def ended_session_of_request(request: HttpRequest) -> ResidentSession | None:
    """The visitor's session if it is past its end and still remembered. Inside `with municipality(...)`."""
    token = token_of_request(request)
    return ended_session_of(token) if token else None


def carry_token(request: HttpRequest, token: str) -> None:
    """Let this request go on with a session that it has just been given."""
    request.COOKIES[name_of(RESIDENT)] = token


def give_token(response: HttpResponse, token: str) -> None:
    """Hand the token of a session to the browser; it lives there until the browser is closed."""
    hand_out(response, RESIDENT, token)


def show_way_out(response: HttpResponse) -> None:
    """Let every page show this browser, in which somebody has logged in, how to log out."""
    hand_out(response, INSIDE, "1")


def hide_way_out(response: HttpResponse) -> None:
    """There is nothing to log out of any more."""
    take_back(response, INSIDE)


def take_token(response: HttpResponse) -> None:
    """Take the token back, and with it the way out."""
    take_back(response, RESIDENT)
    hide_way_out(response)


def remember_journey(response: HttpResponse, journey: Journey) -> None:
    """Let the browser carry the journey, signed, through the provider's pages and back."""
    hand_out(response, LOG_IN, signing.dumps(asdict(journey), salt=_SALT, compress=True), ATTEMPT_LIFETIME)


def journey_of_request(request: HttpRequest) -> Journey | None:
    """The journey that the browser brings back; None if it is missing, altered or too old."""
    try:
        found: dict[str, Any] = signing.loads(brought(request, LOG_IN), salt=_SALT, max_age=ATTEMPT_LIFETIME)
    except signing.BadSignature:
        return None
    return Journey(Attempt(**found["attempt"]), found["level"], found["onward"], found["without"])


def forget_journey(response: HttpResponse) -> None:
    """A log-in is finished once."""
    take_back(response, LOG_IN)
