"""The personas' roles: what each is for. Who plays a role in a town, and where, is decided in `personas`.

What a role leads to by the rules of most towns is said here; a town with other rules says so in its folder.
"""

from dataclasses import dataclass, field

GRANT, REVIEW = "granted", "review"


@dataclass(frozen=True)
class Role:
    """One persona's purpose; `slot` is the kind of address, `plate` (letters, digits, suffix)."""

    slug: str
    title: tuple[str, str]
    shows: tuple[str, str]
    expected: str
    name: tuple[str, str]
    born: str
    slot: str = "zone"
    number: int = 4
    plate: tuple[str, str, str] | None = None
    model: int = 1
    answers: dict[str, str] = field(default_factory=dict)


ROLES = (
    Role(
        "sofort",
        ("Bekommt den Ausweis sofort", "Gets the permit at once"),
        (
            "Hauptwohnung in einer Parkzone, eigenes Auto, nichts zu klären. Ohne Wartezeit, wo die Stadt "
            "automatisch bewilligt; sonst nach einer Freigabe.",
            "Main residence in a parking zone, own car, nothing to clarify. At once where the town approves "
            "automatically, elsewhere after one approval.",
        ),
        GRANT, ("Sommer", "Lena Marie"), "1991-05-14", number=12, plate=("LS", "112", ""),
    ),
    Role(
        "firmenwagen",
        ("Fährt einen Firmenwagen", "Has a company car"),
        (
            "Das Auto ist auf eine Firma zugelassen: Das Formular fragt nach einer Bescheinigung, "
            "ein Mensch prüft sie.",
            "The car is registered to a company: the form asks for a statement, a person checks it.",
        ),
        REVIEW, ("Brandt", "Tobias"), "1984-11-02", number=6, plate=("NW", "340", ""), model=2,
        answers={"keeper": "employer"},
    ),
    Role(
        "umgezogen",
        ("Ist gerade umgezogen", "Has just moved"),
        (
            "Seit zehn Tagen in der Parkzone gemeldet; im Ausweis steht noch die alte Anschrift.",
            "Registered in the parking zone for ten days; the identity card still carries the old address.",
        ),
        GRANT, ("Kowalczyk", "Jan"), "1997-02-20", number=8, plate=("JK", "77", ""), model=0,
    ),
    Role(
        "auskunftssperre",
        ("Hat eine Auskunftssperre", "Has a disclosure block"),
        (
            "Das Melderegister gibt nichts heraus. Nur besonders befugte Mitarbeitende (im Amt: Mika Schutz) "
            "sehen den Antrag; die übrigen sehen nur, dass einer wartet.",
            "The population register tells nothing. Only specially authorised staff (in the office: Mika "
            "Schutz) see the application; the others see only that one is waiting.",
        ),
        REVIEW, ("Falke", "Miriam"), "1979-07-30", number=10, plate=("MF", "9", ""),
    ),
    Role(
        "nebenwohnung",
        ("Hat hier nur eine Nebenwohnung", "Has only a secondary dwelling here"),
        (
            "Die Hauptwohnung liegt in einer anderen Gemeinde. Ob das reicht, regelt jede Stadt selbst.",
            "The main residence is in another municipality. Each town decides whether that is enough.",
        ),
        REVIEW, ("Petersen", "Nils"), "1990-01-09", number=14, plate=("NP", "401", ""), model=3,
        answers={"dwelling": "secondary"},
    ),
    Role(
        "mutter",
        ("Fährt das Auto der Mutter", "Drives her mother’s car"),
        (
            "Halterin ist die Mutter: Ihre Erklärung wird hochgeladen, ein Mensch sieht sie an.",
            "The keeper is the mother: her statement is uploaded, a person looks at it.",
        ),
        REVIEW, ("Yıldız", "Elif"), "2003-09-18", number=16, plate=("AY", "63", ""), model=6,
        answers={"keeper": "family"},
    ),
    Role(
        "privatstrasse",
        ("Wohnt an einer Privatstraße", "Lives in a private road"),
        (
            "Mitten in der Zone und doch nicht berechtigt: Die Seite sagt, warum, und wer hilft.",
            "In the middle of the zone and yet not entitled: the page says why, and who helps.",
        ),
        REVIEW, ("Winkler", "Georg"), "1966-12-24", slot="private", number=5, plate=("GW", "66", "H"),
    ),
    Role(
        "namen",
        ("Hat einen Namen mit allem, was DIN 91379 kennt", "Has a name with everything DIN 91379 knows"),
        (
            "Jeder Buchstabe bleibt, wie er ist: im Formular, in der Registeranfrage, im Bescheid.",
            "Every letter stays as it is: in the form, in the register query, in the decision.",
        ),
        GRANT, ("Ç\u0306elm\u0302ọ\u0308ğlu-Ŗřk\u031bo’Þorḩ", "J\u030cürgė Łēn\u0302s\u0331"),
        "1988-03-03", number=18, plate=("CZ", "919", ""), model=4,
    ),
    Role(
        "zwei-haushalte",
        ("Teilt ein Auto mit der Schwester in einer anderen Zone", "Shares a car with her sister elsewhere"),
        (
            "Zwei Haushalte in zwei Zonen, ein Auto: kein Doppelantrag, aber ein Mensch sieht es an.",
            "Two households in two zones, one car: not a duplicate, but a person looks at it.",
        ),
        REVIEW, ("Lindner", "Paula"), "1994-06-11", slot="other_zone", number=8,
        plate=("ML", "28", ""), model=0, answers={"keeper": "family"},
    ),
    Role(
        "register-schweigt",
        ("Das Melderegister antwortet nicht", "The population register does not answer"),
        (
            "Nichts wird abgelehnt, nichts kostet Geld: Der Antrag wartet und geht weiter, sobald das "
            "Register wieder antwortet (auf der Seite „Störungen“ zu beheben).",
            "Nothing is refused, nothing is charged: the application waits and goes on when the register "
            "answers again (mend it on the page “Faults”).",
        ),
        REVIEW, ("Quast", "Oskar"), "1972-04-27", number=20, plate=("OQ", "4", ""),
    ),
    Role(
        "ausserhalb",
        ("Wohnt außerhalb jeder Parkzone", "Lives outside every parking zone"),
        (
            "Ein klares Nein mit Weg weiter; wer will, beantragt trotzdem.",
            "A clear no with a way on; who wants to, applies all the same.",
        ),
        REVIEW, ("Nguyễn", "Linh"), "1999-10-05", slot="outside", number=11, plate=("LN", "510", ""), model=6,
    ),
    Role(
        "elektro",
        ("Fährt elektrisch", "Drives an electric car"),
        (
            "Kennzeichen mit E: Der Ausweis nennt es, geprüft wird der Kern des Kennzeichens.",
            "A plate ending in E: the permit names it, the core of the plate is checked.",
        ),
        GRANT, ("Heß", "Katharina"), "1981-08-16", number=22, plate=("KH", "81", "E"), model=-1,
    ),
    Role(
        "carsharing",
        ("Hat kein eigenes Auto, nutzt Carsharing", "Has no car, uses carsharing"),
        (
            "Statt eines Kennzeichens steht der Anbieter im Ausweis.",
            "The provider stands in the permit instead of a plate.",
        ),
        REVIEW, ("Schön", "Ben"), "2001-01-31", number=24, answers={"plate_kind": "carsharing", "keeper": ""},
    ),
    Role(
        "wohnmobil",
        ("Fährt ein Wohnmobil von 5,998 m", "Drives a camper van of 5.998 m"),
        (
            "Länger, als manche Stadt erlaubt: Länge und Grenze stehen im Befund.",
            "Longer than some towns allow: length and limit stand in the finding.",
        ),
        REVIEW, ("Mertens", "Ursula"), "1957-05-19", number=26, plate=("UM", "57", ""), model=-2,
    ),
    Role(
        "doppelt",
        ("Heißt wie jemand anders, am selben Tag geboren", "Shares name and birth date with somebody else"),
        (
            "Das Register findet zwei Menschen und legt sich nicht fest: ein Mensch klärt es.",
            "The register finds two people and does not commit itself: a person clarifies.",
        ),
        REVIEW, ("Schäfer", "Anna"), "1992-02-29", number=28, plate=("AS", "292", ""), model=0,
    ),
    Role(
        "anderes-kennzeichen",
        ("Vertippt sich beim Kennzeichen", "Mistypes the licence plate"),
        (
            "Ein falsches Kennzeichen gehört jemand anderem: Das Register widerspricht, "
            "abgelehnt wird niemand.",
            "A wrong plate is somebody else’s: the register disagrees, nobody is refused.",
        ),
        REVIEW, ("Urban", "Tomáš"), "1986-06-06", number=2, plate=("TU", "86", ""), model=6,
        answers={"plate_typed": "sofort"},
    ),
)  # fmt: skip
