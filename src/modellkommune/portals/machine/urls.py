"""The addresses of the portal machine."""

from django.urls import URLPattern, URLResolver, path

from modellkommune.foundation.documents.permitseal import CERTIFICATES_PATH, PROFILE_PATH
from modellkommune.portals.machine.payments import hear
from modellkommune.portals.machine.wellknown import certificates, profile

urlpatterns: list[URLPattern | URLResolver] = [
    path("rueckmeldung/zahlung/", hear, name="payment-callback"),
    path(CERTIFICATES_PATH.lstrip("/"), certificates, name="seal-certificates"),
    path(PROFILE_PATH.lstrip("/"), profile, name="seal-profile"),
]
