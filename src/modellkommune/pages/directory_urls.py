"""URLs of the directory's host. Everybody may enter."""

from django.urls import path

from modellkommune.pages import errors
from modellkommune.pages.adoption.views import send_everywhere_csv, send_everywhere_json, show_everywhere
from modellkommune.pages.directory import show_directory
from modellkommune.pages.interface.views import describe_directory

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns = [
    path("", show_directory, name="directory"),
    path("api/openapi.json", describe_directory, name="interface"),
    path("wirkung/", show_everywhere, name="adoption-everywhere"),
    path("wirkung/staedte.csv", send_everywhere_csv, name="adoption-everywhere-csv"),
    path("wirkung/staedte.json", send_everywhere_json, name="adoption-everywhere-json"),
]
