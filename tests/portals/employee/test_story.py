"""An idea on its way from the letterbox to the measured effect, page by page, by those whose turn it is."""

from collections.abc import Callable

import pytest
from django.test import Client

from modellkommune.foundation.identity import rights
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.wording import say
from modellkommune.participation.ideas.models import Idea, Link
from modellkommune.values.period import date_digits
from tests.participation.ideas.market import CODE
from tests.portals.clerk.conftest import browser
from tests.portals.employee.conftest import TOWN

AtWork = Callable[..., Client]


def _steer(client: Client, number: int, act: str, **sent: str) -> str:
    return str(client.post(f"/ideen/{number}/koordination/", {"act": act, **sent}, follow=True).text)


def _open(at_work: AtWork, number: int, *states: str) -> Client:
    coordinator = at_work(rights.IDEAS_COORDINATOR)
    for state in states or ("checked", "open"):
        assert say("ideas.result.move", "de") in _steer(coordinator, number, "move", state=state)
    return coordinator


def _state(number: int) -> str:
    with municipality(TOWN):
        return Idea.objects.get(number=number).state


def test_before_it_is_checked_colleagues_do_not_see_it(at_work: AtWork, idea: int) -> None:
    employee = at_work(rights.EMPLOYEE)
    assert employee.get(f"/ideen/{idea}/").status_code == 404
    assert "Marktplatz" not in employee.get("/ideen/").text
    _open(at_work, idea)
    assert "Bäume für den Marktplatz" in employee.get("/ideen/").text
    assert "Grüner Specht" in employee.get(f"/ideen/{idea}/").text


def test_colleagues_support_and_comment_on_its_page(at_work: AtWork, idea: int) -> None:
    _open(at_work, idea)
    employee = at_work(rights.EMPLOYEE)
    page = employee.post(f"/ideen/{idea}/unterstuetzen/", follow=True).text
    assert say("ideas.result.supported", "de") in page
    assert say("ideas.supporter", "de") in page
    assert say("ideas.idea.stop", "de") in page
    page = employee.post(f"/ideen/{idea}/unterstuetzen/", {"stop": "1"}, follow=True).text
    assert say("ideas.supporters", "de", count=0) in page
    page = employee.post(f"/ideen/{idea}/beitrag/", {"text": "Linden wären schön."}, follow=True).text
    assert "Linden wären schön." in page
    refused = employee.post(f"/ideen/{idea}/beitrag/", {"text": " "})
    assert say("ideas.comment.error.text_missing", "de") in refused.text
    assert "<title>Fehler:" in refused.text


def test_ones_own_idea_is_not_supported_but_withdrawn(at_work: AtWork, market: None) -> None:
    author = at_work(rights.EMPLOYEE)
    sent = {
        "title": "Neue Stühle",
        "text": "Die alten Stühle quietschen sehr.",
        "under": "name",
        "submit": "1",
    }
    page = author.post("/ideen/neu/", sent, follow=True)
    assert say("ideas.result.submitted", "de") in page.text
    number = page.context["idea"].number
    assert "Neue Stühle" in author.get("/ideen/meine/").text
    _open(at_work, number)
    page = author.post(f"/ideen/{number}/unterstuetzen/", follow=True)
    assert say("ideas.result.own_idea", "de") in page.text
    author.post(f"/ideen/{number}/zuruecknehmen/")
    assert _state(number) == "withdrawn"
    assert at_work(rights.IDEAS_ASSESSOR).post(f"/ideen/{number}/zuruecknehmen/").status_code == 404


def test_the_author_answers_with_the_code_and_without_a_log_in(at_work: AtWork, idea: int) -> None:
    coordinator = _open(at_work, idea)
    _steer(coordinator, idea, "ask", text="Welche Bäume?")
    author = browser()
    assert "Welche Bäume?" in author.post("/ideen/antwort/", {"code": CODE}).text
    answered = author.post("/ideen/antwort/", {"code": CODE, "text": "Linden.", "answer": "1"})
    assert "Linden." in answered.text
    empty = author.post("/ideen/antwort/", {"code": CODE, "text": "", "answer": "1"})
    assert say("ideas.reply.error.text_missing", "de") in empty.text
    for code, problem in (("", "missing"), ("ABCD-EFGH-JKLM", "unknown")):
        assert (
            say(f"ideas.reply.error.{problem}", "de") in author.post("/ideen/antwort/", {"code": code}).text
        )
    author.post("/ideen/antwort/", {"code": CODE, "withdraw": "1"})
    assert _state(idea) == "withdrawn"


