"""The addresses of the office of results."""

from django.urls import URLPattern, URLResolver, path

from modellkommune.portals.clerk.findings import papers, results, texts

_SURVEY = "amt/umfragen/<int:survey_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{_SURVEY}ergebnisse/", results.results_page, name="office-results"),
    path(f"{_SURVEY}ergebnisse/zaehlen/", results.put_results_together, name="office-results-count"),
    path(f"{_SURVEY}ergebnisse/vorschau.pdf", results.preview, name="office-results-preview"),
    path(f"{_SURVEY}ergebnisse/veroeffentlichen/", results.publish_results, name="office-results-publish"),
    path(f"{_SURVEY}ergebnisse/folge/", results.tell_measure, name="office-results-measure"),
    path(f"{_SURVEY}papiere/", papers.papers_page, name="office-survey-papers"),
    path(f"{_SURVEY}papiere/bogen.pdf", papers.form, name="office-survey-form"),
    path("amt/rohdaten/<int:survey_id>/texte/", texts.texts_page, name="office-texts"),
]
