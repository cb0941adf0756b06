"""Bodies that no browser sends, to every form of the running portal: no 500, and the same processes go on."""

import json
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import httpx
import psutil
import pytest
from lxml import html

from modellkommune.firewall.receiving import PATIENCE
from tests.journeys.naughty import FORM, NAUGHTY, NO_TEXT, heavy, random_bodies
from tests.journeys.stack import Portal

HOST = "musterstadt.localhost"
RANDOM = 6000
MOST_PAGES = 80
APPLY = "/dienste/resident-parking/antrag/"
PLACES = (
    "/antrag/fortsetzen/",
    "/pruefung/",
    "/parkzone/",
    "/vorgang/",
    "/rueckruf/zahlung/",
    "/",
    "/amt/konto/anmelden/",
)
LONGEST = 60_000  # characters of an address that the client sends
STUCK = 14
SERVERS_OWN = re.compile(rb"^\[(INFO|WARN|WARNING|ERROR)\] ")


@dataclass(frozen=True)
class Form:
    """A form of a page: where it goes, and the value that each of its fields has."""

    action: str
    method: str
    fields: dict[str, str] = field(hash=False)


@dataclass
class Sender:
    """A visitor who keeps cookies and remembers every answer that is the portal's fault."""

    client: httpx.Client
    faults: list[str] = field(default_factory=list)

    def get(self, path: str) -> httpx.Response:
        return self._noted(self.client.get(path), path)

    def post(self, path: str, kind: str, body: bytes) -> httpx.Response:
        headers = {b"Content-Type": kind.encode("latin-1")} if kind else {}
        return self._noted(
            self.client.post(path, content=body, headers=headers), f"{path} {kind} {body[:80]!r}"
        )

    def _noted(self, answer: httpx.Response, what: str) -> httpx.Response:
        if answer.status_code >= 500:
            self.faults.append(f"{answer.status_code} {what}")
        return answer


@contextmanager
def _sender(portal: Portal, address: str = "127.0.0.1") -> Iterator[Sender]:
    """Somebody at an address of this machine; at its own nobody is shut out, whatever is sent."""
    transport = httpx.HTTPTransport(local_address=address)
    base = f"http://127.0.0.1:{portal.port}"
    with httpx.Client(transport=transport, base_url=base, headers={"Host": HOST}, timeout=30) as client:
        yield Sender(client)


def _web(portal: Portal) -> set[int]:
    """The processes of the web server."""
    found: set[int] = set()
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if "granian" in words and str(portal.port) in words:
            found |= {process.pid, *(child.pid for child in process.children(recursive=True))}
    return found


@pytest.fixture(autouse=True)
def nothing_dies_and_nothing_is_logged_as_a_fault(portal: Portal) -> Iterator[None]:
    """Around each test: the processes stay the same, and the log gets no line of an error."""
    before, log = _web(portal), portal.home / "log" / "web.log"
    size = log.stat().st_size
    yield
    assert before
    assert _web(portal) == before
    lines = [line for line in log.read_bytes()[size:].splitlines() if not SERVERS_OWN.match(line)]
    assert not [line for line in map(json.loads, lines) if line["level"] == "error" and not _refused(line)]


def _refused(line: dict[str, Any]) -> bool:
    """Whether it is about a request that Django calls suspicious and answers with 400."""
    return str(line["logger"]).startswith("django.security.")


def _forms(page: str, text: str) -> Iterator[Form]:
    for form in html.fromstring(text).forms:
        method = form.method.lower()
        fields = {name: value or "" for name, value in form.form_values()}
        fields |= dict.fromkeys(set(form.inputs.keys()) - set(fields), "")
        yield Form(urlsplit(urljoin(page, form.action or "")).path, method, fields)


def _walk(sender: Sender, start: tuple[str, ...]) -> dict[tuple[str, tuple[str, ...]], Form]:
    """Every form of the pages that can be reached from these without handing anything in."""
    waiting, seen, forms = list(start), set(start), {}
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        answer = sender.get(path)
        if "text/html" not in answer.headers.get("content-type", "") or not answer.content:
            continue
        for form in _forms(path, answer.text):
            forms.setdefault((form.action, tuple(sorted(form.fields))), form)
        for link in html.fromstring(answer.text).xpath("//a/@href"):
            target = urlsplit(urljoin(path, link))
            if not target.netloc and target.path not in seen and not target.path.startswith("/static/"):
                seen.add(target.path)
                waiting.append(target.path)
    return forms


def _begun(sender: Sender) -> str:
    """Begin an application without a log-in; its first page."""
    form = next(form for form in _forms(APPLY, sender.get(APPLY).text) if form.action == APPLY)
    body = str(httpx.QueryParams(form.fields)).encode()
    return urlsplit(sender.post(APPLY, FORM, body).headers["location"]).path


def _encoded(fields: dict[str, str], name: str, value: bytes) -> bytes:
    rest = [f"{quote(key)}={quote(kept)}".encode() for key, kept in fields.items() if key != name]
    return b"&".join([*rest, quote(name).encode() + b"=" + value])


def test_naughty_texts_in_every_field_of_every_public_form(portal: Portal) -> None:
    with _sender(portal) as sender:
        draft = _begun(sender)
        forms = _walk(sender, (draft, "/", "/leicht/", *PLACES))
        values = [*(quote(text).encode() for text in NAUGHTY), *NO_TEXT]
        tried = 0
        for form in forms.values():
            names = [name for name in form.fields if name != "csrfmiddlewaretoken"]
            for name in names:
                for value in values:
                    body = _encoded(form.fields, name, value)
                    if form.method == "post":
                        sender.post(form.action, FORM, body)
                    else:
                        sender.get(f"{form.action}?{body.decode()[:LONGEST]}")
                    tried += 1
    assert len(forms) >= 8, "few forms were found"
    assert tried > 1000
    assert not sender.faults, sender.faults[:5]


def test_heavy_bodies_are_answered(portal: Portal) -> None:
    with _sender(portal) as sender:
        draft = _begun(sender)
        for path in (*PLACES, draft):
            for kind, body in heavy():
                sender.post(path, kind, body)
    assert not sender.faults, sender.faults[:5]


def test_random_bodies(portal: Portal) -> None:
    with _sender(portal) as sender:
        places = (*PLACES, _begun(sender))
        for number, (kind, body) in enumerate(random_bodies(RANDOM, seed=5)):
            sender.post(places[number % len(places)], kind, body)
    assert not sender.faults, sender.faults[:5]


def test_bodies_that_never_come_leave_others_their_answers(portal: Portal) -> None:
    head = (
        f"POST /pruefung/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: {FORM}\r\nContent-Length: 100\r\n\r\na="
    )
    silent = [socket.create_connection(("127.0.0.1", portal.port)) for _ in range(STUCK)]
    try:
        for connection in silent:
            connection.sendall(head.encode())
        with _sender(portal) as sender:
            assert sender.get("/").elapsed.total_seconds() < PATIENCE, "it waited for those who send nothing"
    finally:
        for connection in silent:
            connection.close()


def test_a_body_without_a_length_is_refused(portal: Portal) -> None:
    with _sender(portal) as sender:
        answer = sender.client.post("/pruefung/", content=iter([b"a=", b"1"]), headers={"Content-Type": FORM})
        assert answer.status_code == 411
