"""A simulator per test, in its own folder, with the towns of the repository."""

import asyncio
import base64
import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.applications import Starlette

from simulator.app import build
from simulator.box import Box
from simulator.settings import Settings

TODAY = date(2026, 11, 22)
CITED = {"request_id": "q-1", "purpose": "Bewohnerparken", "legal_basis": "§ 38 BMG"}
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


class Inside(httpx.BaseTransport):
    """Hands requests to the application without a socket, one after the other."""

    def __init__(self, application: Starlette) -> None:
        self.transport = httpx.ASGITransport(application)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return asyncio.run(self._ask(request))

    async def _ask(self, request: httpx.Request) -> httpx.Response:
        answer = await self.transport.handle_async_request(request)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())


class Germany:
    """What a platform would see of the simulator, and its inside for assertions."""

    def __init__(self, client: httpx.Client, box: Box) -> None:
        self.client = client
        self.box = box

    def ask_population(self, **changes: str) -> Any:
        question = {**CITED, "municipality": "dueren", **self.naming("dueren-sofort"), **changes}
        return self.client.post("/registers/population/query", json=question)

    def ask_vehicles(self, plate: object, **changes: str) -> Any:
        return self.client.post("/registers/vehicles/query", json={**CITED, "plate": plate, **changes})

    def naming(self, person: str) -> dict[str, str]:
        found = self.box.world.people[person]
        names = {"family_name": found.family_name, "given_names": found.given_names}
        return {**names, "birth_date": found.birth_date.isoformat()}

    def switch(self, part: str, **fault: object) -> None:
        assert self.client.post(f"/faults/{part}", json=fault).status_code == 200

    def work(self, part: str) -> dict[str, int]:
        counts: dict[str, int] = self.client.get("/log").json()["work"].get(part, {})
        return counts

    def log_in(self, person: str = "dueren-sofort", level: str = "eid", **changes: str) -> dict[str, str]:
        """The query with which the browser comes back."""
        form = {**authorization(), "person": person, "level": level, **changes}
        answer = self.client.post("/oidc/login", data=form)
        assert answer.status_code == 303
        return {
            name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()
        }

    def redeem(self, code: str, **changes: str) -> Any:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": "modellkommune-dueren",
            "redirect_uri": "http://dueren.localhost:8000/anmelden/zurueck/",
            "code_verifier": VERIFIER,
            **changes,
        }
        return self.client.post("/oidc/token", data=form)


def authorization(**changes: str) -> dict[str, str]:
    """An authorization request as a portal would make it."""
    return {
        "client_id": "modellkommune-dueren",
        "redirect_uri": "http://dueren.localhost:8000/anmelden/zurueck/",
        "response_type": "code",
        "scope": "openid",
        "state": "state-1",
        "nonce": "nonce-1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **changes,
    }


def settings_for(home: Path, **changes: Any) -> Settings:
    """Settings with a fixed day."""
    fixed: dict[str, Any] = {
        "municipalities": Path(__file__).resolve().parents[2] / "municipalities",
        "today": TODAY,
        "platform_port": 9,
        **changes,
    }
    return Settings(home=home, **fixed)


@pytest.fixture
def germany(tmp_path: Path) -> Iterator[Germany]:
    """A running simulator."""
    application = build(settings_for(tmp_path))
    with httpx.Client(transport=Inside(application), base_url="http://127.0.0.1:8001") as client:
        yield Germany(client, application.state.box)
    application.state.box.store.close()
