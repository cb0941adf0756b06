"""URLs that every municipality's portal has whoever comes. Everybody may enter."""

from django.urls import path

from modellkommune.pages.adoption.views import send_csv, send_json, show_adoption
from modellkommune.pages.bots import send_challenge
from modellkommune.pages.branding import brand_style
from modellkommune.pages.interface.views import describe_portal
from modellkommune.pages.wayback import end_ban

urlpatterns = [
    path("sperre/", end_ban, name="way-back"),
    path("marke.css", brand_style, name="brand"),
    path("nachweis.json", send_challenge, name="challenge"),
    path("api/openapi.json", describe_portal, name="interface"),
    path("wirkung/", show_adoption, name="adoption"),
    path("wirkung/monate.csv", send_csv, name="adoption-csv"),
    path("wirkung/monate.json", send_json, name="adoption-json"),
]
