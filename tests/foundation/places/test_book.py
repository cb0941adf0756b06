from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modellkommune.foundation.places.book import Book, Register, Street, Zone
from modellkommune.foundation.places.geometry import Polygon
from modellkommune.foundation.places.rules import Letters, Rule, Validity
from modellkommune.values.address import Address, street_key

TODAY = date(2026, 12, 3)
WEST = Polygon(((7.0, 50.0), (7.01, 50.0), (7.01, 50.01), (7.0, 50.01), (7.0, 50.0)))
EAST = Polygon(((7.01, 50.0), (7.02, 50.0), (7.02, 50.01), (7.01, 50.01), (7.01, 50.0)))


ALWAYS = Validity()


def zone(code: str, polygon: Polygon, status: str = "in_force", validity: Validity = ALWAYS) -> Zone:
    return Zone(code, {"de": code}, {"de": ""}, (polygon,), status, validity)


def rule(verdict: str, street: str, zone: str = "", **more: object) -> Rule:
    return Rule(verdict, zone, street_key(street), **more)  # type: ignore[arg-type]


def book(day: date = TODAY) -> Book:
    streets = (
        Street("Bahnhofstraße", "52349", 1, 70),
        Street("Karl-Bröger-Straße", "52349", 1, 40),
        Street("Heidestraße", "52351", 1, 30),
        Street("Dorfstraße", "52353", 1, 20),
        Street("Dorfstraße", "52355", 1, 40),
        Street("Parkweg", "52349", 1, 9),
        Street("Neuer Weg", "52349", 1, 9),
        Street("Grenzgasse", "52349", 1, 20),
    )
    rules = (
        rule("in", "Bahnhofstraße", "W", side="odd", first=(1, ""), last=(19, "")),
        rule("in", "Bahnhofstraße", "E", side="even", first=(2, ""), last=(20, "a")),
        rule("private", "Parkweg", first=(5, ""), last=(9, ""), reason={"de": "Privatstraße"}),
        rule("in", "Neuer Weg", "N"),
        rule("in", "Grenzgasse", "E", letters=Letters(())),
        rule("out", "Grenzgasse", letters=Letters.read("a-c")),
    )
    points = {
        "Karl-Bröger-Straße": ("52349", {(17, ""): (7.005, 50.005), (18, ""): (7.03, 50.005)}),
        "Bahnhofstraße": ("52349", {(3, ""): (7.015, 50.005), (21, ""): (7.005, 50.005)}),
        "Parkweg": ("52349", {(1, ""): (7.005, 50.005), (7, ""): (7.005, 50.005)}),
        "Heidestraße": ("52351", {(1, ""): (7.0, 50.02)}),
    }
    houses = {(street_key(name), postcode): found for name, (postcode, found) in points.items()}
    zones = (zone("W", WEST), zone("E", EAST), zone("N", WEST, "planned"))
    return Book(Register("Düren", streets, rules, zones, houses), day)


def test_the_house_number_list_beats_the_polygon() -> None:
    assert book().find("Bahnhofstraße", "3", "52349").zone == "W"  # its point lies in E


def test_a_street_with_a_list_is_decided_by_the_list_alone() -> None:
    found = book().find("Bahnhofstraße", "21", "52349")
    assert (found.kind, found.zone, found.reason) == ("exact", None, "outside")


def test_odd_and_even_sides_may_lie_in_different_zones() -> None:
    assert [book().find("Bahnhofstraße", number, "").zone for number in ("2", "19", "20")] == ["E", "W", "E"]


def test_a_last_number_with_a_letter_ends_with_that_letter_and_one_without_takes_all_letters() -> None:
    zones = [book().find("Bahnhofstraße", number, "").zone for number in ("19 c", "20 a", "20 b")]
    assert zones == ["W", "E", None]


def test_a_private_road_has_no_zone_though_the_polygon_covers_it() -> None:
    assert book().find("Parkweg", "1", "52349").zone == "W"
    found = book().find("Parkweg", "7", "52349")
    assert (found.kind, found.zone, found.reason) == ("exact", None, "private-road")
    assert book().finding(Address("Parkweg", 7, "", "52349", "Düren")).text == {"de": "Privatstraße"}


def test_letters_are_let_in_and_left_out_by_rule() -> None:
    assert book().find("Grenzgasse", "4", "").zone == "E"
    assert book().find("Grenzgasse", "4b", "").reason == "excluded"
    assert book().find("Grenzgasse", "4d", "").reason == "outside"


@pytest.mark.parametrize(
    "written", ["karl bröger str.", "KARL-BROEGER STRASSE", "Karl-Bröger-Str", "KARL-BRÖGER-STRAẞE"]
)
def test_every_spelling_of_a_street_finds_it(written: str) -> None:
    found = book().find(written, "17", "52349")
    assert found.address == Address("Karl-Bröger-Straße", 17, "", "52349", "Düren")
    assert found.zone == "W"


