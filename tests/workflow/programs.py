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
