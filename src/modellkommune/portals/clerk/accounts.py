"""How django-allauth lets staff in: nobody new, to /amt/ only, and the journal notes it."""

import logging
import time
from typing import Any, Final, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from modellkommune.foundation.identity.commands import note_staff_entry
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.identity.staff_sessions import close_staff_session
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.office.session import begin_session, number_of
from modellkommune.pages.town_request import PageRequest
from modellkommune.portals.clerk.attempts import count_attempt, remember_browser, take_back

STAFF_PAGES: Final = ("/amt/", "/ideen/")
FRESH = 300  # seconds for which a password or code counts as just entered
_log = logging.getLogger(__name__)


class StaffAccounts(DefaultAccountAdapter):  # type: ignore[misc]  # django-allauth has no types
    """What django-allauth asks the house about accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account for herself."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """After a log-in it goes on where staff work only."""
        path = url or ""
        return path.startswith(STAFF_PAGES) and url_has_allowed_host_and_scheme(path, allowed_hosts=None)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Where the change of password leads."""
        return "/amt/profil/?geaendert=passwort"

    def post_login(self, request: HttpRequest, user: Staff, **more: Any) -> HttpResponse:
        """Note the log-in and start the clock of the session."""
        methods = {record["method"] for record in get_authentication_records(request, user)}
        begin_session(request, second_factor="mfa" in methods)
        _note(request, "staff_logged_in", user)
        response = cast(HttpResponse, super().post_login(request, user, **more))
        remember_browser(response, user.email)
        return response

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a try that is one too many; what is right and what is wrong is not told then."""
        if not count_attempt(request, str(credentials.get("email", ""))):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Staff | None:
        """The account to which address and password belong; only wrong tries go on counting."""
        staff = cast(Staff | None, super().authenticate(request, **credentials))
        if staff is not None:
            take_back(request, str(credentials.get("email", "")))
        return staff

    def logout(self, request: HttpRequest) -> None:
        """Note the log-out."""
        if isinstance(request.user, Staff):
            _note(request, "staff_logged_out", request.user)
            if number_of(request):
                close_staff_session(number_of(request))
        super().logout(request)

    def set_password(self, user: Staff, password: str) -> None:
        """Change the password and note that, never the password."""
        super().set_password(user, password)
        _note(context.request, "staff_password_changed", user)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log that somebody was refused; not who it was, since people type passwords into the wrong field."""
        _log.warning("Staff log-in refused on %s", request.get_host())

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Credentials change only shortly after the password or a code was entered (ASVS 7.5.1)."""
        request = context.request
        records = get_authentication_records(request, request.user)
        last = max((record["at"] for record in records), default=0.0)
        # django-allauth notes the machine's time, which the clock of a demonstration may have left.
        return bool(time.time() - last > FRESH)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: lost credentials are given anew by the administrator, who knows the person."""


def _note(request: HttpRequest, verb: str, staff: Staff) -> None:
    with municipality(cast(PageRequest, request).municipality.key):
        note_staff_entry(verb, staff.pk)
