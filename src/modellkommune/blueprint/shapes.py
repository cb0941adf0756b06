"""The types behind the variables of expressions, as protobuf descriptors built from the form.

They serve the type check only. Scalars are wrapper types, so that has() may ask for each of them.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, wrappers_pb2

from modellkommune.values.address import Address

PACKAGE = "modellkommune"
WRAPPERS: dict[str, Any] = {
    "text": wrappers_pb2.StringValue,
    "choice": wrappers_pb2.StringValue,
    "date": wrappers_pb2.StringValue,
    "integer": wrappers_pb2.Int64Value,
    "money": wrappers_pb2.Int64Value,
    "number": wrappers_pb2.DoubleValue,
    "boolean": wrappers_pb2.BoolValue,
}
LISTS = {"texts": "text", "files": "text", "integers": "integer"}
ROWS = "rows_"
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
    if len(value) != 10 or value[4] != "-" or value[7] != "-":
        return None  # Python also reads 20261203 and 2026-W49-4
    try:
        date.fromisoformat(value)
    except ValueError:
        return None
    return value


def is_list(kind: str | None) -> bool:
    """Whether values of this kind are lists, which are never absent: of texts, numbers or rows of a group."""
    return kind is not None and (kind in LISTS or kind.startswith(ROWS))


def fitting(value: Any, kind: str) -> Any:
    """The value as an expression sees it, or None: absent, or not of this kind. Lists are never absent."""
    if kind.startswith(ROWS):
        return [dict(row) for row in value or () if isinstance(row, Mapping)]
    if kind in LISTS:
        items = value if isinstance(value, list | tuple) else ()
        names = (item.get("name") if isinstance(item, Mapping) else item for item in items)
        return [name for name in names if plain_scalar(name, LISTS[kind]) is not None]
    if kind in WRAPPERS:
        return None if value is None else plain_scalar(value, kind)
    return dict(value) if isinstance(value, Mapping) else None


def value_at(values: Any, path: tuple[str, ...]) -> Any:
    """The plain value at a path, or None. An address also has a `line`: street and house number."""
    here = values
    for step in path:
        if not isinstance(here, dict):
            return None
        found = here.get(step)
        if found is None and step == "line" and plain_scalar(here.get("number"), "integer"):
            found = address_of(here).line
        here = found
    return here


class Shapes:
    """The messages of one service. `shapes`: message name -> field -> type."""

    def __init__(self, shapes: Mapping[str, Mapping[str, str]]) -> None:
        self.shapes: dict[str, Mapping[str, str]] = {**PARTS, **shapes}
        self.pool = _pool(self.shapes)

    def kind_at(self, name: str, path: tuple[str, ...]) -> str | None:
        """The type of a field inside a message, or None where there is no such field."""
        kind: str | None = name
        for step in path:
            kind = self.shapes.get(kind or "", {}).get(step)
        return kind


def type_name(name: str) -> str:
    """The full name of a message."""
    return f"{PACKAGE}.{name.capitalize()}"


def address_of(values: Mapping[str, Any]) -> Address:
    """An address of its parts."""
    parts = [str(values.get(name) or "") for name in ("addition", "postcode", "place")]
    return Address(str(values.get("street") or ""), int(values.get("number") or 0), *parts)


def _pool(shapes: Mapping[str, Mapping[str, str]]) -> descriptor_pool.DescriptorPool:
    wrappers = descriptor_pb2.FileDescriptorProto()
    wrappers_pb2.DESCRIPTOR.CopyToProto(wrappers)
    file = descriptor_pb2.FileDescriptorProto(
        name=f"{PACKAGE}/service.proto", package=PACKAGE, syntax="proto3"
    )
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
    field.label = _FIELD.LABEL_REPEATED if is_list(kind) else _FIELD.LABEL_OPTIONAL
    field.type = _FIELD.TYPE_MESSAGE
    wrapper = WRAPPERS.get(kind)
    field.type_name = f".{wrapper.DESCRIPTOR.full_name}" if wrapper else f".{type_name(kind)}"
