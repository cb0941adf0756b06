"""The body of a request as the rules see it: free text taken out and put aside, files left out.

Fields are read the way Django reads them, so that what is looked at is what arrives.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Final, TypeAlias
from urllib.parse import parse_qsl, urlencode

from multipart import MultipartError, MultipartSegment, PushMultipartParser

from modellkommune.firewall.policy import Treatment
from modellkommune.firewall.tokens import is_token

MOST_ARGUMENTS: Final = 1000
LONGEST_LOOKED_AT: Final = 20_000
"""Bytes of one value. A structured field is never so long; of free text the beginning is looked at."""
LARGEST_FORM: Final = 1_000_000
"""Bytes of a body that is no upload: as much as the application reads at most (413 above)."""
_BOUNDARY: Final = re.compile(r'boundary="?([^";,]{1,200})"?', re.IGNORECASE)
_PIECE: Final = 64 * 1024

Treat: TypeAlias = Callable[[str], Treatment]
LeftOut: TypeAlias = Callable[[str], bool]
"""Whether a value tells the rules nothing: it is emptied, and requests that differ by it are alike."""


class TooManyArguments(Exception):
    """The request has more than MOST_ARGUMENTS fields: no form here has."""


class ValueTooLong(Exception):
    """A structured field has more than LONGEST_LOOKED_AT bytes, or a body that is no form LARGEST_FORM."""


@dataclass
class Body:
    """What is looked at: `blocking` as a body of the same type, `texts` as pairs of name and free text."""

    blocking: bytes = b""
    texts: list[tuple[str, str]] = field(default_factory=list)


def read_body(content_type: str, stream: IO[bytes], treat: Treat, left_out: LeftOut = is_token) -> Body:
    """The body in `stream`, sorted by treatment. Raises TooManyArguments, ValueTooLong."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data" and (boundary := _BOUNDARY.search(content_type)):
        return _multipart(boundary.group(1), stream, treat, left_out)
    content = stream.read(LARGEST_FORM)
    if kind == "application/x-www-form-urlencoded":
        return _form(content, treat, left_out)
    return Body(_whole(content, stream))


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
            if len(value) > LONGEST_LOOKED_AT:
                raise ValueTooLong
            yield name, "" if left_out(value) else value
        elif treatment is Treatment.SCORE and value:
            body.texts.append((name, value[:LONGEST_LOOKED_AT]))


def _multipart(boundary: str, stream: IO[bytes], treat: Treat, left_out: LeftOut) -> Body:
    """Parts with their heads, of files the head only. What cannot be read is left to the engine."""
    body, pieces = Body(), bytearray()
    try:
        for part, value in _parts(boundary, stream):
            name, treatment = part.name, treat(part.name)
            if part.filename is None and treatment is Treatment.SCORE:
                body.texts.append((name, value[:LONGEST_LOOKED_AT].decode("utf-8", "replace")))
            if treatment is not Treatment.BLOCK and part.filename is None:
                value = b""
            if len(value) > LONGEST_LOOKED_AT:
                raise ValueTooLong
            if left_out(value.decode("utf-8", "surrogateescape")):
                value = b""
            pieces += _part(boundary, part, value)
    except MultipartError:
        stream.seek(0)
        return Body(_whole(stream.read(LARGEST_FORM), stream))
    body.blocking = bytes(pieces) + f"--{boundary}--\r\n".encode()
    return body


def _whole(content: bytes, stream: IO[bytes]) -> bytes:
    """The content, where nothing is left that would not be looked at."""
    if stream.read(1):
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
                    value += event[: max(0, LONGEST_LOOKED_AT + 1 - len(value))]


def _part(boundary: str, part: MultipartSegment, value: bytes) -> bytes:
    head = "".join(f"{name}: {text}\r\n" for name, text in part.headerlist)
    return f"--{boundary}\r\n{head}\r\n".encode("utf-8", "surrogateescape") + value + b"\r\n"
