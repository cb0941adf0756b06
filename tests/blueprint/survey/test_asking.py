"""Which questions come, which answers count, what is refused."""

from pathlib import Path

import pytest

from modellkommune.blueprint.survey.asking import Fault, Questionnaire, Reading, read_answer
from modellkommune.blueprint.survey.definition import Choice, Question
from modellkommune.blueprint.survey.folder import load_survey

SURVEY = load_survey(Path(__file__).resolve().parents[3] / "surveys" / "online-services").survey
ASKED = Questionnaire(SURVEY)
WORDS = {"de": "x"}
SINGLE = Question("one", "single", WORDS, {}, (Choice("a", WORDS), Choice("b", WORDS)))
MULTIPLE = Question(
    "many",
    "multiple",
    WORDS,
    {},
    (Choice("a", WORDS), Choice("b", WORDS), Choice("none", WORDS, apart=True)),
    most=2,
)
TEXT = Question("text", "text", WORDS, {}, longest=5)


def _ids(answers: dict[str, tuple[str, ...]]) -> list[str]:
    return [question.id for question in ASKED.asked(answers)]


def test_without_answers_no_condition_is_met() -> None:
    asked = _ids({})
    assert not {"way", "heard", "satisfied", "other_wish"} & set(asked)
    assert len(asked) == 11


def test_an_answer_brings_up_the_question_that_depends_on_it() -> None:
    assert "way" in _ids({"contact": ("more",)})
    assert "way" not in _ids({"contact": ("never",)})
    assert "other_wish" in _ids({"wishes": ("trade", "other")})


def test_an_answer_to_a_hidden_question_neither_counts_nor_brings_up_others() -> None:
    given = {"known": ("no",), "heard": ("press",), "contact": ("more",)}
    assert ASKED.kept(given) == {"known": ("no",), "contact": ("more",)}


def test_what_needs_an_answer_is_missing_only_when_it_is_asked() -> None:
    assert ASKED.missing({}) == ()


@pytest.mark.parametrize(
    ("question", "sent", "answer", "fault"),
    [
        (SINGLE, ["a"], ("a",), ""),
        (SINGLE, [], (), ""),
        (SINGLE, [""], (), ""),
        (SINGLE, ["a", "b"], ("a", "b"), "unknown"),
        (SINGLE, ["c"], (), "unknown"),
        (MULTIPLE, ["b", "a", "a"], ("a", "b"), ""),
        (MULTIPLE, ["none"], ("none",), ""),
        (MULTIPLE, ["a", "none"], ("a", "none"), "apart"),
        (TEXT, ["  ein \u200b Wort"], ("ein Wort",), "too_long"),
        (TEXT, [" Wort\r\n"], ("Wort",), ""),
        (TEXT, ["\u2066"], (), ""),
    ],
)
def test_what_was_sent_is_read(
    question: Question, sent: list[str], answer: tuple[str, ...], fault: Fault
) -> None:
    assert read_answer(question, sent) == Reading(answer, fault)


def test_too_many_and_needed() -> None:
    many = Question(
        "m", "multiple", WORDS, {}, tuple(Choice(name, WORDS) for name in "abc"), most=2, optional=False
    )
    assert read_answer(many, ["a", "b", "c"]).fault == "too_many"
    assert read_answer(many, []).fault == "missing"
