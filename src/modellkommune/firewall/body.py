"""The body of a request as the rules see it: free text taken out and put aside, files left out.

Fields are read the way Django reads them, so that what is looked at is what arrives.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Final, TypeAlias
from urllib.parse import parse_qsl, urlencode

from multipart import MultipartError, MultipartSegment, PushMultipartParser

from modellkommune.firewall.plain import is_plain_name
from modellkommune.firewall.policy import Treatment
from modellkommune.firewall.tokens import is_token

MOST_ARGUMENTS: Final = 1000
LONGEST_LOOKED_AT: Final = 8_000
"""Bytes of one structured value, or of a body that is no form: no field takes so much."""
MOST_LOOKED_AT: Final = 16_000
"""Characters of all structured values of a request with their names: what a machine looks through in a
fraction of a second also at the signs on which patterns try most. A form that somebody has filled in has a
fifth of it.
"""
LONGEST_TEXT: Final = 20_000
"""Characters of one free text from its beginning on: twice as much as any field takes."""
MOST_TEXT: Final = 32_000
"""Characters of all free texts of a request."""
LARGEST_FORM: Final = 1_000_000
"""Bytes of a form: as much as the application reads at most (413 above)."""
_BOUNDARY: Final = re.compile(r'boundary="?([^";,]{1,200})"?', re.IGNORECASE)
_PIECE: Final = 64 * 1024

Treat: TypeAlias = Callable[[str], Treatment]
LeftOut: TypeAlias = Callable[[str], bool]
"""Whether a value tells the rules nothing. It is emptied, and left out with its name if that is plain too:
requests that differ by it are alike."""


class TooManyArguments(Exception):
    """The request has more than MOST_ARGUMENTS fields: no form here has."""


class ValueTooLong(Exception):
    """One structured value or its name, or a body that is no form, has more than LONGEST_LOOKED_AT
    characters, or all values with their names have more than MOST_LOOKED_AT."""


@dataclass
class Body:
    """What is looked at: `blocking` as a body of the same type, `texts` as pairs of name and free text."""

    blocking: bytes = b""
    texts: list[tuple[str, str]] = field(default_factory=list)
    _structured: int = 0
    _free: int = 0

    def put_aside(self, name: str, text: str) -> None:
        """Keep the beginning of a free text, as long as there is room for it."""
        kept = text[: min(LONGEST_TEXT, MOST_TEXT - self._free)]
        self._free += len(kept)
        if kept:
            self.texts.append((name, kept))

    def count(self, name: str, value: str | bytes) -> None:
        """Add a structured value and its name. Raises ValueTooLong."""
        self._structured += len(name) + len(value)
        if max(len(name), len(value)) > LONGEST_LOOKED_AT or self._structured > MOST_LOOKED_AT:
            raise ValueTooLong


def read_body(content_type: str, stream: IO[bytes], treat: Treat, left_out: LeftOut = is_token) -> Body:
    """The body in `stream`, sorted by treatment. Raises TooManyArguments, ValueTooLong."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data" and (boundary := _BOUNDARY.search(content_type)):
        return _multipart(boundary.group(1), stream, treat, left_out)
    if kind == "application/x-www-form-urlencoded":
        return _form(stream.read(LARGEST_FORM), treat, left_out)
    return Body(_whole(stream))


def sorted_query(query: str, treat: Treat, left_out: LeftOut = is_token) -> tuple[str, list[tuple[str, str]]]:
    """The query of an address without its free texts (a search), and these. Raises TooManyArguments.

    What is looked at stays written as it was sent.
    """
    _count(query)
    body, kept = Body(), []
    for sent in query.split("&"):
        pairs = _pairs(sent)
        for name, value in _blocking(pairs, treat, left_out, body):
            kept.append(sent if (name, value) in pairs else f"{sent.partition('=')[0]}=")
    return "&".join(kept), body.texts


def _form(content: bytes, treat: Treat, left_out: LeftOut) -> Body:
    text = content.decode("utf-8", "surrogateescape")
    _count(text)
    body = Body()
    pairs = list(_blocking(_pairs(text), treat, left_out, body))
    body.blocking = urlencode(pairs, errors="surrogateescape").encode()
    return body


def _count(text: str) -> None:
    if text.count("&") >= MOST_ARGUMENTS:
        raise TooManyArguments


def _pairs(text: str) -> list[tuple[str, str]]:
    return parse_qsl(text, keep_blank_values=True, errors="surrogateescape")


def _blocking(
    pairs: list[tuple[str, str]], treat: Treat, left_out: LeftOut, body: Body
) -> Iterator[tuple[str, str]]:
    for name, value in pairs:
        treatment = treat(name)
        if treatment is Treatment.BLOCK:
            kept = "" if left_out(value) else value
            if kept or not is_plain_name(name):
                body.count(name, kept)
                yield name, kept
        elif treatment is Treatment.SCORE:
            body.put_aside(name, value)


def _multipart(boundary: str, stream: IO[bytes], treat: Treat, left_out: LeftOut) -> Body:
    """Parts with their heads, of files the head only. What cannot be read is left to the engine."""
    body, pieces = Body(), bytearray()
    try:
        for part, value in _parts(boundary, stream):
            name, treatment = part.name, treat(part.name)
            if part.filename is None and treatment is Treatment.SCORE:
                body.put_aside(name, value.decode("utf-8", "replace"))
            if treatment is not Treatment.BLOCK and part.filename is None:
                value = b""
            if left_out(value.decode("utf-8", "surrogateescape")):
                value = b""
            if value or part.filename is not None or not is_plain_name(name):
                body.count(name, value)
                pieces += _part(boundary, part, value)
    except MultipartError:
        stream.seek(0)
        return Body(_whole(stream))
    body.blocking = bytes(pieces) + f"--{boundary}--\r\n".encode()
    return body


def _whole(stream: IO[bytes]) -> bytes:
    """The content, where nothing is left that would not be looked at."""
    content = stream.read(LONGEST_LOOKED_AT + 1)
    if len(content) > LONGEST_LOOKED_AT:
        raise ValueTooLong
    return content


def _parts(boundary: str, stream: IO[bytes]) -> Iterator[tuple[MultipartSegment, bytes]]:
    """Each part with the beginning of its value; nothing of a file."""
    value, current = bytearray(), None
    with PushMultipartParser(boundary, max_segment_count=MOST_ARGUMENTS) as parser:
        while not parser.closed:
            for event in parser.parse(stream.read(_PIECE)):
                if isinstance(event, MultipartSegment):
                    value, current = bytearray(), event
                elif event is None and current is not None:
                    yield current, bytes(value)
                elif event and current is not None and current.filename is None:
                    value += event[: max(0, LONGEST_TEXT + 1 - len(value))]


def _part(boundary: str, part: MultipartSegment, value: bytes) -> bytes:
    head = "".join(f"{name}: {text}\r\n" for name, text in part.headerlist)
    return f"--{boundary}\r\n{head}\r\n".encode("utf-8", "surrogateescape") + value + b"\r\n"
