"""A whole seal: header, messages (tag, length, value) and signature."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from modellkommune.seal.errors import NotASeal, SealDoesNotFit
from modellkommune.seal.header import Header, decode_header

SIGNATURE = 0xFF
# TR-03137 reads one length byte up to 254, others read DER lengths; up to here both agree.
LONGEST_VALUE = 127


@dataclass(frozen=True, slots=True)
class Message:
    """One value of a seal under its tag (0 to 254)."""

    tag: int
    value: bytes


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal as it was read. `signed_bytes` is what `signature` (raw r || s) was made over."""

    header: Header
    messages: tuple[Message, ...]
    signed_bytes: bytes
    signature: bytes

    @property
    def raw(self) -> bytes:
        """The seal as it stands in the barcode."""
        return self.signed_bytes + bytes((SIGNATURE, len(self.signature))) + self.signature


def encode_messages(messages: Iterable[Message]) -> bytes:
    """The message zone; raises SealDoesNotFit for values over 127 bytes."""
    return b"".join(_encode(message) for message in messages)


def read_seal(raw: bytes) -> Seal:
    """Take a seal apart; raises NotASeal. Says nothing about whether the signature is right."""
    header, start = decode_header(raw)
    messages: list[Message] = []
    for message, begin, end in _messages(raw, start):
        if message.tag == SIGNATURE:
            if end != len(raw):
                raise NotASeal("something follows the signature")
            return Seal(header, tuple(messages), raw[:begin], message.value)
        messages.append(message)
    return Seal(header, tuple(messages), raw, b"")


def _encode(message: Message) -> bytes:
    if len(message.value) > LONGEST_VALUE:
        raise SealDoesNotFit(f"the value of tag {message.tag} has more than {LONGEST_VALUE} bytes")
    return bytes((message.tag, len(message.value))) + message.value


def _messages(raw: bytes, place: int) -> Iterator[tuple[Message, int, int]]:
    while place < len(raw):
        if place + 2 > len(raw):
            raise NotASeal("a message is cut off")
        end = place + 2 + raw[place + 1]
        if end > len(raw):
            raise NotASeal("a message is cut off")
        yield Message(raw[place], raw[place + 2 : end]), place, end
        place = end
