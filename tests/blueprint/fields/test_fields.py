"""Each type of field: what it reads, which errors it explains, what it shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import pytest
from pydantic import TypeAdapter

from modellkommune.blueprint import Known
from modellkommune.blueprint.assembling import field_of
from modellkommune.blueprint.fields import KINDS, AnySpec
from modellkommune.blueprint.fields.base import Answer, Field
from modellkommune.values.address import Address
from tests.blueprint.people import DAY

SPEC: TypeAdapter[AnySpec] = TypeAdapter(AnySpec)
GROUP: dict[str, Any] = {
    "item": {"de": "Zeile", "en": "Row"},
    "fields": [{"id": "word", "type": "text", "label": {"de": "Wort", "en": "Word"}}],
}
OPTIONS = [{"id": name, "label": {"de": name.upper(), "en": name}} for name in ("a", "b")]


def field(kind: str, **settings: Any) -> Field:
    label = {"de": "Das Feld", "en": "The field"}
    return field_of(
        SPEC.validate_python({"id": "x", "type": kind, "label": label, **settings}),
        {"some": ["b"], "plates": 4},
    )


def read(
    one: Field, form: Mapping[str, str | Sequence[str]], current: Any = None, places: Any = None
) -> Answer:
    sent = {name: [value] if isinstance(value, str) else list(value) for name, value in form.items()}
    return KINDS[one.type].read(one, sent, Known(None, places, DAY), current)


def message(answer: Answer) -> str:
    assert answer.value is None
    (error,) = answer.errors
    assert set(error.message) == {"de", "en"}
    assert "ngültig" not in error.message["de"]
    return error.message["de"]


NEEDED = [
    ("text", {}), ("long-text", {}), ("name", {}), ("e-mail", {}), ("date", {}), ("number", {}),
    ("consent", {}),
    ("choice", {"options": OPTIONS}), ("choice", {"options": OPTIONS, "layout": "checkboxes"}),
    ("licence-plate", {}), ("upload", {}), ("phone", {}), ("money", {}), ("yes-no", {}), ("iban", {}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "settings"), NEEDED)
def test_nothing_where_something_is_needed_is_explained(kind: str, settings: dict[str, Any]) -> None:
    assert "Das Feld" in message(read(field(kind, **settings), {}))


@pytest.mark.parametrize(("kind", "settings"), [*NEEDED, ("address", {}), ("group", GROUP)])
def test_nothing_is_fine_where_it_is_optional(kind: str, settings: dict[str, Any]) -> None:
    answer = read(field(kind, optional=True, **settings), {})
    assert answer.errors == ()
    assert not answer.value


def test_texts_lose_invisible_signs_and_superfluous_blanks() -> None:
    assert read(field("text"), {"x": "  Haus\u200b  am\u00a0Markt "}).value == "Haus am Markt"
    assert read(field("long-text"), {"x": "eins\r\n zwei"}).value == "eins\nzwei"


def test_texts_name_the_foreign_sign_the_length_and_the_pattern() -> None:
    assert "„😀“" in message(read(field("text"), {"x": "Hallo 😀"}))
    assert "höchstens 3" in message(read(field("text", max_length=3), {"x": "abcd"}))
    code = field("text", pattern="[A-Z]{2}", pattern_hint={"de": "zwei Buchstaben", "en": "two letters"})
    assert "zwei Buchstaben" in message(read(code, {"x": "A1"}))


def test_names_hold_every_sign_of_the_standard_and_nothing_else() -> None:
    assert read(field("name"), {"x": "D’Ângelo-Ștefănescu Ňc̆"}).value == "D’Ângelo-Ștefănescu Ňc̆"
    assert "„1“" in message(read(field("name"), {"x": "Anna 1"}))


@pytest.mark.parametrize("text", ["anna@beispiel.de", "a.b+c@mail.example.org", "anna@münchen.de"])
def test_mail_addresses_are_read(text: str) -> None:
    assert read(field("e-mail"), {"x": f" {text} "}).value == text


@pytest.mark.parametrize(
    "text", ["anna", "anna@", "anna@beispiel", "a b c", "a..b@beispiel.de", "@beispiel.de"]
)
def test_what_is_no_mail_address_is_explained(text: str) -> None:
    assert "name@beispiel.de" in message(read(field("e-mail"), {"x": text}))


def day(text: str) -> dict[str, str]:
    return dict(zip(("x-day", "x-month", "x-year"), text.split(" "), strict=True))


def test_one_is_the_same_as_01() -> None:
    assert (
        read(field("date"), day("3 1 1990")).value
        == read(field("date"), day("03. 01. 1990")).value
        == "1990-01-03"
    )


@pytest.mark.parametrize(
    ("text", "input_id", "words"),
    [
        ("31 2 1990", "x-day", "gibt es in diesem Monat nicht"),
        ("3 13 1990", "x-month", "zwischen 1 und 12"),
        ("3 1 90", "x-year", "vier Ziffern"),
        ("3 x 1990", "x-month", "Monat"),
        ("4 12 2026", "x-day", "Donnerstag, 3. Dezember 2026"),
    ],
)
def test_dates_name_the_part_that_is_wrong(text: str, input_id: str, words: str) -> None:
    answer = read(field("date", past=True), day(text))
    assert words in message(answer)
    assert answer.errors[0].input_id == input_id


def test_dates_keep_within_offsets_of_today() -> None:
    start = field("date", **{"from": "0D", "until": "3M"})
    assert read(start, day("3 3 2027")).value == "2027-03-03"
    assert "Spätestens" in message(read(start, day("4 3 2027")))
    assert "Frühestens" in message(read(start, day("2 12 2026")))


@pytest.mark.parametrize(("text", "value"), [("4284", 4284), ("4.284", 4284), ("4284 mm", 4284), ("-5", -5)])
def test_whole_numbers_are_read(text: str, value: int) -> None:
    assert read(field("number"), {"x": text}).value == value


def test_numbers_keep_their_bounds_and_decimals() -> None:
    length = field("number", unit="m", min=1, max=6, decimals=2)
    assert read(length, {"x": "4,28"}).value == 4.28
    assert "höchstens 6 m" in message(read(length, {"x": "6,01"}))
    assert "mindestens 1 m" in message(read(length, {"x": "0"}))
    assert "2 Stellen" in message(read(length, {"x": "4,281"}))
    assert "ganze Zahl" in message(read(field("number"), {"x": "4,5"}))
    assert "Zahl" in message(read(field("number"), {"x": "viel"}))


def test_choices_take_only_what_is_offered() -> None:
    choice = field("choice", options=OPTIONS, offered={"parameter": "some"})
    assert read(choice, {"x": "b"}).value == "b"
    assert "Bitte wählen" in message(read(choice, {"x": "a"}))
    boxes = field("choice", options=OPTIONS, layout="checkboxes")
    assert read(boxes, {"x": ["b", "a"]}).value == ["a", "b"]
    number = field("choice", of="integer", options=[{"id": 6, "label": {"de": "6", "en": "6"}}])
    assert read(number, {"x": "6"}).value == 6


def test_a_choice_shows_what_was_typed_before_what_is_stored() -> None:
    choice = field("choice", options=OPTIONS, layout="select")
    (shown,) = KINDS["choice"].inputs(choice, "a", {"x": ["b"]}, "de")
    assert [option.value for option in shown.options if option.selected] == ["b"]
    assert shown.options[0].value == ""


def test_a_consent_is_yes_or_an_error() -> None:
    assert read(field("consent"), {"x": "yes"}).value is True
    assert read(field("consent", optional=True), {}).value is False


PLATE = field("licence-plate", foreign=True, named=["carsharing", "changing"])


def test_a_plate_keeps_suffix_season_and_separators() -> None:
    value = read(PLATE, {"x": "dn ab 123e 04-10", "x-country": "D"}).value
    assert value == {
        "kind": "german", "text": "DN-AB 123 E 04-10", "core": "DN-AB 123", "suffix": "E", "season": "04-10",
        "country": "D", "warnings": [],
    }  # fmt: skip


def test_a_compact_plate_offers_both_cars_and_takes_the_one_picked() -> None:
    answer = read(PLATE, {"x": "DNA123"})
    assert "DN-A 123 oder D-NA 123" in message(answer)
    assert answer.entered == {"x-candidates": ["DN-A 123", "D-NA 123"]}
    shown = KINDS["licence-plate"].inputs(PLATE, None, {"x": ["DNA123"], **answer.entered}, "de")
    choice = next(one for one in shown if one.part == "choice")
    assert [option.value for option in choice.options] == ["DN-A 123", "D-NA 123"]
    assert read(PLATE, {"x": "DNA123", "x-choice": "D-NA 123"}).value["text"] == "D-NA 123"
    assert read(PLATE, {"x": "DNA123", "x-choice": "K-XX 1"}).value is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("JUEL-A 1", "JÜL-A 1"),
        ("DN-AB 0123", "nie mit 0"),
        ("DN-ÄB 123", "Umlaute"),
        ("DN-AB 12345", "Ziffern"),
        ("123 ABC", "Versicherungskennzeichen"),
        ("???", "Bindestrich"),
    ],
)
def test_plates_are_explained(text: str, words: str) -> None:
    assert words in message(read(PLATE, {"x": text}))


def test_the_example_of_a_plate_is_one_of_the_town() -> None:
    hinted = field("licence-plate", hint={"de": "Zum Beispiel {plate}", "en": "For example {plate}"})
    kind, koeln = KINDS["licence-plate"], Known(None, None, DAY, plate="K-AB 123")
    assert kind.hint(hinted, "en", koeln) == "For example K-AB 123"
    assert kind.hint(hinted, "de", None) == "Zum Beispiel DN-AB 123"
    wrong = kind.read(hinted, {"x": ["???"]}, koeln, None).errors[0].message
    assert {sentence[-9:] for sentence in wrong.values()} == {"K-AB 123."}


def test_an_unknown_district_is_a_warning_not_an_error() -> None:
    assert read(PLATE, {"x": "QX-AB 123"}).value["warnings"] == ["unknown_district"]


def test_foreign_plates_and_names_instead() -> None:
    foreign = read(PLATE, {"x": "1-abc-234", "x-country": "B"}).value
    assert (foreign["kind"], foreign["text"], foreign["country"]) == ("foreign", "1-ABC-234", "B")
    assert KINDS["licence-plate"].present(PLATE, foreign, "de") == "1-ABC-234 (Belgien)"
    named = read(PLATE, {"x": "", "x-named": "changing"}).value
    assert KINDS["licence-plate"].present(PLATE, named, "en") == "changing vehicles"
    assert "entweder" in message(read(PLATE, {"x": "DN-A 1", "x-named": "changing"}))


WHOLE = field("licence-plate", foreign=True, named=["carsharing", "changing"], provider=True, insured=True)


def test_a10_a_mopeds_plate_is_explained_and_taken_once_it_is_confirmed() -> None:
    first = read(WHOLE, {"x": "123-abc"})
    assert "„123 ABC“ ist ein Versicherungskennzeichen" in message(first)
    assert "prüft jemand Ihren Antrag" in message(first)
    shown = KINDS["licence-plate"].inputs(WHOLE, None, {"x": ["123-abc"], **first.entered}, "de")
    assert [one.kind for one in shown if one.part == "confirm"] == ["checkbox"]
    plate = read(WHOLE, {"x": "123-abc", "x-confirm": "yes"}).value
    assert (plate["kind"], plate["text"], plate["core"]) == ("insured", "123 ABC", "123 ABC")
    assert KINDS["licence-plate"].present(WHOLE, plate, "en") == "123 ABC"


def test_a14_who_shares_cars_names_the_provider() -> None:
    asked = read(WHOLE, {"x-named": "carsharing"})
    assert [error.input_id for error in asked.errors] == ["x-name"]
    assert read(WHOLE, {"x-named": "carsharing", "x-name": "x" * 41}).errors
    plate = read(WHOLE, {"x-named": "carsharing", "x-name": "Stadtteilauto"}).value
    assert (plate["text"], plate["core"]) == ("Carsharing Stadtteilauto", "carsharing")
    assert KINDS["licence-plate"].present(WHOLE, plate, "en") == "Car sharing Stadtteilauto"
    shown = KINDS["licence-plate"].inputs(WHOLE, plate, {}, "de")
    assert [one.value for one in shown if one.part == "name"] == ["Stadtteilauto"]
    assert read(WHOLE, {"x-named": "changing"}).value["text"] == "wechselnde Fahrzeuge"


def test_what_the_blueprint_does_not_allow_is_not_read() -> None:
    plain = field("licence-plate")
    assert read(plain, {"x": "DN-A 1", "x-country": "B", "x-named": "changing"}).value["kind"] == "german"
    assert len(KINDS["licence-plate"].inputs(plain, None, {}, "de")) == 1


@dataclass(frozen=True)
class Match:
    kind: Literal["exact", "ambiguous", "unknown"]
    address: Address | None = None
    zone: str | None = None
    suggestions: tuple[str, ...] = ()
    reason: str | None = None


WRONG = {
    "Bahnstraße": ("street-unknown", "x-street", "Schreibweise"),
    "Dorfstraße": ("postcode-differs", "x-postcode", "nicht die Postleitzahl 52349"),
    "Hauptstraße": ("number-unknown", "x-number", "Hausnummer 12"),
}


class Book:
    """Two houses of Bahnhofstraße, one of them in zone G."""

    def find(self, street: str, house_number: str, postcode: str) -> Match:
        if street in ("Bahnhofstraße", "Bahnhofstr."):
            number = int(house_number.split(" ", maxsplit=1)[0])
            return Match(
                "exact",
                Address("Bahnhofstraße", number, "", postcode, "Düren"),
                "G" if number == 12 else None,
            )
        if street in WRONG:
            return Match("unknown", reason=WRONG[street][0], suggestions=("Dorfstraße 3, 00105 Ort",))
        return Match("ambiguous" if street == "Bahnhof" else "unknown", suggestions=("Bahnhofstraße",))


def address(street: str, number: str = "12", postcode: str = "52349", **more: str) -> dict[str, str]:
    return {"x-street": street, "x-number": number, "x-postcode": postcode} | {
        f"x-{k}": v for k, v in more.items()
    }


def test_a_known_address_gets_its_zone() -> None:
    value = read(field("address"), address("Bahnhofstr."), places=Book()).value
    assert (value["street"], value["zone"], value["match"]) == ("Bahnhofstraße", "G", "exact")
    assert read(field("address"), address("Bahnhofstr.", "13"), places=Book()).value["zone"] is None


@pytest.mark.parametrize("street", WRONG)
def test_the_part_of_an_address_that_does_not_fit_is_blamed_alone(street: str) -> None:
    (error,) = read(field("address"), address(street), places=Book()).errors
    _, place, cause = WRONG[street]
    assert (error.input_id, cause in error.message["de"]) == (place, True)
    assert ("Schreibweise" in error.message["de"]) == (street == "Bahnstraße")
    assert "Meinten Sie Dorfstraße 3, 00105 Ort?" in error.message["de"]


@pytest.mark.parametrize(("street", "match"), [("Bahnhof", "ambiguous"), ("Nirgendsweg", "unknown")])
def test_an_unknown_address_is_no_dead_end(street: str, match: str) -> None:
    one = field("address")
    first = read(one, address(street), places=Book())
    assert "Bahnhofstraße" in message(first)
    shown = KINDS["address"].inputs(one, None, {**address(street), **first.entered}, "de")
    assert [control.part for control in shown] == ["street", "number", "postcode", "choice", "confirm"]
    confirmed = read(one, address(street, confirm="yes"), places=Book()).value
    assert (confirmed["match"], confirmed["zone"]) == (match, None)
    picked = read(one, address(street, choice="Bahnhofstraße"), places=Book()).value
    assert (picked["match"], picked["zone"]) == ("exact", "G")


def test_all_faults_of_an_address_are_named_at_once() -> None:
    answer = read(field("address"), address("", "zwölf", "5234"), places=Book())
    assert [error.input_id for error in answer.errors] == ["x-street", "x-number", "x-postcode"]


def test_the_dwelling_on_the_identity_card_is_looked_up() -> None:
    identity = {"street": "Bahnhofstr.", "house_number": "12", "postcode": "52349", "place": "Düren"}
    found = KINDS["address"].prefilled(field("address"), identity, Known(identity, Book(), date(2026, 12, 3)))
    assert (found["zone"], found["match"]) == ("G", "exact")
    joined = {"street": "Bahnhofstr. 12 a", "postcode": "52349"}
    assert KINDS["address"].prefilled(field("address"), joined, Known(joined, Book(), DAY))["zone"] == "G"
    unknown = {"street": "STRAẞE DES 17. JUNI 135", "postcode": "52349"}
    found = KINDS["address"].prefilled(field("address"), unknown, Known(unknown, Book(), DAY))
    assert (found["street"], found["number"], found["match"]) == ("STRAẞE DES 17. JUNI", 135, "unknown")
    assert KINDS["address"].prefilled(field("address"), {}, Known({}, Book(), DAY)) is None


def test_uploads_keep_what_the_caller_stored_within_limits() -> None:
    one = field("upload", accept=["pdf"], max_mb=1, max_files=1)
    file = {"id": "1", "name": "a.pdf", "media_type": "application/pdf", "size": 10}
    assert read(one, {}, [file]).value == [file]
    assert "höchstens 1 Dateien" in message(read(one, {}, [file, file]))
    assert "größer als 1 MB" in message(read(one, {}, [{**file, "size": 2_000_000}]))
    assert "Format" in message(read(one, {}, [{**file, "media_type": "image/png"}]))
    assert read(field("upload", later=True), {}).errors == ()


def test_an_information_asks_nothing() -> None:
    one = field("information", body={"de": "Gut", "en": "Good"})
    assert KINDS["information"].inputs(one, None, {}, "de") == ()
    assert read(one, {"x": "y"}) == Answer()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].has_answer])
def test_every_type_has_a_schema_and_an_expression_type(kind: str) -> None:
    settings = {"choice": {"options": OPTIONS}, "group": GROUP}.get(kind, {})
    one = field(kind, **settings)
    assert KINDS[kind].json_schema(one)
    assert KINDS[kind].type_of({"id": one.id, **one.settings})


QUESTION = {"de": "Auf wen?", "en": "To whom?", "de-leicht": "Wer steht im Schein?"}


@pytest.mark.parametrize(
    ("kind", "settings"),
    [("choice", {"options": OPTIONS}), ("yes-no", {}), ("text", {}), ("licence-plate", {}), ("consent", {})],
)
def test_what_is_missing_is_named_as_the_question_reads_in_each_language(
    kind: str, settings: dict[str, Any]
) -> None:
    [missing] = read(replace(field(kind, **settings), label=QUESTION), {}).errors
    assert {language: QUESTION[language] in text for language, text in missing.message.items()} == {
        "de": True, "en": True, "de-leicht": True,
    }  # fmt: skip
    assert missing.message["de-leicht"].startswith(missing.message["de"].split(":")[0].split("„")[0])
