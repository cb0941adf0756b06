"""The addresses of the portal machine."""

from django.urls import URLPattern, URLResolver, path

from modellkommune.portals.machine.payments import hear

urlpatterns: list[URLPattern | URLResolver] = [
    path("rueckmeldung/zahlung/", hear, name="payment-callback"),
]