def test_the_line_of_an_identity_card_is_split_into_street_and_number() -> None:
    found = book().find("HEIDESTRAẞE 17", "", "52351")
    assert found.address == Address("Heidestraße", 17, "", "52351", "Düren")


@pytest.mark.parametrize(
    "line",
    [
        "Heidestr. 17",
        "Heidestraße 17, 52351",
        "Heidestraße 17 52351 Düren",
        " heidestr 17 ,52351 Düren ",
        "Heidestr.17",
        "heidestrasse17",
        "Heidestr. 17, Düren",
    ],
)
def test_an_address_may_come_in_one_field(line: str) -> None:
    assert book().find(line).address == Address("Heidestraße", 17, "", "52351", "Düren")


def test_a_typing_error_gives_suggestions_and_is_never_guessed() -> None:
    found = book().find("Banhofstrasse", "3", "52349")
    assert (found.kind, found.address, found.zone) == ("unknown", None, None)
    assert found.suggestions[0] == "Bahnhofstraße"


def test_something_quite_different_has_no_suggestions() -> None:
    assert book().find("Xyzzy", "3", "").suggestions == ()


def test_two_streets_of_one_name_are_told_apart_by_postcode_or_number_or_asked_back() -> None:
    assert book().find("Dorfstr.", "3", "52355").kind == "exact"
    found = book().find("Dorfstr.", "3", "")
    assert found.kind == "ambiguous"
    assert found.suggestions == ("Dorfstraße 3, 52353 Düren", "Dorfstraße 3, 52355 Düren")
    assert book().find("Dorfstr.", "33", "").address == Address("Dorfstraße", 33, "", "52355", "Düren")


