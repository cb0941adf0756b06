"""Bodies: free text is put aside, passwords are dropped, files stay out, the rest is looked at as it came."""

from io import BytesIO
from urllib.parse import parse_qsl, urlencode

import pytest

from modellkommune.firewall.body import (
    LONGEST_LOOKED_AT,
    MOST_ARGUMENTS,
    MOST_LOOKED_AT,
    TooManyArguments,
    ValueTooLong,
    read_body,
    sorted_query,
)
from modellkommune.firewall.plain import is_plain
from modellkommune.firewall.policy import Treatment
from tests.firewall.requests import FORM

MULTIPART = "multipart/form-data; boundary=XX"


def treat(name: str) -> Treatment:
    return {"words": Treatment.SCORE, "password": Treatment.SKIP}.get(name, Treatment.BLOCK)


def _part(name: str, value: str, more: str = "") -> bytes:
    return f'--XX\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n'.encode()


def test_free_text_is_put_aside_and_a_password_is_dropped() -> None:
    body = read_body(FORM, BytesIO(b"a=1;&words=%3Cb%3E&password=geheim&a=2;"), treat)
    assert parse_qsl(body.blocking.decode()) == [("a", "1;"), ("a", "2;")]
    assert body.texts == [("words", "<b>")]


def test_parts_keep_their_heads_and_files_lose_their_content() -> None:
    sent = (
        _part("a", "eins;")
        + _part("session_id", "drei")
        + _part("words", "zwei")
        + _part("password", "geheim")
    )
    sent += _part("f", "%PDF", '; filename="x.pdf"') + b"--XX--\r\n"
    body = read_body(MULTIPART, BytesIO(sent), treat, is_plain)
    assert b"eins;" in body.blocking
    assert b'name="session_id"' in body.blocking
    assert b'filename="x.pdf"' in body.blocking
    assert not {word for word in (b"zwei", b"drei", b"geheim", b"%PDF") if word in body.blocking}
    assert body.texts == [("words", "zwei")]


def test_a_form_that_falls_apart_is_left_to_the_engine_as_it_came() -> None:
    broken = b"--XX\r\nno head at all"
    assert read_body(MULTIPART, BytesIO(broken), treat).blocking == broken


def test_signs_that_are_no_text_survive() -> None:
    body = read_body(FORM, BytesIO(b"a=%FF%FE\xff"), treat)
    assert body.blocking == b"a=%FF%FE%FF"


def test_more_fields_than_any_form_has_are_refused() -> None:
    with pytest.raises(TooManyArguments):
        read_body(FORM, BytesIO(b"&".join([b"a=1"] * (MOST_ARGUMENTS + 1))), treat)


def test_a_structured_value_without_end_is_refused_and_a_long_text_is_not() -> None:
    long = b"x" * (LONGEST_LOOKED_AT + 1)
    for sent in (b"a=" + long, long + b"=a"):
        with pytest.raises(ValueTooLong):
            read_body(FORM, BytesIO(sent), treat)
    assert read_body(FORM, BytesIO(b"words=" + long), treat).texts == [("words", long.decode())]


def test_many_long_values_are_as_much_as_one_without_end() -> None:
    halves = [("a", "x" * (MOST_LOOKED_AT // 2 - 1)), ("b", "y" * (MOST_LOOKED_AT // 2 - 1))]
    more = [*halves, ("c", ";")]
    assert read_body(FORM, BytesIO(urlencode(halves).encode()), treat).blocking
    with pytest.raises(ValueTooLong):
        read_body(FORM, BytesIO(urlencode(more).encode()), treat)
    with pytest.raises(ValueTooLong):
        sorted_query(urlencode(more), treat)
    parts = b"".join(_part(name, value) for name, value in more)
    with pytest.raises(ValueTooLong):
        read_body(MULTIPART, BytesIO(parts + b"--XX--\r\n"), treat)


def test_what_is_left_out_takes_no_room() -> None:
    many = urlencode([("entry", f"Haus {number}" * 30) for number in range(500)])
    assert read_body(FORM, BytesIO(many.encode()), treat, is_plain).blocking == b""


def test_of_many_long_texts_the_beginning_is_looked_at() -> None:
    body = read_body(FORM, BytesIO(urlencode([("words", "x" * 15_000)] * 4).encode()), treat)
    assert [len(text) for _, text in body.texts] == [15_000, 15_000, 2_000]


def test_no_body_goes_on_with_a_part_that_was_not_looked_at() -> None:
    for kind in ("application/json", "text/xml", "application/x-unheard-of", "", MULTIPART):
        most = b"[" * LONGEST_LOOKED_AT
        assert read_body(kind, BytesIO(most), treat).blocking == most
        with pytest.raises(ValueTooLong):
            read_body(kind, BytesIO(most + b"["), treat)
    with pytest.raises(ValueTooLong):
        read_body(MULTIPART, BytesIO(_part("a", "x" * (LONGEST_LOOKED_AT + 1)) + b"--XX--\r\n"), treat)


def test_a_body_of_an_unknown_kind_is_looked_at_as_it_came() -> None:
    assert read_body("application/x-unheard-of", BytesIO(b"a=<b>"), treat).blocking == b"a=<b>"


def test_words_and_numbers_are_left_out_and_names_stay_that_could_say_something() -> None:
    sent = b"street=Am+M%C3%BChlenbach&house_number=12&array_map=a&on%3Dx=1&plate=DN%3BAB"
    body = read_body(FORM, BytesIO(sent), treat, is_plain)
    assert body.blocking == b"array_map=&on%3Dx=&plate=DN%3BAB"


def test_a_search_is_taken_out_of_an_address_and_what_is_looked_at_stays_as_it_was_sent() -> None:
    assert sorted_query("words=drop%20table&seite=2;", treat) == ("seite=2;", [("words", "drop table")])
    assert sorted_query("a=%2E%2E&b", treat) == ("a=%2E%2E", [])
    assert sorted_query("a=%2E%2E&name=Anna&c=%FF%c0", treat, is_plain) == ("a=%2E%2E&c=%FF%c0", [])
