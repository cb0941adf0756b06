"""The invented vehicles: of people and companies, some with abolished district codes, E, H or a season."""

import random
from datetime import date, timedelta

from simulator.names import COMPANIES
from simulator.people import Address, Model, Person, Plate, Vehicle
from simulator.towns import Town

OTHER_CODES = ("AC", "K", "D", "HH", "BO", "BÖ", "EIL", "FRW", "WAN", "LÜN")
MODELS = (
    Model("Kolibri City", "M1", 3615, 1650, 1510, 985, "petrol"),
    Model("Stadtfuchs 5", "M1", 4065, 1751, 1450, 1165, "petrol"),
    Model("Tandem Kombi", "M1", 4680, 1832, 1475, 1480, "diesel"),
    Model("Marder Hybrid", "M1", 4284, 1789, 1491, 1415, "hybrid"),
    Model("Albatros Familie", "M1", 4850, 1904, 1730, 1790, "diesel"),
    Model("Lastesel Kasten", "N1", 5413, 2020, 2539, 2010, "diesel"),
    Model("Gasmann Kompakt", "M1", 4109, 1770, 1461, 1195, "lpg"),
)
ELECTRIC = Model("Funke E", "M1", 4261, 1809, 1568, 1770, "electric")
VETERAN = Model("Großvater 1200", "M1", 4070, 1540, 1500, 760, "petrol")
MOTORCYCLE = Model("Hornisse 650", "L3e", 2080, 825, 1150, 199, "petrol")
CARAVAN = Model("Schneckenhaus", "O2", 5950, 2300, 2580, 1180, "none")
CAMPER = Model("Fernweh Mobil", "M1", 5998, 2050, 2650, 2890, "diesel")
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def vehicles_of(town: Town, people: list[Person], seed: int, taken: set[str]) -> list[Vehicle]:
    """Vehicles of the town's adults; adds every plate it gives out to `taken`."""
    source = random.Random(f"{seed}:{town.key}:vehicles")  # noqa: S311 - reproducible, nothing secret
    return [_vehicle(town, person, source, taken) for person in people if _drives(person, source)]


def _drives(person: Person, source: random.Random) -> bool:
    return person.birth_date.year < 2008 and person.deceased is None and source.random() < 0.6


def _vehicle(town: Town, person: Person, source: random.Random, taken: set[str]) -> Vehicle:
    model, suffix, season = _kind(source)
    plate = _free_plate(town, source, taken, suffix, season)
    registered = date(1985, 5, 1) if suffix == "H" else date(2006, 1, 1)
    registered += timedelta(days=source.randint(0, 7300))
    company = source.choice(COMPANIES) if source.random() < 0.08 else ""
    return Vehicle(
        plate=plate,
        model=model,
        first_registration=registered,
        keeper="" if company else person.id,
        company=company,
        company_address=Address("Industriestraße", source.randint(1, 60), "", "00999", "Beispielhausen")
        if company
        else None,
        deregistered=date(2026, 9, 30) if source.random() < 0.01 else None,
    )


def _kind(source: random.Random) -> tuple[Model, str, tuple[int, int] | None]:
    draw = source.random()
    if draw < 0.12:
        return ELECTRIC, "E", None
    if draw < 0.15:
        return VETERAN, "H", None
    if draw < 0.19:
        return MOTORCYCLE, "", (4, 10)
    if draw < 0.21:
        return CARAVAN, "", (3, 10)
    return (CAMPER if draw < 0.23 else source.choice(MODELS)), "", None


def _free_plate(
    town: Town, source: random.Random, taken: set[str], suffix: str, season: tuple[int, int] | None
) -> Plate:
    while True:
        codes = (town.plate_codes or OTHER_CODES) if source.random() < 0.85 else OTHER_CODES
        letters = "".join(source.choice(LETTERS) for _ in range(source.choice((1, 2, 2))))
        plate = Plate(source.choice(codes), letters, str(source.randint(1, 999)), suffix, season)
        if plate.core not in taken:
            taken.add(plate.core)
            return plate
