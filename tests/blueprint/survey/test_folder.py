"""A survey's folder: every fault is named with line and remedy, and the shipped one has none."""

import re
from pathlib import Path

import pytest

from modellkommune.blueprint.problems import BlueprintInvalid
from modellkommune.blueprint.survey.checking import changed_meanings
from modellkommune.blueprint.survey.document import survey_of, with_catalogue
from modellkommune.blueprint.survey.folder import load_survey, read_survey

SHIPPED = Path(__file__).resolve().parents[3] / "surveys" / "online-services"
HEAD = """format: 1
id: small
version: 1.0.0
languages: [de, en]
minutes: 2
retention: {answers: 12M, contacts: 3M}
title: {de: Klein, en: Small}
lead: {de: Bitte, en: Please}
purpose: {de: Wissen, en: Knowing}
legal_basis: {de: Freiwillig, en: Voluntary}
questions:
"""
YES_NO = "choices: [{id: 'yes', label: {de: Ja, en: 'Yes'}}, {id: 'no', label: {de: Nein, en: 'No'}}]"
LABEL = "label: {de: Frage, en: Question}"
FIRST = f"  - {{id: first, kind: single, {LABEL}, {YES_NO}}}\n"
LINE = HEAD.count("\n") + 2  # where the second question stands


def _folder(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "survey.yaml").write_text(text, "utf-8")
    return folder


def _problems(tmp_path: Path, second: str = "", head: str = HEAD) -> list[str]:
    return [problem.text for problem in read_survey(_folder(tmp_path, head + FIRST + second))[1]]


def test_the_shipped_questionnaire_has_no_fault_and_speaks_three_languages() -> None:
    survey = load_survey(SHIPPED).survey
    assert survey.languages == ("de", "en", "de-leicht")
    assert len(survey.questions) == 15
    assert all(question.optional for question in survey.questions)
    assert survey.smallest_cell == 10


def test_a_small_survey_has_no_fault(tmp_path: Path) -> None:
    assert _problems(tmp_path) == []


@pytest.mark.parametrize(
    ("second", "said", "remedy"),
    [
        (f"{{id: x, kind: matrix, {LABEL}}}", "kind: input should be 'single'", "choose one of the values"),
        (f"{{id: x, kind: single, {LABEL}, {YES_NO}, rows: 3}}", "rows is unknown here", "remove it"),
        (
            f"{{id: first, kind: single, {LABEL}, {YES_NO}}}",
            "question first exists 2 times",
            "rename all but one",
        ),
        (f"{{id: x, kind: single, label: {{de: Nur}}, {YES_NO}}}", "the text lacks en", "add en: ..."),
        (f"{{id: x, kind: single, label: {{fr: Oui}}, {YES_NO}}}", "is said in no language", "say it in all"),
        (
            f"{{id: x, kind: single, label: {{de: A, en: B, fr: C}}, {YES_NO}}}",
            "fr is no language of the survey",
            "add it to languages",
        ),
        (f"{{id: x, kind: single, {LABEL}, choices: []}}", "fewer than 2 choices", "add choices"),
        (
            f"{{id: x, kind: single, {LABEL}, {YES_NO}, most: 2}}",
            "most belongs to a multiple question",
            "kind: multiple",
        ),
        (f"{{id: x, kind: text, {LABEL}}}", "a text needs a hint", "Bitte keine Namen"),
        (
            f"{{id: x, kind: text, {LABEL}, hint: {{de: a, en: b}}, longest: 501}}",
            "less than or equal to 500",
            "see docs",
        ),
        (
            f"{{id: x, kind: text, {LABEL}, hint: {{de: a, en: b}}, {YES_NO}}}",
            "a text has no choices",
            "remove it",
        ),
        (
            f"{{id: x, kind: scale, {LABEL}, choices: [{{id: 1, label: {{de: a, en: b}}}}]}}",
            "id: input should be a valid string",
            "quote it",
        ),
        (
            f"{{id: x, kind: single, {LABEL}, {YES_NO}, shown_if: answers.later}}",
            "undefined field 'later'",
            "see docs",
        ),
        (
            f"{{id: x, kind: single, {LABEL}, {YES_NO}, shown_if: \"answers.x == 'yes'\"}}",
            "answers.x is not known yet here",
            "read only earlier questions",
        ),
        (
            f"{{id: x, kind: single, {LABEL}, {YES_NO}, shown_if: \"answers.first == 'ja'\"}}",
            "'ja' is no choice of what is read",
            "choose one of no, yes",
        ),
        (
            f"{{id: x, kind: single, {LABEL}, {YES_NO}, shown_if: answers.first == 1}}",
            "no matching overload",
            "see docs",
        ),
    ],
)
def test_a_fault_is_named_with_its_line_and_a_remedy(
    tmp_path: Path, second: str, said: str, remedy: str
) -> None:
    found = _problems(tmp_path, f"  - {second}\n")
    (named,) = [text for text in found if said in text]
    assert remedy in named
    place = re.match(r"survey\.yaml:(\d+):\d+:", named)
    assert place is not None
    assert int(place[1]) in (LINE, LINE - 1), "twice is said of the list"


def test_a_cell_smaller_than_three_is_refused(tmp_path: Path) -> None:
    head = HEAD.replace("minutes: 2", "minutes: 2\nsmallest_cell: 2")
    assert "smallest_cell: input should be greater than or equal to 3" in _problems(tmp_path, head=head)[0]


def test_the_id_is_the_name_of_the_folder(tmp_path: Path) -> None:
    assert (
        "other is not the name of the folder"
        in _problems(tmp_path, head=HEAD.replace("id: small", "id: other"))[0]
    )


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    folder = _folder(tmp_path, HEAD.replace("en: Small", "xx: Small") + FIRST.replace("first", "First"))
    (tmp_path / "small" / "survey.yaml").write_text(
        HEAD.replace("lead: {de: Bitte, en: Please}", "lead: {de: Bitte}") + FIRST + FIRST, "utf-8"
    )
    with pytest.raises(BlueprintInvalid) as invalid:
        load_survey(folder)
    assert len(invalid.value.problems) >= 2


def test_the_services_come_before_the_own_choices_and_only_once() -> None:
    described = load_survey(SHIPPED)
    filled = with_catalogue(described.document, {"dogs": {"de": "Hund"}, "waste": {"de": "Müll"}})
    again = with_catalogue(filled, {"dogs": {"de": "Hund"}, "waste": {"de": "Müll"}})
    assert again == filled
    survey = survey_of(filled)
    assert [choice.id for choice in survey.question("used").choices] == ["dogs", "waste", "none"]
    wishes = [choice.id for choice in survey.question("wishes").choices]
    assert wishes[0] == "dogs"
    assert wishes.count("waste") == 1, "a choice of that id is there already"


def test_an_id_whose_kind_has_changed_is_named() -> None:
    earlier = load_survey(SHIPPED).survey
    document = load_survey(SHIPPED).document
    changed = [{**one, "kind": "multiple"} if one["id"] == "way" else one for one in document["questions"]]
    later = survey_of({**document, "questions": changed})
    assert changed_meanings(earlier, later) == ["way"]
    assert changed_meanings(earlier, earlier) == []
