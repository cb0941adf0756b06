"""What changes while a form is open: a release withdrawn, a draft run out or not mine, a form sent twice."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from modellkommune.casework.applications.models import Application
from modellkommune.casework.cases.models import Case
from modellkommune.casework.drafts.models import Draft
from modellkommune.foundation.catalogue.commands import withdraw
from modellkommune.foundation.catalogue.queries import current
from modellkommune.foundation.messages.models import Message
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.models import Municipality
from modellkommune.pages.town import towns
from tests.hostile.conftest import APPLY, STEPS, TOWN, Visitor
from tests.pages.rules import assert_page_rules

Come = Callable[..., Visitor]


def _count(model: Any) -> int:
    with municipality(TOWN):
        return int(model.objects.count())


def test_a_withdrawn_release_ends_no_application_under_way(visitor: Come) -> None:
    writer = visitor().begins().answers("dwelling")
    with municipality(TOWN):
        withdraw(current("resident-parking").release_hash)
    done = writer.answers("vehicle", "term").hands_in()
    assert done.get(f"/vorgang/{done.case}/").status_code == 200


def test_a_withdrawn_release_starts_nothing_new_and_says_so(visitor: Come) -> None:
    with municipality(TOWN):
        withdraw(current("resident-parking").release_hash)
    someone = visitor()
    for answer in (someone.get(APPLY), someone.post(APPLY, {})):
        assert answer.status_code == 404
        assert_page_rules(answer.content.decode())
    assert _count(Draft) == 0


def test_an_expired_draft_is_told_so_wherever_it_is_opened(visitor: Come) -> None:
    writer = visitor().begins().answers(*STEPS)
    with municipality(TOWN):
        Draft.objects.update(expires_at=clock.now() - timedelta(minutes=1))
    for part in ("", "dwelling/", "pruefen/", "gespeichert/", "vehicle/hinweis/"):
        answer = writer.get(f"/antrag/{writer.draft}/{part}")
        assert answer.status_code == 404, part
        assert APPLY in answer.content.decode() or "/dienste/" in answer.content.decode()
        assert_page_rules(answer.content.decode())
    for step, form in (*STEPS.items(), ("pruefen", {"declared": "yes"})):
        assert writer.post(writer.step(step), form).status_code == 404
    assert _count(Case) == 0


def test_a_draft_of_somebody_else_shows_and_takes_nothing(visitor: Come) -> None:
    writer, stranger = visitor().begins().answers(*STEPS), visitor().begins()
    with municipality(TOWN):
        before = bytes(Draft.objects.get(pk=writer.draft).content)
    for part in ("", "dwelling/", "pruefen/", "gespeichert/"):
        answer = stranger.get(f"/antrag/{writer.draft}/{part}")
        assert answer.headers["Location"] == f"/antrag/fortsetzen/?antrag={writer.draft}"
    for step, form in (*STEPS.items(), ("pruefen", {"declared": "yes"})):
        answer = stranger.post(writer.step(step), form | {"family_name": "Fremd"})
        assert answer.status_code in (302, 403), "the way to the code, or the entries with that way"
        assert "Mustermann" not in answer.content.decode()
    with municipality(TOWN):
        assert bytes(Draft.objects.get(pk=writer.draft).content) == before
    assert _count(Case) == 0


def test_drafts_and_cases_of_another_town_do_not_exist(resident: Visitor) -> None:
    Municipality.objects.create(
        key="beta", name="Beta", ags="99000002", hosts=["beta.localhost"], profile={}, demonstration=True
    )
    towns.forget()
    for path in (f"/antrag/{resident.draft}/dwelling/", f"/vorgang/{resident.case}/"):
        for method in (resident.client.get, resident.client.post):
            answer = method(path, headers={"host": "beta.localhost"})
            assert answer.status_code in (404, 405), path
            assert_page_rules(answer.content.decode())
            assert "Mustermann" not in answer.content.decode()


def test_a_form_without_a_token_is_told_so_and_changes_nothing(visitor: Come) -> None:
    someone = visitor(enforce_csrf_checks=True)
    for path in (APPLY, "/vorgang/", "/barrierefreiheit/", "/pruefung/", "/amt/konto/anmelden/"):
        for token in ({}, {"csrfmiddlewaretoken": "x" * 64}, {"csrfmiddlewaretoken": "\0"}):
            answer = someone.post(path, {"text": "Die Tür klemmt.", **token})
            assert answer.status_code == 403
            assert_page_rules(answer.content.decode())
    assert _count(Draft) == _count(Message) == 0


def test_handing_in_twice_makes_one_case(visitor: Come) -> None:
    writer = visitor().begins().answers(*STEPS)
    first, second = writer.hands_in(), writer.hands_in()
    assert first.case == second.case
    assert _count(Case) == _count(Application) == 1


def test_every_step_sent_twice_has_one_effect(visitor: Come) -> None:
    writer = visitor().begins()
    for step in STEPS:
        once, again = writer.post(writer.step(step), STEPS[step]), writer.post(writer.step(step), STEPS[step])
        assert once.status_code == again.status_code == 302
        with municipality(TOWN):
            found = Draft.objects.get(pk=writer.draft)
        assert found.version == list(STEPS).index(step) + 2
    assert _count(Draft) == 1


def test_taking_back_twice_has_one_effect(visitor: Come) -> None:
    done = visitor().begins().answers(*STEPS).hands_in()
    for _ in range(2):
        assert (
            done.post(f"/vorgang/{done.case}/zuruecknehmen/", {}).headers["Location"].startswith("/vorgang/")
        )
    with municipality(TOWN):
        assert Case.objects.get().state == "withdrawn"


def test_a_step_of_a_draft_that_was_handed_in_leads_to_its_case(visitor: Come) -> None:
    done = visitor().begins().answers(*STEPS).hands_in()
    for step, form in (*STEPS.items(), ("pruefen", {"declared": "yes"})):
        assert done.post(done.step(step), form).headers["Location"] == f"/vorgang/{done.case}/"


def test_ids_that_are_none_are_pages_that_do_not_exist(resident: Visitor) -> None:
    for path in (
        f"/antrag/{uuid.uuid4()}/dwelling/",
        f"/vorgang/{uuid.uuid4()}/",
        "/antrag/1/",
        "/vorgang/%00/",
    ):
        answer = resident.get(path)
        assert answer.status_code == 404
        assert_page_rules(answer.content.decode())
