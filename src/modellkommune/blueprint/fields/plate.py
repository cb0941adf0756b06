"""Licence plates: German ones read carefully, foreign ones as they are, or a name instead (carsharing)."""

from functools import lru_cache
from typing import Any, Final, Literal

from modellkommune.blueprint.fields.base import (
    Answer,
    Choice,
    Choices,
    Entered,
    Field,
    FieldError,
    FieldSpec,
    Form,
    Input,
    Kind,
    error,
    joined,
    missing,
    sent,
    shown,
)
from modellkommune.blueprint.fields.countries import COUNTRIES
from modellkommune.blueprint.known import SOME_PLATE, Known
from modellkommune.blueprint.schema.basis import Text
from modellkommune.blueprint.wording import say
from modellkommune.values.latin import first_foreign
from modellkommune.values.plate import Plate, read_foreign_plate, read_insurance_plate, read_plate

NAMED: dict[str, Text] = {
    "carsharing": {"de": "Carsharing", "en": "Car sharing"},
    "changing": {"de": "wechselnde Fahrzeuge", "en": "changing vehicles"},
}
SHARED: Final = "carsharing"
EXAMPLE: Final = "{plate}"
"""Stands in a hint for an example as plates look in the town."""
_LABELS: dict[str, Text] = {
    "country": {"de": "Land der Zulassung", "en": "Country of registration"},
    "named": {"de": "Kein festes Kennzeichen?", "en": "No fixed licence plate?"},
    "plain": {"de": "Ich habe ein Kennzeichen", "en": "I have a licence plate"},
    "choice": {"de": "Welches Kennzeichen meinen Sie?", "en": "Which licence plate do you mean?"},
    "name": {"de": "Carsharing: bei welchem Anbieter?", "en": "Car sharing: with which provider?"},
    "confirm": {
        "de": "Das stimmt so. Bitte prüft jemand meinen Antrag.",
        "en": "That is right. Please have someone look at my application.",
    },
}
_INSURED: Text = {
    "de": "„{text}“ ist ein Versicherungskennzeichen, etwa eines Mofas. Dazu fragen wir kein Register. "
    "Bestätigen Sie unten, dass es stimmt; dann prüft jemand Ihren Antrag.",
    "en": "“{text}” is an insurance plate, for example of a moped. No register is asked about it. "
    "Confirm below that it is right; then somebody looks at your application.",
}
_LONGEST_NAME = 40  # characters: what a permit and its seal have room for
_PROBLEMS: dict[str, tuple[str, str]] = {
    "unreadable": (
        "So sieht kein deutsches Kennzeichen aus. Bitte mit Bindestrich schreiben, zum Beispiel {plate}.",
        "This is not how German licence plates look. Please use a hyphen, for example {plate}.",
    ),
    "insurance_plate": (
        "Das ist ein Versicherungskennzeichen, etwa eines Mofas. Bitte wenden Sie sich damit an die Kommune.",
        "This is an insurance plate, for example of a moped. Please contact the municipality.",
    ),
    "leading_zero": (
        "Die Ziffern beginnen nie mit 0. Bitte prüfen Sie, ob es der Buchstabe O ist.",
        "The digits never start with 0. Please check whether it is the letter O.",
    ),
    "umlaut_in_letters": (
        "Umlaute stehen nur im Ortskürzel, nicht in den Buchstaben danach. Bitte prüfen Sie die Buchstaben.",
        "Umlauts occur in the district code only, not in the letters behind it. Please check the letters.",
    ),
    "too_long": (
        "Ein Kennzeichen hat höchstens 8 Zeichen. Bitte prüfen Sie, ob eines zu viel ist.",
        "A licence plate has at most 8 characters. Please check whether there is one too many.",
    ),
    "too_many_letters": (
        "Nach dem Ortskürzel stehen höchstens zwei Buchstaben. Bitte prüfen Sie die Buchstaben.",
        "At most two letters follow the district code. Please check the letters.",
    ),
    "too_many_digits": (
        "Ein Kennzeichen hat höchstens vier Ziffern. Bitte prüfen Sie die Ziffern.",
        "A licence plate has at most four digits. Please check the digits.",
    ),
    "season": (
        "Die Monate des Saisonkennzeichens passen nicht. Bitte schreiben Sie zum Beispiel 04-10.",
        "The months of the seasonal plate do not fit. Please write for example 04-10.",
    ),
}


class PlateSpec(FieldSpec):
    """A licence plate; `foreign` allows other countries, `named` what may stand instead of a plate.

    `provider`: who shares cars says with whom, and that stands instead. `insured`: insurance plates of mopeds
    are taken once they are confirmed.
    """

    type: Literal["licence-plate"]
    foreign: bool = False
    named: list[Literal["carsharing", "changing"]] = []
    provider: bool = False
    insured: bool = False


