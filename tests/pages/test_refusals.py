from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import modellkommune
from modellkommune.pages.refusals import FOREIGN, read_utf8_only, with_known_charset
from tests.pages.rules import assert_page_rules

SOURCE = Path(modellkommune.__file__).parent
HOST = {"host": "alpha.localhost"}


class Browser(Client):
    """The test client behind the layer through which the web server comes in."""

    def request(self, **request: Any) -> Any:
        return super().request(**with_known_charset(request))


def _sent(content_type: str) -> Any:
    return Browser().generic("POST", "/vorgang/?a=b", b"a=b", content_type, headers=HOST)


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("charset", ["idna", "base64", '"utf-16"', "nonsense", "\x00", "rot13", ""])
def test_a_form_in_another_charset_is_told_so(alpha: Any, kind: str, charset: str) -> None:
    answer = _sent(f"{kind}; Charset = {charset}")
    assert answer.status_code == 400
    assert_page_rules(answer.content.decode())


@pytest.mark.parametrize("charset", ["; charset=utf-8", '; charset="UTF8"', ""])
def test_a_form_in_our_charset_is_read(alpha: Any, charset: str) -> None:
    assert _sent(f"application/x-www-form-urlencoded{charset}").status_code == 422


def test_the_web_server_comes_in_through_that_layer() -> None:
    seen: list[dict[str, Any]] = []

    def application(environ: dict[str, Any], _start: Any) -> list[bytes]:
        seen.append(environ)
        return []

    read_utf8_only(application)({"CONTENT_TYPE": "text/plain; charset=base64; x=y"}, None)
    assert seen[0]["CONTENT_TYPE"] == "text/plain; x=y"
    assert seen[0][FOREIGN]
    assert "read_utf8_only(" in (SOURCE / "wsgi.py").read_text()


@pytest.mark.parametrize("cookie", [r'"\000\000\000\000\000\000\000\000\000"', "\x01\x7f" * 20])
def test_a_cookie_that_is_no_text_counts_as_none(client: Client, alpha: Any, cookie: str) -> None:
    answer = client.get("/amt/", headers=HOST | {"cookie": f"staff={cookie}; resident={cookie}"})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/amt/konto/anmelden/")


def test_a_page_that_only_takes_a_form_says_so_to_a_bookmark(get: Callable[..., Any]) -> None:
    answer = get("/vorgang/00000000-0000-0000-0000-000000000000/zugang/", sprache="en")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "This page cannot be opened like this" in answer.content.decode()
    assert_page_rules(answer.content.decode())


def test_a_page_without_its_nul_states_its_true_length(alpha: Any) -> None:
    answer = Browser().post("/vorgang/", {"number": "a\0b", "code": "a\0b"}, headers=HOST)
    assert b"\0" not in answer.content
    assert int(answer.headers["Content-Length"]) == len(answer.content)
