"""What the form of survey.yaml alone does not show: ids, kinds, languages, conditions; and stable ids."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from modellkommune.blueprint.checking.texts import texts_in
from modellkommune.blueprint.expressions import Expression, ExpressionInvalid, Scope
from modellkommune.blueprint.problems import Problem
from modellkommune.blueprint.source import Path_, Source
from modellkommune.blueprint.survey.conditions import scope_of
from modellkommune.blueprint.survey.definition import Question, Survey

_QUOTED: Final = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_LANGUAGE: Final = re.compile(r"[a-z]{2}(-[a-z]+)?")
LEAST: Final = 2  # choices


def check_survey(survey: Survey, source: Source) -> list[Problem]:
    """Every fault of a survey whose file has its form."""
    found = [*_languages(survey, source), *_breakdown(survey, source)]
    unique = list(_twice(survey, source))
    for at, question in enumerate(survey.questions):
        found += _question(question, ("questions", at), source)
    return [*found, *unique, *(() if unique else _conditions(survey, source))]


def _breakdown(survey: Survey, source: Source) -> Iterator[Problem]:
    """Results are split by a question with one answer, the same for everybody."""
    fitting = [one.id for one in survey.questions if one.kind in ("single", "scale") and not one.shown_if]
    if survey.breakdown and survey.breakdown not in fitting:
        message = f"{survey.breakdown} is no question with one answer that everybody is asked"
        yield source.problem(("breakdown",), message, f"choose one of {', '.join(fitting)}, or remove it")


def _twice(survey: Survey, source: Source) -> Iterator[Problem]:
    for name, count in Counter(question.id for question in survey.questions).items():
        if count > 1:
            message = f"question {name} exists {count} times"
            yield source.problem(("questions",), message, "ids are unique: rename all but one")
    for at, question in enumerate(survey.questions):
        for name, count in Counter(choice.id for choice in question.choices).items():
            if count > 1:
                place: Path_ = ("questions", at, "choices")
                yield source.problem(
                    place, f"choice {name} exists {count} times", "ids are unique: rename one"
                )


def _languages(survey: Survey, source: Source) -> Iterator[Problem]:
    """Every text says something in every language of the survey, easy language too, and in no other."""
    wanted = set(survey.languages)
    for place, text in texts_in(source.data, (), wanted):
        for language in sorted(wanted - set(text)):
            yield source.problem(place, f"the text lacks {language}", f"add {language}: ...")
        for language in sorted(set(text) - wanted):
            yield source.problem(place, f"{language} is no language of the survey", "add it to languages")
    for place, name in _unsaid(source.data, wanted):
        yield source.problem(place, f"{name} is said in no language of the survey", "say it in all of them")


def _unsaid(data: Any, wanted: set[str]) -> Iterator[tuple[Path_, str]]:
    for place, node in _mappings(data, ()):
        if node and not set(node) & wanted and all(_LANGUAGE.fullmatch(str(key)) for key in node):
            yield place, str(place[-1])


def _mappings(node: Any, place: Path_) -> Iterator[tuple[Path_, dict[str, Any]]]:
    if isinstance(node, dict):
        if place:
            yield place, node
        for key, item in node.items():
            yield from _mappings(item, (*place, key))
    elif isinstance(node, list):
        for at, item in enumerate(node):
            yield from _mappings(item, (*place, at))


def _question(question: Question, place: Path_, source: Source) -> Iterator[Problem]:
    if question.kind == "text":
        yield from _text(question, place, source)
        return
    if len(question.choices) < LEAST and not question.catalogue:
        yield source.problem(place, f"fewer than {LEAST} choices", "add choices, or make it a text")
    if question.kind != "multiple":
        for name, value in {"most": question.most, "catalogue": question.catalogue}.items():
            if value:
                remedy = "remove it, or use kind: multiple"
                yield source.problem((*place, name), f"{name} belongs to a multiple question", remedy)
    yield from _apart(question, place, source)


def _apart(question: Question, place: Path_, source: Source) -> Iterator[Problem]:
    if question.kind == "scale" and len(question.scale) < LEAST:
        yield source.problem(place, "a scale has at least two steps", "let fewer choices stand apart")
    for at, choice in enumerate(question.choices):
        if choice.apart and question.kind == "single":
            there = (*place, "choices", at, "apart")
            yield source.problem(there, "one of several needs no apart", "remove it")


def _text(question: Question, place: Path_, source: Source) -> Iterator[Problem]:
    named = {"choices": question.choices, "most": question.most, "catalogue": question.catalogue}
    for name, value in named.items():
        if value:
            yield source.problem((*place, name), f"a text has no {name}", "remove it, or change the kind")
    if not question.hint:
        remedy = 'add a hint such as "Bitte keine Namen": people write about their neighbours otherwise'
        yield source.problem(place, "a text needs a hint", remedy)


def _conditions(survey: Survey, source: Source) -> Iterator[Problem]:
    scope = scope_of(survey.questions)
    for at, question in enumerate(survey.questions):
        if question.shown_if:
            place: Path_ = ("questions", at, "shown_if")
            yield from _condition(survey, at, place, scope, source)


def _condition(survey: Survey, at: int, place: Path_, scope: Scope, source: Source) -> Iterator[Problem]:
    text = survey.questions[at].shown_if
    try:
        compiled = scope.compile(text, "boolean")
    except ExpressionInvalid as error:
        problem = source.problem(place, f"`{text}`: {error.message}", "see docs/survey-format.md")
        column = problem.column + (error.column if error.line == 1 else 1) - 1
        yield Problem(problem.file, problem.line, column, problem.id, problem.message, problem.remedy)
        return
    earlier = {question.id for question in survey.questions[:at]}
    for read in compiled.reads:
        if read.path[-1] not in earlier:
            message = f"{'.'.join(read.path)} is not known yet here"
            yield source.problem(place, message, "read only earlier questions, or move this one down")
    yield from _codes(survey, compiled, place, source)


def _codes(survey: Survey, compiled: Expression, place: Path_, source: Source) -> Iterator[Problem]:
    """Quoted words in a condition are ids of choices: a misspelt one would never be met."""
    read = [survey.question(one.path[-1]) for one in compiled.reads if len(one.path) > 1]
    if not read or any(question.kind == "text" or question.catalogue for question in read):
        return
    known = {choice.id for question in read for choice in question.choices}
    for match in _QUOTED.finditer(compiled.source):
        word = match[1] if match[1] is not None else match[2]
        if word not in known:
            remedy = f"choose one of {', '.join(sorted(known))}"
            yield source.problem(place, f"'{word}' is no choice of what is read", remedy)


def changed_meanings(earlier: Survey, later: Survey) -> list[str]:
    """Ids of questions whose kind is another in the later version: a comparison would compare nothing."""
    kinds = {question.id: question.kind for question in earlier.questions}
    return [one.id for one in later.questions if kinds.get(one.id, one.kind) != one.kind]
