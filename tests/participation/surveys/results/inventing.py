"""Invented surveys and answers, for tests and bench."""

import random
from collections.abc import Iterator

from modellkommune.blueprint.survey.asking import Questionnaire
from modellkommune.blueprint.survey.definition import Answered, Channel, Choice, Question, Retention, Survey

AGES = ("young", "middle", "old", "not_said")


def invented_survey(k: int = 10, *, required: bool = False) -> Survey:
    """Every kind of question, conditions, several answers with a limit and with one that stands apart."""
    return Survey(
        id="invented",
        version="1.0.0",
        languages=("de",),
        title={"de": "Erfunden"},
        lead={},
        purpose={},
        legal_basis={},
        minutes=1,
        smallest_cell=k,
        retention=Retention("12M", "1M"),
        breakdown="age",
        questions=(
            question("known", ("yes", "no")),
            question(
                "heard",
                ("press", "friends", "stand", "no"),
                shown_if="answers.known == 'yes'",
                optional=not required,
            ),
            question("used", ("permit", "dog", "bins", "none"), kind="multiple", most=2, apart="none"),
            question("why", (), kind="text", shown_if="'dog' in answers.used"),
            question("content", ("1", "2", "3", "4", "5"), kind="scale"),
            question("age", AGES),
        ),
    )


def question(name: str, choices: tuple[str, ...], apart: str = "", **more: object) -> Question:
    """A question whose words are its ids."""
    offered = tuple(Choice(one, {"de": one}, one == apart) for one in choices)
    plain = {"id": name, "kind": "single", "label": {"de": name}, "hint": {}, "choices": offered}
    return Question(**plain | more)


def invented_responses(survey: Survey, n: int, seed: int) -> Iterator[Answered]:
    """Answers of n people; how they lean differs from seed to seed, often so that some counts are small."""
    dice = random.Random(seed)
    lean = {
        (one.id, choice.id): dice.choice((0.02, 0.3, 1, 1, 1, 3))
        for one in survey.questions
        for choice in one.choices
    }
    skipping = {one.id: dice.choice((0.0, 0.01, 0.1, 0.5)) if one.optional else 0 for one in survey.questions}
    channels: tuple[Channel, ...] = ("open", "code", "kiosk", "paper")
    weights = [dice.choice((0.05, 0.5, 1, 2)) for _ in channels]
    asking = Questionnaire(survey)
    for _ in range(n):
        (channel,) = dice.choices(channels, weights)
        answered = [one for one in survey.questions if dice.random() >= skipping[one.id]]
        said = {one.id: _answer(dice, one, lean) for one in answered}
        yield Answered(channel, asking.kept(said))


def _answer(dice: random.Random, asked: Question, lean: dict[tuple[str, str], float]) -> tuple[str, ...]:
    if asked.kind == "text":
        return ("Etwas",)
    weights = [lean[asked.id, choice.id] + 1e-9 for choice in asked.choices]
    times = dice.randint(1, asked.most or 1) if asked.kind == "multiple" else 1
    chosen = set(dice.choices([choice.id for choice in asked.choices], weights, k=times))
    apart = [choice.id for choice in asked.choices if choice.apart and choice.id in chosen]
    if asked.kind == "multiple" and apart:
        chosen = set(apart[:1])
    return tuple(choice.id for choice in asked.choices if choice.id in chosen)
