"""The addresses of the portal kiosk."""

from django.urls import URLPattern, URLResolver, path

from modellkommune.portals.kiosk import entrance, papers, survey_views, trial, wheel_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("kiosk/", entrance.start, name="kiosk"),
    path("kiosk/koppeln/", entrance.pairing, name="kiosk-pairing"),
    path("kiosk/fertig/", entrance.finish, name="kiosk-finish"),
    path("kiosk/noch-da/", entrance.still_there, name="kiosk-still-there"),
    path("kiosk/beruehrt/", entrance.touched, name="kiosk-touched"),
    path("kiosk/rad/", wheel_views.wheel, name="kiosk-wheel"),
    path("kiosk/rad/<int:number>/", wheel_views.result, name="kiosk-result"),
    path("kiosk/zum-mitnehmen/", papers.handouts, name="kiosk-handouts"),
    path("kiosk/umfrage/<slug:key>/", survey_views.show_survey, name="kiosk-survey"),
    path("kiosk/umfrage/<slug:key>/danke/", survey_views.show_thanks, name="kiosk-survey-thanks"),
    path(
        "kiosk/umfrage/<slug:key>/antwort/<uuid:visit_id>/",
        survey_views.show_check,
        name="kiosk-survey-check",
    ),
    path(
        "kiosk/umfrage/<slug:key>/antwort/<uuid:visit_id>/<slug:question_id>/",
        survey_views.show_question,
        name="kiosk-survey-question",
    ),
    path("kiosk/probe/", trial.beginning, name="kiosk-trial"),
    path("kiosk/probe/pruefen/", trial.check, name="kiosk-trial-check"),
    path("kiosk/probe/ausweis/", trial.permit, name="kiosk-trial-permit"),
    path("kiosk/probe/ausweis.png", trial.permit_picture, name="kiosk-trial-picture"),
    path("kiosk/probe/ausweis.pdf", trial.permit_paper, name="kiosk-trial-paper"),
    path("kiosk/probe/<slug:step_id>/", trial.step, name="kiosk-trial-step"),
]
