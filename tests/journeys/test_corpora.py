"""Attacks and harmless texts at the running portal with its firewall: who is turned away, and who is not.

Where the collections are not beside the repository, those of the firewall's own tests are sent alone.
"""

import base64
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from urllib.parse import quote, urlencode

import httpx
from lxml import html

from tests.firewall.harmless import structured
from tests.firewall.test_corpora import CORPORA, SHARE, TEXTS, _rows, _wanted
from tests.firewall.test_engine import ATTACKS
from tests.journeys.stack import Portal, again_and_again
from tests.journeys.test_bad_bodies import FORM, HOST, Sender, _begun, _forms, _sender

PATIENCE: Final = 20  # seconds for one answer
HARMLESS: Final = "Wert"
MANY: Final = 10
"""Attacks in a minute, more than a visitor may."""
REFUSED: Final = re.compile(rb"\r\nx-firewall-reference: [2-9A-HJKMNP-Z]{8}\r\n", re.I)
RULE: Final = re.compile(rb"\r\nx-firewall-rule: ([0-9]+)\r\n", re.I)
FEEDBACK: Final = "/barrierefreiheit/"


@dataclass(frozen=True)
class Raw:
    """A request as it goes over the line, body included."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def encoded(self) -> bytes:
        """Its bytes, for the portal of the town whatever host it named, one request a connection."""
        own = {"host": HOST, "connection": "close"}
        kept = [f"{name}: {own.pop(name.lower(), value)}" for name, value in self.headers]
        lines = [f"{self.method} {self.target} HTTP/1.1", *kept, *(f"{name}: {own[name]}" for name in own)]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body


def _sent(portal: Portal, request: Raw) -> bytes:
    """The head of the answer."""
    with socket.create_connection(("127.0.0.1", portal.port), PATIENCE) as line:
        line.sendall(request.encoded())
        head = b""
        while b"\r\n\r\n" not in head and (more := line.recv(65_536)):
            head += more
    return head


def _turned_away(head: bytes) -> bool:
    """Whether the firewall says with number and rule that it did this; 0 stands for no rule."""
    rule = RULE.search(head)
    return head.startswith(b"HTTP/1.1 403 ") and bool(REFUSED.search(head)) and bool(rule and rule[1] != b"0")


def _of_the_collection() -> Iterator[tuple[str, Raw]]:
    if not _is_here("attacks-dev.jsonl"):
        return
    for row in filter(_wanted, _rows("attacks-dev.jsonl")):
        body = base64.b64decode(row["body_b64"]) if "body_b64" in row else row["body"].encode()
        headers = tuple((name, value) for name, value in row["headers"])
        yield row["id"], Raw(row["method"], row["uri"], headers, body)


def _is_here(name: str) -> bool:
    return (CORPORA / name).is_file()


def _of_our_own() -> Iterator[tuple[str, Raw]]:
    for name, attack in ATTACKS.items():
        yield name, Raw("GET", f"/?feld={quote(attack)}", (("User-Agent", "Mozilla/5.0"),), b"")


def _twin(request: Raw) -> Raw:
    """A request of the same kind with a harmless word for all that its sender chose."""
    kept = {"accept", "accept-language", "connection"}
    headers = [(name, value) for name, value in request.headers if name.lower() in kept]
    headers.append(("User-Agent", "Mozilla/5.0"))
    target = f"/dienste/?feld={HARMLESS}" if "?" in request.target else "/dienste/"
    if not request.body:
        return Raw("GET", target, tuple(headers), b"")
    body = urlencode({"feld": HARMLESS}).encode()
    headers += [("Content-Type", FORM), ("Content-Length", str(len(body)))]
    return Raw("POST", target, tuple(headers), body)


def test_attacks_are_turned_away_with_number_and_rule_and_their_harmless_twins_are_not(
    portal: Portal,
) -> None:
    attacks = [*_of_our_own(), *_of_the_collection()]
    missed = [name for name, request in attacks if not _turned_away(_sent(portal, request))]
    assert not set(missed) & set(ATTACKS)
    assert len(missed) <= (1 - SHARE) * len(attacks), missed
    twins = {_twin(request) for _, request in attacks}
    assert {twin.method for twin in twins} == {"GET", "POST"} or not _is_here("attacks-dev.jsonl")
    wronged = [twin for twin in twins if REFUSED.search(_sent(portal, twin))]
    assert not wronged, wronged[:5]


def _again(answer: httpx.Response, name: str) -> str:
    """What stands in a field of the page that came back."""
    fields: dict[str, Any] = {}
    for form in html.fromstring(answer.text).forms:
        fields |= {str(key): value for key, value in form.form_values()}
    return str(fields.get(name, "")).replace("\r\n", "\n").strip()


def _filled(sender: Sender, page: str, action: str, **values: str) -> httpx.Response:
    """A form of a page sent with some fields filled in, and what comes back."""
    form = next(
        form
        for form in _forms(page, sender.get(page).text)
        if form.action == action and form.method == "post"
    )
    answer = sender.post(action, FORM, urlencode(form.fields | values).encode())
    return sender.get(answer.headers["location"]) if answer.is_redirect else answer


def _values(*, of_texts: bool) -> list[str]:
    rows = _rows("benign-dev.jsonl") if _is_here("benign-dev.jsonl") else []
    found = [row["value"] for row in rows if (row["field"] in TEXTS) == of_texts]
    return found if of_texts else [*structured(), *found]


def _is_turned_away(answer: httpx.Response) -> bool:
    return "X-Firewall-Reference" in answer.headers


def test_no_honest_value_of_a_structured_field_is_turned_away_or_altered(portal: Portal) -> None:
    with _sender(portal) as sender:
        draft = _begun(sender)
        wrong = []
        for value in _values(of_texts=False):
            answer = _filled(sender, draft, draft, given_name=value, **{"address-street": value})
            shown = _again(answer, "given_name"), _again(answer, "address-street")
            if _is_turned_away(answer) or shown != (value.strip(), value.strip()):
                wrong.append((value, answer.status_code, shown))
        assert wrong == []


def test_free_text_is_never_turned_away_and_comes_back_as_it_was_typed(portal: Portal) -> None:
    with _sender(portal) as sender:
        wrong = []
        texts = [*ATTACKS.values(), *_values(of_texts=True)]
        for text in texts:
            answer = _filled(sender, FEEDBACK, FEEDBACK, text=text, antwort="keine Adresse")
            shown = _again(answer, "text")
            # No page and no table can hold the sign NUL.
            if _is_turned_away(answer) or shown != text.replace("\r\n", "\n").replace("\0", "").strip():
                wrong.append((text, answer.status_code, shown))
        assert wrong == []


def test_attacks_shut_their_sender_out_but_not_the_machine_itself_nor_somebody_for_her_free_text(
    portal: Portal,
) -> None:
    attack = f"/?feld={quote(next(iter(ATTACKS.values())))}"
    with (
        _sender(portal) as machine,
        _sender(portal, "127.0.0.2") as attacker,
        _sender(portal, "127.0.0.3") as writer,
    ):
        for text in islice(ATTACKS.values(), MANY):
            _filled(writer, FEEDBACK, FEEDBACK, text=text, antwort="keine Adresse")
        for sender in (machine, attacker):
            assert all(_is_turned_away(sender.get(attack)) for _ in range(MANY))
        for _ in again_and_again():
            if _is_turned_away(attacker.get("/")):
                break
        assert [_is_turned_away(sender.get("/")) for sender in (machine, attacker, writer)] == [
            False,
            True,
            False,
        ]
