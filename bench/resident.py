"""A resident as a program: walks through the portal over HTTP as a browser without JavaScript would.

Talks to the loopback address only, with the Host header of the municipality, because Python does not resolve
names below localhost.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

MOST_REDIRECTS = 8


@dataclass
class Form:
    """A form of a page: where it goes and what it holds."""

    action: str = ""
    method: str = "get"
    values: list[tuple[str, str]] = field(default_factory=list)


class FormReader(HTMLParser):
    """Collects the forms of a page with the values that a browser would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in forms and their controls."""
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(found.get("action", ""), found.get("method", "get").lower()))
        elif self.forms and tag in {"input", "option", "select"}:
            self._take(tag, found)

    def _take(self, tag: str, found: dict[str, str]) -> None:
        values = self.forms[-1].values
        if tag == "select":
            self._select = found.get("name", "")
        elif tag == "option" and "selected" in found:
            values.append((self._select, found.get("value", "")))
        elif tag == "input" and found.get("name"):
            kind = found.get("type", "text")
            if kind in {"radio", "checkbox"} and "checked" not in found:
                return
            if kind != "file":
                values.append((found["name"], found.get("value", "")))


class PageRefused(AssertionError):
    """A page did not answer as it should."""


class Resident:
    """A visitor with a cookie jar. `requests` lists what was asked: (method, path, status, bytes)."""

    def __init__(self, town: str, port: int) -> None:
        self.host = f"{town}.localhost:{port}"
        self.port = port
        self.requests: list[tuple[str, str, int, int]] = []
        self.address = ""
        self.page = ""
        self.refresh = ""
        self._client = httpx.Client(timeout=30, follow_redirects=False)

    def get(self, address: str) -> "Resident":
        """Open an address, following redirects within portal and simulator."""
        return self._arrive(self._ask("GET", address, None))

    def log_in(self, person: str, onward: str) -> "Resident":
        """Log in at the simulated eID and go on to an address."""
        self.get(f"/anmelden/?next={onward}")
        return self.submit(1, person=person, level="eid")

    def submit(self, which: int = -1, /, **answers: Any) -> "Resident":
        """Send a form of the present page with some answers of one's own, and go where that leads."""
        response = self.send(which, **answers)
        return self._arrive(response)

    def send(self, which: int = -1, /, **answers: Any) -> httpx.Response:
        """Send a form, but stay at the answer."""
        form = self.forms[which]
        values = [(name, value) for name, value in form.values if name not in answers]
        for name, value in answers.items():
            values += [(name, each) for each in (value if isinstance(value, list) else [str(value)])]
        return self._ask(form.method.upper(), form.action or self.address, values)

    def weight(self, address: str) -> int:
        """Bytes on the wire for an address, compressed if the server does so."""
        target, headers = self._target(address)
        with self._client.stream("GET", target, headers=headers | {"Accept-Encoding": "gzip"}) as response:
            return sum(len(part) for part in response.iter_raw())

    def text(self, address: str) -> str:
        """The text at an address, the page in hand stays."""
        target, headers = self._target(address)
        return self._client.get(target, headers=headers).text

    @property
    def forms(self) -> list[Form]:
        """The forms of the present page."""
        reader = FormReader()
        reader.feed(self.page)
        return reader.forms

    def close(self) -> None:
        """Leave."""
        self._client.close()

    def _arrive(self, response: httpx.Response) -> "Resident":
        for _ in range(MOST_REDIRECTS):
            if not response.is_redirect:
                break
            response = self._ask("GET", response.headers["location"], None)
        if response.is_redirect or response.is_error:
            raise PageRefused(f"{self.address}: {response.status_code}")
        self.page = response.text if "text" in response.headers.get("content-type", "") else ""
        self.refresh = response.headers.get("refresh", "")
        return self

    def _ask(self, method: str, address: str, values: list[tuple[str, str]] | None) -> httpx.Response:
        self.address = urljoin(self.address or f"http://{self.host}/", address)
        target, headers = self._target(self.address)
        data: dict[str, list[str]] = {}
        for name, value in values or []:
            data.setdefault(name, []).append(value)
        response = self._client.request(method, target, headers=headers, data=data or None)
        self.requests.append((method, urlsplit(target).path, response.status_code, len(response.content)))
        return response

    def _target(self, address: str) -> tuple[str, dict[str, str]]:
        parts = urlsplit(urljoin(self.address or f"http://{self.host}/", address))
        target = f"http://127.0.0.1:{parts.port}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        return target, {"Host": parts.netloc, "Accept-Language": "de", "Origin": f"http://{parts.netloc}"}
