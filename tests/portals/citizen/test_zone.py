from collections.abc import Callable
from typing import Any

from modellkommune.foundation.places.book import Zone
from modellkommune.foundation.places.geometry import Polygon
from modellkommune.portals.citizen.zone_map import WIDTH, draw_map

Get = Callable[..., Any]


def test_an_address_in_a_zone_is_a_clear_yes_with_a_map(get: Get) -> None:
    page = get("/parkzone/", adresse="Hauptstraße 12").content.decode()
    assert "Ja: Zone D" in page
    assert "nächste Zone" not in page
    assert page.count('class="here"') == 2
    assert "/dienste/resident-parking/antrag/" in page


def test_a_typing_error_in_the_street_is_asked_back(get: Get) -> None:
    page = get("/parkzone/", adresse="Haubtstraße 12").content.decode()
    assert "<title>Fehler:" in page
    assert "Meinten Sie" in page
    assert ">Hauptstraße 12</a>" in page


def test_a_missing_house_number_is_asked_for(get: Get) -> None:
    page = get("/parkzone/", adresse="Hauptstraße").content.decode()
    assert "auch die Hausnummer" in page
    assert "Meinten Sie" not in page  # the street was right; a link to it would lead nowhere


def test_nothing_typed_is_an_error_with_an_example(get: Get) -> None:
    assert "zum Beispiel Bahnhofstraße 12" in get("/parkzone/", adresse="").content.decode()


def test_no_zone_is_a_clear_no_with_the_nearest_one_and_a_way_on(get: Get) -> None:
    page = get("/parkzone/", adresse="Industriestraße 5").content.decode()
    assert "Nein, hier gilt kein Bewohnerparken" in page
    assert "außerhalb aller Parkzonen" in page
    assert "Meter entfernt" in page
    assert "Trotzdem beantragen" in page
    assert "tel:" in page


def test_the_reason_of_the_zone_list_is_told_in_its_own_words(get: Get) -> None:
    page = get("/parkzone/", adresse="Am Schlosspark 3").content.decode()
    assert "Am Schlosspark ist eine Privatstraße." in page
    assert "Hervorgehoben ist die nächste Zone." in page
    assert "is a private road" in get("/parkzone/", adresse="Am Schlosspark 3", sprache="en").content.decode()


def test_a_street_that_exists_twice_is_asked_back_with_links(get: Get) -> None:
    page = get("/parkzone/", adresse="Dorfstraße 3").content.decode()
    assert "gibt es mehrmals" in page
    assert page.count("?adresse=Dorfstra%C3%9Fe%203") == 2


def test_a_suggestion_answers_the_question(get: Get) -> None:
    answer = get("/parkzone/", adresse="Dorfstraße 3, 00105 Musterstadt").content.decode()
    assert "Fehler:" not in answer


def test_the_map_fits_its_frame_and_marks_one_zone() -> None:
    square = Polygon(((7.0, 54.0), (7.1, 54.0), (7.1, 54.1), (7.0, 54.1), (7.0, 54.0)))
    other = Polygon(((7.1, 54.0), (7.2, 54.0), (7.2, 54.1), (7.1, 54.1), (7.1, 54.0)))
    drawn = draw_map([Zone("A", {}, {}, (square,)), Zone("B", {}, {}, (other,))], "A")
    assert drawn is not None
    assert [shape.code for shape in drawn.shapes if shape.here] == ["A"]
    assert all(0 <= shape.x <= WIDTH and 0 <= shape.y <= drawn.height for shape in drawn.shapes)
    assert drawn.shapes[0].x > drawn.shapes[1].x  # B lies east of A


def test_without_zones_there_is_no_map() -> None:
    assert draw_map([], "A") is None
