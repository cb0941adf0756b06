"""An official refuses: reasons, hearing, paper, mail, money back; nobody and nothing else ever does."""

import ast
import datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.db import IntegrityError, transaction

from modellkommune.casework.cases.commands import move_held
from modellkommune.casework.cases.errors import OnlyByPerson, TransitionRefused
from modellkommune.casework.cases.states import PAID, REFUSED, REVIEW
from modellkommune.casework.decisions import models
from modellkommune.casework.decisions.commands import record_refusal
from modellkommune.casework.decisions.queries import content_of
from modellkommune.casework.payments.models import PaymentTask
from modellkommune.foundation.files.commands import store
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import FixedClock
from modellkommune.workflow import approval, handing_in, hearing, queue
from modellkommune.workflow.hearing import HearingRefused, NothingAsked, NothingSaid, Question
from modellkommune.workflow.money import SameHands, clear_up
from modellkommune.workflow.papers import PaperMissing, paper_of
from modellkommune.workflow.paying import follow_payment
from modellkommune.workflow.queries import proposals, status_of
from modellkommune.workflow.refusal import Refusal, RefusalIncomplete, refuse, seen_of
from modellkommune.workflow.sweeping import sweep
from modellkommune.workflow.withdrawal import TooLateToWithdraw, withdraw
from tests.foundation.files.samples import picture
from tests.workflow.errands import (
    Errand,
    Simulator,
    apply,
    mails,
    money_tasks,
    official_of,
    queued,
    work_off,
)

TOWN = "musterstadt"
SOURCE = Path(approval.__file__).parents[1]
OWN_WORDS = "Die Waldstraße gehört zu keiner Parkzone.\nAuch der Ortstermin hat nichts anderes ergeben."
UNHEARD = "Die Antragstellerin hat am Telefon schon alles gesagt."


@pytest.fixture
def errand(germany: Simulator) -> Errand:
    """Somebody who lives outside every zone."""
    errand = apply(germany, TOWN, "ausserhalb")
    work_off()
    assert errand.state == REVIEW
    return errand


def _seen(errand: Errand) -> str:
    with municipality(errand.town):
        return seen_of(errand.case)


def _failed(errand: Errand) -> tuple[str, ...]:
    return tuple(each["id"] for each in errand.found["findings"] if each["result"] == "failed")


def _refusal(errand: Errand, **wishes: Any) -> Refusal:
    given = {"findings": _failed(errand), "words": OWN_WORDS, "unheard": UNHEARD, "seen": _seen(errand)}
    return Refusal(**{**given, **wishes})


def refuse_for_all(errand: Errand, **wishes: Any) -> None:
    refuse(errand.town, errand.case.pk, official_of(errand.town), _refusal(errand, **wishes))


def _ask(errand: Errand, days: int = 14, **wishes: Any) -> None:
    with municipality(errand.town):
        day = clock.today() + datetime.timedelta(days=days)
    given = {"findings": _failed(errand), "words": "Wohnen Sie noch woanders?", "answer_by": day}
    hearing.ask(errand.town, errand.case.pk, official_of(errand.town), Question(**{**given, **wishes}))


def _content(errand: Errand) -> dict[str, Any]:
    with municipality(errand.town):
        [decision] = errand.decisions
        return content_of(decision, errand.case)


def text_of(errand: Errand) -> str:
    with municipality(errand.town):
        pdf = pypdfium2.PdfDocument(paper_of(errand.case, "decision").content)
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pdf).split())


def _verbs(errand: Errand) -> list[str]:
    with municipality(errand.town):
        about = Entry.objects.filter(subject=f"case:{errand.case.pk}")
        return list(about.values_list("verb", flat=True))


def test_a_refusal_is_a_decision_with_reasons_remedy_and_announcement_and_no_permit(errand: Errand) -> None:
    refuse_for_all(errand)
    work_off()
    [decision] = errand.decisions
    assert (errand.state, decision.outcome, decision.official) == (REFUSED, "refused", official_of(TOWN))
    assert (decision.channel, decision.announcement_rule) == ("postbox", "§ 9 Abs. 1 OZG")
    assert decision.announced_on == datetime.date(2026, 12, 6)
    assert errand.permits == []
    text = text_of(errand)
    assert "wird abgelehnt" in text
    sentences = [each["sentence"]["de"] for each in errand.found["findings"] if each["result"] == "failed"]
    assert sentences
    assert all(" ".join(sentence.split()) in text for sentence in sentences)
    assert "Die Waldstraße gehört zu keiner Parkzone." in text
    assert "Grundlage: § 45 Abs. 1b" in text
    assert "Klage beim Verwaltungsgericht Musterstadt" in text
    assert "gilt am" in text
    assert "Diese Entscheidung kostet nichts." in text
    with municipality(TOWN), pytest.raises(PaperMissing):
        paper_of(errand.case, "permit")


