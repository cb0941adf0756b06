"""How somebody came to a survey: by which channel, and under which addresses its pages stand."""

import uuid
from dataclasses import dataclass

from modellkommune.blueprint.survey.definition import Channel


@dataclass(frozen=True)
class Way:
    """A door's way through a survey. `base` ends with a slash; `home` is where the first page leads back.

    `frame` is the template around its pages.
    """

    channel: Channel
    base: str
    home: str
    frame: str = "pages/base.html"

    def question(self, visit: uuid.UUID, question: str, *, changing: bool = False) -> str:
        """The page of a question; `changing`: it leads back to the check page."""
        return f"{self.base}antwort/{visit}/{question}/" + ("?zurueck=pruefen" if changing else "")

    def check(self, visit: uuid.UUID) -> str:
        """The page on which everything is looked at and sent."""
        return f"{self.base}antwort/{visit}/"

    @property
    def thanks(self) -> str:
        """The receipt."""
        return f"{self.base}danke/"

    @property
    def code(self) -> str:
        """Where a code is typed."""
        return f"{self.base}code/"
