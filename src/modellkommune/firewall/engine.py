"""The engine: rules loaded once, requests looked at one after the other, by any number of threads."""

import ctypes
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import local
from typing import Any, Final

from modellkommune.firewall.library import Intervention, Log, forget, library

MARK: Final = secrets.token_hex(8)
"""What our own rules write before the name of the field: nobody outside can put it into a line of the log."""
_ID: Final = re.compile(r'\[id "(\d+)"\]')
_MESSAGE: Final = re.compile(r'\[msg "([^"]*)"\]')
_FIELD: Final = re.compile(r'(?:MATCHED_VARS:)?ARGS(?:_NAMES)?:([\w.-]{1,80})(?="\]|: )', re.ASCII)
_FOUND_WITHIN: Final = " found within "
_ADDING_UP: Final = range(949_000, 950_000)
"""Rules of the OWASP set that look for nothing themselves: they answer when the points of others suffice."""
_LARGEST_STATUS: Final = 200


class RulesRefused(Exception):
    """The engine does not take the rules; the text says where and why. Mend the file and start again."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the engine is given of a request; all bytes as they came."""

    method: str
    target: str
    protocol: str
    """`1.1` or the like."""
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    client: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says: the status to answer with, the number of the rule and what it looks for."""

    status: int
    rule: int
    message: str
    field: str = ""
    """The name of the field in which it was found; "" where it was found elsewhere."""


class Engine:
    """Rules in memory, built once a process from texts and files. Raises RulesRefused, EngineMissing."""

    def __init__(self, texts: Iterable[str], files: Iterable[Path] = ()) -> None:
        self._library = library().functions
        self._engine = self._library.msc_init()
        self._heard = local()  # each thread looks at its own request
        # Without a function of ours the library writes each match to standard error. ctypes needs it kept.
        self._log = Log(lambda _about, line: self._heard.lines.append(line))
        self._library.msc_set_log_cb(self._engine, self._log)
        self._rules = self._library.msc_create_rules_set()
        for path in files:
            self._add(self._library.msc_rules_add_file, str(path).encode(), str(path))
        for text in texts:
            self._add(self._library.msc_rules_add, text.rstrip("\n").encode() + b"\n", "rules")

    @property
    def version(self) -> str:
        """The library's own name and version."""
        return str(self._library.msc_who_am_i(self._engine).decode())

    def inspect(self, request: Inspected) -> Verdict | None:
        """The first rule that would turn this request away; None where none does."""
        self._heard.lines = []
        with self._transaction() as transaction:
            for phase in (self._address, self._headers, self._body):
                phase(transaction, request)
                verdict = self._verdict(transaction)
                if verdict is not None:
                    return verdict
        return None

    def _add(self, function: Any, what: bytes, name: str) -> None:
        error = ctypes.c_void_p()
        if function(self._rules, what, ctypes.byref(error)) < 0:
            said = (
                ctypes.string_at(error.value).decode("utf-8", "replace") if error.value else "no reason given"
            )
            raise RulesRefused(f"{name}: {said}")

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        transaction = self._library.msc_new_transaction(self._engine, self._rules, None)
        try:
            yield transaction
        finally:
            self._library.msc_transaction_cleanup(transaction)

    def _address(self, transaction: Any, request: Inspected) -> None:
        self._library.msc_process_connection(transaction, request.client.encode(), 0, b"127.0.0.1", 0)
        target, method = (
            request.target.encode("latin-1", "replace"),
            request.method.encode("latin-1", "replace"),
        )
        self._library.msc_process_uri(
            transaction, target, method, request.protocol.encode("latin-1", "replace")
        )

    def _headers(self, transaction: Any, request: Inspected) -> None:
        for name, value in request.headers:
            self._library.msc_add_n_request_header(transaction, name, len(name), value, len(value))
        self._library.msc_process_request_headers(transaction)

    def _body(self, transaction: Any, request: Inspected) -> None:
        if request.body:
            self._library.msc_append_request_body(transaction, request.body, len(request.body))
        self._library.msc_process_request_body(transaction)

    def _verdict(self, transaction: Any) -> Verdict | None:
        said = Intervention(status=_LARGEST_STATUS)
        if not self._library.msc_intervention(transaction, ctypes.byref(said)):
            return None
        line = _text(ctypes.string_at(said.log)) if said.log else ""
        status = said.status
        forget(said)
        if _finding(status, line).rule in _ADDING_UP:
            found = (_finding(status, _text(heard)) for heard in self._heard.lines)
            return next((one for one in found if one.rule not in (0, *_ADDING_UP)), _finding(status, line))
        return _finding(status, line)


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace")


def _finding(status: int, line: str) -> Verdict:
    """What a line of the log says: (value) [id ""] [msg ""] [data ""], the value as it was sent.

    Before our own mark everything is the engine's that comes last; rules of others say the place without one.
    """
    said, mark, place = line.partition(f'[data "{MARK} ')
    last = -1 if mark else 0
    rules, messages = _ID.findall(said), _MESSAGE.findall(said)
    field = _FIELD.match(place if mark else line.partition(_FOUND_WITHIN)[2])
    return Verdict(
        status,
        int(rules[last]) if rules else 0,
        messages[last] if messages else "",
        field.group(1) if field else "",
    )
