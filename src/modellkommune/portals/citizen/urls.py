"""The addresses of the portal citizen."""

from django.urls import URLPattern, URLResolver, path

from modellkommune.portals.citizen import application_urls, survey_urls
from modellkommune.portals.citizen.demo import show_mail
from modellkommune.portals.citizen.fortune import (
    follow_handout,
    show_wheel,
    show_wheels,
    wheel_protocol,
    wheel_script,
    wheel_table,
)
from modellkommune.portals.citizen.gallery import show_gallery, show_released_idea, show_stall
from modellkommune.portals.citizen.home import show_home
from modellkommune.portals.citizen.login_urls import urlpatterns as login_urlpatterns
from modellkommune.portals.citizen.mandatory import (
    show_easy_language,
    show_imprint,
    show_privacy,
    show_robots,
    show_security_contact,
)
from modellkommune.portals.citizen.mandatory_accessibility import show_accessibility
from modellkommune.portals.citizen.services import show_service, show_services
from modellkommune.portals.citizen.zone import show_zone_check
from modellkommune.portals.citizen.zone_list import show_zone_areas, show_zone_list

urlpatterns: list[URLPattern | URLResolver] = [
    *application_urls.urlpatterns,  # first, because most requests are for these
    path("", show_home, name="home"),
    path("dienste/", show_services, name="services"),
    path("dienste/<slug:service_id>/", show_service, name="service"),
    path("parkzone/", show_zone_check, name="zone"),
    path("parkzone/zonen/", show_zone_list, name="zones"),
    path("parkzone/zonen.geojson", show_zone_areas, name="zone-areas"),
    path("gluecksrad/", show_wheels, name="wheels"),
    path("gluecksrad/pruefen.py", wheel_script, name="wheel-script"),
    path("gluecksrad/<slug:slug>/", show_wheel, name="wheel"),
    path("gluecksrad/<slug:slug>/protokoll.json", wheel_protocol, name="wheel-protocol"),
    path("gluecksrad/<slug:slug>/protokoll.csv", wheel_table, name="wheel-table"),
    path("i/<slug:code>/", follow_handout, name="handout"),
    path("ideen-galerie/", show_gallery, name="gallery"),
    path("ideen-galerie/<int:number>/", show_released_idea, name="gallery-idea"),
    path("ideen-galerie/markttag/<uuid:day_id>/<int:number>/", show_stall, name="stall"),
    path("impressum/", show_imprint, name="imprint"),
    path("datenschutz/", show_privacy, name="privacy"),
    path("barrierefreiheit/", show_accessibility, name="accessibility"),
    path("leichte-sprache/", show_easy_language, name="easy-language"),
    *login_urlpatterns,
    path("demo/post/", show_mail, name="demo-mail"),
    path("robots.txt", show_robots, name="robots"),
    path(".well-known/security.txt", show_security_contact, name="security-contact"),
    *survey_urls.urlpatterns,
]
