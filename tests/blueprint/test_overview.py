"""The page for people who do not read YAML: sentences, no codes."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from modellkommune.blueprint import Service, compile_service, load_release
from modellkommune.blueprint.overview import overview
from modellkommune.blueprint.release import read_folder
from tests.blueprint.folders import REPOSITORY, change
from tests.blueprint.test_requirements import delivered

DAY = date(2026, 12, 3)
TOWNS = sorted(file.parent.name for file in REPOSITORY.glob("municipalities/*/resident-parking.yaml"))


def page_of(service: Service) -> str:
    """What is read on the page."""
    page = re.sub(r"<style>.*?</style>", "", overview(service, DAY), flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", "\n", page))


def codes_of(service: Service) -> Iterator[str]:
    """Everything that has an id only for machines."""
    spec, rules, process = service.blueprint.service, service.blueprint.rules, service.blueprint.process
    for parameter in spec.parameters:
        yield parameter.id
        yield from (
            str(option)
            for option in parameter.options or ()
            if not parameter.labels.get(str(option), {}).get("de", "").endswith(f"({option})")
        )
    for register in spec.registers:
        yield from (register.id, *register.query, *register.reply)
        yield from (code for codes in register.codes.values() for code in codes)
    yield from (
        one.id for one in (*rules.facts, *rules.checks, *rules.reviews, *rules.tables, *spec.retention)
    )
    yield from (one.id for one in (*process.kinds, *service.fields.values()))
    yield from (*process.deadlines, *(reminder.event for reminder in process.reminders))
    yield from (
        "german",
        "foreign",
        "named",
        "exact",
        "substantial",
        "high",
        "postbox",
        "provision",
        "retrieval",
    )


@pytest.mark.parametrize("town", TOWNS)
def test_nothing_on_the_page_is_a_code(town: str) -> None:
    service = delivered(town)
    read = set(re.findall(r"[A-Za-z_][A-Za-z0-9_-]*", page_of(service)))
    codes = {code for code in codes_of(service) if not code.isdigit()} - {"digital"}  # that is German
    assert len(codes) > 100
    assert sorted(codes & read) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "mehrere Einträge, je mit: Kennzeichen; Warum soll es auf den Ausweis? (höchstens 2)",
        "„Kennzeichen“ (Art) ist „deutsch“ und „Auf wen ist das Fahrzeug zugelassen?“ ist „Auf mich“",
        "„Länge des Fahrzeugs“ ist höchstens „Größte Länge“ (hier: 5600 mm)",
        "Person gefunden (Melderegister): ja und verstorben (Melderegister): nein",
        "Art des Antrags ist „Neuer Ausweis“ oder „Verlängerung“",
        "Erinnerung: Ein angefangener Antrag wird gelöscht",
        "Gebühr für den Ausweis ab Montag, 1. März 2027",
        "„im Postfach“, falls „Mit Online-Ausweis angemeldet“: ja und",
    ],
)
def test_it_speaks_in_sentences(sentence: str) -> None:
    assert sentence in page_of(delivered("musterstadt"))


def test_a_title_for_what_no_register_tells_is_a_mistake(folder: Path) -> None:
    change(
        folder / "service.yaml",
        "    query: {plate: answers.plate.core}",
        "    titles: {colour: {de: Farbe, en: colour}}\n    query: {plate: answers.plate.core}",
    )
    messages = [problem.message for problem in read_folder(folder).problems]
    assert messages == ["vehicle-register neither sends nor tells colour"]


def test_the_guide_can_be_shown(folder: Path) -> None:
    assert "Gebühren" in page_of(compile_service(load_release(folder).document))
