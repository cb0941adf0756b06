"""What the simulator was asked and how often it did the work: the proof that nothing happens twice."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.store import Store, now


@dataclass(frozen=True)
class Entry:
    """One thing received; `work_done` says whether anything was really done."""

    part: str
    operation: str
    request_id: str = ""
    municipality: str = ""
    purpose: str = ""
    legal_basis: str = ""
    subject: str = ""
    outcome: str = ""
    work_done: bool = False


class Log:
    """The log in the store."""

    def __init__(self, store: Store) -> None:
        """Write to and read from this store."""
        self.store = store

    def write(self, entry: Entry) -> None:
        """Add an entry."""
        self.store.run(
            "INSERT INTO log (time, part, operation, request_id, municipality, purpose, legal_basis, subject,"
            " outcome, work_done) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                now(), entry.part, entry.operation, entry.request_id, entry.municipality, entry.purpose,
                entry.legal_basis, entry.subject, entry.outcome, int(entry.work_done),
            ),
        )  # fmt: skip

    def document(self, wanted: Mapping[str, str]) -> dict[str, object]:
        """Entries (of one part, one request_id) and the count of work done by part and request_id."""
        part, request_id = wanted.get("part", ""), wanted.get("request_id", "")
        entries = self.store.rows(
            "SELECT * FROM log WHERE (? = '' OR part = ?) AND (? = '' OR request_id = ?) ORDER BY number",
            (part, part, request_id, request_id),
        )
        work: dict[str, dict[str, int]] = {}
        for entry in entries:
            entry["work_done"] = bool(entry["work_done"])
            if entry["work_done"]:
                counts = work.setdefault(str(entry["part"]), {})
                counts[str(entry["request_id"])] = counts.get(str(entry["request_id"]), 0) + 1
        return {"entries": entries, "work": work}

    def clear(self) -> None:
        """Forget all entries."""
        self.store.run("DELETE FROM log")
