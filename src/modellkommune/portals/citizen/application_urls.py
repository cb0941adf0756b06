"""The addresses of the application, the case and the public check."""

from django.urls import URLPattern, URLResolver, path

from modellkommune.portals.citizen.application import hint, step
from modellkommune.portals.citizen.beginning import begin
from modellkommune.portals.citizen.checkpage import check, overview
from modellkommune.portals.citizen.deleting import delete
from modellkommune.portals.citizen.finding import find
from modellkommune.portals.citizen.hearing import answer_hearing
from modellkommune.portals.citizen.later import hand_in_later, look_at_case, page_of_case
from modellkommune.portals.citizen.pictures import look, page
from modellkommune.portals.citizen.rating import rate
from modellkommune.portals.citizen.renewing import renew
from modellkommune.portals.citizen.saving import resume, saved
from modellkommune.portals.citizen.status import enter_code, paid, paper, pay, status, take_back
from modellkommune.portals.citizen.verify import verify

urlpatterns: list[URLPattern | URLResolver] = [
    path("dienste/<slug:service_id>/antrag/", begin, name="begin"),
    path("antrag/fortsetzen/", resume, name="resume"),
    path("antrag/<uuid:draft_id>/", overview, name="draft"),
    path("antrag/<uuid:draft_id>/pruefen/", check, name="check"),
    path("antrag/<uuid:draft_id>/gespeichert/", saved, name="saved"),
    path("antrag/<uuid:draft_id>/loeschen/", delete, name="delete-draft"),
    path("antrag/<uuid:draft_id>/datei/<uuid:file_id>/", look, name="look"),
    path("antrag/<uuid:draft_id>/datei/<uuid:file_id>/<int:number>.jpg", page, name="page"),
    path("antrag/<uuid:draft_id>/<slug:step_id>/", step, name="step"),
    path("antrag/<uuid:draft_id>/<slug:step_id>/hinweis/", hint, name="hint"),
    path("vorgang/", find, name="find"),
    path("vorgang/<uuid:case_id>/", status, name="status"),
    path("vorgang/<uuid:case_id>/zugang/", enter_code, name="enter-code"),
    path("vorgang/<uuid:case_id>/bezahlen/", pay, name="pay"),
    path("vorgang/<uuid:case_id>/zuruecknehmen/", take_back, name="take-back"),
    path("vorgang/<uuid:case_id>/bezahlt/", paid, name="paid"),
    path("vorgang/<uuid:case_id>/verlaengern/", renew, name="renew"),
    path("vorgang/<uuid:case_id>/bewertung/", rate, name="rate"),
    path("vorgang/<uuid:case_id>/antwort/", answer_hearing, name="answer-hearing"),
    path("vorgang/<uuid:case_id>/unterlagen/", hand_in_later, name="hand-in-later"),
    path("vorgang/<uuid:case_id>/datei/<uuid:file_id>/", look_at_case, name="look-at-case"),
    path("vorgang/<uuid:case_id>/datei/<uuid:file_id>/<int:number>.jpg", page_of_case, name="page-of-case"),
    path("vorgang/<uuid:case_id>/<slug:name>.pdf", paper, name="paper"),
    path("pruefung/", verify, name="verify"),
]
