"""The addresses of the portal employee."""

from django.urls import URLPattern, URLResolver, path

from modellkommune.portals.employee import (
    desk_views,
    hall,
    idea_views,
    market_views,
    paper_views,
    reply_views,
    stall_views,
    steering_views,
    submission,
)

DAY = "ideen/koordination/markttag/<uuid:day_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("ideen/", hall.market_hall, name="ideas"),
    path("ideen/meine/", hall.own_ideas, name="ideas-own"),
    path("ideen/vorfuehrung/", hall.presentation, name="ideas-presentation"),
    path("ideen/zahlen/", hall.figures, name="ideas-figures"),
    path("ideen/neu/", submission.new_idea, name="ideas-new"),
    path("ideen/neu/eingeworfen/", submission.dropped_in, name="ideas-dropped-in"),
    path("ideen/aehnlich/", submission.similar, name="ideas-similar"),
    path("ideen/antwort/", reply_views.reply_page, name="ideas-reply"),
    path("ideen/gutachten/", desk_views.assessors_desk, name="ideas-assess"),
    path("ideen/ausschuss/", desk_views.committees_desk, name="ideas-decide"),
    path("ideen/fristen/", market_views.deadlines, name="ideas-deadlines"),
    path("ideen/koordination/", market_views.coordination, name="ideas-coordinate"),
    path("ideen/koordination/ideen.csv", market_views.as_csv, name="ideas-csv"),
    path("ideen/koordination/briefkasten/", market_views.empty_now, name="ideas-empty"),
    path("ideen/koordination/markt/", market_views.market_terms, name="ideas-market-new"),
    path("ideen/koordination/markt/<int:market_id>/", market_views.market_terms, name="ideas-market"),
    path("ideen/koordination/markttag/", stall_views.plan_day, name="market-day-new"),
    path(DAY, stall_views.market_day, name="market-day"),
    path(f"{DAY}schliessen/", stall_views.close_day, name="market-day-close"),
    path(f"{DAY}codes.pdf", stall_views.codes, name="market-day-codes"),
    path(f"{DAY}plakate.pdf", stall_views.posters, name="market-day-posters"),
    path("ideen/<int:number>/", idea_views.idea_page, name="idea"),
    path("ideen/<int:number>/unterstuetzen/", idea_views.support, name="idea-support"),
    path("ideen/<int:number>/beitrag/", idea_views.comment, name="idea-comment"),
    path("ideen/<int:number>/zuruecknehmen/", idea_views.withdraw, name="idea-withdraw"),
    path("ideen/<int:number>/gutachten/", desk_views.assess_idea, name="idea-assess"),
    path("ideen/<int:number>/entscheidung/", desk_views.decide_idea, name="idea-decide"),
    path("ideen/<int:number>/koordination/", steering_views.steer, name="idea-steer"),
    path("ideen/<int:number>/dossier.pdf", paper_views.dossier, name="idea-dossier"),
]
