"""URLs that every municipality's portal has whoever comes. Everybody may enter."""

from django.urls import path

from modellkommune.pages.branding import brand_style

urlpatterns = [path("marke.css", brand_style, name="brand")]
