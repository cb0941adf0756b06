"""Constants of a syntax tree (google.cel.expr.Constant): bool 2, int64 3, double 5, string 6."""

import struct


def constant_of(raw: bytes) -> bool | int | float | str | None:
    """The plain value of a serialized constant; None for null and what blueprints do not use."""
    tag, body = raw[:1], raw[1:]
    if tag == b"\x32":
        length, start = _varint(body)
        return body[start : start + length].decode()
    if tag == b"\x18":
        return _varint(body)[0]
    if tag == b"\x10":
        return body != b"\x00"
    if tag == b"\x29":
        return float(struct.unpack("<d", body)[0])
    return None


def _varint(body: bytes) -> tuple[int, int]:
    """A number of variable length and how many bytes it took; negative ones in two's complement."""
    number = place = 0
    for place, byte in enumerate(body, 1):
        number |= (byte & 0x7F) << (7 * (place - 1))
        if byte < 0x80:
            break
    return (number - (1 << 64) if number >= 1 << 63 else number), place
