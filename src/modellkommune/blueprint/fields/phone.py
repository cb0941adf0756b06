"""Telephone numbers of any country, read as people write them, stored as E.164: +492421251234."""

from typing import Any, Literal

import phonenumbers

from modellkommune.blueprint.fields.base import (
    Answer,
    Entered,
    Field,
    FieldSpec,
    Form,
    Input,
    Kind,
    error,
    missing,
    sent,
    shown,
)
from modellkommune.blueprint.known import Known
from modellkommune.blueprint.wording import say

HOME = "DE"
FEWEST_DIGITS = 5  # the shortest in Germany with its area code
_FORMAT = phonenumbers.PhoneNumberFormat
_TOO_SHORT = (
    phonenumbers.ValidationResult.TOO_SHORT,
    phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY,
    phonenumbers.ValidationResult.INVALID_LENGTH,
)
_PROBLEMS = {
    "unreadable": (
        "Das ist keine Telefonnummer. Bitte schreiben Sie sie mit Vorwahl, zum Beispiel 0221 4710100.",
        "This is no telephone number. Please include the area code, for example 0221 4710100.",
    ),
    "country": (
        "Dieses Land kennen wir nicht. Bitte beginnen Sie mit 0 oder mit der Landesvorwahl, etwa +49.",
        "We do not know this country. Please begin with 0 or with the country code, for example +49.",
    ),
    "short": (
        "Der Nummer fehlen Ziffern. Bitte prüfen Sie, ob die Vorwahl dabei ist, zum Beispiel 0221 4710100.",
        "Digits are missing. Please check whether the area code is there, for example 0221 4710100.",
    ),
    "long": (
        "Die Nummer hat zu viele Ziffern. Bitte prüfen Sie, ob eine doppelt ist.",
        "The number has too many digits. Please check whether one was typed twice.",
    ),
    "extension": (
        "Bitte schreiben Sie die Durchwahl mit einem Bindestrich an die Nummer, zum Beispiel 0221 47101-12.",
        "Please write the extension behind a hyphen, for example 0221 47101-12.",
    ),
}


class PhoneSpec(FieldSpec):
    """A telephone number; without country code it is a German one."""

    type: Literal["phone"]


class PhoneKind(Kind):
    """Text in the international form. Whether anybody answers there is not asked."""

    def read(self, field: Field, form: Form, known: Known, current: Any) -> Answer:
        """Reads 02421 25-1234, +49 (0) 2421 251234, 0049 2421 251234."""
        text = sent(form, field.id)
        if not text:
            return Answer() if field.optional else missing(field)
        try:
            number = phonenumbers.parse(text.replace("(0)", ""), HOME)
        except phonenumbers.NumberParseException as fault:
            return _problem(field, _reason(fault))
        if number.extension:
            return _problem(field, "extension")
        length = phonenumbers.is_possible_number_with_reason(number)
        if length in _TOO_SHORT or len(str(number.national_number)) < FEWEST_DIGITS:
            return _problem(field, "short")
        if length == phonenumbers.ValidationResult.TOO_LONG:
            return _problem(field, "long")
        return Answer(phonenumbers.format_number(number, _FORMAT.E164))

    def inputs(self, field: Field, value: Any, entered: Entered, language: str) -> tuple[Input, ...]:
        """One control with the keys of a telephone."""
        return (
            Input(
                name=field.id,
                id=field.id,
                kind="tel",
                label=say(field.label, language),
                value=shown(entered, field.id, _shown(value) if value else ""),
                autocomplete=field.autocomplete or "tel",
                inputmode="tel",
                width=20,
            ),
        )

    def present(self, field: Field, value: Any, language: str) -> str:
        """German numbers as they are dialled at home, others with their country code."""
        return _shown(value)

    def json_schema(self, field: Field) -> dict[str, Any]:
        """E.164."""
        return {"type": "string", "pattern": r"^\+[1-9][0-9]{3,14}$"}

    def prefilled(self, field: Field, identity: Any, known: Known) -> Any:
        """What the log-in says, if it can be read."""
        told = str(super().prefilled(field, identity, known) or "")
        return self.read(field, {field.id: [told]}, known, None).value if told else None


def _reason(fault: phonenumbers.NumberParseException) -> str:
    short = (fault.TOO_SHORT_NSN, fault.TOO_SHORT_AFTER_IDD)
    reasons = {fault.INVALID_COUNTRY_CODE: "country", fault.TOO_LONG: "long", **dict.fromkeys(short, "short")}
    return reasons.get(fault.error_type, "unreadable")


def _problem(field: Field, name: str) -> Answer:
    return error(field, *_PROBLEMS[name])


def _shown(value: str) -> str:
    number = phonenumbers.parse(value, None)
    home = phonenumbers.region_code_for_country_code(number.country_code or 0) == HOME
    return phonenumbers.format_number(number, _FORMAT.NATIONAL if home else _FORMAT.INTERNATIONAL)
