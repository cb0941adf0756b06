"""All addresses: each portal brings its own, complete from the root."""

from django.urls import include, path

urlpatterns = [
    path("", include("modellkommune.portals.citizen.urls")),
    path("", include("modellkommune.portals.clerk.urls")),
    path("", include("modellkommune.portals.machine.urls")),
]
