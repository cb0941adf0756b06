from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from modellkommune.blueprint import RegisterQuery
from modellkommune.foundation.journal.queries import history
from modellkommune.foundation.keys.commands import destroy, new_key
from modellkommune.foundation.keys.errors import KeyDestroyed
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.registers import commands
from modellkommune.foundation.registers.breaker import FAILURES, PAUSE, lets_through
from modellkommune.foundation.registers.commands import ask, note_queries, reply_to
from modellkommune.foundation.registers.errors import LegalBasisMissing, RegisterUnknown
from modellkommune.foundation.registers.models import Breaker, QueryLog
from modellkommune.foundation.registers.port import Reply
from modellkommune.foundation.registers.slowness import SlowRegisters
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.errors import UnitOfWorkOpen
from modellkommune.values.clock import FixedClock
from tests.foundation.registers.conftest import Simulator

VEHICLES = "vehicle-register"
NOON = datetime(2026, 12, 3, 12, tzinfo=UTC)
SILENT = Reply("silent")


@pytest.fixture
def key(two_towns: tuple[str, str]) -> DataKey:
    with municipality("alpha"):
        return new_key()


def _query(plate: str = "MST-LS 112", legal_basis: str = "§ 35 Abs. 1 StVG") -> RegisterQuery:
    purpose = {"de": "Halter prüfen", "en": "Check the keeper"}
    return RegisterQuery(VEHICLES, purpose, {"de": legal_basis, "en": legal_basis}, {"plate": plate})


def _ask(key: DataKey, request_id: str = "r1", seconds: float = 0, **query: str) -> Reply:
    with clock.replaced_by(FixedClock(NOON + timedelta(seconds=seconds))):
        return ask("alpha", _query(**query), 12, request_id, key)


def asked_for(case_id: int) -> list[QueryLog]:
    """The queries for a case, oldest first."""
    return list(QueryLog.objects.filter(case_id=case_id).order_by("pk"))


def test_a_register_answers_in_the_words_of_the_house(simulator: Simulator, key: DataKey) -> None:
    reply = _ask(key)
    assert reply.state == "answered"
    assert reply.data is not None
    assert (reply.data["found"], reply.data["length_mm"]) == (True, 4065)


def test_a_recorded_answer_is_not_asked_for_again(simulator: Simulator, key: DataKey) -> None:
    reply = _ask(key, "asked-once")
    simulator.fault("vehicles", fault="down")
    assert _ask(key, "asked-once") == reply
    assert len(simulator.log("asked-once")) == 1


def test_the_log_says_why_and_for_what_and_nothing_personal(simulator: Simulator, key: DataKey) -> None:
    _ask(key)
    with municipality("alpha"):
        (log,) = asked_for(12)
        verbs = [entry.verb for entry in history("case:12")]
    assert (log.register, log.purpose, log.legal_basis) == (VEHICLES, "Halter prüfen", "§ 35 Abs. 1 StVG")
    assert (log.outcome, log.attempts, log.asked_at) == ("answered", 1, NOON)
    assert b"Sommer" not in bytes(log.reply or b"")
    assert verbs == ["register_answered"]


def test_the_answer_goes_with_the_key_of_the_case(simulator: Simulator, key: DataKey) -> None:
    _ask(key)
    with municipality("alpha"):
        destroy(key)
    with pytest.raises(KeyDestroyed):
        _ask(key)


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ({"fault": "down"}, "unreachable"),
        ({"fault": "timeout_after_work", "seconds": 0}, "timeout"),
        ({"fault": "wrong", "variant": "malformed"}, "wrong"),
        ({"fault": "wrong", "variant": "other"}, "wrong"),
    ],
    ids=["down", "timeout", "malformed", "other"],
)
def test_without_a_usable_answer_it_is_silent_and_heals_itself(
    fault: dict[str, Any], outcome: str, simulator: Simulator, key: DataKey
) -> None:
    simulator.fault("vehicles", **fault)
    assert _ask(key) == SILENT
    with municipality("alpha"):
        assert QueryLog.objects.get().outcome == outcome
    simulator.fault("vehicles", fault="none")
    assert _ask(key).state == "answered"
    with municipality("alpha"):
        assert QueryLog.objects.get().attempts == 2
        assert Breaker.objects.get().failures == 0


def test_what_fails_at_once_is_tried_twice_in_one_call(simulator: Simulator, key: DataKey) -> None:
    simulator.fault("vehicles", fault="down", times=1)
    assert _ask(key).state == "answered"


def test_what_took_too_long_is_not_tried_again_at_once(simulator: Simulator, key: DataKey) -> None:
    simulator.fault("vehicles", fault="timeout_after_work", seconds=0)
    assert _ask(key, "too-slow") == SILENT
    assert len(simulator.log("too-slow")) == 1


def test_a_register_without_a_contract_is_silent(key: DataKey, settings: Any) -> None:
    settings.REGISTERS = {VEHICLES: ("none", "")}
    assert _ask(key) == SILENT


def test_a_query_without_a_legal_basis_is_refused(key: DataKey, settings: Any) -> None:
    settings.REGISTERS = {VEHICLES: ("none", "")}
    with pytest.raises(LegalBasisMissing):
        _ask(key, legal_basis=" ")
    with municipality("alpha"):
        assert not QueryLog.objects.exists()


