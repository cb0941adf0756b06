"""What has been published of a survey: here, in other years, in other municipalities of the installation."""

from collections.abc import Iterator
from dataclasses import dataclass

from modellkommune.blueprint.survey.definition import Survey
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.town import Town
from modellkommune.participation.surveys.freezing import publication
from modellkommune.participation.surveys.models import Measure, Results
from modellkommune.participation.surveys.models import Survey as Asked
from modellkommune.participation.surveys.queries import definition
from modellkommune.participation.surveys.releasing import measures, published_rounds, released_texts
from modellkommune.participation.surveys.results.tables import Publication
from modellkommune.values.clock import legal_date


@dataclass(frozen=True, slots=True)
class Source:
    """One time that a survey was asked somewhere, and everything published of it. `number` names it there."""

    town: str
    number: int
    year: int
    survey: Survey
    publication: Publication
    document: str
    hash: str


def sources(town: Town, key: str) -> tuple[Source, ...]:
    """All that the town has published of the survey with this name, the newest first."""
    with municipality(town.key):
        return tuple(source_of(town, found, row) for found, row in published_rounds(key))


def source_of(town: Town, survey: Asked, row: Results) -> Source:
    """Frozen results of a survey, also before they are published. Inside `with municipality(...)`."""
    day = legal_date(survey.opened_at or survey.version.taken_over_at)
    return Source(
        town.name, survey.pk, day.year, definition(survey), publication(row), row.document, row.hash
    )


def elsewhere(towns: tuple[Town, ...], here: Town, key: str) -> Iterator[Source]:
    """The newest that each other municipality has published of the survey with this name."""
    for town in towns:
        if town.key != here.key:
            yield from sources(town, key)[:1]


@dataclass(frozen=True, slots=True)
class Beside:
    """What people wrote and may be read, and what followed: it grows after the tables are frozen."""

    texts: dict[str, list[str]]
    measures: tuple[Measure, ...]

    @property
    def version(self) -> tuple[int, int, int]:
        """Another one whenever something was added; nothing is ever taken away."""
        newest = max((one.pk for one in self.measures), default=0)
        return sum(map(len, self.texts.values())), len(self.measures), newest


def beside(town: Town, number: int) -> Beside:
    """What stands beside the tables of a survey."""
    with municipality(town.key):
        return Beside(released_texts(number), measures(number))
