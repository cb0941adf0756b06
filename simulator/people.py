"""What the registers know: people, dwellings, vehicles. Lengths are millimetres, masses kilograms."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Address:
    """A postal address with the house number taken apart."""

    street: str
    number: int
    addition: str
    postcode: str
    place: str

    def document(self) -> dict[str, object]:
        """As the registers answer it."""
        return {
            "street": self.street,
            "number": self.number,
            "addition": self.addition,
            "postcode": self.postcode,
            "place": self.place,
        }

    @property
    def line(self) -> str:
        """Street and house number: `Bahnhofstraße 12 a`."""
        return f"{self.street} {self.number} {self.addition}".rstrip()


@dataclass(frozen=True)
class Dwelling:
    """Somebody's registered dwelling; `kind` is sole, main or secondary."""

    kind: str
    address: Address
    municipality: str
    since: date
    until: date | None = None

    def document(self) -> dict[str, object]:
        """As the population register answers it."""
        return {
            "kind": self.kind,
            "address": self.address.document(),
            "municipality": self.municipality,
            "since": self.since.isoformat(),
            "until": self.until.isoformat() if self.until else None,
        }


@dataclass(frozen=True)
class Person:
    """One invented person. `previous` is the address before the last move, `moved_away` the day and place."""

    id: str
    town: str
    family_name: str
    given_names: str
    birth_date: date
    birth_name: str = ""
    place_of_birth: str = ""
    dwellings: tuple[Dwelling, ...] = ()
    previous: Address | None = None
    card_address: Address | None = None
    disclosure_block: bool = False
    deceased: date | None = None
    moved_away: tuple[date, str] | None = None

    @property
    def name(self) -> str:
        """Given names and family name."""
        return f"{self.given_names} {self.family_name}"

    @property
    def home(self) -> Dwelling | None:
        """The main or only dwelling, wherever it is."""
        return next((d for d in self.dwellings if d.kind != "secondary"), None)

    @property
    def on_card(self) -> Address | None:
        """The address in the identity card, which may lag behind the register."""
        return self.card_address or (self.home.address if self.home else None)


@dataclass(frozen=True)
class Plate:
    """A German licence plate; authority plates have no letters."""

    district: str
    letters: str
    digits: str
    suffix: str = ""
    season: tuple[int, int] | None = None

    @property
    def core(self) -> str:
        """District, letters and digits with their separators: what makes two plates two."""
        return (
            f"{self.district}-{self.letters} {self.digits}"
            if self.letters
            else f"{self.district}-{self.digits}"
        )

    @property
    def text(self) -> str:
        """As it is read from the vehicle."""
        return f"{self.core} {self.suffix}".rstrip()

    def document(self) -> dict[str, object]:
        """As the vehicle register answers it."""
        return {
            "district": self.district,
            "letters": self.letters,
            "digits": self.digits,
            "suffix": self.suffix,
            "season": list(self.season) if self.season else None,
            "text": self.text,
        }


@dataclass(frozen=True)
class Model:
    """A make with its measures in millimetres and kilograms; invented, near to real cars."""

    make: str
    vehicle_class: str
    length: int
    width: int
    height: int
    mass: int
    fuel: str


@dataclass(frozen=True)
class Vehicle:
    """A registered vehicle; the keeper is a person (by id) or a company."""

    plate: Plate
    model: Model
    first_registration: date
    keeper: str = ""
    company: str = ""
    company_address: Address | None = None
    deregistered: date | None = None

    def document(self) -> dict[str, object]:
        """Technical data as the vehicle register answers them."""
        model = self.model
        return {
            "class": model.vehicle_class,
            "make": model.make,
            "length_mm": model.length,
            "width_mm": model.width,
            "height_mm": model.height,
            "empty_mass_kg": model.mass,
            "fuel": model.fuel,
            "first_registration": self.first_registration.isoformat(),
        }


@dataclass(frozen=True)
class Persona:
    """Somebody to be in a demonstration: who, and what it shows."""

    id: str
    slug: str
    title: dict[str, str]
    shows: dict[str, str]
    expected: str
    person: str
    answers: dict[str, str] = field(default_factory=dict)
