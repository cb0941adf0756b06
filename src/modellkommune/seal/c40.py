"""C40 (ISO/IEC 16022) as seals use it: three capitals, digits or fillers in two bytes.

A triple (a, b, c) is 1600a + 40b + c + 1, big-endian. Two signs at the end: c = 0. One sign at the end: the
byte FE and its ASCII code + 1. The filler is written "<" or blank and read as a blank.
"""

from modellkommune.seal.errors import NotASeal, SealDoesNotFit

_UNLATCH = 0xFE
_SIGNS = "   " + " " + "0123456789" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FILLER, _HIGHEST = 3, 39


def encode_c40(text: str) -> bytes:
    """The bytes of a text of capitals, digits and fillers; raises SealDoesNotFit for any other sign."""
    return b"".join(_encode_triple(text[place : place + 3]) for place in range(0, len(text), 3))


def decode_c40(data: bytes) -> str:
    """The text of C40 bytes, fillers as blanks; raises NotASeal where they are no such text."""
    if len(data) % 2:
        raise NotASeal("odd number of C40 bytes")
    return "".join(_decode_pair(data[place], data[place + 1]) for place in range(0, len(data), 2))


def _encode_triple(signs: str) -> bytes:
    values = [_value(sign) for sign in signs]
    if len(values) == 1:
        return bytes((_UNLATCH, ord(signs) + 1))
    first, second, third = (*values, 0)[:3]
    return (1600 * first + 40 * second + third + 1).to_bytes(2, "big")


def _value(sign: str) -> int:
    value = _FILLER if sign == "<" else _SIGNS.rfind(sign)
    if value < _FILLER:
        raise SealDoesNotFit(f"C40 has no sign {sign!r}")
    return value


def _decode_pair(first: int, second: int) -> str:
    if first == _UNLATCH:
        return chr(second - 1) if second else ""
    number = first * 256 + second - 1
    values = (number // 1600, number // 40 % 40, number % 40)
    if number < 0 or values[0] > _HIGHEST:
        raise NotASeal("C40 value out of range")
    return "".join(_SIGNS[value] for value in values if value >= _FILLER)
