"""The addresses of the log-in with the eID."""

from django.urls import path

from modellkommune.portals.citizen import login

urlpatterns = [
    path("anmelden/", login.start, name="login"),
    path("anmelden/zurueck/", login.come_back, name="login-return"),
    path("abmelden/", login.leave, name="logout"),
]
