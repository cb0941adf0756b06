"""The first layer of the application: no request gets past it unlooked at.

What cannot be looked at (the engine raises) is not let through where it would write: 503, and a log line.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any, Final
from urllib.parse import quote, urlencode

from modellkommune.firewall.body import (
    LONGEST_LOOKED_AT,
    TooManyArguments,
    ValueTooLong,
    read_body,
    sorted_query,
)
from modellkommune.firewall.engine import Engine, Inspected, Verdict
from modellkommune.firewall.memory import Memory
from modellkommune.firewall.plain import is_plain
from modellkommune.firewall.policy import (
    BLOCKED,
    INCIDENT,
    NOTED,
    NOTES,
    PARDONED,
    Application,
    Environ,
    Incident,
    Policy,
    Treatment,
    new_reference,
)
from modellkommune.firewall.prose import told
from modellkommune.firewall.receiving import TooSlow, received
from modellkommune.firewall.tokens import is_token

READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_UNANNOUNCED: Final = Verdict(411, 20013, "A body whose length is not announced")
LONGEST_HEAD: Final = 16_000
"""Bytes of address and headers as they are looked at: many cookies and a long search have a quarter of it.
One alone has as much as a value at most."""
MOST_ALONE: Final = 100
"""Texts looked at one by one where something was found in all of them: a form has a tenth of it."""
_OF_A_FORM: Final = (b"Content-Type", b"application/x-www-form-urlencoded")
"""What a text is sent with to be looked at."""
_log = logging.getLogger(__name__)


class HeadTooLong(Exception):
    """Address and headers have more than LONGEST_HEAD bytes, or one of them more than a value may have."""


_UNREAD: Final[Mapping[type[Exception], Verdict]] = {
    TooManyArguments: Verdict(400, 20010, "More fields than any form has"),
    ValueTooLong: Verdict(400, 20011, "A value longer than any field takes"),
    TooSlow: Verdict(408, 20012, "A body that does not arrive"),
    HeadTooLong: Verdict(431, 20014, "A head longer than any browser sends"),
}


class Firewall:
    """A WSGI application in front of another.

    `of_texts` holds our own rules alone and looks at free texts: what the OWASP rules have against letters is
    noise to those who read the flags, and costs as much again.
    """

    def __init__(self, behind: Application, engine: Engine, policy: Policy, of_texts: Engine) -> None:
        self._behind = behind
        self._of_texts = of_texts
        self._memory = Memory(engine.inspect)
        self._policy = policy

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Look at the request, then let it through or answer it."""
        try:
            incident = self._policy.admit(environ) or self._looked_at(environ)
        except Exception:
            _log.exception("A request could not be inspected")
            if environ["REQUEST_METHOD"] in READING:
                return self._let_through(environ, start_response)
            incident = Incident(new_reference(), environ["REQUEST_METHOD"], environ["PATH_INFO"], 0, "", 503)
        if incident is None or incident.passes:
            environ[INCIDENT], environ[NOTES] = incident, self.notes
            return self._let_through(environ, start_response)
        return self._let_through(self._policy.refusal(environ, incident), start_response)

    def notes(self, text: str) -> bool:
        """Whether a free text looks like an attack; not, where it cannot be looked at. Raises nothing."""
        try:
            shown = list(_all_shown([("text", text)]))
            return bool(shown) and self._found_in(shown) is not None
        except Exception:
            _log.exception("A text could not be inspected")
            return False

    def _let_through(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        answer: Iterable[bytes] = self._behind(environ, start_response)
        return answer

    def _looked_at(self, environ: Environ, pardoned: frozenset[str] = frozenset()) -> Incident | None:
        if "HTTP_TRANSFER_ENCODING" in environ:
            # The application reads no such body, and no browser sends one: nothing slips past unlooked at.
            return self._noted(environ, _UNANNOUNCED)
        try:
            request, texts = self._inspected(environ, pardoned)
        except tuple(_UNREAD) as unread:
            return self._noted(environ, _UNREAD[type(unread)])
        verdict = self._memory.inspect(request)
        if verdict is not None:
            incident = self._ruled(environ, verdict)
            if incident.verdict == PARDONED and verdict.field:
                if verdict.field not in pardoned:
                    # The field counts as free text now; what else is in the request is looked at as ever.
                    return self._looked_at(environ, pardoned | {verdict.field})
                # It is not looked at any more, so it is not where this was found.
                incident = replace(incident, verdict=BLOCKED)
            self._policy.note(environ, incident)
            return incident
        return self._scored(environ, texts)

    def _inspected(
        self, environ: Environ, pardoned: frozenset[str]
    ) -> tuple[Inspected, list[tuple[str, str]]]:
        path = environ.get("PATH_INFO", "/")

        def treat(name: str) -> Treatment:
            return Treatment.SCORE if name in pardoned else self._policy.treatment(path, name)

        query, texts = sorted_query(environ.get("QUERY_STRING", ""), treat, _tells_nothing)
        body = b""
        length = _length(environ)
        if 0 < length <= self._policy.largest:
            stream = received(environ["wsgi.input"], length)
            found = read_body(environ.get("CONTENT_TYPE", ""), stream, treat, _tells_nothing)
            stream.seek(0)
            environ["wsgi.input"] = stream
            body, texts = found.blocking, texts + found.texts
        elif length == 0:
            environ["wsgi.input"] = BytesIO()  # what came without a length was not looked at
        target = _target(environ) + (f"?{query}" if query else "")
        protocol = environ.get("SERVER_PROTOCOL", "HTTP/1.1").rpartition("/")[2]
        client = environ.get("REMOTE_ADDR") or "127.0.0.1"
        method, headers = environ["REQUEST_METHOD"], _headers(environ, len(body))
        lengths = [len(target), *(len(value) for _, value in headers)]
        if sum(lengths) > LONGEST_HEAD or max(lengths) > LONGEST_LOOKED_AT:
            raise HeadTooLong
        return Inspected(method, target, protocol, headers, body, client), texts

    def _scored(self, environ: Environ, texts: list[tuple[str, str]]) -> Incident | None:
        """Free texts that look like an attack, noted; the request goes on as it is."""
        told_of = list(_all_shown(texts))
        verdict = self._found_in(told_of) if told_of else None
        if verdict is None:
            return None
        alone = {name for name, _ in told_of}
        if len(told_of) > 1:
            alone = {name for name, shown in told_of[:MOST_ALONE] if self._found_in([(name, shown)])}
        return self._noted(environ, verdict, tuple(sorted(alone or {told_of[0][0]})))

    def _found_in(self, texts: list[tuple[str, str]]) -> Verdict | None:
        body = urlencode(texts, errors="surrogateescape").encode()
        headers = (_OF_A_FORM, (b"Content-Length", str(len(body)).encode()))
        return self._of_texts.inspect(Inspected("POST", "/", "1.1", headers, body, "127.0.0.1"))

    def _noted(self, environ: Environ, verdict: Verdict, fields: tuple[str, ...] = ()) -> Incident:
        incident = self._incident(environ, verdict, fields)
        self._policy.note(environ, incident)
        return incident

    def _ruled(self, environ: Environ, verdict: Verdict) -> Incident:
        incident = self._incident(environ, verdict)
        return replace(incident, verdict=self._policy.ruling(environ, incident))

    def _incident(self, environ: Environ, verdict: Verdict, fields: tuple[str, ...] = ()) -> Incident:
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "/")
        found = verdict.rule, verdict.message, verdict.status
        ruled = NOTED if fields else BLOCKED
        named = fields[0] if fields else verdict.field
        return Incident(new_reference(), method, path, *found, fields, named, ruled)


