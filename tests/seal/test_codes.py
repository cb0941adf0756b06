"""C40, dates and headers, byte by byte."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modellkommune.seal.c40 import decode_c40, encode_c40
from modellkommune.seal.errors import NotASeal, SealDoesNotFit
from modellkommune.seal.header import Header, decode_date, decode_header, encode_date

PRIMITIVES = Path(__file__).parents[2].parent / "shared" / "standards" / "vds" / "primitives.json"
needs_primitives = pytest.mark.skipif(
    not PRIMITIVES.exists(), reason="no public vectors beside this repository"
)


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 "))
def test_c40_gives_back_what_it_took(text):
    assert decode_c40(encode_c40(text)) == text


def test_c40_packs_three_signs_into_two_bytes():
    assert encode_c40("XYZ") == bytes.fromhex("ed58")
    assert encode_c40("D<<") == bytes.fromhex("6abc")
    assert encode_c40("A") == bytes((0xFE, ord("A") + 1))


def test_c40_refuses_small_letters_and_broken_bytes():
    with pytest.raises(SealDoesNotFit):
        encode_c40("dn")
    for broken in (b"\x01", b"\xff\xff", b"\x00\x00"):
        with pytest.raises(NotASeal):
            decode_c40(broken)


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_a_date_takes_three_bytes_and_comes_back(day):
    assert len(encode_date(day)) == 3
    assert decode_date(encode_date(day)) == day


def test_a_date_that_does_not_exist_is_no_seal():
    with pytest.raises(NotASeal):
        decode_date((2_30_2026).to_bytes(3, "big"))


@pytest.mark.parametrize(
    ("version", "signer", "certificate"), [(2, "DETS", "00027"), (3, "DETS", "32"), (3, "DEZV", "A1" * 20)]
)
def test_a_header_comes_back_whatever_its_version(version, signer, certificate):
    header = Header(version, "D", signer, certificate, date(2026, 12, 3), date(2026, 12, 4), 0x01, 0xC9)
    raw = header.encode()
    assert decode_header(raw + b"rest") == (header, len(raw))


def test_only_for_dezv_the_length_of_the_reference_is_decimal():
    def header(signer):
        return Header(3, "D", signer, "A" * 40, date(2026, 1, 1), date(2026, 1, 1), 1, 0xC9).encode()

    assert decode_c40(header("DEZV")[4:8]) == "DEZV40"
    assert decode_c40(header("DETS")[4:8]) == "DETS28"


@pytest.mark.parametrize("raw", ["", "dc", "dc04" + "00" * 30, "ac03" + "00" * 30, "dc036abc6d38dc0519a6"])
def test_what_does_not_begin_like_a_seal_is_none(raw):
    with pytest.raises(NotASeal):
        decode_header(bytes.fromhex(raw))


@needs_primitives
def test_it_agrees_with_the_public_primitives():
    primitives = json.loads(PRIMITIVES.read_text())
    for text, code in primitives["c40"]:
        assert encode_c40(text).hex() == code
        assert decode_c40(bytes.fromhex(code)) == text.replace("<", " ")
    for day, code in primitives["date3"]:
        assert encode_date(date.fromisoformat(day)).hex() == code
    for what, code in primitives["headers"]:
        if "header" in what or what.startswith("v4"):
            header, end = decode_header(bytes.fromhex(code))
            assert end == len(code) // 2
            assert header.encode().hex() == code