def test_the_resident_is_told_by_a_mail_that_says_nothing_about_it(errand: Errand) -> None:
    refuse_for_all(errand)
    work_off()
    newest = mails(TOWN)[0]
    assert "ist entschieden" in newest.subject
    assert "abgelehnt" not in newest.subject + newest.text
    assert "Waldstraße" not in newest.text


def test_refusing_twice_is_one_decision_one_paper_one_mail(errand: Errand) -> None:
    refuse_for_all(errand)
    refuse_for_all(errand, words="Etwas anderes")
    work_off()
    refuse_for_all(errand)
    sweep()
    assert "write_refusal" not in queued()
    assert len(errand.decisions) == 1
    assert _content(errand)["words"] == OWN_WORDS
    assert _verbs(errand).count("decision_recorded") == _verbs(errand).count("case_refused") == 1
    assert _verbs(errand).count("decision_provided") == 1
    assert sum("ist entschieden" in mail.subject for mail in mails(TOWN)) == 1


def test_the_sweep_writes_the_paper_of_a_refusal_whose_job_was_lost(errand: Errand) -> None:
    with queue.withheld():
        refuse_for_all(errand)
    assert queued() == []
    sweep()
    assert "write_refusal" in queued()
    work_off()
    assert errand.decisions[0].document


def test_own_words_are_demanded_and_only_failed_findings_are_reasons(errand: Errand) -> None:
    with pytest.raises(RefusalIncomplete) as refused:
        refuse_for_all(errand, words="", findings=("no_such_check",))
    assert set(refused.value.problems) == {("words", "missing"), ("findings", "unknown")}
    assert (errand.state, errand.decisions) == (REVIEW, [])


def test_who_was_not_asked_is_refused_only_with_a_reason_why_not(errand: Errand) -> None:
    with pytest.raises(RefusalIncomplete) as refused:
        refuse_for_all(errand, unheard="")
    assert refused.value.problems == (("unheard", "missing"),)


def test_nobody_refuses_while_the_applicant_may_still_answer(errand: Errand) -> None:
    _ask(errand)
    with pytest.raises(RefusalIncomplete) as refused:
        refuse_for_all(errand, unheard="")
    assert refused.value.problems == (("hearing", "runs"),)
    with municipality(TOWN):
        later = clock.now() + datetime.timedelta(days=15)
    with clock.replaced_by(FixedClock(later)):
        refuse_for_all(errand, unheard="")
        work_off()
    assert errand.state == REFUSED
    assert "haben Sie nicht geantwortet" in text_of(errand)


def test_an_answer_is_weighed_and_named_in_the_decision(errand: Errand) -> None:
    _ask(errand)
    hearing.answer(TOWN, errand.case.pk, "Ich wohne auch in der Bahnhofstraße.")
    refuse_for_all(errand, unheard="")
    work_off()
    assert "haben wir berücksichtigt" in text_of(errand)


def test_nobody_refuses_past_an_answer_that_she_has_not_seen(errand: Errand) -> None:
    _ask(errand)
    before = _seen(errand)
    hearing.answer(TOWN, errand.case.pk, "Ich bin umgezogen.")
    with pytest.raises(RefusalIncomplete) as refused:
        refuse_for_all(errand, unheard="", seen=before)
    assert refused.value.problems == (("seen", "changed"),)


def test_the_question_is_told_by_mail_and_shown_with_its_day(errand: Errand) -> None:
    _ask(errand)
    _ask(errand, words="noch einmal")
    work_off()
    assert sum("eine Frage" in mail.subject for mail in mails(TOWN)) == 1
    assert "woanders" not in mails(TOWN)[0].text
    with municipality(TOWN):
        shown = status_of(errand.case).hearing
        assert shown is not None
        assert (shown.words, shown.is_open) == ("Wohnen Sie noch woanders?", True)
        assert shown.reasons
        [row] = [each for each in proposals() if each.case_id == errand.case.pk]
        assert row.hearing == shown.hearing


def test_a_question_leaves_time_to_answer(errand: Errand) -> None:
    for days, problem in ((6, "too_early"), (91, "too_late")):
        with pytest.raises(HearingRefused) as refused:
            _ask(errand, days=days)
        assert refused.value.problems == (("answer_by", problem),)
    with pytest.raises(HearingRefused):
        _ask(errand, words="")


