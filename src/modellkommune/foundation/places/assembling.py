"""Put what the files say together with what holds already, and check the whole."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

from modellkommune.foundation.places.book import Register, Street
from modellkommune.foundation.places.errors import Problems
from modellkommune.foundation.places.geometry import Point
from modellkommune.foundation.places.houses import Houses
from modellkommune.foundation.places.material import ADDRESSES, RULE_LIST, STREETS, ZONES, Material
from modellkommune.foundation.places.rows import Row
from modellkommune.foundation.places.rules import House, Rule
from modellkommune.values.address import street_key

_TO_STREETS = "correct the name, or add the street to the street register"
_TO_ZONES = "correct the code, or add the zone to the file of zones"


def assemble(material: Material, place: str, problems: Problems, base: Register | None = None) -> Register:
    """The register: kinds that were read as they were read, the others as in `base`.

    Without a street register the streets are those of the addresses or, failing these, of the street list.
    Mistakes are added to `problems`.
    """
    base = base or Register(place, (), (), ())
    streets = _streets(material, base)
    _check_addresses(material, streets, problems)
    rules = tuple(rule for _, rule in material.rules) if RULE_LIST in material.kinds else base.rules
    zones = tuple(zone for _, zone in material.zones.values()) if ZONES in material.kinds else base.zones
    codes = {zone.code for zone in zones}
    keys = {street_key(street.name) for street in streets}
    for row, rule in material.rules:
        if rule.street not in keys:
            row.problem(f"street {row.text('street')!r} is not in the street register", _TO_STREETS)
    _check_codes(material.rules, codes)
    _check_contradictions(material.rules)
    if RULE_LIST not in material.kinds:
        _check_kept_rules(base.rules, keys, codes, material, problems)
    houses: Mapping[tuple[str, str], Mapping[House, Point]] = base.houses
    if ADDRESSES in material.kinds:
        houses = {street: Houses(found.items()) for street, found in material.houses.items()}
    return Register(place, streets, rules, zones, houses)


def _streets(material: Material, base: Register) -> tuple[Street, ...]:
    if STREETS in material.kinds:
        return tuple(material.streets)
    known = {(street_key(street.name), street.postcode) for street in base.streets}
    new = [
        Street(row.text("street"), postcode)
        for (key, postcode), row in material.first_rows.items()
        if (key, postcode) not in known
    ]
    if base.streets or new:
        return (*base.streets, *new)
    listed = {rule.street: row.text("street") for row, rule in reversed(material.rules)}
    return tuple(Street(name, "") for name in reversed(listed.values()))


def _check_addresses(material: Material, streets: tuple[Street, ...], problems: Problems) -> None:
    keys = {street_key(street.name) for street in streets}
    for (key, _), row in material.first_rows.items():
        if key not in keys:
            text = f"street {row.text('street')!r} is not in the street register"
            problems.add(row.file, row.line, text, _TO_STREETS)


def _check_codes(rules: list[tuple[Row, Rule]], codes: set[str]) -> None:
    """One problem a code: a slip in the zones concerns every line that names the code."""
    lines: dict[str, list[Row]] = defaultdict(list)
    for row, rule in rules:
        if rule.zone and rule.verdict == "in" and rule.zone not in codes:
            lines[rule.zone].append(row)
    for code, rows in lines.items():
        more = f" (in {len(rows)} lines)" if len(rows) > 1 else ""
        rows[0].problem(f"zone {code!r} is not among the zones{more}", _TO_ZONES)


def _check_contradictions(rules: list[tuple[Row, Rule]]) -> None:
    by_street: dict[str, list[tuple[Row, Rule]]] = defaultdict(list)
    for row, rule in rules:
        by_street[rule.street].append((row, rule))
    for rows in by_street.values():
        for (earlier, one), (later, other) in combinations(rows, 2):
            if one.contradicts(other):
                already = f"line {earlier.line} gives them to zone {one.zone}"
                later.problem(
                    f"gives houses to zone {other.zone}, {already}", "let each house be in one zone"
                )


def _check_kept_rules(
    rules: tuple[Rule, ...], keys: set[str], codes: set[str], material: Material, problems: Problems
) -> None:
    """The street list that holds already has to fit the new files as well."""
    remedy = "give the new street list as well"
    gone = sorted({rule.zone for rule in rules if rule.verdict == "in" and rule.zone not in codes})
    for code in gone:
        where = next(iter(material.zones.values()))[0].file if material.zones else "zones"
        problems.add(where, 1, f"zone {code} is missing, but the street list names it", remedy)
    for key in sorted({rule.street for rule in rules} - keys):
        problems.add("streets", 1, f"street {key} is missing, but the street list names it", remedy)