class PlateKind(Kind):
    """{kind, text, core, suffix, season ("04-10"), country, warnings}. Separators are kept (case A1)."""

    grouped = True
    cel_type = "plate"

    def names(self, field: Field) -> tuple[str, ...]:
        """The plate, its country, a name instead, the candidate picked, the provider, what confirms it."""
        parts = ("", "-country", "-named", "-choice", "-name", "-confirm")
        return tuple(f"{field.id}{part}" for part in parts)

    def read(self, field: Field, form: Form, known: Known, current: Any) -> Answer:
        """A compact German plate that may mean two cars is an error that offers both."""
        text, country, named = (sent(form, name) for name in self.names(field)[:3])
        if named in field.settings.get("named", ()):
            return self._named(field, text, named, sent(form, f"{field.id}-name"))
        if not text:
            return Answer() if field.optional else missing(field)
        if field.settings.get("foreign") and country in COUNTRIES and country != "D":
            return self._foreign(field, text, country)
        insured = read_insurance_plate(text) if field.settings.get("insured") else None
        if insured is not None:
            confirmed = sent(form, f"{field.id}-confirm")
            return Answer(_plate("insured", insured, insured, "D")) if confirmed else _confirm(field, insured)
        return self._german(field, text, sent(form, f"{field.id}-choice"), known)

    def _named(self, field: Field, text: str, named: str, provider: str) -> Answer:
        if text:
            return error(
                field,
                "Bitte geben Sie entweder ein Kennzeichen an oder wählen Sie „Kein festes Kennzeichen“.",
                "Please give either a licence plate or choose “No fixed licence plate”.",
            )
        if named != SHARED or not field.settings.get("provider"):
            return Answer(_plate("named", NAMED[named]["de"], named, country=""))
        fault = _name_fault(provider)
        plate = _plate("named", f"{NAMED[SHARED]['de']} {provider}", named, country="")
        if fault:
            return Answer(errors=(FieldError(field.id, f"{field.id}-name", fault),), meant=plate)
        return Answer(plate)

    def _foreign(self, field: Field, text: str, country: str) -> Answer:
        plate = read_foreign_plate(text)
        if plate is None:
            return error(
                field,
                f"„{text}“ kann kein Kennzeichen sein: 2 bis 12 lateinische Buchstaben und Ziffern.",
                f"“{text}” cannot be a licence plate: 2 to 12 Latin letters and digits. Please check it.",
            )
        return Answer(_plate("foreign", plate, plate, country=country))

    def _german(self, field: Field, text: str, choice: str, known: Known) -> Answer:
        reading = read_plate(text)
        picked = next((plate for plate in reading.candidates if plate.text == choice), None)
        plate = picked or reading.plate
        if plate is not None:
            return Answer(_german(plate, () if picked else reading.warnings))
        if reading.candidates:
            return _ask(field, reading.candidates)
        de, en = _PROBLEMS.get(reading.problem or "", _PROBLEMS["unreadable"])
        return error(field, _with_example(de, known), _with_example(en, known))

    def hint(self, field: Field, language: str, known: Known | None) -> str:
        """Names a plate as they look in the town, where the blueprint wants one."""
        return _with_example(say(field.hint, language), known)

    def inputs(self, field: Field, value: Any, entered: Entered, language: str) -> tuple[Input, ...]:
        """The plate first; further controls only where the blueprint allows them or candidates are open."""
        plate = value or {}
        stored = "" if plate.get("kind") == "named" else plate.get("text", "")
        label = say(field.label, language)
        main = Input(
            field.id, field.id, "text", label, shown(entered, field.id, stored), autocomplete="off", width=16
        )
        return (
            main,
            *self._candidates(field, entered, language),
            *self._country(field, plate, entered, language),
            *self._names(field, plate, entered, language),
            *self._provider(field, plate, entered, language),
            *self._confirmation(field, entered, language),
        )

    def _provider(self, field: Field, plate: Any, entered: Entered, language: str) -> tuple[Input, ...]:
        if not field.settings.get("provider") or SHARED not in field.settings.get("named", ()):
            return ()
        name, stored = f"{field.id}-name", ""
        if plate.get("core") == SHARED:
            stored = str(plate["text"]).removeprefix(NAMED[SHARED]["de"]).strip()
        value, label = shown(entered, name, stored), say(_LABELS["name"], language)
        return (Input(name, name, "text", label, value, optional=True, part="name"),)

    def _confirmation(self, field: Field, entered: Entered, language: str) -> tuple[Input, ...]:
        if not entered.get(f"{field.id}-insured"):
            return ()
        name = f"{field.id}-confirm"
        label = say(_LABELS["confirm"], language)
        return (Input(name, name, "checkbox", label, "yes", optional=True, part="confirm"),)

    def _candidates(self, field: Field, entered: Entered, language: str) -> tuple[Input, ...]:
        found = entered.get(f"{field.id}-candidates") or ()
        if not found:
            return ()
        name = f"{field.id}-choice"
        picked = shown(entered, name, "")
        options = tuple(
            Choice(text, text, f"{name}-{place}", text == picked) for place, text in enumerate(found)
        )
        return (Input(name, name, "radio", say(_LABELS["choice"], language), options=options, part="choice"),)

    def _country(self, field: Field, plate: Any, entered: Entered, language: str) -> tuple[Input, ...]:
        if not field.settings.get("foreign"):
            return ()
        name = f"{field.id}-country"
        chosen = shown(entered, name, plate.get("country") or "D") or "D"
        options = _countries(name, chosen if chosen in COUNTRIES else "", language)
        return (
            Input(
                name,
                name,
                "select",
                say(_LABELS["country"], language),
                chosen,
                options=options,
                part="country",
            ),
        )

    def _names(self, field: Field, plate: Any, entered: Entered, language: str) -> tuple[Input, ...]:
        allowed = field.settings.get("named", ())
        if not allowed:
            return ()
        name = f"{field.id}-named"
        chosen = shown(entered, name, plate.get("core", "") if plate.get("kind") == "named" else "")
        texts = {"": _LABELS["plain"], **{each: NAMED[each] for each in allowed}}
        options = tuple(
            Choice(each, say(text, language), f"{name}-{each or 'none'}", each == chosen)
            for each, text in texts.items()
        )
        return (
            Input(
                name, name, "radio", say(_LABELS["named"], language), chosen, options=options, part="named"
            ),
        )

    def present(self, field: Field, value: Any, language: str) -> str:
        """The plate as on the car; foreign ones with their country."""
        if value["kind"] == "named":
            provider = str(value["text"]).removeprefix(NAMED[value["core"]]["de"])
            return say(NAMED[value["core"]], language) + provider
        if value["kind"] == "foreign":
            return f"{value['text']} ({say(COUNTRIES[value['country']], language)})"
        return str(value["text"])

    def json_schema(self, field: Field) -> dict[str, Any]:
        """The parts of a plate."""
        texts = {name: {"type": "string"} for name in ("text", "core", "suffix", "season", "country")}
        kinds = {"kind": {"enum": ["german", "foreign", "named", "insured"]}}
        warnings = {"warnings": {"type": "array", "items": {"type": "string"}}}
        return {
            "type": "object",
            "properties": {**kinds, **texts, **warnings},
            "required": ["kind", "text", "core"],
            "additionalProperties": False,
        }


