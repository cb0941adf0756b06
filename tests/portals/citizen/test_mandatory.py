import re
from collections.abc import Callable
from typing import Any

from modellkommune.foundation.messages.queries import outbox
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.models import Municipality
from modellkommune.pages.town import towns
from tests.pages.rules import assert_page_rules

Get = Callable[..., Any]


def test_the_imprint_names_who_answers_for_the_pages(get: Get) -> None:
    page = get("/impressum/").content.decode()
    for text in ("Körperschaft des öffentlichen Rechts", "Bürgermeisterin Erika Beispiel", "Marktplatz 1"):
        assert text in page


def test_the_privacy_page_tells_each_category_with_purpose_and_period(get: Get) -> None:
    page = get("/datenschutz/").content.decode()
    assert "datenschutz@musterstadt.example.invalid" in page
    assert "Art. 6 Abs. 1 Buchstabe e" in page
    assert re.search(r"\d Jahre ab: ", page)
    assert "§ 34" in page


def test_a_barrier_is_reported_without_log_in(get: Get, post: Get) -> None:
    answer = post(
        "/barrierefreiheit/", text="Der Knopf ist zu klein.", seite="/dienste/", antwort="anna@example.org"
    )
    assert answer.status_code == 302
    assert "Danke für Ihre Meldung" in get("/barrierefreiheit/", danke="1").content.decode()
    with municipality("musterstadt"):
        (letter,) = outbox()
    assert letter.recipient == "barrierefrei@musterstadt.example.invalid"
    assert "Der Knopf ist zu klein." in letter.text
    assert "anna@example.org" in letter.text


def test_an_empty_report_is_asked_back_and_keeps_what_was_entered(post: Get) -> None:
    page = post("/barrierefreiheit/", text=" ", seite="/dienste/", antwort="anna").content.decode()
    assert_page_rules(page)
    assert "Bitte beschreiben Sie in einem Satz" in page
    assert 'value="/dienste/"' in page
    with municipality("musterstadt"):
        assert outbox() == []


def test_the_language_switch_of_a_failed_form_sends_the_form_again(post: Get) -> None:
    page = post("/barrierefreiheit/", text="").content.decode()
    assert 'form="formular" formaction="?sprache=en"' in page
    assert 'id="formular"' in page


def test_the_demonstration_shows_its_mail_and_nothing_else_does(get: Get, post: Get) -> None:
    assert "Noch keine Post" in get("/demo/post/").content.decode()
    post("/barrierefreiheit/", text="Der Knopf ist zu klein.")
    assert "Der Knopf ist zu klein." in get("/demo/post/").content.decode()
    Municipality.objects.update(demonstration=False)
    towns.forget()
    assert get("/demo/post/").status_code == 404


def test_easy_language_is_german_whatever_the_page_speaks(get: Get) -> None:
    assert 'lang="de"' in get("/leichte-sprache/", sprache="en").content.decode()


def test_search_engines_stay_out_of_the_demonstration(get: Get) -> None:
    assert get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"


def test_who_finds_a_weakness_learns_whom_to_tell(get: Get) -> None:
    text = get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:stadt@musterstadt.example.invalid" in text
    assert "Expires: " in text


def test_easy_language_says_who_gets_personal_data(get: Get) -> None:
    page = get("/leichte-sprache/").content.decode()
    assert "bekommen Ihre Daten nicht" not in page
    for who in ("Manche Stellen helfen uns", "andere Ämter", "Bezahl-Dienst"):
        assert who in page
