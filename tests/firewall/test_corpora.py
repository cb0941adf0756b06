"""The portal's own rules against collections of attacks and of harmless inputs, where these are present."""

import base64
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from modellkommune.firewall.engine import Engine, Inspected
from modellkommune.firewall.ruleset import portal_rules
from tests.firewall.requests import sent

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "security"
SHARE = 0.95  # of the attacks of paranoia level 1, protocol faults aside
TEXTS = frozenset({"message", "password"})  # free text is scored, passwords are never looked at


def _rows(name: str) -> list[dict[str, Any]]:
    path = CORPORA / name
    if not path.is_file():
        pytest.skip(f"the collection {name} is not here")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine([portal_rules()])


def _wanted(row: dict[str, Any]) -> bool:
    """An attack of a request that level 1 finds; faults of the protocol are the web server's."""
    found = row["expect"] == "match" and row["expect_ids"] and row["paranoia_level"] <= 1
    return (
        found
        and row["side"] == "request"
        and row["rule_id"] // 1000 != 920
        and not row.get("raw_request_b64")
    )


def _request(row: dict[str, Any]) -> Inspected:
    body = base64.b64decode(row["body_b64"]) if "body_b64" in row else row["body"].encode()
    headers = tuple((name.encode(), value.encode()) for name, value in row["headers"])
    return Inspected(row["method"], row["uri"], row["version"].rpartition("/")[2], headers, body, "192.0.2.1")


def test_attacks_are_turned_away(engine: Engine) -> None:
    rows = [row for row in _rows("attacks-dev.jsonl") if _wanted(row)]
    missed = [row["id"] for row in rows if engine.inspect(_request(row)) is None]
    assert len(missed) <= (1 - SHARE) * len(rows), missed


def test_no_harmless_value_of_a_structured_field_is_turned_away(engine: Engine) -> None:
    rows = [row for row in _rows("benign-dev.jsonl") if row["field"] not in TEXTS]
    blocked = {
        row["value"]: verdict
        for row in rows
        if (verdict := engine.inspect(sent(urlencode({row["field"]: row["value"]}).encode()))) is not None
    }
    assert blocked == {}
