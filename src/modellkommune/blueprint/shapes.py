"""The types behind the variables of expressions, as protobuf messages built from the form.

Scalars are wrapper types, so that an absent value differs from zero and from the empty text.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, wrappers_pb2
from google.protobuf.message import Message

from modellkommune.values.address import Address

PACKAGE = "modellkommune"
WRAPPERS: dict[str, Any] = {
    "text": wrappers_pb2.StringValue,
    "date": wrappers_pb2.StringValue,
    "integer": wrappers_pb2.Int64Value,
    "money": wrappers_pb2.Int64Value,
    "number": wrappers_pb2.DoubleValue,
    "boolean": wrappers_pb2.BoolValue,
}
LISTS = {"texts": "text", "files": "text", "integers": "integer"}
PARTS: dict[str, Mapping[str, str]] = {
    "address": {
        "street": "text",
        "number": "integer",
        "addition": "text",
        "postcode": "text",
        "place": "text",
        "zone": "text",
        "match": "text",
        "line": "text",
    },
    "plate": {
        "kind": "text",
        "text": "text",
        "core": "text",
        "suffix": "text",
        "season": "text",
        "country": "text",
        "warnings": "texts",
    },
}
_FIELD = descriptor_pb2.FieldDescriptorProto
_LIST_TYPES = {"text": _FIELD.TYPE_STRING, "integer": _FIELD.TYPE_INT64}


def plain_scalar(value: Any, kind: str) -> Any:
    """The value if it is of this kind, else None: what a register says wrongly counts as not said."""
    if kind in ("integer", "money"):
        return value if isinstance(value, int) and not isinstance(value, bool) else None
    if kind == "number":
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    if kind == "boolean":
        return value if isinstance(value, bool) else None
    if not isinstance(value, str):
        return None
    return _iso(value) if kind == "date" else value


def _iso(value: str) -> str | None:
    try:
        return value if date.fromisoformat(value).isoformat() == value else None
    except ValueError:
        return None


class Shapes:
    """The messages of one service. `shapes`: message name -> field -> type."""

    def __init__(self, shapes: Mapping[str, Mapping[str, str]]) -> None:
        self.shapes: dict[str, Mapping[str, str]] = {**PARTS, **shapes}
        self.pool = _pool(self.shapes)
        self._classes = {name: self._class(name) for name in self.shapes}
        self._makers = {
            name: {field: self._maker(kind) for field, kind in fields.items()} for name, fields in self.shapes.items()
        }

    def _class(self, name: str) -> Callable[..., Message]:
        descriptor = self.pool.FindMessageTypeByName(type_name(name))
        return message_factory.GetMessageClass(descriptor)

    def build(self, name: str, values: Mapping[str, Any]) -> Message:
        """A message of these values; unknown names, None and values of another type are left out."""
        makers = self._makers[name]
        made = {}
        for field, value in values.items():
            if value is not None and field in makers:
                found = makers[field](value)
                if found is not None:
                    made[field] = found
        return self._classes[name](**made)

    def _maker(self, kind: str) -> Callable[[Any], Any]:
        if kind in LISTS:
            return _list_maker(LISTS[kind])
        if kind in WRAPPERS:
            # every pool has classes of its own, the wrappers' included
            descriptor = self.pool.FindMessageTypeByName(WRAPPERS[kind].DESCRIPTOR.full_name)
            return _wrapper_maker(kind, message_factory.GetMessageClass(descriptor))
        return lambda values: self.build(kind, _completed(kind, values)) if isinstance(values, Mapping) else None

    def kind_at(self, name: str, path: tuple[str, ...]) -> str | None:
        """The type of a field inside a message, or None where there is no such field."""
        kind: str | None = name
        for step in path:
            kind = self.shapes.get(kind or "", {}).get(step)
        return kind


def type_name(name: str) -> str:
    """The full name of a message."""
    return f"{PACKAGE}.{name.capitalize()}"


def _wrapper_maker(kind: str, wrapper: Callable[..., Message]) -> Callable[[Any], Any]:
    def make(value: Any) -> Any:
        found = plain_scalar(value, kind)
        return None if found is None else wrapper(value=found)

    return make


def _list_maker(kind: str) -> Callable[[Any], Any]:
    def make(values: Any) -> Any:
        if not isinstance(values, list | tuple):
            return None
        texts = [value.get("name") if isinstance(value, Mapping) else value for value in values]
        return [value for value in texts if plain_scalar(value, kind) is not None]

    return make


def _completed(kind: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    if kind == "address" and values.get("street") and plain_scalar(values.get("number"), "integer"):
        return {**values, "line": address_of(values).line}
    return values


def address_of(values: Mapping[str, Any]) -> Address:
    """An address of its parts."""
    parts = [str(values.get(name) or "") for name in ("addition", "postcode", "place")]
    return Address(str(values.get("street") or ""), int(values.get("number") or 0), *parts)


def _pool(shapes: Mapping[str, Mapping[str, str]]) -> descriptor_pool.DescriptorPool:
    wrappers = descriptor_pb2.FileDescriptorProto()
    wrappers_pb2.DESCRIPTOR.CopyToProto(wrappers)
    file = descriptor_pb2.FileDescriptorProto(name=f"{PACKAGE}/service.proto", package=PACKAGE, syntax="proto3")
    file.dependency.append(wrappers.name)
    for name, fields in shapes.items():
        message = file.message_type.add(name=name.capitalize())
        for number, (field, kind) in enumerate(fields.items(), 1):
            _declare(message.field.add(name=field, number=number), kind)
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(wrappers.SerializeToString())
    pool.AddSerializedFile(file.SerializeToString())
    return pool


def _declare(field: descriptor_pb2.FieldDescriptorProto, kind: str) -> None:
    if kind in LISTS:
        field.label = _FIELD.LABEL_REPEATED
        field.type = _LIST_TYPES[LISTS[kind]]
        return
    field.label = _FIELD.LABEL_OPTIONAL
    field.type = _FIELD.TYPE_MESSAGE
    wrapper = WRAPPERS.get(kind)
    field.type_name = f".{wrapper.DESCRIPTOR.full_name}" if wrapper else f".{type_name(kind)}"
