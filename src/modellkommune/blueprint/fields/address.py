"""Addresses, looked up in the municipality's street register; unknown ones may be confirmed: no dead end."""

import re
from typing import Any, Literal

from modellkommune.blueprint.fields.base import (
    Answer,
    Choice,
    Entered,
    Field,
    FieldError,
    FieldSpec,
    Form,
    Input,
    Kind,
    joined,
    sent,
    shown,
)
from modellkommune.blueprint.known import Known, PlaceMatch
from modellkommune.blueprint.schema.basis import Text
from modellkommune.blueprint.wording import say
from modellkommune.values.address import Address, NoHouseNumber, house_number_text, read_house_number
from modellkommune.values.latin import first_foreign

_PARTS: tuple[tuple[str, Text, str, str, int], ...] = (
    ("street", {"de": "Straße", "en": "Street"}, "address-line1", "", 0),
    ("number", {"de": "Hausnummer", "en": "House number"}, "", "", 6),
    ("postcode", {"de": "Postleitzahl", "en": "Postcode"}, "postal-code", "numeric", 6),
)
_STREET_AND_NUMBER = re.compile(r"(.*[^\W\d_.].*?)\s+(\d.*)")
_LONGEST_STREET = 120  # characters
_LONGEST_NUMBER = 20  # characters
_CONFIRM: Text = {
    "de": "Die Anschrift stimmt so. Bitte prüft jemand meinen Antrag.",
    "en": "The address is right. Please have someone look at my application.",
}
_SUGGEST: Text = {"de": "Meinten Sie eine von diesen?", "en": "Did you mean one of these?"}
_AMBIGUOUS: tuple[str, Text] = (
    "street",
    {
        "de": "Die Anschrift „{street} {number}“ gibt es mehrmals.",
        "en": "The address “{street} {number}” exists more than once.",
    },
)
_CAUSES: dict[str, tuple[str, Text]] = {
    "street-unknown": (
        "street",
        {
            "de": "Eine Straße „{street}“ kennen wir hier nicht. Bitte prüfen Sie die Schreibweise.",
            "en": "We know no street “{street}” here. Please check the spelling.",
        },
    ),
    "number-unknown": (
        "number",
        {
            "de": "Die Hausnummer {number} steht für „{street}“ nicht in unserem Verzeichnis.",
            "en": "House number {number} is not in our list for “{street}”.",
        },
    ),
    "postcode-differs": (
        "postcode",
        {
            "de": "Zu „{street}“ gehört hier nicht die Postleitzahl {postcode}.",
            "en": "The postcode {postcode} does not belong to “{street}” here.",
        },
    ),
}
"""Why a look-up was in vain: at which input that is said, and how."""
_MEANT: Text = {"de": "Meinten Sie {offered}?", "en": "Did you mean {offered}?"}
_MEND: Text = {
    "de": "Bitte ändern Sie das, oder bestätigen Sie unten, dass es stimmt.",
    "en": "Please change this, or confirm below that it is right.",
}


class AddressSpec(FieldSpec):
    """A dwelling in the municipality."""

    type: Literal["address"]


class AddressKind(Kind):
    """{street, number, addition, postcode, place, zone, match: exact | ambiguous | unknown}."""

    grouped = True
    cel_type = "address"

    def names(self, field: Field) -> tuple[str, ...]:
        """Three inputs, a street picked among suggestions, and what confirms an unknown address."""
        return tuple(f"{field.id}-{part}" for part in ("street", "number", "postcode", "choice", "confirm"))

    def read(self, field: Field, form: Form, known: Known, current: Any) -> Answer:
        """All faults of the inputs at once; then the street register."""
        street, number, postcode, choice, confirmed = (sent(form, name) for name in self.names(field))
        if field.optional and not (street or number or postcode):
            return Answer()
        street = choice or street
        faults = _faults(field, street, number, postcode)
        if faults:
            return Answer(errors=faults)
        return self._look_up(field, (street, number, postcode), known, bool(confirmed))

    def _look_up(self, field: Field, parts: tuple[str, str, str], known: Known, confirmed: bool) -> Answer:
        street, number, postcode = parts
        if known.places is None:
            return Answer(_unknown(parts, "unknown"))
        match = known.places.find(street, number, postcode)
        if match.kind == "exact" and match.address is not None:
            return Answer(_stored(match.address, match.zone, "exact"))
        if confirmed:
            return Answer(_unknown(parts, match.kind))
        return _not_found(field, match, parts)

    def inputs(self, field: Field, value: Any, entered: Entered, language: str) -> tuple[Input, ...]:
        """Street, number, postcode; after a vain look-up also suggestions and a confirmation."""
        stored = _texts(value)
        parts = tuple(
            Input(
                name=f"{field.id}-{part}",
                id=f"{field.id}-{part}",
                kind="text",
                label=say(label, language),
                value=shown(entered, f"{field.id}-{part}", stored[part]),
                autocomplete=token,
                inputmode=mode,
                width=width,
                part=part,
            )
            for part, label, token, mode, width in _PARTS
        )
        return (*parts, *self._ways_on(field, entered, language))

    def _ways_on(self, field: Field, entered: Entered, language: str) -> tuple[Input, ...]:
        if not entered.get(f"{field.id}-unknown"):
            return ()
        found = entered.get(f"{field.id}-suggestions") or ()
        name = f"{field.id}-choice"
        options = tuple(Choice(street, street, f"{name}-{place}") for place, street in enumerate(found))
        pick = (
            (
                Input(
                    name,
                    name,
                    "radio",
                    say(_SUGGEST, language),
                    optional=True,
                    options=options,
                    part="choice",
                ),
            )
            if found
            else ()
        )
        confirm = f"{field.id}-confirm"
        return (
            *pick,
            Input(
                confirm, confirm, "checkbox", say(_CONFIRM, language), "yes", optional=True, part="confirm"
            ),
        )

    def present(self, field: Field, value: Any, language: str) -> str:
        """The address on one line."""
        address = Address(
            value["street"], value["number"], value.get("addition", ""), value["postcode"], value["place"]
        )
        return address.text

    def json_schema(self, field: Field) -> dict[str, Any]:
        """The parts of an address."""
        texts = {name: {"type": "string"} for name in ("street", "addition", "postcode", "place")}
        zone = {"zone": {"type": ["string", "null"]}, "match": {"enum": ["exact", "ambiguous", "unknown"]}}
        return {
            "type": "object",
            "properties": {**texts, **zone, "number": {"type": "integer", "minimum": 1}},
            "required": ["street", "number", "postcode", "match"],
            "additionalProperties": False,
        }

    def prefilled(self, field: Field, identity: Any, known: Known) -> Any:
        """The dwelling on the identity card, looked up; None where it says none.

        Cards write street and house number as one ("HEIDESTRAẞE 17").
        """
        street, number = str(identity.get("street") or ""), str(identity.get("house_number") or "")
        if street and not number and (whole := _STREET_AND_NUMBER.fullmatch(street)):
            street, number = whole.groups()
        if not street or not number:
            return None
        parts = (street, number, str(identity.get("postcode") or ""))
        try:
            found = self._look_up(field, parts, known, confirmed=True).value
        except NoHouseNumber:
            return None
        return {**found, "place": found["place"] or str(identity.get("place") or "")}


