"""What a process does that is killed on the way: programs of a few lines, each with one command."""

SUBMIT = """
import django, sys, uuid
django.setup()
from modellkommune.workflow.submission import Submission, submit
submit("musterstadt", Submission(uuid.UUID(sys.argv[1]), declared=True, level="high"))
"""
REFUSE = """
import django, sys
django.setup()
from modellkommune.workflow.refusal import Refusal, refuse
case_id, official, seen = sys.argv[1:]
refuse("musterstadt", int(case_id), official, Refusal((), "Kein Anspruch.", "Gesagt ist alles.", seen))
"""
HAND_IN = """
import django, sys
django.setup()
from modellkommune.workflow.handing_in import hand_in
hand_in("musterstadt", int(sys.argv[1]))
"""
ASK = """
import datetime, django, sys
django.setup()
from modellkommune.workflow.hearing import Question, ask
case_id, official, day = sys.argv[1:]
ask("musterstadt", int(case_id), official, Question((), "Keine Zone.", datetime.date.fromisoformat(day)))
"""
ANSWER = """
import django, sys
django.setup()
from modellkommune.workflow.hearing import answer
answer("musterstadt", int(sys.argv[1]), "Ich wohne doch dort.")
"""
STORE = """
import django, sys
django.setup()
from modellkommune.casework.cases.queries import case
from modellkommune.foundation.files.commands import store
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow.handing_in import desk_of
from tests.foundation.files.samples import picture
case_id, field = sys.argv[1:]
with municipality("musterstadt"):
    found = case(int(case_id))
    store(picture(), "ausweis.jpg", found.key, desk_of(found, field))
"""
TURN = """
import django, sys
django.setup()
from django.test import Client
station, visit, token = sys.argv[1:]
client = Client(headers={"host": "musterstadt.localhost"})
client.cookies.load({"station": station, "visit": visit})
answer = client.post("/kiosk/rad/", {"farbe": "blue", "drehung": token})
sys.exit(0 if answer.status_code == 302 else 1)
"""
