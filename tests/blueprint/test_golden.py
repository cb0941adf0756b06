"""Old releases are evaluated for ever: what format 1 decided once, it decides always.

fixtures/format-1.json was written when the format was fixed and is never written again. It holds a
release, an overlay, situations and what came out.
"""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from modellkommune.blueprint import Situation, compile_service
from modellkommune.blueprint.documents import document_hash

GOLDEN: dict[str, Any] = json.loads(
    (Path(__file__).parent / "fixtures" / "format-1.json").read_text(encoding="utf-8")
)


def outcome(release: dict[str, Any], overlay: dict[str, Any], case: dict[str, Any]) -> Any:
    """All that a service says about a case, as plain data."""
    service = compile_service(release, overlay)
    days = {name: date.fromisoformat(case[name]) for name in ("submitted", "today")}
    situation = Situation(**{**case, **days})
    facts = {fact.id: dict(fact.shown) for fact in service.explain(situation)}
    return json.loads(json.dumps({**asdict(service.assess(situation)), "shown": facts}))


def test_the_identity_of_a_release_stays() -> None:
    assert document_hash(GOLDEN["release"]) == GOLDEN["release_hash"]
    assert document_hash(GOLDEN["overlay"]) == GOLDEN["overlay_hash"]
    service = compile_service(GOLDEN["release"], GOLDEN["overlay"])
    assert (service.release_hash, service.overlay_hash) == (GOLDEN["release_hash"], GOLDEN["overlay_hash"])


@pytest.mark.parametrize("name", sorted(GOLDEN["cases"]))
def test_a_case_of_format_1_ends_as_it_always_did(name: str) -> None:
    case = GOLDEN["cases"][name]
    assert outcome(GOLDEN["release"], GOLDEN["overlay"], case["situation"]) == case["outcome"]