def test_a_wrong_postcode_is_asked_back() -> None:
    found = book().find("Heidestraße", "3", "52349")
    assert (found.kind, found.reason, found.suggestions) == (
        "ambiguous", "postcode-differs", ("Heidestraße 3, 52351 Düren",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number", "reason"), [("", "number-missing"), ("x", "number-missing"), ("99", "number-unknown")]
)
def test_a_missing_or_unknown_number_is_said(number: str, reason: str) -> None:
    found = book().find("Heidestraße", number, "")
    assert (found.kind, found.reason) == ("unknown", reason)


def test_planned_zones_do_not_count_yet() -> None:
    assert book().find("Neuer Weg", "1", "").reason == "outside"
    assert [zone.code for zone in book().zones()] == ["E", "W"]


def test_a_zone_counts_only_on_its_days() -> None:
    dated = zone("D", WEST, validity=Validity(date(2027, 1, 1), date(2027, 12, 31)))
    register = Register("Düren", (Street("Weg", "52349"),), (rule("in", "Weg", "D"),), (dated,))
    seen = {day: Book(register, TODAY).on(date.fromisoformat(day)).find("Weg", "1", "").zone
            for day in ("2026-12-31", "2027-01-01", "2027-12-31", "2028-01-01")}  # fmt: skip
    assert list(seen.values()) == [None, "D", "D", None]


def test_a_house_outside_all_polygons_knows_the_nearest_zone() -> None:
    place = Address("Karl-Bröger-Straße", 18, "", "52349", "Düren")
    assert book().finding(place).reason == "outside"
    nearest = book().nearest_zone(place)
    assert nearest is not None
    assert nearest[0].code == "E"
    assert 700 < nearest[1] < 730  # 0.01 degrees of longitude at 50 degrees north


def test_a_house_without_coordinates_stays_undetermined() -> None:
    assert book().find("Heidestraße", "5", "").reason == "undetermined"


def test_street_names_are_offered_while_typing() -> None:
    assert book().suggest("bahn") == ("Bahnhofstraße",)
    assert book().suggest("broeg") == ("Karl-Bröger-Straße",)
    assert book().suggest("Bahnhofstr. 12") == ("Bahnhofstraße",)
    assert book().suggest("Bahnof") == ("Bahnhofstraße",)
    assert book().suggest(" ") == ()


def small(rules: tuple[Rule, ...] = (), zones: tuple[Zone, ...] | None = None, point: float = 7.005) -> Book:
    streets = (Street("Weg", "52349", 1, 9), Street("Weg", "52351", 1, 9))
    houses = {("WEG", "52349"): {(1, ""): (point, 50.005), (30, ""): (point, 50.005)}}
    return Book(Register("Ort", streets, rules, zones or (zone("W", WEST), zone("E", EAST)), houses), TODAY)


def test_where_two_polygons_overlap_nothing_is_guessed() -> None:
    assert small(zones=(zone("W", WEST), zone("X", WEST))).find("Weg", "1", "52349").reason == "undetermined"


def test_a_letter_that_is_not_on_record_stands_beside_its_number() -> None:
    assert small().find("Weg", "1 c", "52349").zone == "W"


def test_a_house_on_record_exists_even_outside_the_range_of_its_street() -> None:
    assert small().find("Weg", "30", "52349").kind == "exact"
    assert small().find("Weg", "31", "52349").reason == "number-unknown"


def test_a_rule_may_hold_for_one_postcode_only() -> None:
    book = small((rule("in", "Weg", "E", postcode="52351"),))
    assert [book.find("Weg", "1", postcode).zone for postcode in ("52349", "52351")] == ["W", "E"]


def test_a_rule_holds_on_its_days_only() -> None:
    past = rule("in", "Weg", "E", validity=Validity(None, date(2026, 12, 2)))
    assert small((past,)).find("Weg", "1", "52349").zone == "W"  # the polygon decides again
    assert small((past,)).on(date(2026, 12, 2)).find("Weg", "1", "52349").zone == "E"


@pytest.mark.parametrize("turned", [False, True])
def test_an_exclusion_comes_before_a_zone_whatever_the_order_of_the_rows(turned: bool) -> None:
    rows = (rule("in", "Weg", "W"), rule("private", "Weg", first=(1, ""), last=(1, "")))
    book = small(rows[::-1] if turned else rows)
    assert book.find("Weg", "1", "52349").reason == "private-road"
    assert book.find("Weg", "2", "52349").zone == "W"


def test_an_entrance_with_several_numbers_is_found_where_they_lie_in_one_zone() -> None:
    found = book().find("Bahnhofstr. 3-7")
    assert (found.kind, found.zone) == ("exact", "W")
    assert found.address == Address("Bahnhofstraße", 3, "-7", "52349", "Düren")


def test_an_entrance_across_two_zones_is_asked_back() -> None:
    found = book().find("Bahnhofstraße", "17-21", "")
    assert (found.kind, found.reason, found.zone) == ("ambiguous", "several-zones", None)
    assert found.suggestions == ("Bahnhofstraße 17, 52349 Düren", "Bahnhofstraße 21, 52349 Düren")
    assert book().finding(Address("Bahnhofstraße", 17, "-21", "52349", "Düren")).reason == "undetermined"


def test_an_entrance_beyond_the_last_number_is_unknown() -> None:
    assert book().find("Bahnhofstraße", "69-73", "").reason == "number-unknown"


def recorded(*houses: tuple[int, str]) -> Book:
    points = dict.fromkeys(houses, (7.005, 50.005))
    register = Register("Ort", (Street("Weg", ""),), (), (zone("W", WEST),), {("WEG", ""): points})
    return Book(register, TODAY)


def test_without_a_range_only_houses_on_record_exist() -> None:
    book = recorded((1, ""), (3, "a"), (3, "b"))
    assert book.find("Weg", "1", "").zone == "W"
    assert book.find("Weg", "2", "").reason == "number-unknown"
    assert book.find("Weg", "3", "").suggestions == ("Weg 3 a", "Weg 3 b")


def test_an_entrance_on_record_is_what_the_record_says() -> None:
    book = recorded((10, "-14"), (12, ""))
    assert book.find("Weg", "10 - 14", "").zone == "W"
    assert book.find("Weg 12-14").reason == "number-unknown"


def test_zones_to_come_are_told_apart_from_those_in_force() -> None:
    later = zone("L", WEST, validity=Validity(date(2027, 1, 1), None))
    past = zone("P", WEST, validity=Validity(None, date(2026, 1, 1)))
    zones = (zone("W", WEST), later, past, zone("S", EAST, "suspended"), zone("N", EAST, "planned"))
    seen = small(zones=zones)
    assert [one.code for one in seen.zones()] == ["W"]
    assert [one.code for one in seen.planned()] == ["L", "N"]


def test_an_address_that_was_offered_is_taken_whatever_stood_in_the_other_fields() -> None:
    offered = book().find("Dorfstr.", "3", "").suggestions[1]
    assert book().find(offered, "3", "").address == Address("Dorfstraße", 3, "", "52355", "Düren")
    chosen = book().find("Bahnhofstraße 17, 52349 Düren", "17-21", "52349")
    assert (chosen.kind, chosen.zone) == ("exact", "W")
    assert book().find("Bahnhofstr. 17", "19", "").kind == "unknown"  # which of the two numbers?


@given(st.text(max_size=300), st.text(max_size=12), st.text(max_size=8))
def test_whatever_is_typed_gets_an_answer_and_nothing_is_guessed(
    line: str, number: str, postcode: str
) -> None:
    found = book().find(line, number, postcode)
    known = {street_key(street.name) for street in book().streets()}
    assert found.kind != "exact" or (found.address and street_key(found.address.street) in known)
    assert found.zone is None or found.kind == "exact"


@given(st.sampled_from(["Bahnhofstraße", "Dorfstraße", "Karl-Bröger-Straße"]), st.data())
def test_one_slip_in_a_name_is_asked_about_with_the_right_one_first(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(name) - 8))
    wrong = name[:place] + data.draw(st.sampled_from("xyq")) + name[place + 1 :]
    found = book().find(wrong, "3", "")
    assert found.kind == "unknown"
    assert found.suggestions[:1] == (name,)
