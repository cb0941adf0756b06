"""What the firewall adds to a request: in pairs with the same bare application behind it and without."""

import os
import time
from collections.abc import Callable, Iterable
from heapq import nlargest
from io import BytesIO
from ipaddress import ip_address, ip_network
from itertools import count, islice, repeat
from operator import itemgetter
from random import Random
from statistics import median
from typing import Any, Final
from urllib.parse import urlencode

from bench.figures import Figure, at_most
from modellkommune.environment import read_environment
from modellkommune.firewall.body import LONGEST_LOOKED_AT, MOST_LOOKED_AT
from modellkommune.firewall.crs import crs_rules
from modellkommune.firewall.engine import Engine
from modellkommune.firewall.layer import Firewall
from modellkommune.firewall.networks import Networks
from modellkommune.firewall.policy import Application, Environ, Incident, Policy, Treatment
from modellkommune.firewall.ruleset import portal_rules

FORM: Final = "application/x-www-form-urlencoded"
TIMES: Final = 40
_BROWSER: Final = {
    "HTTP_HOST": "town.example",
    "HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Mobile Safari/537.36",
    "HTTP_ACCEPT": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "HTTP_ACCEPT_ENCODING": "gzip, deflate, br, zstd",
    "HTTP_ACCEPT_LANGUAGE": "de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7",
    "HTTP_REFERER": "https://town.example/de/antrag/fahrzeug/",
    "HTTP_SEC_FETCH_DEST": "document",
    "HTTP_SEC_FETCH_MODE": "navigate",
    "HTTP_SEC_FETCH_SITE": "same-origin",
    "HTTP_UPGRADE_INSECURE_REQUESTS": "1",
    "HTTP_COOKIE": "__Host-sessionid=qL1vXw83nT0yZr5uKc7hGb2dSf9aPe4j; language=de",
}
_FIELDS: Final = {f"feld_{number}": f"Müller-Lüdenscheidt {number}" for number in range(25)}
_WORDS: Final = "Wir wohnen seit dem Frühjahr in der Oberstraße; dort ist abends kein Platz mehr. " * 20
# What patterns try most on when a value is made of nothing else: signs, pairs of signs, beginnings of words.
_SIGNS: Final = "(){}[]<>|&;=_/\\%-#@.,~?!$^:*+'\"`\n\t 0aé1"
_PAIRS: Final = "{( ${ $( <( !( () [[ [( {{ {a, =( && \"' 'a 'a' '' a= a_ _= a( a. a$ $a $_ $a[ @a 0x"
_MARKS: Final = "../ .. -- /* */ <a <! <? :: &# %3c \\x \\u x=x; on= select eval( fn( http://"
_WITH_BLANKS: Final = ("( ", "{ ", "= ", "; ", "\r\n", "' x", "a (", "x ")
_WORDS_OF_ATTACKS: Final = ("or ", "1 or ", "select a ", "union ", "ls ", "cat ", ";cat ", "python ")
_REPEATED: Final = (*_SIGNS, *_PAIRS.split(), *_MARKS.split(), *_WITH_BLANKS, *_WORDS_OF_ATTACKS)


def _bare(environ: Environ, _start: Callable[..., Any]) -> list[bytes]:
    environ["wsgi.input"].read()
    return [b""]


_PAGES: Final = count()


def _asked(body: bytes = b"", query: str = "") -> Environ:
    """A request of a browser that nobody has made before, unless it names its own query."""
    method = {"REQUEST_METHOD": "POST" if body else "GET", "PATH_INFO": "/antrag/"}
    method["QUERY_STRING"] = query or f"seite={next(_PAGES)};"
    sent = {"CONTENT_TYPE": FORM, "CONTENT_LENGTH": str(len(body))} if body else {}
    return {**_BROWSER, **method, **sent, "wsgi.input": BytesIO(body)}


def _added(guarded: Application, bodies: Iterable[bytes] = (b"",) * TIMES, query: str = "") -> float:
    """Milliseconds more than without the firewall: the median of pairs, each with the next of `bodies`."""

    def took(application: Application, body: bytes) -> float:
        began = time.perf_counter()
        application(_asked(body, query), lambda *_: None)
        return (time.perf_counter() - began) * 1000

    return median(took(guarded, body) - took(_bare, body) for body in islice(bodies, TIMES))


