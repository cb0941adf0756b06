"""The papers of a survey: letters with codes that exist nowhere else, and a form with its ids."""

import re
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from modellkommune.blueprint.survey.folder import load_survey
from modellkommune.foundation.catalogue.commands import adopt_services
from modellkommune.foundation.tenants.commands import load_municipality
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.queries import public_address
from modellkommune.pages.surveypapers.form import paper_form
from modellkommune.pages.surveypapers.letters import MOST, code_letters
from modellkommune.pages.town import towns
from modellkommune.participation.surveys.codes import code_of
from modellkommune.participation.surveys.commands import approve, hand_in, take_over
from modellkommune.participation.surveys.errors import TransitionRefused
from modellkommune.participation.surveys.models import Code
from modellkommune.participation.surveys.queries import definition
from modellkommune.participation.surveys.queries import survey as survey_by_id

pytestmark = pytest.mark.database
REPOSITORY = Path(__file__).resolve().parents[2]
TOWN = "musterstadt"
CODE = re.compile(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}")


@pytest.fixture
def town(db):
    folder = REPOSITORY / "municipalities" / TOWN
    load_municipality(folder)
    adopt_services(folder, REPOSITORY / "blueprints")
    towns.forget()
    return next(town for town in towns.all() if town.key == TOWN)


@pytest.fixture
def survey(town):
    made = take_over(TOWN, load_survey(REPOSITORY / "surveys" / "online-services"))
    hand_in(TOWN, made.pk, 1)
    approve(TOWN, made.pk, 2)
    with municipality(TOWN):
        return survey_by_id(made.pk)


def words_of(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_letter_has_one_code_and_a_picture_that_leads_to_it(town, survey, language):
    pdf = code_letters(town, survey, 3, 1, language)
    assert b"pdfuaid:part" in pdf
    codes = [CODE.findall(text) for text in words_of(pdf)]
    assert [len(found) for found in codes] == [1, 1, 1]
    assert len({found[0] for found in codes}) == 3
    for page, (code,) in zip(pypdfium2.PdfDocument(pdf), codes, strict=True):
        (read,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
        assert read.text == f"{public_address(TOWN)}/umfrage/online-services/code/#{code}"


def test_the_codes_of_letters_are_valid_and_kept_as_digests_only(town, survey):
    pdf = code_letters(town, survey, 2, 1, "de")
    with municipality(TOWN):
        for text in words_of(pdf):
            code = CODE.findall(text)[0]
            assert code_of(survey, code)
            stored = " ".join(f"{row.pk} {row.digest}" for row in Code.objects.all())
            assert code not in stored
            assert code.replace("-", "") not in stored


def test_no_more_letters_are_made_at_once_than_somebody_can_wait_for(town, survey, monkeypatch):
    monkeypatch.setattr("modellkommune.pages.surveypapers.letters.MOST", 2)
    assert MOST == 500
    assert len(words_of(code_letters(town, survey, 9, 1, "de"))) == 2
    with municipality(TOWN):
        assert Code.objects.count() == 2


def test_there_are_no_letters_before_the_survey_is_approved(town):
    draft = take_over(TOWN, load_survey(REPOSITORY / "surveys" / "online-services"))
    with municipality(TOWN):
        draft = survey_by_id(draft.pk)
    with pytest.raises(TransitionRefused):
        code_letters(town, draft, 1, 1, "de")


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_form_holds_every_question_and_choice_with_its_id(town, survey, language):
    asked = definition(survey)
    pdf = paper_form(town, asked, language)
    assert b"pdfuaid:part" in pdf
    words = re.sub(r"\s+", " ", " ".join(words_of(pdf)))
    for question in asked.questions:
        assert question.id in words
        for choice in question.choices:
            assert choice.id in words
            assert choice.label[language].split()[0] in words
    assert {"de": "Stapel", "en": "Batch"}[language] in words
    assert f"online-services {asked.version}" in words


def test_the_form_says_in_words_who_answers_a_question(town, survey):
    words = re.sub(r"\s+", " ", " ".join(words_of(paper_form(town, definition(survey), "de"))))
    assert "Nur, wenn Sie bei Frage 3 „Ja“ angekreuzt haben." in words
    assert (
        "Nur, wenn Sie bei Frage 1 „1- bis 2-mal“ oder „3- bis 5-mal“ oder „Öfter“ angekreuzt haben." in words
    )
    assert "Bitte höchstens 3 Kreuze." in words
    assert "answers." not in words


def test_print_is_large(town, survey):
    """A choice is printed in at least 14 points (DIN 1450, for people who see badly)."""
    page = pypdfium2.PdfDocument(paper_form(town, definition(survey), "de"))[0]
    text = page.get_textpage()
    place = text.get_text_range().index("Gar nicht")
    left, bottom, right, top = text.get_charbox(place, loose=True)
    assert top - bottom >= 14
    assert right > left
