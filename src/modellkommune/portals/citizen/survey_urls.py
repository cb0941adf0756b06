"""The addresses of surveys."""

from django.urls import URLPattern, URLResolver, path

from modellkommune.portals.citizen import surveys

urlpatterns: list[URLPattern | URLResolver] = [
    path("umfragen/", surveys.show_surveys, name="surveys"),
    path("umfrage/<slug:key>/", surveys.show_survey, name="survey"),
    path("umfrage/<slug:key>/code/", surveys.show_code, name="survey-code"),
    path("umfrage/<slug:key>/danke/", surveys.show_thanks, name="survey-thanks"),
    path("umfrage/<slug:key>/antwort/<uuid:visit_id>/", surveys.show_check, name="survey-check"),
    path(
        "umfrage/<slug:key>/antwort/<uuid:visit_id>/<slug:question_id>/",
        surveys.show_question,
        name="survey-question",
    ),
]
