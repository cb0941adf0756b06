"""Ask a town the shipped questionnaire, invent its responses, count and publish them: seconds of counting.

Its own name keeps it apart from the surveys of the demonstration.
"""

import sys
import time

import django

django.setup()

from dataclasses import replace  # noqa: E402 -- Django has to be set up first
from pathlib import Path  # noqa: E402

from modellkommune.blueprint.documents import document_hash  # noqa: E402
from modellkommune.blueprint.survey.folder import load_survey  # noqa: E402
from modellkommune.foundation.tenants.context import municipality  # noqa: E402
from modellkommune.participation.surveys.commands import (  # noqa: E402
    approve,
    hand_in,
    open_survey,
    publish,
    take_over,
)
from modellkommune.participation.surveys.freezing import freeze  # noqa: E402
from modellkommune.participation.surveys.mixing import SYSTEM  # noqa: E402
from modellkommune.participation.surveys.queries import definition, survey  # noqa: E402
from tests.participation.surveys.results.inventing import invented_responses  # noqa: E402
from tests.participation.surveys.results.storing import close_and_settle, store  # noqa: E402

AUTHOR, OFFICER, SEED = 1, 2, 7
town, name, wanted = sys.argv[1], sys.argv[2], int(sys.argv[3])
shipped = load_survey(Path(__file__).parents[1] / "surveys" / "online-services")
document = {**shipped.document, "id": name}
asked = replace(
    shipped, document=document, hash=document_hash(document), survey=replace(shipped.survey, id=name)
)
made = take_over(town, asked)
hand_in(town, made.pk, AUTHOR)
approve(town, made.pk, OFFICER)
open_survey(town, made.pk, AUTHOR, None)
with municipality(town):
    found = survey(made.pk)
store(found, invented_responses(definition(found), wanted, SEED))
close_and_settle(found)
began = time.monotonic()
freeze(town, made.pk)
print(time.monotonic() - began)
publish(town, made.pk, SYSTEM)
