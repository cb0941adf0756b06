"""The addresses of the log-in with the eID."""

from django.urls import path

from modellkommune.portals.citizen import login, sessions

urlpatterns = [
    path("anmelden/", login.start, name="login"),
    path("anmelden/zurueck/", login.come_back, name="login-return"),
    path("abmelden/", login.leave, name="logout"),
    path("sitzung/", sessions.remaining, name="session"),
    path("sitzung/ende/", sessions.over, name="session-over"),
    path("sitzungen/", sessions.sessions, name="sessions"),
]
