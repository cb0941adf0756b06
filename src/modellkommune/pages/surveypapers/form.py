"""The paper form of a survey: the questions of its version, with the ids that the office enters."""

from pathlib import Path
from typing import Any, Final

from modellkommune.blueprint.survey.conditions import scope_of, values_of
from modellkommune.blueprint.survey.definition import Question, Survey
from modellkommune.foundation.documents.printing import printed
from modellkommune.pages.town import Town
from modellkommune.pages.wording import base_of, in_language, say

_TEMPLATE: Final = Path(__file__).with_name("form.typ").read_text("utf-8")
_LETTERS_A_LINE: Final = 85


def paper_form(town: Town, survey: Survey, language: str) -> bytes:
    """The PDF of the form."""
    language = base_of(language)
    data = {
        "title": f"{say('surveypapers.form', language)}: {in_language(survey.title, language)}",
        "municipality": town.text("official_name", language) or town.name,
        "demonstration": say("surveypapers.demonstration", language) if town.demonstration else "",
        "heading": in_language(survey.title, language),
        "lead": in_language(survey.lead, language),
        "paragraphs": [say(f"surveypapers.form_{number}", language) for number in (1, 2)],
        "batch_label": say("surveypapers.batch", language),
        "sheet_label": say("surveypapers.sheet", language),
        "questions": [_question(survey, question, language) for question in survey.questions],
        "office_note": f"{survey.id} {survey.version}",
        "page_label": say("surveypapers.page", language),
        "of_label": say("surveypapers.of", language),
    }
    return printed(_TEMPLATE, data, language)


def _question(survey: Survey, question: Question, language: str) -> dict[str, Any]:
    return {
        "id": question.id,
        "label": in_language(question.label, language),
        "hint": in_language(question.hint, language),
        "how": _how(question, language),
        "condition": _condition(survey, question, language),
        "choices": [
            {"id": choice.id, "label": in_language(choice.label, language)} for choice in question.choices
        ],
        "lines": -(-question.longest // _LETTERS_A_LINE) if question.kind == "text" else 0,
    }


def _how(question: Question, language: str) -> str:
    if question.kind == "text":
        return say("surveypapers.write", language)
    if question.kind != "multiple":
        return say("surveypapers.one", language)
    key = "surveypapers.up_to" if question.most else "surveypapers.several"
    return say(key, language, most=question.most)


def _condition(survey: Survey, question: Question, language: str) -> str:
    """Who answers this question, in words: found by trying each answer to the question it depends on."""
    if not question.shown_if:
        return ""
    condition = scope_of(survey.questions).compile(question.shown_if, "boolean")
    read = {one.path[-1] for one in condition.reads}
    if len(read) > 1:
        return say("surveypapers.if_it_fits", language)
    (name,) = read
    met = [
        in_language(choice.label, language)
        for choice in survey.question(name).choices
        if condition.met(values_of(survey.questions, {name: (choice.id,)}))
    ]
    number = [one.id for one in survey.questions].index(name) + 1
    quoted = (say("surveypapers.quoted", language, label=label) for label in met)
    answers = f" {say('surveypapers.or', language)} ".join(quoted)
    return say("surveypapers.only_if", language, number=number, answers=answers)