def _faults(field: Field, street: str, number: str, postcode: str) -> tuple[FieldError, ...]:
    texts = (_street_fault(street), _number_fault(number), _postcode_fault(postcode))
    return tuple(
        FieldError(field.id, f"{field.id}-{part}", text)
        for (part, *_), text in zip(_PARTS, texts, strict=True)
        if text
    )


def _street_fault(street: str) -> Text | None:
    if not street:
        return {"de": "Bitte schreiben Sie die Straße.", "en": "Please write the street."}
    if len(street) > _LONGEST_STREET:
        return {
            "de": f"Das sind {len(street)} Zeichen. Bitte kürzen Sie die Straße auf {_LONGEST_STREET}.",
            "en": f"That is {len(street)} characters. Please shorten the street to {_LONGEST_STREET}.",
        }
    sign = first_foreign(street, "B")
    if sign:
        return {
            "de": f"Das Zeichen „{sign}“ kommt in Straßennamen nicht vor. Bitte schreiben Sie es anders.",
            "en": f"The character “{sign}” does not occur in street names. Please write it in another way.",
        }
    return None


def _number_fault(number: str) -> Text | None:
    try:
        if len(number) > _LONGEST_NUMBER or first_foreign(number, "B"):
            raise NoHouseNumber(number)
        read_house_number(number)
    except NoHouseNumber:
        return {
            "de": "Bitte schreiben Sie die Hausnummer, zum Beispiel 12 oder 12 a.",
            "en": "Please write the house number, for example 12 or 12 a.",
        }
    return None


def _postcode_fault(postcode: str) -> Text | None:
    if re.fullmatch(r"[0-9]{5}", postcode):
        return None
    return {
        "de": "Bitte schreiben Sie die Postleitzahl mit fünf Ziffern.",
        "en": "Please write the postcode with five digits.",
    }


def _not_found(field: Field, match: PlaceMatch, parts: tuple[str, str, str]) -> Answer:
    """What does not fit is named at its input; the rest of the address is not blamed."""
    part, cause = _CAUSES.get(match.reason or "", _AMBIGUOUS)
    offered = list(match.suggestions)
    message = {
        language: " ".join(
            [
                say(cause, language).format(street=parts[0], number=parts[1], postcode=parts[2]),
                *([say(_MEANT, language).format(offered=joined(offered[:3], language))] if offered else []),
                say(_MEND, language),
            ]
        )
        for language in ("de", "en")
    }
    found = FieldError(field.id, f"{field.id}-{part}", message)
    return Answer(errors=(found,), entered={f"{field.id}-unknown": "yes", f"{field.id}-suggestions": offered})


def _unknown(parts: tuple[str, str, str], match: str) -> dict[str, Any]:
    number, addition = read_house_number(parts[1])
    return _stored(Address(parts[0], number, addition, parts[2], ""), None, match)


def _stored(address: Address, zone: str | None, match: str) -> dict[str, Any]:
    return {
        "street": address.street,
        "number": address.number,
        "addition": address.addition,
        "postcode": address.postcode,
        "place": address.place,
        "zone": zone,
        "match": match,
    }


def _texts(value: Any) -> dict[str, str]:
    if not value:
        return {"street": "", "number": "", "postcode": ""}
    number = house_number_text(value["number"], value.get("addition", ""))
    return {"street": value["street"], "number": number, "postcode": value["postcode"]}