def test_guessing_codes_is_limited_and_the_right_one_goes_on_working(at_work: AtWork, idea: int) -> None:
    stranger = browser()
    address = {"REMOTE_ADDR": "203.0.113.7"}
    pages = [stranger.post("/ideen/antwort/", {"code": "ABCD-EFGH-JKLM"}, **address).text for _ in range(61)]
    assert say("ideas.reply.error.unknown", "de") in pages[59]
    assert say("ideas.reply.error.too_much", "de") in pages[60]
    assert "Grüner Specht" in stranger.post("/ideen/antwort/", {"code": CODE}, **address).text


def test_assessor_and_committee_do_their_part(at_work: AtWork, idea: int) -> None:
    _open(at_work, idea, "checked", "open", "in_assessment")
    assessor, committee = at_work(rights.IDEAS_ASSESSOR), at_work(rights.IDEAS_COMMITTEE)
    assert f"/ideen/{idea}/gutachten/" in assessor.get("/ideen/gutachten/").text
    scores = {"c-nutzen": "5", "c-aufwand": "1"}
    missing = assessor.post(f"/ideen/{idea}/gutachten/", {"c-nutzen": "5", "declared": "yes"})
    assert say("ideas.assess.error.missing", "de") in missing.text
    assert 'href="#c-aufwand-0"' in missing.text
    undeclared = assessor.post(f"/ideen/{idea}/gutachten/", scores)
    assert say("ideas.assess.error.declared_missing", "de") in undeclared.text
    done = assessor.post(f"/ideen/{idea}/gutachten/", {**scores, "declared": "yes"}, follow=True)
    assert say("ideas.result.assessed", "de", number=idea) in done.text
    assert "4,00" in committee.get("/ideen/ausschuss/").text
    sent = {"outcome": "accepted", "reason": "Gut.", "unit": "Bauamt", "day": date_digits(clock.today())}
    for name in sent:
        incomplete = committee.post(f"/ideen/{idea}/entscheidung/", {**sent, name: ""})
        assert say(f"ideas.decide.error.{name}_missing", "de") in incomplete.text
        assert incomplete.text.count("Gut.") == (name != "reason")
    done = committee.post(f"/ideen/{idea}/entscheidung/", sent, follow=True)
    assert say("ideas.result.decided_accepted", "de", number=idea) in done.text
    assert say("ideas.decision.day_accepted", "de") in at_work(rights.EMPLOYEE).get(f"/ideen/{idea}/").text


def test_ones_own_idea_is_refused_at_both_desks(at_work: AtWork, market: None) -> None:
    assessor = at_work(rights.IDEAS_ASSESSOR)
    sent = {
        "title": "Neue Stühle",
        "text": "Die alten Stühle quietschen sehr.",
        "under": "name",
        "submit": "1",
    }
    number = assessor.post("/ideen/neu/", sent, follow=True).context["idea"].number
    _open(at_work, number, "checked", "open", "in_assessment")
    assert say("ideas.desk.own", "de") in assessor.get("/ideen/gutachten/").text
    assert say("ideas.assess.own", "de") in assessor.get(f"/ideen/{number}/gutachten/").text
    scores = {"c-nutzen": "5", "c-aufwand": "1", "declared": "yes"}
    assert assessor.post(f"/ideen/{number}/gutachten/", scores).status_code == 403


