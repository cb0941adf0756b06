"""All addresses: each portal brings its own, complete from the root."""

from django.urls import include, path

handler400 = "modellkommune.pages.errors.bad_request"
handler403 = "modellkommune.pages.errors.forbidden"
handler404 = "modellkommune.pages.errors.not_found"
handler500 = "modellkommune.pages.errors.server_error"

urlpatterns = [
    path("", include("modellkommune.pages.urls")),
    path("", include("modellkommune.portals.citizen.urls")),
    path("", include("modellkommune.portals.clerk.urls")),
    path("", include("modellkommune.portals.employee.urls")),
    path("", include("modellkommune.portals.kiosk.urls")),
    path("", include("modellkommune.portals.machine.urls")),
]
