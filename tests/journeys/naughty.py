"""Texts and bodies that nobody sends in earnest: of every class some, and as many random ones as wanted."""

import json
import random
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote_from_bytes

DEEP: Final = 20_000  # brackets within each other
NAUGHTY: Final = (
    "",
    " \t\u00a0\u2003",
    "\0",
    "a\0b\x01\x1b[31m\x7f",
    "\r\nSet-Cookie: a=b",
    "\ufeff\u200b\u200d\u2060",
    "\u202eevil\u202c \u2066x",
    "محمد عبد الله",
    "Z" + "\u0300\u0301\u0336\u0489" * 60,
    "👩‍👩‍👧‍👦🏳️‍🌈🇩🇪",
    "\U0010ffff\ufffe\ufdd0",
    "ß" * 19_000,
    "NaN",
    "1e309",
    "-0",
    "-1",
    "0x7fffffffffffffff",
    "9" * 400,
    "١٢٣",
    "²③",
    "1.000,00",
    "None",
    "null",
    "undefined",
    "true",
    "__proto__",
    "constructor",
    "__class__",
    "CON",
    "NUL.pdf",
    "..",
    "/",
    "C:\\",
    "%s%n%x",
    "%00",
    "%c0%ae",
    "{0.__class__}",
    "{{7*7}}",
    "${jndi:x}",
    "[object Object]",
    "31.2.2026",
    "0000-00-00",
    "9999-12-31",
    "00000000-0000-0000-0000-000000000000",
    "&amp;<!--",
    "]]>",
    "\\",
    "'",
    '"',
)
"""As text; every one goes into every field."""
NO_TEXT: Final = (b"%ED%A0%80", b"%FF%FE", b"%C0%80", b"%", b"%zz", b"%u0041", b"%F4%90%80%80")
"""What no UTF-8 and no percent encoding is: halves of surrogates, bytes that begin nothing."""
ENTITY_BOMB: Final = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "lol">'
    + "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 12))
    + ']><l xmlns="urn:x">&a11;</l>'
).encode()
JSON, FORM, XML = "application/json", "application/x-www-form-urlencoded", "text/xml"
MULTIPART = "multipart/form-data; boundary=b"
KINDS: Final = (
    *(
        FORM,
        MULTIPART,
        JSON,
        XML,
        "text/plain",
        "application/octet-stream",
        "",
        "a/b/c;;=",
        "multipart/mixed",
    ),
    *("multipart/form-data", f"{FORM}; charset=utf-7", "application/soap+xml", f"{MULTIPART}\xff"),
)
Sent = tuple[str, bytes]


def heavy() -> Iterator[Sent]:
    """Kind and body of what is made to cost more than it brings."""
    yield FORM, b"&".join(b"f%d=1" % number for number in range(5000))
    yield MULTIPART, b"".join(_part(f"f{number}", b"1") for number in range(5000)) + b"--b--\r\n"
    yield JSON, b"[" * DEEP + b"]" * DEEP
    yield JSON, b'{"a":' * DEEP + b"1" + b"}" * DEEP
    yield JSON, b"1" * 100_000
    yield XML, ENTITY_BOMB
    yield "application/soap+xml", ENTITY_BOMB
    yield XML, b"<a>" * DEEP
    yield XML, b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    yield FORM, b"a" + b"[a]" * DEEP + b"=1"
    yield MULTIPART, b"--b\r\n" + b"X: y\r\n" * DEEP
    yield MULTIPART, b'--b\r\nContent-Disposition: form-data; name="' + b"n" * 200_000
    yield FORM, b"=" * 200_000
    yield FORM, b"x=" + b"(" * 19_000


def random_bodies(count: int, seed: int) -> Iterator[Sent]:
    """Kind and body, the same ones for a seed."""
    chance = random.Random(seed)
    for _ in range(count):
        yield chance.choice(KINDS), _MAKERS[chance.randrange(len(_MAKERS))](chance)


def _part(name: str, value: bytes, more: str = "") -> bytes:
    return f'--b\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + value + b"\r\n"


def _noise(chance: random.Random) -> bytes:
    return chance.randbytes(chance.randrange(600))


def _form(chance: random.Random) -> bytes:
    pairs = [(_word(chance), _word(chance)) for _ in range(chance.randrange(12))]
    return b"&".join(
        quote_from_bytes(name).encode() + b"=" + quote_from_bytes(value).encode() for name, value in pairs
    )


def _multipart(chance: random.Random) -> bytes:
    parts = b"".join(
        _part(_plain(chance), _noise(chance), chance.choice(("", '; filename="a.jpg"', '; filename*=x"')))
        for _ in range(chance.randrange(5))
    )
    return parts + b"--b--\r\n"


def _cut(chance: random.Random) -> bytes:
    whole = _multipart(chance)
    return whole[: chance.randrange(len(whole))]


def _json(chance: random.Random) -> bytes:
    return json.dumps({_plain(chance): [_plain(chance), chance.random() * 1e308, None]}).encode()


def _spoiled(chance: random.Random) -> bytes:
    whole = bytearray(_MAKERS[chance.randrange(4)](chance) or b"\0")
    for _ in range(chance.randrange(1, 6)):
        whole[chance.randrange(len(whole))] = chance.randrange(256)
    return bytes(whole)


def _word(chance: random.Random) -> bytes:
    return chance.choice((chance.choice(NAUGHTY).encode()[:2000], _noise(chance), b"a"))


def _plain(chance: random.Random) -> str:
    return "".join(chr(chance.randrange(32, 0x2FFF)) for _ in range(chance.randrange(1, 30)))


_MAKERS: Final = (_form, _multipart, _json, _noise, _cut, _spoiled)
