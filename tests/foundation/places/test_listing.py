from datetime import date

from modellkommune.foundation.places.book import Book, Register, Street, Zone
from modellkommune.foundation.places.geometry import Polygon
from modellkommune.foundation.places.listing import ListedStreet, Stretch, streets_of_zones
from modellkommune.foundation.places.rules import Letters, Rule, Validity

DAY = date(2026, 12, 3)
WEST = Polygon(((7.0, 50.0), (7.01, 50.0), (7.01, 50.01), (7.0, 50.01), (7.0, 50.0)))
INSIDE, OUTSIDE = (7.005, 50.005), (7.05, 50.005)


def listed(streets: tuple[Street, ...], rules: tuple[Rule, ...] = (), houses=None):
    zones = tuple(
        Zone(code, {}, {}, (WEST,), status) for code, status in (("A", "in_force"), ("P", "planned"))
    )
    return streets_of_zones(Book(Register("Ort", streets, rules, zones, houses or {}), DAY))


def test_the_street_list_is_shown_as_it_was_written() -> None:
    rules = (
        Rule("in", "A", "WEG", side="odd", first=(1, ""), last=(9, "a")),
        Rule("in", "A", "WEG", side="even", first=(2, "")),
        Rule("out", "", "WEG", first=(5, ""), last=(5, ""), letters=Letters.read("b-c,f")),
        Rule("out", "", "WEG", side="odd", first=(11, "")),
        Rule("in", "A", "OELGASSE"),
        Rule("in", "P", "NEUERWEG"),
        Rule("in", "A", "ALTERWEG", validity=Validity(None, date(2026, 1, 1))),
    )
    streets = tuple(Street(name, "52349") for name in ("Weg", "Ölgasse", "Neuer Weg", "Alter Weg"))
    assert listed(streets, rules) == {
        "A": (
            ListedStreet("Ölgasse", ""),
            ListedStreet(
                "Weg",
                "",
                (Stretch("between", "odd", "1", "9 a"), Stretch("from", "even", "2")),
                (Stretch("one", "all", "5", letters="b-c,f"),),
            ),
        )
    }


def test_a_street_without_a_list_is_shown_as_its_houses_lie() -> None:
    houses = {
        ("WEG", ""): {(1, ""): INSIDE, (3, ""): INSIDE, (5, ""): OUTSIDE, (7, ""): INSIDE, (2, ""): OUTSIDE},
        ("GASSE", ""): {(1, ""): INSIDE, (2, ""): INSIDE},
        ("FERN", ""): {(1, ""): OUTSIDE},
    }
    streets = tuple(Street(name, "") for name in ("Weg", "Gasse", "Fern"))
    assert listed(streets, houses=houses)["A"] == (
        ListedStreet("Gasse", ""),
        ListedStreet("Weg", "", (Stretch("between", "odd", "1", "3"), Stretch("one", "all", "7"))),
    )


def test_a_name_in_two_postcodes_is_told_apart() -> None:
    streets = (Street("Weg", "52349"), Street("Weg", "52351"))
    found = listed(streets, (Rule("in", "A", "WEG", postcode="52351"),))
    assert found == {"A": (ListedStreet("Weg", "52351"),)}