def _name_fault(provider: str) -> Text | None:
    if not provider:
        return {
            "de": "Bitte schreiben Sie, bei welchem Anbieter Sie Mitglied sind.",
            "en": "Please write with which provider you are a member.",
        }
    sign = first_foreign(provider, "B")
    if sign or len(provider) > _LONGEST_NAME:
        return {
            "de": f"Bitte schreiben Sie den Anbieter mit höchstens {_LONGEST_NAME} Buchstaben und Ziffern.",
            "en": f"Please write the provider with at most {_LONGEST_NAME} letters and digits.",
        }
    return None


def _with_example(sentence: str, known: Known | None) -> str:
    return sentence.replace(EXAMPLE, known.plate if known else SOME_PLATE)


def _confirm(field: Field, insured: str) -> Answer:
    """Explained, and asked whether it is right: then a person looks (case A10)."""
    message = {language: say(_INSURED, language).format(text=insured) for language in ("de", "en")}
    found = FieldError(field.id, field.id, message)
    return Answer(errors=(found,), entered={f"{field.id}-insured": "yes"})


@lru_cache(maxsize=256)
def _countries(name: str, chosen: str, language: str) -> Choices:
    return Choices(
        Choice(code, say(label, language), f"{name}-{code}", code == chosen)
        for code, label in COUNTRIES.items()
    )


def _plate(kind: str, text: str, core: str, country: str) -> dict[str, Any]:
    parts: dict[str, Any] = {"kind": kind, "text": text, "core": core, "suffix": "", "season": ""}
    return {**parts, "country": country, "warnings": []}


def _german(plate: Plate, warnings: tuple[str, ...]) -> dict[str, Any]:
    season = f"{plate.season[0]:02d}-{plate.season[1]:02d}" if plate.season else ""
    parts = _plate("german", plate.text, plate.core, "D")
    return {**parts, "suffix": plate.suffix, "season": season, "warnings": list(warnings)}


def _ask(field: Field, candidates: tuple[Plate, ...]) -> Answer:
    texts = [plate.text for plate in candidates]
    message = {
        "de": f"Bitte mit Bindestrich schreiben. Meinten Sie {joined(texts, 'de')}?",
        "en": f"Please write it with a hyphen. Did you mean {joined(texts, 'en')}?",
    }
    found = FieldError(field.id, field.id, message)
    return Answer(errors=(found,), entered={f"{field.id}-candidates": texts})
