"""The addresses of the office of surveys."""

from django.urls import URLPattern, URLResolver, path

from modellkommune.portals.clerk.surveys import approval, author, paper, raw

_DIFFERENCE = "amt/papier/<int:batch_id>/<int:sheet>/abweichung/<int:number>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("amt/umfragen/", author.surveys_page, name="office-surveys"),
    path("amt/umfragen/<int:survey_id>/", author.survey_page, name="office-survey"),
    path("amt/umfragen/<int:survey_id>/einreichen/", author.hand_in_survey, name="office-survey-hand-in"),
    path("amt/umfragen/<int:survey_id>/oeffnen/", author.open_this, name="office-survey-open"),
    path("amt/umfragen/<int:survey_id>/schliessen/", author.close_this, name="office-survey-close"),
    path("amt/umfragen/<int:survey_id>/zurueckgehalten/", author.held_page, name="office-survey-held"),
    path("amt/freigaben/", approval.approvals_page, name="office-approvals"),
    path("amt/freigaben/<int:survey_id>/", approval.approval_page, name="office-approval"),
    path("amt/papier/", paper.paper_page, name="office-paper"),
    path("amt/papier/<int:batch_id>/", paper.batch_page, name="office-batch"),
    path("amt/papier/<int:batch_id>/<int:sheet>/", paper.sheet_page, name="office-sheet"),
    path(_DIFFERENCE, paper.difference_page, name="office-difference"),
    path("amt/papier/<int:batch_id>/abschliessen/", paper.settle_this, name="office-settle-batch"),
    path("amt/rohdaten/", raw.raw_page, name="office-raw"),
    path("amt/rohdaten/<int:survey_id>/", raw.raw_answers, name="office-raw-answers"),
]