def test_what_was_done_with_an_accepted_idea_stands_on_its_page(at_work: AtWork, idea: int) -> None:
    coordinator = _accepted(at_work, idea)
    today = date_digits(clock.today())
    _steer(coordinator, idea, "measure", measure="Linden pflanzen", measure_unit="Bauamt", measure_day=today)
    _steer(coordinator, idea, "move", state="in_implementation")
    _steer(coordinator, idea, "move", state="implemented")
    early = _steer(coordinator, idea, "move", state="effect_measured")
    assert say("ideas.steer.error.metric_unmeasured", "de") in early
    refused = _steer(coordinator, idea, "link", service="", metric="")
    assert say("ideas.steer.error.service_missing", "de") in refused
    with municipality(TOWN):
        link = Link.objects.create(
            idea=Idea.objects.get(), service_id="parking", release_hash="f" * 64, release_version="1.2",
            metric="online_share",
        )  # fmt: skip
    values = {"before": "9,8", "before_source": "Strichliste", "before_on": today}
    form = coordinator.get(f"/ideen/{idea}/koordination/").text
    assert f'id="before-{link.pk}" name="before"' in form
    unread = _steer(coordinator, idea, "values", link=str(link.pk), **values | {"after": "viel"})
    assert say("ideas.error.number", "de") in unread
    values |= {"after": "63,5", "after_source": "Auszählung", "after_on": today}
    assert say("ideas.result.values", "de") in _steer(
        coordinator, idea, "values", link=str(link.pk), **values
    )
    _steer(coordinator, idea, "move", state="effect_measured")
    assert _state(idea) == "effect_measured"
    page = at_work(rights.STAFF_COUNCIL).get(f"/ideen/{idea}/").text
    for words in ("9,8 %", "63,5 %", "Strichliste", say("ideas.effect.improved", "de"), "Linden pflanzen"):
        assert words in page


def _accepted(at_work: AtWork, idea: int) -> Client:
    coordinator = _open(at_work, idea, "checked", "open", "in_assessment")
    sent = {"outcome": "accepted", "reason": "Gut.", "unit": "Bauamt", "day": date_digits(clock.today())}
    at_work(rights.IDEAS_COMMITTEE).post(f"/ideen/{idea}/entscheidung/", sent)
    return coordinator


def test_the_public_reads_what_was_released_and_no_pseudonym(at_work: AtWork, idea: int) -> None:
    coordinator = _accepted(at_work, idea)
    for state in ("in_implementation", "implemented"):
        _steer(coordinator, idea, "move", state=state)
    visitor = browser()
    assert visitor.get(f"/ideen-galerie/{idea}/").status_code == 404
    _steer(coordinator, idea, "release", public_title="Schatten für alle", public_text="Linden wachsen.")
    assert "Schatten für alle" in visitor.get("/ideen-galerie/").text
    page = visitor.get(f"/ideen-galerie/{idea}/").text
    assert "Linden wachsen." in page
    assert "Specht" not in page
    assert "heiß" not in page
    _steer(coordinator, idea, "unrelease")
    assert visitor.get(f"/ideen-galerie/{idea}/").status_code == 404


def test_merging_and_hiding_say_what_is_wrong(at_work: AtWork, idea: int) -> None:
    coordinator = _open(at_work, idea)
    for into, problem in (("", "missing"), ("99", "unknown"), (str(idea), "itself")):
        assert say(f"ideas.steer.error.into_{problem}", "de") in _steer(coordinator, idea, "merge", into=into)
    page = _steer(coordinator, idea, "hide", passage="Frau Krause", reason="")
    assert say("ideas.steer.error.passage_unknown", "de") in page
    assert say("ideas.steer.error.reason_missing", "de") in page
    _steer(coordinator, idea, "hide", passage="zu heiß", reason="Beispiel")
    page = at_work(rights.EMPLOYEE).get(f"/ideen/{idea}/").text
    assert "zu heiß" not in page
    assert say("ideas.idea.hidden", "de", reason="Beispiel") in page
    assert coordinator.post(f"/ideen/{idea}/koordination/", {"act": "nonsense"}).status_code == 404


def test_the_list_as_csv_runs_no_formula(at_work: AtWork, idea: int) -> None:
    with municipality(TOWN):
        Idea.objects.update(title="=1+2")
    answer = at_work(rights.STAFF_COUNCIL).get("/ideen/koordination/ideen.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith("\ufeffNummer;Titel".encode())
    assert ";'=1+2;" in answer.text


@pytest.mark.parametrize("demonstration", [True, False])
def test_only_in_a_demonstration_the_letterbox_is_emptied_by_hand(
    at_work: AtWork, market: None, settings: object, demonstration: bool
) -> None:
    settings.DEMONSTRATION = demonstration  # type: ignore[attr-defined]
    answer = at_work(rights.IDEAS_COORDINATOR).post("/ideen/koordination/briefkasten/")
    assert answer.status_code == (302 if demonstration else 403)
