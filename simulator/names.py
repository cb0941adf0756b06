"""Invented names: everyday ones, and some that together use every letter of DIN 91379."""

import random

from simulator.letters import letters

FAMILY = (
    "Albrecht", "Aydın", "Bäcker", "Bergmann", "Birkenfeld", "Böhm", "Brandt", "Çelik", "Dietrich",
    "Dvořák", "Ebert", "Engels", "Falke", "Fröhlich", "Gärtner", "Grünwald", "Hagen", "Heß", "Hoffmeister",
    "Horváth", "Ivanović", "Jäger", "Jansen", "Kaiser", "Kowalczyk", "Krüger", "Kühn", "Lindner", "Löwe",
    "Meißner", "Mertens", "Möller", "Nguyễn", "Nowak", "Öztürk", "Pauli", "Petersen", "Popović", "Quast",
    "Reuter", "Rößler", "Sánchez", "Schäfer", "Schön", "Seidel", "Şahin", "Thielen", "Urban", "Vogt",
    "von der Heide", "Wągrowiecki", "Weiß", "Winkler", "Yıldız", "Zieliński",
)  # fmt: skip
GIVEN = (
    "Ahmet", "Alva", "Amélie", "Anna Maria", "Anton", "Ayşe", "Ben", "Björn", "Carla", "Clara Sophie",
    "David", "Elif", "Emil", "Emma", "Felix", "Finn", "Frieda", "Georg", "Greta", "Hanna", "Hans-Jörg",
    "Ida", "Jakob", "Jörg", "Jürgen", "Karl-Heinz", "Katharina", "Lars", "Lea", "Linh", "Ludwig",
    "Małgorzata", "Maria", "Marie-Luise", "Mats", "Mehmet", "Mia", "Mila", "Nils", "Oskar", "Paula",
    "Peter", "René", "Rosa", "Sophie", "Søren", "Theo", "Tomáš", "Ursula", "Valentin", "Zoë",
)  # fmt: skip
COMPANIES = (
    "Nordwind Logistik GmbH (erfunden)", "Pflegedienst Sonnenblick gGmbH (erfunden)",
    "Autohaus Beispiel KG (erfunden)", "Stadtbäckerei Korn & Kruste OHG (erfunden)",
    "Leihwagen Musterflotte AG (erfunden)", "Kanzlei Recht und Billig PartG (erfunden)",
)  # fmt: skip
PLACES = (
    "Bremen",
    "Beispielhausen",
    "Rostock",
    "Łódź",
    "İzmir",
    "Görlitz",
    "Neustadt a. d. Probe",
    "Kassel",
    "São Paulo",
)
SYLLABLES = (
    "ba",
    "den",
    "gor",
    "hal",
    "ki",
    "lem",
    "mar",
    "no",
    "pel",
    "ras",
    "sto",
    "tun",
    "ver",
    "wik",
    "zol",
)


def rare_names(source: random.Random) -> list[str]:
    """Family names that together contain each of the 649 letters: capitals open a part, others follow."""
    small = [letter for letter in letters() if not letter[0].isupper()]
    capital = [letter for letter in letters() if letter[0].isupper()]
    source.shuffle(small)
    source.shuffle(capital)
    pairs = [(capital[i], *capital[i + 1 : i + 2]) for i in range(0, len(capital), 2)]
    share = -(-len(small) // len(pairs))
    return [
        "-".join(_parts(pair, small[i * share : (i + 1) * share], source)) for i, pair in enumerate(pairs)
    ]


def _parts(capitals: tuple[str, ...], small: list[str], source: random.Random) -> list[str]:
    half = -(-len(small) // 2)
    inner = (small[:half], small[half:])
    return [
        opening + "".join(source.choice(SYLLABLES) + letter for letter in rest) + source.choice(SYLLABLES)
        for opening, rest in zip(
            (*capitals, "B")[: max(len(capitals), 1 + bool(inner[1]))], inner, strict=False
        )
    ]
