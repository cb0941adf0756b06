"""One process that answers a survey through the commands of the room; what it took, as JSON.

Words: town, key of the survey, how many, a seed. It first lets people begin and answer, then waits for a line
on its input, then sends all of them; so that two of these send at the same time.
"""

import json
import random
import sys
import time
from itertools import islice
from pathlib import Path

import django

django.setup()

from modellkommune.foundation.tenants.context import municipality  # noqa: E402 -- Django has to be set up first
from modellkommune.participation.surveys.answering import begin, save_answers, send  # noqa: E402
from modellkommune.participation.surveys.demonstration import invented_people  # noqa: E402
from modellkommune.participation.surveys.queries import latest_survey, questionnaire  # noqa: E402

town, folder, count, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
with municipality(town):
    survey = latest_survey(folder.rpartition("/")[2])
asked = questionnaire(survey.version)
chance = random.Random(seed)  # noqa: S311 -- invented
people = list(islice(invented_people(asked, Path(folder), chance), count))
started = time.perf_counter()
visits = []
for answers in people:
    visit = begin(town, survey, "open")
    save_answers(town, visit, [(asked.survey.question(name), given) for name, given in answers.items()])
    visits.append(visit)
answering = time.perf_counter() - started
print("ready", flush=True)
sys.stdin.readline()
started = time.perf_counter()
for visit in visits:
    send(town, visit)
print(json.dumps({"answering": answering, "sending": time.perf_counter() - started}), flush=True)
