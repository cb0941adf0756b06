"""The results of a survey: on the page, as open data, on paper for the council, beside other years."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema_rs
import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modellkommune.blueprint.survey.folder import load_survey
from modellkommune.foundation.tenants.commands import load_municipality
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.town import towns
from modellkommune.participation.surveys.commands import approve, hand_in, open_survey, publish, take_over
from modellkommune.participation.surveys.freezing import freeze
from modellkommune.participation.surveys.mixing import SYSTEM
from modellkommune.participation.surveys.models import Survey
from modellkommune.participation.surveys.queries import definition
from modellkommune.participation.surveys.queries import survey as survey_by_id
from modellkommune.participation.surveys.releasing import Told, add_measure, review_text, waiting_texts
from tests.pages.rules import assert_page_rules
from tests.participation.surveys.results.inventing import invented_responses
from tests.participation.surveys.results.storing import close_and_settle, store
from tests.portals.citizen.datapackage import PROFILE

REPOSITORY = Path(__file__).resolve().parents[3]
PAGE = "/umfrage/online-services/ergebnisse/"
Ask = Callable[..., Any]


def asked_and_closed(town: str, n: int, seed: int) -> Survey:
    made = take_over(town, load_survey(REPOSITORY / "surveys" / "online-services"))
    hand_in(town, made.pk, 1)
    approve(town, made.pk, 2)
    open_survey(town, made.pk, 1, None)
    with municipality(town):
        found = survey_by_id(made.pk)
    store(found, invented_responses(definition(found), n, seed))
    return close_and_settle(found)


def published(town: str, n: int = 300, seed: int = 3) -> Survey:
    survey = asked_and_closed(town, n, seed)
    freeze(town, survey.pk)
    publish(town, survey.pk, SYSTEM)
    return survey


@pytest.fixture
def survey(musterstadt: str) -> Survey:
    return published(musterstadt)


def test_nobody_sees_results_before_they_are_published(get: Ask, musterstadt: str) -> None:
    closed = asked_and_closed(musterstadt, 300, 3)
    freeze(musterstadt, closed.pk)
    for address in (PAGE, f"{PAGE}vergleich/", f"{PAGE}{closed.pk}/", f"{PAGE}{closed.pk}/ergebnisse.csv"):
        assert get(address).status_code == 404
    publish(musterstadt, closed.pk, SYSTEM)
    assert get(PAGE).status_code == 200


@pytest.mark.parametrize("language", ["de", "en", "de-leicht"])
def test_each_chart_has_its_table_and_nobody_claims_to_know_what_all_think(
    get: Ask, survey: Survey, language: str
) -> None:
    page = get(PAGE, sprache=language).content.decode()
    assert_page_rules(page)
    charts = re.findall(r'<svg [^>]*aria-labelledby="([\w-]+)-title', page)
    assert len(charts) > 12
    assert page.count('<div class="result">') == len(charts)
    assert {"de": "keine repräsentative", "en": "not a representative"}[language[:2]] in page
    assert 'style="' not in page


def test_codes_and_open_channels_are_told_apart_and_never_added_up(get: Ask, survey: Survey) -> None:
    numbers = json.loads(get(f"{PAGE}{survey.pk}/ergebnisse.json").content)
    code, other = numbers["strands"]
    assert (code["channels"], other["channels"]) == (["code"], ["open", "kiosk", "paper"])
    page = get(PAGE).content.decode()
    assert f"{code['n']} Antworten." in page
    assert f"{other['n']} Antworten." in page
    assert f"{code['n'] + other['n']} " not in page


def test_a_hidden_number_is_said_to_be_hidden(get: Ask, survey: Survey) -> None:
    page = get(PAGE).content.decode()
    assert '<span aria-hidden="true">•</span><span class="kern-sr-only">nicht gezeigt</span>' in page
    assert "None" not in page


def test_a_text_shows_when_it_was_released_and_only_then(get: Ask, survey: Survey, musterstadt: str) -> None:
    assert "<li>Etwas</li>" not in get(PAGE).content.decode()
    with municipality(musterstadt):
        text = waiting_texts(survey, 1)[0]
    assert "Freigegebene Texte" not in _words_of_council(get, survey)
    review_text(musterstadt, survey.pk, text.id, 5, release=True)
    assert "<li>Etwas</li>" in get(PAGE).content.decode()
    assert "Freigegebene Texte (1)\r\n• Etwas" in _words_of_council(get, survey)


def _words_of_council(get: Ask, survey: Survey) -> str:
    paper = pypdfium2.PdfDocument(get(f"{PAGE}{survey.pk}/rat.pdf").content)
    return "".join(page.get_textpage().get_text_range() for page in paper)


def test_you_said_we_did_names_day_and_service(get: Ask, survey: Survey, musterstadt: str) -> None:
    assert "Hier steht bald" in get(PAGE).content.decode()
    told = Told(
        "obstacle",
        {"de": "Zu kompliziert"},
        {"de": "Drei Fragen weniger"},
        date(2026, 11, 30),
        "resident-parking",
    )
    made = add_measure(musterstadt, survey.pk, 1, told)
    assert len(made.release) == 64
    page = get(PAGE).content.decode()
    for words in ("Zu kompliziert", "Drei Fragen weniger", "30. November 2026", "/dienste/resident-parking/"):
        assert words in page


def test_the_data_package_describes_the_files_beside_it(get: Ask, survey: Survey) -> None:
    base = f"{PAGE}{survey.pk}/"
    package = json.loads(get(f"{base}datapackage.json").content)
    assert package["id"].startswith("sha256:")
    for resource in package["resources"]:
        content = get(base + resource["path"]).content.decode(resource["encoding"])
        lines = list(csv.DictReader(io.StringIO(content)))
        fields = resource["schema"]["fields"]
        assert list(lines[0]) == [field["name"] for field in fields]
        for field in fields:
            if field["type"] == "integer":
                assert all(re.fullmatch(r"\d*", line[field["name"]]) for line in lines)
    assert len(lines) > 70


def test_the_data_package_keeps_to_its_specification(get: Ask, survey: Survey) -> None:
    package = json.loads(get(f"{PAGE}{survey.pk}/datapackage.json").content)
    profile = jsonschema_rs.validator_for(PROFILE)
    assert [error.message for error in profile.iter_errors(package)] == []
    names = [resource["name"] for resource in package["resources"]]
    assert len(set(names)) == len(names)
    for spoilt in ({"resources": []}, {"profile": "data"}, {"licenses": [{}]}, {"name": "Größe 1"}):
        assert not profile.is_valid(package | spoilt), spoilt


def test_csv_json_and_page_say_the_same(get: Ask, survey: Survey) -> None:
    base = f"{PAGE}{survey.pk}/"
    raw = get(f"{base}ergebnisse.json").content
    assert sha256(raw).hexdigest() in get(PAGE).content.decode()
    strands = {strand["id"]: strand for strand in json.loads(raw)["strands"]}
    lines = list(csv.DictReader(io.StringIO(get(f"{base}ergebnisse.csv").content.decode())))
    for line in lines:
        if line["question"] and line["choice"] and not line["split"]:
            tables = {table["question"]: table for table in strands[line["strand"]]["tables"]}
            table = tables[line["question"]]
            count = table["counts"][table["choices"].index(line["choice"])]
            assert line["count"] == ("" if count is None else str(count))


def test_the_councils_paper_holds_the_words_and_a_picture_of_each_chart(get: Ask, survey: Survey) -> None:
    answer = get(f"{PAGE}{survey.pk}/rat.pdf")
    assert answer["Content-Type"] == "application/pdf"
    text = _words_of_council(get, survey)
    assert "keine repräsentative Befragung" in text
    assert "erfundene Antworten" in text
    assert b"pdfuaid:part" in answer.content


def test_an_unknown_file_or_round_is_not_there(get: Ask, survey: Survey) -> None:
    assert get(f"{PAGE}{survey.pk}/alles.xlsx").status_code == 404
    assert get(f"{PAGE}{survey.pk + 1}/").status_code == 404


def test_the_page_is_drawn_once_and_then_takes_few_statements(get: Ask, survey: Survey) -> None:
    get(PAGE)
    with CaptureQueriesContext(connection) as statements:
        get(PAGE)
    selects = [one["sql"] for one in statements if one["sql"].startswith("SELECT")]
    own = [sql for sql in selects if "set_config" not in sql]
    assert len(own) == 4, own


def test_years_and_towns_are_compared_by_their_published_tables(get: Ask, survey: Survey) -> None:
    assert "keine zweite Umfrage" in get(f"{PAGE}vergleich/").content.decode()
    load_municipality(REPOSITORY / "municipalities" / "dueren")
    towns.forget()
    closed = asked_and_closed("dueren", 300, 4)
    freeze("dueren", closed.pk)
    assert "keine zweite Umfrage" in get(f"{PAGE}vergleich/").content.decode()
    publish("dueren", closed.pk, SYSTEM)
    page = get(f"{PAGE}vergleich/").content.decode()
    assert_page_rules(page)
    assert "Düren 2026 (n =" in page
    published("musterstadt", 300, 5)
    assert get(f"{PAGE}vergleich/").content.decode().count("Musterstadt 2026 (n =") > 20
