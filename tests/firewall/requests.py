"""Requests as the engine is given them."""

from modellkommune.firewall.engine import Inspected

BROWSER = b"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
FORM = "application/x-www-form-urlencoded"


def asked(target: str) -> Inspected:
    """A GET of a browser."""
    return Inspected(
        "GET", target, "1.1", ((b"Host", b"town.example"), (b"User-Agent", BROWSER)), b"", "192.0.2.1"
    )


def sent(body: bytes, content_type: str = FORM) -> Inspected:
    """A POST of a browser."""
    headers = (
        (b"Host", b"town.example"),
        (b"User-Agent", BROWSER),
        (b"Content-Type", content_type.encode()),
        (b"Content-Length", str(len(body)).encode()),
    )
    return Inspected("POST", "/antrag/", "1.1", headers, body, "192.0.2.1")
