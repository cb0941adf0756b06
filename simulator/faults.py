"""Faults of the parts, switched from a page or by API, and how they spoil an answer."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from starlette.responses import JSONResponse, PlainTextResponse, Response

from simulator.store import Store

PARTS = ("population", "vehicles", "oidc", "payment")
FAULTS = ("none", "slow", "down", "wrong", "timeout_after_work")
PAYMENT_FAULTS = (*FAULTS, "duplicate_callback", "late_callback")
VARIANTS = ("malformed", "other")
DEFAULT_SECONDS = {"slow": 5.0, "timeout_after_work": 30.0, "late_callback": 30.0}
LONGEST = 3600.0


class UnknownFault(ValueError):
    """There is no such fault, or its values make no sense."""


@dataclass(frozen=True)
class Fault:
    """One switched fault; `target` limits it to a person or plate, `times` to the next n requests."""

    part: str
    fault: str
    seconds: float = 0.0
    times: int | None = None
    variant: str = "malformed"
    target: str = ""


def read_fault(part: str, form: Mapping[str, object]) -> Fault:
    """A fault from what was sent; raises UnknownFault."""
    kind, variant = str(form.get("fault") or ""), str(form.get("variant") or "malformed")
    if part not in PARTS or kind not in faults_of(part) or variant not in VARIANTS:
        raise UnknownFault(UnknownFault.__doc__)
    sent = form.get("seconds")
    try:
        seconds = DEFAULT_SECONDS.get(kind, 0.0) if sent in (None, "") else float(str(sent))
        times = int(str(form["times"])) if form.get("times") else None
    except ValueError as error:
        raise UnknownFault(UnknownFault.__doc__) from error
    if not 0 <= seconds <= LONGEST or (times is not None and times < 1):
        raise UnknownFault(UnknownFault.__doc__)
    return Fault(part, kind, seconds, times, variant, str(form.get("only") or ""))


def faults_of(part: str) -> tuple[str, ...]:
    """The faults a part knows."""
    return PAYMENT_FAULTS if part == "payment" else FAULTS


class Faults:
    """The switched faults in the store."""

    def __init__(self, store: Store, silent: tuple[str, ...]) -> None:
        """`silent` are the people for whom the population register is down as delivered."""
        self.store = store
        self.silent = silent
        if store.setting("faults", "as delivered") == "as delivered":
            self.reset()
            store.run("UPDATE setting SET value = 'kept' WHERE name = 'faults'")

    def reset(self) -> None:
        """Back to the state of delivery."""
        self.store.run("DELETE FROM fault")
        for person in self.silent:
            self.switch(Fault("population", "down", target=person))

    def switch(self, fault: Fault) -> None:
        """Switch a fault on, or off with `none`."""
        if fault.fault == "none":
            self.store.run("DELETE FROM fault WHERE part = ? AND target = ?", (fault.part, fault.target))
            return
        self.store.run(
            "INSERT OR REPLACE INTO fault (part, target, fault, seconds, times, variant)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (fault.part, fault.target, fault.fault, fault.seconds, fault.times, fault.variant),
        )

    def all(self) -> list[dict[str, object]]:
        """Every switched fault."""
        return [
            asdict(self._fault(row)) for row in self.store.rows("SELECT * FROM fault ORDER BY part, target")
        ]

    def of(self, part: str, targets: tuple[str, ...] = ("",)) -> Fault:
        """The fault in force for a part, those of the targets before the general one."""
        for target in dict.fromkeys((*targets, "")):
            row = self.store.row("SELECT * FROM fault WHERE part = ? AND target = ?", (part, target))
            if row:
                return self._fault(row)
        return Fault(part, "none")

    def take(self, part: str, targets: tuple[str, ...] = ("",)) -> Fault:
        """The fault in force, one of its times used up."""
        fault = self.of(part, targets)
        if fault.times is not None:
            key = (fault.part, fault.target)
            self.store.run("UPDATE fault SET times = times - 1 WHERE part = ? AND target = ?", key)
            self.store.run("DELETE FROM fault WHERE part = ? AND target = ? AND times < 1", key)
        return fault

    def _fault(self, row: Mapping[str, object]) -> Fault:
        times = row["times"]
        return Fault(
            part=str(row["part"]),
            fault=str(row["fault"]),
            seconds=float(str(row["seconds"])),
            times=int(str(times)) if times is not None else None,
            variant=str(row["variant"]),
            target=str(row["target"]),
        )


async def spoil(fault: Fault, work: Callable[[], Response], other: Callable[[], Response]) -> Response:
    """Answer under a fault. `work` does what was asked for, `other` answers something false."""
    if fault.fault == "slow":
        await asyncio.sleep(fault.seconds)
    if fault.fault == "down":
        return PlainTextResponse("", 503)
    if fault.fault == "wrong":
        return other() if fault.variant == "other" else malformed()
    answer = work()
    if fault.fault == "timeout_after_work":
        await asyncio.sleep(fault.seconds)
        return PlainTextResponse("", 504)
    return answer


def malformed() -> Response:
    """Something that is called JSON and is none."""
    return Response('{"result": "found", "person": {"family_na', media_type="application/json")


def refusal(error: str, status: int, **more: object) -> JSONResponse:
    """An error of the simulator's own interfaces."""
    return JSONResponse({"error": error, **more}, status)
