"""The addresses of the pages about the firewall."""

from typing import Final

from django.urls import URLPattern, path

from modellkommune.portals.clerk.guarding import alerts, health, incident, overview, robots

urlpatterns: Final[list[URLPattern]] = [
    path("amt/sicherheit/", overview.overview_page, name="office-security"),
    path("amt/sicherheit/suche/", overview.look_up, name="office-security-search"),
    path("amt/sicherheit/handeln/", overview.act, name="office-security-act"),
    path("amt/sicherheit/zustand/", health.health_page, name="office-health"),
    path("amt/sicherheit/mails/", alerts.alerts_page, name="office-alerts"),
    path("amt/sicherheit/programme/", robots.robots_page, name="office-robots"),
    path("amt/sicherheit/vorfall/<slug:reference>/", incident.incident_page, name="office-incident"),
]
