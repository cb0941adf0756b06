"""Answers that are none: each gets its field's own error, and what was typed stands there again."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modellkommune.casework.drafts.queries import content_of, locked_draft
from modellkommune.foundation.tenants.context import municipality
from tests.hostile import strategies as hostile
from tests.hostile.conftest import DWELLING, STEPS, TERM, TOWN, VEHICLE, Visitor
from tests.hostile.reading import page_of, shown_in
from tests.pages.rules import assert_page_rules

Kept = dict[str, Any]
TYPED = {
    "dwelling": (
        "given_name",
        "family_name",
        "birth_date-day",
        "birth_date-month",
        "birth_date-year",
        "address-street",
        "address-number",
        "address-postcode",
    ),
    "vehicle": ("plate", "further_vehicles-0-plate", "further_vehicles-0-reason"),
    "term": ("email", "phone"),
}
CHOSEN = {
    "dwelling": ("dwelling", "moved_in", "private_space", "address-choice", "address-confirm"),
    "vehicle": ("plate-country", "plate-named", "plate-choice", "keeper", "further_vehicles-rows"),
    "term": ("months", "delivery", "social_pass"),
}


@pytest.fixture
def writer(visitor: Callable[..., Visitor]) -> Visitor:
    """Somebody with an application of which every step is answered."""
    return visitor().begins().answers(*STEPS)


def _errors(html: str) -> list[str]:
    marked = page_of(html).xpath(".//main//*[contains(concat(' ', @class, ' '), ' kern-error ')]")
    return [" ".join(each.text_content().split()) for each in marked]


def _in_html(text: str) -> str:
    """A text as HTML can carry it: no NUL, one kind of line break; a textarea drops its first."""
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def _content(writer: Visitor) -> Any:
    with municipality(TOWN):
        return content_of(locked_draft(writer.draft))  # type: ignore[arg-type]


def _assert_refused(answer: Any, sent: Kept) -> list[str]:
    """The step is shown again, with errors, keeping the rules, everything in it as it was sent."""
    html = answer.content.decode()
    assert answer.status_code == 422
    assert_page_rules(html, step=True)
    for name, value in sent.items():
        shown = shown_in(html, name)
        if shown is not None and not page_of(html).xpath(
            ".//*[@name=$n][@type='radio' or self::select]", n=name
        ):
            assert shown == _in_html(value), name
    assert _errors(html)
    return _errors(html)


@hostile.tried(40)
@given(data=st.data())
def test_every_step_takes_or_refuses_whatever_is_answered(writer: Visitor, data: st.DataObject) -> None:
    step = data.draw(st.sampled_from(sorted(STEPS)))
    sent, before = dict(STEPS[step]), _content(writer).answers
    for name in data.draw(st.lists(st.sampled_from(TYPED[step] + CHOSEN[step]), max_size=4, unique=True)):
        sent[name] = data.draw(hostile.texts)
    for name in data.draw(st.lists(st.sampled_from(sorted(sent)), max_size=2, unique=True)):
        del sent[name]
    answer = writer.post(writer.step(step), sent)
    if answer.status_code != 302:
        _assert_refused(answer, sent)
    assert writer.get(writer.step(step)).status_code in (200, 302), "302: an earlier step is open again"
    mine = {name.partition("-")[0] for name in TYPED[step] + CHOSEN[step]}
    assert _without(_content(writer).answers, mine) == _without(before, mine)


def _without(answers: Kept, names: set[str]) -> Kept:
    """The answers to other questions; an upload without a file is none."""
    return {name: answer for name, answer in answers.items() if name not in names and answer != []}


def test_a_name_of_300_characters_in_every_script_is_told_what_is_wrong(writer: Visitor) -> None:
    for signs in hostile.SCRIPTS.values():
        name = (signs * 300)[:300]
        for field in ("given_name", "family_name", "address-street"):
            sent = DWELLING | {field: name}
            [error] = _assert_refused(writer.post(writer.step("dwelling"), sent), sent)
            assert "kürzen Sie" in error or "kommt in" in error


UNSEEN = (
    "\u200bAnna",
    "An\u200dna\ufeff",
    "\u202eAnna\u202c",
    "\u2066Anna\u2069",
    "Anna\0",
    "\x07Anna\x1b",
    "An\u00adna",
)


def test_signs_that_nobody_sees_are_dropped_from_a_name(writer: Visitor) -> None:
    for name in UNSEEN:
        assert writer.post(writer.step("dwelling"), DWELLING | {"given_name": name}).status_code == 302
        assert _content(writer).answers["given_name"] == "Anna"


NO_DAYS = [
    (("31", "2", "2000"), "Den 31. gibt es in diesem Monat nicht."),
    (("29", "2", "1900"), "Den 29. gibt es in diesem Monat nicht."),
    (("31", "02.", "1999"), "Den 31. gibt es in diesem Monat nicht."),
    (("0", "0", "0000"), "Der Monat liegt zwischen 1 und 12."),
    (("1", "13", "1990"), "Der Monat liegt zwischen 1 und 12."),
    (("1", "1", "0000"), "Bitte schreiben Sie das Jahr mit vier Ziffern"),
    (("1", "1", "10000"), "Bitte schreiben Sie das Jahr mit vier Ziffern"),
    (("1", "1", "9" * 5000), "Bitte schreiben Sie das Jahr mit vier Ziffern"),
    (("9" * 300, "1", "1990"), "Den 999999999. gibt es in diesem Monat nicht."),
    (("-1", "1", "1990"), "Beim Datum fehlt: Tag."),
    (("1", "Mai", "1990"), "Beim Datum fehlt: Monat."),
    (("١", "٢", "١٩٩٠"), "Beim Datum fehlt: Tag."),
    (("²", "1", "1990"), "Beim Datum fehlt: Tag."),
    (("1", "1", "2999"), "Spätestens möglich ist"),
]


def test_a_day_that_does_not_exist_is_told_so(writer: Visitor) -> None:
    for day, said in NO_DAYS:
        sent = DWELLING | dict(
            zip(("birth_date-day", "birth_date-month", "birth_date-year"), day, strict=True)
        )
        [error] = _assert_refused(writer.post(writer.step("dwelling"), sent), sent)
        assert said in error


NO_PLATES = [
    ("DNA123", "Meinten Sie DN-A 123 oder D-NA 123?"),  # A1
    ("JUEL-A 1", "Meinten Sie JÜL-A 1?"),  # A2
    ("JUL-A 1", "Meinten Sie JÜL-A 1 oder JUL-A 1?"),
    ("DN-AB 0123", "Die Ziffern beginnen nie mit 0."),  # A6
    ("DN-ÄB 12", "Umlaute stehen nur im Ortskürzel"),
    ("123 ABC", "Versicherungskennzeichen"),  # A10
    ("DÜW-AB 12345", "höchstens vier Ziffern"),  # A11
    ("MON-AB 12345", "höchstens vier Ziffern"),
    ("DÜW-AB 1234", "höchstens 8 Zeichen"),
    ("DN-ABC 1", "höchstens zwei Buchstaben"),
    ("DN-AB 1 13-14", "Die Monate des Saisonkennzeichens"),
    ("DN-AB " + "1" * 300, "höchstens vier Ziffern"),
    ("D" * 300, "So sieht kein deutsches Kennzeichen aus"),
    ("🚗", "So sieht kein deutsches Kennzeichen aus"),
    ("АВ 1234 СЕ", "So sieht kein deutsches Kennzeichen aus"),  # A13, German parsing of a foreign plate
    ("ＤＮ-ＡＢ １", "So sieht kein deutsches Kennzeichen aus"),
    ("'; DROP TABLE permits; --", "So sieht kein deutsches Kennzeichen aus"),
    ("\u200b", "Bitte füllen Sie „Kennzeichen“ aus."),
    ("-", "So sieht kein deutsches Kennzeichen aus"),
]


def test_a_wrong_plate_is_told_what_is_wrong(writer: Visitor) -> None:
    for plate, said in NO_PLATES:
        sent = VEHICLE | {"plate": plate}
        [error] = _assert_refused(writer.post(writer.step("vehicle"), sent), sent)
        assert said in error


PLATES = [
    ("Y-123456", "Y-123456"),  # A4
    ("THW-80123", "THW-80123"),
    ("ZZZ-A 1", "ZZZ-A 1"),  # A5: a person looks
    ("dn·ab_12 e", "DN-AB 12 E"),  # A7
    ("DN-AB 12 04-10", "DN-AB 12 04-10"),  # A8
    ("\u202eDN\u200b-AB 123\0", "DN-AB 123"),
    ("DN-AB ١٢", "DN-AB 12"),
]


def test_odd_spellings_of_a_plate_are_understood(writer: Visitor) -> None:
    for typed, stored in PLATES:
        assert writer.post(writer.step("vehicle"), VEHICLE | {"plate": typed}).status_code == 302
        assert _content(writer).answers["plate"]["text"] == stored


ADDRESSES = (
    "a@b",
    "a@b.de\r\nBcc: x@y.de",
    "a@b.de,c@d.de",
    "a@אa.de",
    f"a@{'a' * 64}.de",
    "x" * 300 + "@b.de",
    "@",
)


def test_an_address_to_which_no_mail_can_go_is_refused(writer: Visitor) -> None:
    for email in ADDRESSES:
        sent = TERM | {"email": email}
        [error] = _assert_refused(writer.post(writer.step("term"), sent), sent)
        assert "name@beispiel.de" in error


def test_a_house_number_that_is_none_is_refused_even_if_confirmed(writer: Visitor) -> None:
    for number in ("0", "-1", "12-" + "a" * 300, "12 -🚗", "1" * 300, "1e5", "12\u3164"):
        sent = DWELLING | {"address-number": number, "address-confirm": "yes"}
        [error] = _assert_refused(writer.post(writer.step("dwelling"), sent), sent)
        assert "Bitte schreiben Sie die Hausnummer" in error


def test_answers_to_questions_that_were_not_asked_are_not_kept(writer: Visitor) -> None:
    unasked = {
        "move_date-day": "1",
        "delivery": "online",
        "social_pass": "yes",
        "identity": "high",
        "level": "high",
        "plate": "DN-XX 1",
        "zone": "Z",
        "address-zone": "Z",
        "submitted": "true",
        "__proto__": "x",
    }
    before = _content(writer).answers
    assert writer.post(writer.step("dwelling"), DWELLING | unasked).status_code == 302
    assert _content(writer).answers == before
    assert _content(writer).identity is None


def test_an_answer_sent_several_times_counts_once(writer: Visitor) -> None:
    sent: dict[str, Any] = DWELLING | {"given_name": ["Erika", "Eva"], "dwelling": ["sole", "sole"]}
    assert writer.post(writer.step("dwelling"), sent).status_code == 302
    assert _content(writer).answers["given_name"] == "Erika"
    answer = writer.post(writer.step("dwelling"), DWELLING | {"dwelling": ["sole", "main"]})
    assert _errors(answer.content.decode()) == ["Bitte wählen Sie aus: Ist das Ihre Hauptwohnung?"]


def test_a_step_sent_empty_names_every_question_and_keeps_the_other_steps(writer: Visitor) -> None:
    answer = writer.post(writer.step("dwelling"), {})
    assert answer.status_code == 422
    assert len(_errors(answer.content.decode())) >= 6
    assert _content(writer).answers["plate"]["text"] == "DN-AB 123"


def test_what_was_right_is_kept_beside_what_was_wrong(writer: Visitor) -> None:
    writer.post(writer.step("dwelling"), DWELLING | {"family_name": "Neu", "birth_date-month": "99"})
    html = writer.get(writer.step("dwelling")).content.decode()
    assert shown_in(html, "family_name") == "Neu"
    assert shown_in(html, "birth_date-month") == "99"
    assert _content(writer).answers["family_name"] == "Neu"


def test_too_many_fields_are_told_and_cost_nothing_that_was_saved(writer: Visitor) -> None:
    before = _content(writer)
    answer = writer.post(writer.step("dwelling"), {f"a{number}": "x" for number in range(600)})
    assert answer.status_code in (400, 413)
    assert_page_rules(answer.content.decode())
    assert _content(writer) == before


def test_odd_wishes_lead_back_to_the_application(writer: Visitor) -> None:
    for wish in ("add:further_vehicles", "remove:further_vehicles:" + "9" * 5000, "add:\r\nX: y", "x"):
        answer = writer.post(writer.step("vehicle"), VEHICLE | {"wish": wish})
        assert answer.status_code == 302
        assert "\n" not in answer.headers["Location"]
        assert _content(writer).answers["plate"]["text"] == "DN-AB 123"
