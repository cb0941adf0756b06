"""URLs of the directory's host. Everybody may enter."""

from django.urls import path

from modellkommune.pages import errors
from modellkommune.pages.directory import show_directory

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns = [path("", show_directory, name="directory")]