def test_an_answer_needs_words_or_files_and_is_given_once(errand: Errand) -> None:
    with pytest.raises(NothingAsked):
        hearing.answer(TOWN, errand.case.pk, "Hallo")
    _ask(errand)
    with pytest.raises(NothingSaid):
        hearing.answer(TOWN, errand.case.pk, "")
    with municipality(TOWN):
        case = errand.case
        stored = store(picture(), "vertrag.jpg", case.key, handing_in.desk_of(case, handing_in.ANSWER.id))
    hearing.answer(TOWN, errand.case.pk, "")
    with pytest.raises(NothingAsked):
        hearing.answer(TOWN, errand.case.pk, "noch etwas")
    with municipality(TOWN):
        [shown] = [each for each in handing_in.evidence_of(errand.case) if each.files]
        assert shown.files == (stored,)
        assert handing_in.file_of(errand.case, stored.pk) == stored
    assert _verbs(errand).count("hearing_answered") == 1


def test_after_the_refusal_nothing_is_answered_withdrawn_or_approved(errand: Errand) -> None:
    refuse_for_all(errand)
    with pytest.raises(handing_in.NoLongerWanted):
        hearing.answer(TOWN, errand.case.pk, "zu spät")
    with pytest.raises(TooLateToWithdraw):
        withdraw(TOWN, errand.case.pk)
    with pytest.raises(approval.ChecksIncomplete):
        approval.finish_review(TOWN, errand.case.pk, official_of(TOWN), "doch")
    assert approval.approve(TOWN, [errand.case.pk], official_of(TOWN)).approved == ()
    work_off()
    assert (errand.state, errand.permits, len(errand.decisions)) == (REFUSED, [], 1)


def test_only_a_case_in_review_is_refused(germany: Simulator) -> None:
    errand = apply(germany, "dueren")
    work_off()
    with pytest.raises(TransitionRefused):
        refuse_for_all(errand)


@pytest.fixture
def payer(germany: Simulator) -> Errand:
    """Somebody without eID who has paid, and whose case an official took back into review."""
    errand = apply(germany, TOWN, level="")
    work_off()
    official = official_of(TOWN)
    approval.finish_review(TOWN, errand.case.pk, official, "gesehen")
    work_off()
    errand.pay()
    follow_payment(TOWN, errand.payment.pk)
    assert errand.state == PAID
    approval.take_into_review(TOWN, errand.case.pk, official, "doch nicht")
    return errand


def test_what_was_paid_is_owed_back_and_said_so(payer: Errand) -> None:
    [paid] = payer.bookings
    refuse_for_all(payer, findings=())
    work_off()
    assert money_tasks(TOWN) == [("refund", payer.case.number, paid)]
    assert _content(payer)["refund_cents"] == paid
    assert "Wir erstatten Ihnen 46,00 €" in text_of(payer)
    with municipality(TOWN):
        status = status_of(payer.case)
        assert (status.fee_cents, status.refusal is not None) == (0, True)


def test_the_refund_is_settled_by_another_person(payer: Errand) -> None:
    refuse_for_all(payer, findings=())
    with municipality(TOWN):
        task = PaymentTask.objects.get(kind="refund")
    with pytest.raises(SameHands):
        clear_up(TOWN, task.pk, official_of(TOWN), "erstattet")
    assert clear_up(TOWN, task.pk, "4711", "erstattet")


def test_nothing_but_the_officials_command_leads_to_a_refusal() -> None:
    """In the source: only `workflow/refusal.py` gives the order, and only casework knows how to follow it."""
    named = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and _orders_a_refusal(node)
    }
    assert named == {"workflow/refusal.py"}


def _orders_a_refusal(call: ast.Call) -> bool:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    words = {getattr(word, "id", getattr(word, "attr", getattr(word, "value", ""))) for word in call.args}
    moved = name == "move_held" and bool(words & {"REFUSED", "refused"})
    return name == "record_refusal" or moved


def test_a_machine_that_tried_would_be_stopped(errand: Errand) -> None:
    with municipality(TOWN):
        case = errand.case
        for kind in ("system", "resident"):
            with pytest.raises(OnlyByPerson):
                move_held(case, REFUSED, Actor(kind, "checks"))
            with pytest.raises(OnlyByPerson):
                record_refusal(case, {}, Actor(kind, "checks"))
        row = models.Decision(
            case=case, outcome="refused", automation="automatic", content=b"", decided_at=clock.now()
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_time_alone_refuses_nobody(errand: Errand) -> None:
    _ask(errand)
    with municipality(TOWN):
        later = clock.now() + datetime.timedelta(days=400)
    with clock.replaced_by(FixedClock(later)):
        sweep()
        work_off()
    assert (errand.state, errand.decisions) == (REVIEW, [])