def test_a_register_nobody_stated_is_refused(key: DataKey, settings: Any) -> None:
    settings.REGISTERS = {}
    with pytest.raises(RegisterUnknown):
        _ask(key)


def test_no_register_is_asked_while_a_transaction_is_open(key: DataKey) -> None:
    with municipality("alpha"), pytest.raises(UnitOfWorkOpen):
        _ask(key)


def test_what_several_registers_are_asked_is_noted_before_the_first_is_asked(
    simulator: Simulator, key: DataKey, django_assert_num_queries: Any
) -> None:
    assert _ask(key, "before").data is not None
    queries = {"before": _query(), "first": _query(), "second": _query("MST-LS 113")}
    with (
        municipality("alpha"),
        django_assert_num_queries(4),
    ):  # number of the town, log, row of "before", breakers
        noted = note_queries(queries, 12, key)
    assert [asking.reply is None for asking in noted] == [False, True, True]
    with municipality("alpha"):
        assert [log.outcome for log in asked_for(12)] == [
            "answered",
            "asked",
            "asked",
        ]
    assert [reply_to(asking).state for asking in noted] == ["answered"] * 3
    assert [len(simulator.log(request_id)) for request_id in queries] == [1, 1, 1]
    with municipality("alpha"):
        assert [log.outcome for log in asked_for(12)] == ["answered"] * 3


def test_what_was_noted_is_not_asked_while_a_transaction_is_open(simulator: Simulator, key: DataKey) -> None:
    with municipality("alpha"):
        (asking,) = note_queries({"noted-only": _query()}, 12, key)
        with pytest.raises(UnitOfWorkOpen):
            reply_to(asking)
    assert simulator.log("noted-only") == []


class TestBreaker:
    @pytest.fixture
    def opened(self, simulator: Simulator, key: DataKey, settings: Any) -> Simulator:
        settings.REGISTERS = {VEHICLES: ("none", "")}
        for number in range(FAILURES):
            _ask(key, f"failure-{number}")
        settings.REGISTERS = simulator.registers
        return simulator

    def test_after_failures_in_a_row_nobody_asks(self, opened: Simulator, key: DataKey) -> None:
        assert _ask(key, "while-open", PAUSE.seconds - 1) == SILENT
        assert opened.log("while-open") == []

    def test_after_the_pause_one_probes_and_an_answer_closes_it(
        self, opened: Simulator, key: DataKey
    ) -> None:
        assert _ask(key, "probe", PAUSE.seconds).state == "answered"
        assert _ask(key, "after", PAUSE.seconds).state == "answered"

    @pytest.mark.usefixtures("opened")
    def test_after_the_pause_only_one_may_probe(self) -> None:
        with clock.replaced_by(FixedClock(NOON + PAUSE)), municipality("alpha"):
            assert [lets_through(Breaker.objects.get(register=VEHICLES)) for _ in range(2)] == [True, False]

    def test_a_probe_that_fails_opens_it_again(self, opened: Simulator, key: DataKey) -> None:
        opened.fault("vehicles", fault="down")
        assert _ask(key, "probe", PAUSE.seconds) == SILENT
        opened.fault("vehicles", fault="none")
        assert _ask(key, "too-early", PAUSE.seconds + 1) == SILENT
        assert _ask(key, "later", 2 * PAUSE.seconds).state == "answered"

    def test_a_clock_set_back_does_not_leave_it_open(self, opened: Simulator, key: DataKey) -> None:
        assert _ask(key, "earlier", -86_400).state == "answered"

    def test_another_register_is_not_touched(self, opened: Simulator, key: DataKey) -> None:
        person = {"family_name": "Sommer", "given_name": "Lena Marie", "birth_date": "1991-05-14"}
        query = RegisterQuery("population-register", {"de": "Wohnung"}, {"de": "§ 34 BMG"}, person)
        with clock.replaced_by(FixedClock(NOON)):
            assert ask("alpha", query, 12, "p1", key).state == "answered"


class TestSlowRegister:
    @pytest.fixture
    def slow(self, simulator: Simulator, key: DataKey, monkeypatch: pytest.MonkeyPatch) -> Simulator:
        monkeypatch.setattr(commands, "_SLOW", SlowRegisters())
        simulator.fault("vehicles", fault="timeout_after_work", seconds=0)
        for number in range(FAILURES):
            _ask(key, f"slow-{number}")
        return simulator

    def test_what_let_one_municipality_wait_is_not_waited_for_in_the_next(self, slow: Simulator) -> None:
        assert _ask_in_beta("elsewhere") == SILENT
        assert slow.log("elsewhere") == []
        with municipality("beta"):
            assert Breaker.objects.get().failures == 1

    def test_one_that_refuses_is_asked_by_the_others(
        self, simulator: Simulator, key: DataKey, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(commands, "_SLOW", SlowRegisters())
        simulator.fault("vehicles", fault="wrong", variant="malformed")
        for number in range(FAILURES):
            _ask(key, f"refused-{number}")
        simulator.fault("vehicles", fault="none")
        assert _ask_in_beta("asked").state == "answered"


def _ask_in_beta(request_id: str) -> Reply:
    with municipality("beta"):
        key = new_key()
    with clock.replaced_by(FixedClock(NOON)):
        return ask("beta", _query(), 13, request_id, key)
