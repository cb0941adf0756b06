from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from modellkommune.foundation.tenants.models import Municipality
from modellkommune.pages.errors import error_page
from modellkommune.pages.middleware import guard_personal_pages
from modellkommune.pages.town import towns
from tests.pages.rules import assert_page_rules

Get = Callable[..., Any]


def test_the_host_decides_whose_portal_it_is(get: Get) -> None:
    answer = get("/impressum/")
    assert answer.status_code == 200
    assert "Stadt Alpha (erfunden)" in answer.content.decode()


def test_an_unknown_host_is_told_so_on_a_page_of_its_own(get: Get) -> None:
    answer = get("/", host="nirgendwo.localhost")
    assert answer.status_code == 404
    assert "keine Stadt zu Hause" in answer.content.decode()
    assert_page_rules(answer.content.decode())


def test_localhost_lists_the_municipalities(get: Get) -> None:
    page = get("/", host="localhost").content.decode()
    assert "//alpha.localhost" in page
    assert_page_rules(page)


def test_the_directory_has_no_pages_of_a_municipality(get: Get) -> None:
    assert get("/dienste/", host="localhost").status_code == 404


def test_a_renamed_municipality_shows_after_the_list_was_forgotten(get: Get, alpha: Municipality) -> None:
    get("/impressum/")
    Municipality.objects.filter(pk="alpha").update(profile={"official_name": {"de": "Alpha-Neustadt"}})
    assert "Alpha-Neustadt" not in get("/impressum/").content.decode()
    towns.forget()
    assert "Alpha-Neustadt" in get("/impressum/").content.decode()


def test_towns_stand_in_the_order_of_a_german_list(db: None) -> None:
    for ags, name in (("99000001", "Musterstadt"), ("99000002", "Münster"), ("99000003", "Aachen")):
        Municipality.objects.create(key=ags, name=name, ags=ags, hosts=[], profile={})
    towns.forget()
    assert [town.name for town in towns.all()] == ["Aachen", "Münster", "Musterstadt"]
    towns.forget()


def test_the_language_is_switched_and_remembered(get: Get) -> None:
    assert '<html lang="en">' in get("/impressum/", sprache="en").content.decode()
    answer = get("/impressum/")
    assert '<html lang="en">' in answer.content.decode()
    assert answer.headers["Content-Language"] == "en"


def test_a_language_we_do_not_speak_is_ignored(get: Get) -> None:
    answer = get("/impressum/", sprache="xx")
    assert '<html lang="de">' in answer.content.decode()
    assert "language" not in answer.cookies


def test_switching_the_language_keeps_the_rest_of_the_address(get: Get) -> None:
    page = get("/dienste/", suche="Parken & mehr").content.decode()
    assert 'href="?suche=Parken+%26+mehr&amp;sprache=en"' in page


def test_what_pages_share_holds_no_address_of_another_visitor(get: Get) -> None:
    plain = 'href="?sprache=en"'
    assert plain in get("/impressum/").content.decode()
    assert plain not in get("/impressum/", suche="Meyer").content.decode()
    page = get("/impressum/").content.decode()
    assert plain in page
    assert "Meyer" not in page


def test_pages_say_that_they_are_a_demonstration(get: Get, alpha: Municipality) -> None:
    sentence = "Demonstration, kein Angebot der Stadt"
    assert sentence in get("/impressum/").content.decode()
    Municipality.objects.filter(pk="alpha").update(demonstration=False)
    towns.forget()
    assert sentence not in get("/impressum/").content.decode()


def test_nothing_is_kept_unless_the_view_allows_it(get: Get) -> None:
    assert get("/impressum/").headers["Cache-Control"] == "private, no-cache"
    assert get("/gibt/es/nicht/").headers["Cache-Control"] == "no-store"


def test_the_policy_forbids_scripts_and_styles_in_pages(get: Get) -> None:
    headers = get("/impressum/").headers
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY", "browsers that do not know frame-ancestors"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_colour_is_made_legible(get: Get) -> None:
    answer = get("/marke.css")
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "#ffee00" not in answer.content.decode()
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500, 503])
def test_error_pages_stand_without_database_and_municipality(status: int, rf: Any) -> None:
    kinds = {
        400: "bad_request",
        403: "forbidden",
        404: "not_found",
        413: "too_large",
        429: "too_much",
        500: "server_error",
        503: "unavailable",
    }
    from_nowhere = rf.get("/x/")
    answer = error_page(from_nowhere, status, kinds[status])
    assert answer.status_code == status
    assert_page_rules(answer.content.decode())


def test_an_error_page_that_cannot_be_drawn_still_says_what_happened(rf: Any) -> None:
    with patch("modellkommune.pages.errors.render_to_string", side_effect=RuntimeError):
        answer = error_page(rf.get("/x/"), 500, "server_error")
    assert "Das ist unser Fehler" in answer.content.decode()


def test_an_unreachable_database_is_a_503_with_a_time_to_come_back(client: Client) -> None:
    towns.forget()
    with patch.object(Municipality.objects, "order_by", side_effect=OperationalError):
        answer = client.get("/", headers={"host": "beta.localhost"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"


def test_a_view_that_says_nothing_is_not_kept(rf: Any) -> None:
    answer = guard_personal_pages(lambda request: HttpResponse("Anna"))(rf.get("/"))
    assert answer.headers["Cache-Control"] == "no-store"
