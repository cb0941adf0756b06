"""What columns and values of municipal files are called: ours first, then what towns write."""

from collections.abc import Iterable, Mapping
from typing import Final

from modellkommune.values.latin import search_form

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "street": ("strasse", "strassenname", "strassenbezeichnung", "str"),
    "number": ("hausnummer", "hausnr", "hnr", "nr", "house_number"),
    "addition": ("zusatz", "hausnummernzusatz", "hausnrzusatz", "adz", "suffix"),
    "postcode": ("plz", "postleitzahl"),
    "lon": ("lon_mean", "longitude", "lng", "laenge", "laengengrad", "x", "ost", "ostwert", "easting"),
    "lat": ("lat_mean", "latitude", "breite", "breitengrad", "y", "nord", "nordwert", "northing"),
    "first": ("number_min", "kleinste_hausnummer"),
    "last": ("number_max", "groesste_hausnummer"),
    "zone": ("parkzone", "bewohnerparkzone", "bewohnerparkgebiet", "bewohnerparkbereich", "gebiet"),
    "side": ("seite", "strassenseite"),
    "from": ("von", "hausnummer_von", "hausnr_von"),
    "to": ("bis", "hausnummer_bis", "hausnr_bis"),
    "letters": ("buchstaben",),
    "rule": ("regel",),
    "valid_from": ("gueltig_ab", "gueltig_von"),
    "valid_to": ("gueltig_bis",),
    "reason_de": ("grund", "begruendung"),
    "reason_en": (),
    "origin": ("herkunft",),
    "code": ("kennung", "kuerzel", "abkuerzung", "zonencode"),
    "name": ("bezeichnung",),
    "description": ("beschreibung",),
    "status": (),
    "invented": (),
}
SIDES: Final[Mapping[str, str]] = {
    "all": "all", "alle": "all", "beide": "all", "odd": "odd", "ungerade": "odd", "u": "odd",
    "even": "even", "gerade": "even", "g": "even",
}  # fmt: skip
RULES: Final[Mapping[str, str]] = {
    "in": "in", "ja": "in", "out": "out", "nein": "out", "private": "private", "privat": "private",
    "privatstrasse": "private",
}  # fmt: skip
STATUSES: Final[Mapping[str, str]] = {
    "in_force": "in_force", "aktiv": "in_force", "in_kraft": "in_force",
    "planned": "planned", "geplant": "planned", "in_vorbereitung": "planned",
    "geplante_untersuchung": "planned", "in_planung": "planned",
    "suspended": "suspended", "zurueckgestellt": "suspended", "ausgesetzt": "suspended",
}  # fmt: skip


def plain(word: str) -> str:
    """A word of a file as it is compared: "Straßen-Name " -> "strassen_name"."""
    return search_form(word.strip()).lower().replace(" ", "_").replace("-", "_").replace(".", "")


_BY_WORD: Final = {word: ours for ours, words in COLUMNS.items() for word in (*words, ours)}


def our_columns(header: Iterable[str], stated: Mapping[str, str]) -> dict[str, str]:
    """Column of a file -> ours. `stated` (ours -> theirs) goes first, then our own names, then others."""
    names = list(header)
    found = {theirs: ours for ours, theirs in stated.items() if theirs in names}
    for exact in (True, False):
        for name in names:
            ours = _BY_WORD.get(plain(name))
            taken = ours in found.values() or name in found
            if ours is not None and not taken and (not exact or plain(name) == ours):
                found[name] = ours
    return found