def _guarded() -> Application:
    def treatment(_path: str, name: str) -> Treatment:
        return Treatment.SCORE if name == "bemerkung" else Treatment.BLOCK

    def refused(environ: Environ, _incident: Incident) -> Environ:
        return environ

    rules = portal_rules(), crs_rules(read_environment(os.environ)["CRS_DIR"])
    policy = Policy(treatment, lambda _environ, _incident: None, 1_000_000, refused)
    return Firewall(_bare, Engine(filter(None, rules)), policy, Engine(rules[:1]))


def _repeating(shape: str) -> tuple[str, bytes]:
    """Query and form with as much of it as is looked at, in free texts too; what is longer is refused."""
    rest = MOST_LOOKED_AT - LONGEST_LOOKED_AT - len("f0f1")
    sizes = [("f0", LONGEST_LOOKED_AT), ("f1", rest), *[("bemerkung", LONGEST_LOOKED_AT // 2)] * 2]
    values = [(name, (shape * size)[:size]) for name, size in sizes]
    query = urlencode({"q": shape * LONGEST_LOOKED_AT})[: LONGEST_LOOKED_AT - len("/antrag/?") - 6]
    return query, urlencode(values).encode()


def _many(name: str, value: str) -> tuple[str, bytes]:
    return "", urlencode([(name.format(n=number), value.format(n=number)) for number in range(900)]).encode()


def _that_cost() -> dict[str, tuple[str, bytes]]:
    many = {
        "900 fields": _many("feld{n}", "Wert und noch mehr Worte {n} " * 3),
        "900 values": _many("f{n}", "a={n}<b>"),
        "900 texts": _many("bemerkung", "' x;{n}"),
    }
    return {shape: _repeating(shape) for shape in _REPEATED} | many


def _worst(guarded: Application) -> tuple[str, float]:
    """The dearest of the requests that cost, and its milliseconds: each once, the five dearest thrice."""
    costly = _that_cost()

    def added(shape: str, times: int) -> float:
        query, body = costly[shape]
        return _added(guarded, repeat(body, times), query and f"{query}{next(_PAGES):06}")

    once = {shape: added(shape, 1) for shape in costly}
    again = {shape: added(shape, 3) for shape in nlargest(5, once, key=once.__getitem__)}
    return max(again.items(), key=itemgetter(1))


def _asking_networks() -> float:
    """Microseconds in which it is found out whether an address is in one of 100,000 networks, or in none."""
    chance = Random(5)  # noqa: S311 -- the same addresses each time
    blocked = Networks(ip_network(chance.getrandbits(32)) for _ in range(100_000))
    addresses = [ip_address(chance.getrandbits(32)) for _ in range(10_000)]
    began = time.process_time()
    for address in addresses:
        address in blocked  # noqa: B015 -- asked, whatever the answer
    return (time.process_time() - began) / len(addresses) * 1_000_000


def firewall_figures() -> list[Figure]:
    """Milliseconds that a page, a form of 3 kB and the worst request of up to 128 kB take longer."""
    guarded = _guarded()
    form = urlencode({**_FIELDS, "bemerkung": _WORDS})[:3000].encode()
    filled_in = (form.replace(b"denscheidt", b"denscheid%d" % person) for person in count())
    shape, worst = _worst(guarded)
    known = round(_added(guarded, query="seite=x"), 3)
    return [
        at_most("firewall: a page takes longer by", _added(guarded), "ms", 2),
        Figure("  one that somebody has asked for before", known, "ms"),
        at_most("firewall: a form of 3 kB takes longer by", _added(guarded, filled_in, "a=b"), "ms", 6),
        Figure("  the first of its kind since the start", round(_added(guarded, repeat(form)), 3), "ms"),
        at_most("firewall: an address among 100,000 networks", _asking_networks(), "us", 100),
        at_most(f"firewall: worst request up to 128 kB ({shape!r}) takes longer by", worst, "ms", 500),
    ]
