"""Raw answers: after the end only, for the analyst only, and every look is noted."""

import csv
from io import StringIO

from modellkommune.foundation.journal.commands import record
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys.commands import staff_actor
from modellkommune.participation.surveys.queries import answered, definition, locked_survey


def look_at_answers(town: str, survey_id: int, staff_id: int) -> str:
    """All responses as CSV (RFC 4180), a line each, sorted, so that the order tells nothing; without days.

    Several choices stand in one cell, parted by blanks. Raises `AnswersClosed`.
    """
    with municipality(town):
        survey = locked_survey(survey_id)
        questions = [question.id for question in definition(survey).questions]
        lines = [
            [response.channel, *(" ".join(response.answers.get(name, ())) for name in questions)]
            for response in answered(survey)
        ]
        record("survey_answers_read", f"survey:{survey.pk}", staff_actor(staff_id))
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["channel", *questions])
    writer.writerows([_harmless(cell) for cell in line] for line in sorted(lines))
    return text.getvalue()


def _harmless(cell: str) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front (CWE-1236)."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
