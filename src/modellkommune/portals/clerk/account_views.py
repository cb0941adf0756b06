"""The pages on which staff log in and look after their credentials: django-allauth's, behind our guard."""

from typing import cast

from allauth.account import views as account
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.module_loading import import_string

from modellkommune.foundation.identity.commands import note_staff_entry
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.identity.second_factor import use_code
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import open_to, secret
from modellkommune.pages.office.guard import View
from modellkommune.pages.office.session import note_second_factor
from modellkommune.pages.town_request import PageRequest
from modellkommune.portals.clerk.guard import entrance, half_way, inside


class SetUpView(ActivateTOTPView):  # type: ignore[misc]  # django-allauth has no types
    """Setting up the second factor; who has done it is inside at once."""

    def form_valid(self, form: ActivateTOTPForm) -> HttpResponse:
        """Keep the secret, use up the code, note it, and let her in."""
        super().form_valid(form)
        staff = cast(Staff, self.request.user)
        use_code(staff.pk, form.cleaned_data["code"])
        note_second_factor(self.request)
        with municipality(cast(PageRequest, self.request).municipality.key):
            note_staff_entry("staff_second_factor_set_up", staff.pk)
        return HttpResponseRedirect("/amt/")


def _when_asked(view: str) -> View:
    """A view of django-allauth that is loaded when somebody asks for it, not by each process that starts.

    The views of the second factor bring all of WebAuthn with them (3 MB), which nobody uses here.
    """

    def load_and_answer(request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, import_string(view)(request))

    return load_and_answer


@open_to("staff")
def to_profile(request: HttpRequest) -> HttpResponse:
    """Where django-allauth leads who has a second factor already."""
    return redirect("office-profile")


log_in = secret("password")(entrance(account.login))
log_out = entrance(account.logout)
locked = entrance(account.account_inactive)
code = secret("code")(entrance(_when_asked("allauth.mfa.base.views.authenticate")))
set_up = secret("code")(half_way(SetUpView.as_view()))
again = secret("password")(half_way(account.reauthenticate))
code_again = secret("code")(inside(_when_asked("allauth.mfa.base.views.reauthenticate")))
change_password = secret("oldpassword", "password1", "password2")(inside(account.password_change))