def _shown(text: str) -> str:
    """What of a free text the rules are shown."""
    return "" if is_plain(text) else told(text)


def _all_shown(texts: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each text as it is shown, where anything of it is: together as much as one structured value."""
    room = LONGEST_LOOKED_AT
    for name, text in texts:
        shown = _shown(text)[:room]
        room -= len(shown)
        if shown:
            yield name, shown


def _tells_nothing(value: str) -> bool:
    return is_token(value) or is_plain(value)


def _length(environ: Environ) -> int:
    announced = environ.get("CONTENT_LENGTH") or "0"
    return int(announced) if announced.isascii() and announced.isdigit() and len(announced) < 19 else 0


def _target(environ: Environ) -> str:
    """The path as it was sent, as far as the server tells it."""
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    if raw:
        return str(raw).partition("?")[0]
    return quote(environ.get("PATH_INFO", "/").encode("latin-1", "replace"), safe="/:@!$&'()*+,;=~-._")


def _headers(environ: Environ, length: int) -> tuple[tuple[bytes, bytes], ...]:
    named = [
        (
            key[5:].replace("_", "-").title().encode("latin-1", "replace"),
            str(value).encode("latin-1", "replace"),
        )
        for key, value in environ.items()
        if key.startswith("HTTP_") and key != "HTTP_COOKIE"
    ]
    if cookies := _telling(environ.get("HTTP_COOKIE", "")):
        named.append((b"Cookie", cookies.encode("latin-1", "replace")))
    if environ.get("CONTENT_TYPE"):
        named.append((b"Content-Type", environ["CONTENT_TYPE"].encode("latin-1", "replace")))
        named.append((b"Content-Length", str(length).encode()))
    return tuple(named)


def _telling(cookies: str) -> str:
    """The cookies, those that are tokens emptied."""
    return "; ".join(_emptied(pair.strip()) for pair in cookies.split(";"))


def _emptied(pair: str) -> str:
    name, equals, value = pair.partition("=")
    return f"{name}{equals}" if is_token(value) else pair
