"""The addresses of surveys."""

from django.urls import URLPattern, URLResolver, path

from modellkommune.portals.citizen import survey_results, surveys

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
    path("umfrage/<slug:key>/ergebnisse/", survey_results.show_results, name="survey-results"),
    path(
        "umfrage/<slug:key>/ergebnisse/vergleich/", survey_results.show_comparison, name="survey-comparison"
    ),
    path(
        "umfrage/<slug:key>/ergebnisse/<int:number>/",
        survey_results.show_results,
        name="survey-results-round",
    ),
    path(
        "umfrage/<slug:key>/ergebnisse/<int:number>/<str:name>",
        survey_results.download,
        name="survey-results-file",
    ),
]
