"""Residents of the simulator who apply in a real town, and the work that their applications lead to."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx
from django.db import connection

from modellkommune.casework.applications.queries import application_of
from modellkommune.casework.applications.queries import content_of as applied
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import case_of_link
from modellkommune.casework.checks.queries import findings_of, latest_run
from modellkommune.casework.decisions.models import Decision
from modellkommune.casework.drafts.commands import Holder, Pin, save_content, start_draft
from modellkommune.casework.drafts.content import Content
from modellkommune.casework.drafts.models import Draft
from modellkommune.casework.payments.models import Booking, Payment, PaymentTask
from modellkommune.casework.payments.port import PaymentServiceSilent
from modellkommune.casework.permits.models import Permit
from modellkommune.foundation.catalogue.queries import current
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.messages.queries import Letter, outbox
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.plate import read_plate
from modellkommune.workflow import jobs
from modellkommune.workflow.situation import known
from modellkommune.workflow.submission import Submission, submit
from tests.loopback import LOOPBACK

EMAIL = "lena.kanarienvogel@example.org"
SERVICE = "resident-parking"


@dataclass(frozen=True)
class Simulator:
    """The running simulator: who lives there, what it was asked, how it is disturbed."""

    address: str

    def persona(self, town: str, slug: str) -> dict[str, Any]:
        """One persona of the list."""
        listed = LOOPBACK.get(f"{self.address}/personas.json").json()["personas"]
        return next(one for one in listed if (one["municipality"], one["slug"]) == (town, slug))

    def fault(self, part: str, **fault: Any) -> None:
        """Disturb a part until `mend`."""
        LOOPBACK.post(f"{self.address}/faults/{part}", json=fault).raise_for_status()

    def mend(self) -> None:
        """Everything works, but the register for the one persona for whom it never answers."""
        LOOPBACK.delete(f"{self.address}/faults").raise_for_status()

    def work(self, part: str, request_id: str) -> int:
        """How often something was really done."""
        return int(LOOPBACK.get(f"{self.address}/log").json()["work"].get(part, {}).get(request_id, 0))

    def asked(self, request_id: str) -> int:
        """How often a request arrived, answered or not."""
        answer = LOOPBACK.get(f"{self.address}/log", params={"request_id": request_id})
        return len(answer.json()["entries"])

    def decide(self, payment: Payment, action: str) -> None:
        """Do on the payment service's page what a resident does there: pay, cancel or fail."""
        form = {"action": action, "method": "CREDITCARD"}
        page = f"{self.address}/payment/checkout/{payment.transaction_id}"
        assert LOOPBACK.post(page, data=form).status_code == httpx.codes.SEE_OTHER


@dataclass(frozen=True)
class Errand:
    """A case from outside: what can be seen of it now."""

    town: str
    public_id: uuid.UUID
    simulator: Simulator = field(repr=False)

    @property
    def case(self) -> Case:
        with municipality(self.town):
            return case_of_link(self.public_id)

    @property
    def state(self) -> str:
        return self.case.state

    @property
    def proposal(self) -> str | None:
        with municipality(self.town):
            run = latest_run(self.case.pk)
            return run.proposal if run else None

    @property
    def found(self) -> dict[str, Any]:
        with municipality(self.town):
            case = self.case
            run = latest_run(case.pk)
            assert run is not None
            return findings_of(run, case)

    @property
    def application(self) -> dict[str, Any]:
        with municipality(self.town):
            case = self.case
            return applied(application_of(case), case)

    @property
    def payments(self) -> list[Payment]:
        with municipality(self.town):
            return list(Payment.objects.filter(case_id=self.case.pk).order_by("attempt"))

    @property
    def payment(self) -> Payment:
        return self.payments[-1]

    @property
    def bookings(self) -> list[int]:
        with municipality(self.town):
            rows = Booking.objects.filter(payment__case_id=self.case.pk)
            return list(rows.values_list("amount_cents", flat=True))

    @property
    def decisions(self) -> list[Decision]:
        with municipality(self.town):
            return list(Decision.objects.filter(case_id=self.case.pk))

    @property
    def permits(self) -> list[Permit]:
        with municipality(self.town):
            return list(Permit.objects.filter(case_id=self.case.pk))

    @property
    def permit(self) -> Permit:
        [permit] = self.permits
        return permit

    def request(self, register: str) -> str:
        """The id under which a register was asked."""
        return f"{self.public_id}-{register}"

    def pay(self, action: str = "pay") -> None:
        """The resident on the payment service's page."""
        self.simulator.decide(self.payment, action)


