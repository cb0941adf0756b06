"""A town is a folder: the simulator plays any that it finds there."""

from pathlib import Path

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
    [found] = [one for one in read_towns(tmp_path) if one.key == "neustadt"]
    assert (found.name, found.host, found.plate_codes) == ("Neustadt", "neustadt.localhost", ("NS", "NÖ"))
    assert found.slots == {"zone": "Allee", "other_zone": "Gasse", "private": "Hof", "outside": "Weg"}
