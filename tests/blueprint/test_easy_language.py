"""Easy German: a variety that keeps its texts in a file of its own and need not say everything."""

import re
from pathlib import Path

import pytest

from modellkommune.blueprint import compile_service, load_overlay, load_release
from modellkommune.blueprint.checking.texts import texts_in
from modellkommune.blueprint.release import read_folder
from tests.blueprint.folders import REPOSITORY, change, write

RESIDENT_PARKING = REPOSITORY / "blueprints" / "resident-parking"
EASY = "de-leicht"
TEXTS = """
format: 1
service:
  title: Park-Ausweis
  summary: Parken nah an der Wohnung.
  who: [Sie wohnen hier.]
  needs: [Ihren Ausweis.]
  duration: 5 Minuten
  submit: Bestellen
"""


@pytest.fixture
def easy(folder: Path) -> Path:
    """The guide's blueprint with easy German named, but nothing said in it yet."""
    change(folder / "service.yaml", "languages: [de, en]", "languages: [de, en, de-leicht]")
    write(folder / "texts/de-leicht.yaml", TEXTS)
    return folder


def test_what_a_person_reads_has_to_be_said(easy: Path) -> None:
    found = read_folder(easy)
    lacking = [problem for problem in found.problems if "lacks de-leicht" in problem.message]
    assert len(lacking) == len(found.problems) > 10
    assert {problem.file for problem in lacking} == {"form.yaml", "rules.yaml"}
    assert all("texts/de-leicht.yaml" in problem.remedy for problem in lacking)
    assert not [note for note in found.notes if "lacks de-leicht" in note.message]


def test_of_the_rules_it_is_what_applicants_read(easy: Path) -> None:
    sources = (easy / "rules.yaml").read_text("utf-8").splitlines()
    lines = {problem.line for problem in read_folder(easy).problems if problem.file == "rules.yaml"}
    lacking = [sources[line - 1] for line in sorted(lines)]
    assert any("failed:" in line for line in lacking)
    assert any("open:" in line for line in lacking)
    assert any("reason:" in line for line in lacking)
    assert any("title: {de: Gebühr, en: Fee}" in line for line in lacking)
    assert not [line for line in lacking if "passed:" in line or "id: first, type: date" in line]


def test_a_standing_text_for_applicants_has_to_be_said(easy: Path) -> None:
    change(easy / "texts/de-leicht.yaml", "  duration: 5 Minuten\n", "")
    assert "service.duration is missing" in [problem.message for problem in read_folder(easy).problems]


def test_a_key_that_no_text_has_is_a_mistake(easy: Path) -> None:
    write(easy / "texts/de-leicht.yaml", TEXTS + "form: {vehicle: {plaet: {label: Kennzeichen}}}\n")
    assert "form.vehicle.plaet.label is no text of the blueprint" in [
        problem.message for problem in read_folder(easy).problems
    ]


def test_resident_parking_is_asked_in_easy_german() -> None:
    service = compile_service(load_release(RESIDENT_PARKING).document)
    assert service.text("service.title", EASY) == "Park-Ausweis für Bewohner"
    assert service.field("address").label[EASY] == "Wo wohnen Sie?"
    assert service.field("moved_in").options[0].label[EASY] == "Ja"
    assert service.text("decision.subject", EASY) == service.text("decision.subject", "de")


def test_what_a_town_says_in_german_alone_silences_the_easy_sentence(tmp_path: Path) -> None:
    release = load_release(RESIDENT_PARKING)
    version = release.document["service"]["version"]
    file = tmp_path / "resident-parking.yaml"
    remedy = "decision.remedy: Klage beim Gericht."
    german = f"service.summary: Nur hier., form.vehicle.plate.label: Schild, {remedy}"
    own = f"texts: {{de: {{{german}}}, en: {{{remedy}}}}}"
    write(file, f"format: 1\nservice: resident-parking\nrelease: {version}\n{own}\n")
    service = compile_service(release.document, load_overlay(file, release).document)
    assert service.text("service.summary", EASY) == "Nur hier."
    assert EASY not in service.field("plate").label
    assert service.field("keeper").label[EASY]


def test_easy_sentences_are_short() -> None:
    release = load_release(RESIDENT_PARKING)
    service = compile_service(release.document)
    labels = [text[EASY] for field in service.fields.values() for text in (field.label, field.hint) if text]
    standing = list(release.document["texts"][EASY].values())
    standing += [text[EASY] for _, text in texts_in(release.document["rules"], (), {"de"}) if EASY in text]
    sentences = [sentence for text in (*labels, *standing) for sentence in re.split(r"[.?!:] ", text)]
    assert len(sentences) > 150
    assert [sentence for sentence in sentences if len(sentence.split()) > 12] == []