def apply(simulator: Simulator, town: str, slug: str = "sofort", **wishes: Any) -> Errand:
    """Hand in the application of a persona.

    `level` "" is without a log-in, `holder` the session of who has logged in; other wishes are answers, None
    leaves one out.
    """
    draft = draft_of(simulator, town, slug, **wishes)
    return Errand(town, hand_in(town, draft, wishes.get("level", "high")), simulator)


def hand_in(town: str, draft: Draft, level: str = "high") -> uuid.UUID:
    """Hand in a draft."""
    return submit(town, Submission(draft.pk, declared=True, level=level or "none"))


def draft_of(simulator: Simulator, town: str, slug: str = "sofort", **wishes: Any) -> Draft:
    """The finished draft of a persona."""
    persona, level = simulator.persona(town, slug), wishes.pop("level", "high")
    holder = wishes.pop("holder", None) or Holder(uuid.uuid4())
    names = {"family_name": persona["family_name"], "given_name": persona["given_names"]}
    identity = {**names, "birth_date": persona["birth_date"], "level": level} if level else None
    with municipality(town):
        service = current(SERVICE)
        pin = Pin(service.id, service.release_hash, service.overlay_hash)
        draft = start_draft(pin, holder, Content(identity=identity), "de")
        what_is_known = known(identity, "de")
        answers = {**_answers(persona, what_is_known.places), **wishes}
        given = {name: value for name, value in answers.items() if value is not None}
        kept = service.kept(given, what_is_known)
        save_content(draft, Content(kept, identity, tuple(step.id for step in service.steps)))
    return draft


def _answers(persona: dict[str, Any], places: Any) -> dict[str, Any]:
    place, said = persona["address"], persona["answers"]
    match = places.find(place["street"], f"{place['number']} {place['addition']}".strip(), place["postcode"])
    answers = {
        "given_name": persona["given_names"],
        "family_name": persona["family_name"],
        "birth_date": persona["birth_date"],
        "address": {**place, "zone": match.zone, "match": match.kind},
        "dwelling": said["dwelling"],
        "moved_in": "yes",
        "private_space": False,
        "plate": plate_answer(said["plate"]),
        "keeper": said["keeper"],
        "months": 12,
        "email": EMAIL,
        "delivery": "online",
    }
    return {name: value for name, value in answers.items() if value != ""}


def plate_answer(text: str) -> dict[str, Any]:
    """The answer to the question for the plate."""
    if not text:
        return {"kind": "named", "text": "Carsharing Stadtteilauto", "core": "carsharing"}
    plate = read_plate(text).plate
    assert plate is not None
    core = f"{plate.district}-{plate.letters} {plate.digits}"
    parts = {"core": core, "suffix": plate.suffix, "season": "", "country": "D"}
    return {"kind": "german", "text": plate.text, **parts}


def work_off(only: str = "") -> list[str]:
    """Do the queued jobs in their order until none is left, or only those of one name; what was done.

    A job that the payment service's silence ends stays queued, as a worker would keep it for later.
    """
    done: list[str] = []
    silent: list[int] = []
    while job := _next_job(only, silent):
        number, name, ids = job
        try:
            getattr(jobs, name.removeprefix("modellkommune."))(**ids)
        except PaymentServiceSilent:
            silent.append(number)
            continue
        _delete_job(number)
        done.append(name.removeprefix("modellkommune."))
    return done


def queued() -> list[str]:
    """The names of the jobs that wait, in the order in which a worker takes them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' ORDER BY priority DESC, id"
        )
        return [name.removeprefix("modellkommune.") for (name,) in cursor.fetchall()]


def _next_job(only: str, after: Iterable[int]) -> tuple[int, str, dict[str, Any]] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, task_name, args::text FROM procrastinate_jobs WHERE status = 'todo'"
            " AND task_name LIKE %s AND id <> ALL(%s) ORDER BY priority DESC, id LIMIT 1",
            [f"modellkommune.{only or '%'}", list(after)],
        )
        row = cursor.fetchone()
    return (row[0], row[1], _json(row[2])) if row else None


def _json(text: str) -> dict[str, Any]:
    ids: dict[str, Any] = json.loads(text)
    return ids


def _delete_job(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [number])


def mails(town: str) -> list[Letter]:
    """The mails of a town, the newest first."""
    with municipality(town):
        return outbox(200)


def money_tasks(town: str) -> list[tuple[str, str, int]]:
    """Kind, reference and cents of the matters of money that wait for a person."""
    with municipality(town):
        return list(PaymentTask.objects.values_list("kind", "reference", "amount_cents"))


def official_of(town: str, name: str = "sachbearbeitung") -> str:
    """The id of the town's clerk; `schutz` is the one who may see protected people."""
    with municipality(town):
        return str(Staff.objects.get(email=f"{name}@{town}.example").pk)
