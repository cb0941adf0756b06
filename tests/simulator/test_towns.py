"""A town is a folder: the simulator plays any that it finds there."""

from datetime import date
from pathlib import Path

from simulator.personas import cast_of
from simulator.towns import read_towns

RULES = """zone,street,postcode,side,from,to,letters,rule,valid_from,valid_to,reason_de,reason_en,origin
A,Ring,,odd,1,9,,in,,,,,invented
A,Allee,,all,,,,in,,,,,invented
,Hof,,all,,,,private,,,Privat,Private,invented
B,Gasse,,all,,,,in,,,,,invented
"""


def test_a_new_town_needs_its_files_only(tmp_path: Path) -> None:
    town = tmp_path / "neustadt"
    town.mkdir()
    profile = 'name: Neustadt\nags: "01234567"\nhosts: [neustadt.localhost]\nplate_codes: [NS, "NÖ"]\n'
    (town / "municipality.yaml").write_text(profile, "utf-8")
    (town / "zone_rules.csv").write_text(RULES, "utf-8")
    names = ("Ring", "Allee", "Hof", "Gasse", "Weg")
    streets = "".join(f"{name},00001,1,40,,,invented\n" for name in names)
    (town / "streets.csv").write_text("street,postcode,first,last,lon,lat,origin\n" + streets, "utf-8")
    [found] = read_towns(tmp_path)
    assert (found.name, found.host, found.plate_codes) == ("Neustadt", "neustadt.localhost", ("NS", "NÖ"))
    assert found.slots == {"zone": "Allee", "other_zone": "Gasse", "private": "Hof", "outside": "Weg"}


def test_what_differs_for_its_people_stands_in_its_folder_too(tmp_path: Path) -> None:
    for key in ("altstadt", "neustadt"):
        (tmp_path / key).mkdir()
        (tmp_path / key / "municipality.yaml").write_text(
            f"name: {key.title()}\nplate_codes: [XY]\n", "utf-8"
        )
    told = 'first = true\n[streets]\nzone = "Mühlenweg"\n[expected]\nnebenwohnung = "granted"\n'
    (tmp_path / "neustadt" / "simulator.toml").write_text(told, "utf-8")
    new, old = read_towns(tmp_path)
    assert (new.key, old.key) == ("neustadt", "altstadt")
    for town, street, expected in ((new, "Mühlenweg", "granted"), (old, "Hauptstraße", "review")):
        cast = cast_of(town, date(2026, 12, 3))
        people = {person.id: person for person in cast.people}
        personas = {persona.slug: persona for persona in cast.personas}
        assert people[f"{town.key}-sofort"].dwellings[0].address.street == street
        assert personas["nebenwohnung"].expected == expected
