"""The checked syntax tree of an expression: which values it reads, and the one rule of absent values.

CEL itself lets `==`, `!=` and `in` decide about a wrapper that is absent (`absent != 'x'` would be true). Here an
expression that needs an absent value has no value. So every final reading `a.b` becomes
`has(a.b) ? a.b : <no value>` before the expression is planned; `&&` and `||` then decide as CEL decides about errors.
Only the parts of google.cel.expr that are needed are declared; what is not declared passes through unchanged.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_FIELD = descriptor_pb2.FieldDescriptorProto
_PRIMITIVES = {"int": _FIELD.TYPE_INT64, "text": _FIELD.TYPE_STRING, "bool": _FIELD.TYPE_BOOL, "bytes": _FIELD.TYPE_BYTES}
# message: field number type, "*" for repeated (numbers: cel/expr/syntax.proto and checked.proto)
_DECLARED = {
    "Ident": "name 1 text",
    "Select": "operand 1 Expr, field 2 text, test_only 3 bool",
    "Call": "target 1 Expr, function 2 text, args 3 *Expr",
    "List": "elements 1 *Expr",
    "Entry": "map_key 3 Expr, value 4 Expr",
    "Struct": "entries 2 *Entry",
    "Loop": "iter_range 2 Expr, accu_init 4 Expr, loop_condition 5 Expr, loop_step 6 Expr, result 7 Expr",
    "Constant": "",
    "Expr": "id 2 int, const 3 Constant, ident 4 Ident, select 5 Select, call 6 Call, list 7 List, struct 8 Struct, "
    "loop 9 Loop",
    "Type": "wrapper 4 int, message 9 text",
    "Typed": "key 1 int, value 2 Type",
    "Checked": "types 3 *Typed, expr 4 Expr",
    "Packed": "type_url 1 text, value 2 bytes",
}
_INDEX_ONE = b"\x18\x01"  # a constant int64_value of 1: an index that an empty list does not have


def _classes() -> dict[str, Any]:
    file = descriptor_pb2.FileDescriptorProto(name="syntax.proto", package="syntax", syntax="proto3")
    for name, fields in _DECLARED.items():
        message = file.message_type.add(name=name)
        for line in filter(None, fields.split(", ")):
            field, number, kind = line.split(" ")
            declared = message.field.add(name=field, number=int(number), label=3 if kind[0] == "*" else 1)
            if kind in _PRIMITIVES:
                declared.type = _PRIMITIVES[kind]
            else:
                declared.type = _FIELD.TYPE_MESSAGE
                declared.type_name = f".syntax.{kind.lstrip('*')}"
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(file.SerializeToString())
    return {name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"syntax.{name}")) for name in _DECLARED}


_CLASS = _classes()


@dataclass(frozen=True, slots=True)
class Read:
    """A value that an expression reads: its path, and whether it is only asked for by has()."""

    path: tuple[str, ...]
    tested: bool = False


class Tree:
    """The checked tree of one expression, as `serialize()` yields it."""

    def __init__(self, serialized: bytes) -> None:
        self._packed = _CLASS["Packed"].FromString(serialized)
        self._checked = _CLASS["Checked"].FromString(self._packed.value)
        self._types = {typed.key: typed.value for typed in self._checked.types}
        self._next = max(self._types, default=0) + 1_000_000

    def reads(self) -> tuple[Read, ...]:
        """Every value it reads, once."""
        return tuple(dict.fromkeys(self._reads(self._checked.expr)))

    def _reads(self, node: Any) -> Iterator[Read]:
        path = _path(node)
        if path and len(path) > 1:
            yield Read(path, bool(node.select.test_only))
            return
        if path:
            yield Read(path)
        for below in _below(node):
            yield from self._reads(below)

    def strict(self) -> bytes:
        """The tree in which an absent value leaves the expression without value."""
        self._guard(self._checked.expr, final=True)
        self._packed.value = self._checked.SerializeToString()
        return bytes(self._packed.SerializeToString())

    def _guard(self, node: Any, final: bool) -> None:
        if not node.HasField("select"):
            for below in _below(node):
                self._guard(below, final=True)
            return
        self._guard(node.select.operand, final=False)
        kind = self._types.get(node.id)
        absent_possible = kind is not None and bool(kind.wrapper or kind.message)
        if final and absent_possible and not node.select.test_only:
            self._wrap(node)

    def _wrap(self, node: Any) -> None:
        value = _CLASS["Expr"]()
        value.CopyFrom(node)
        test = _CLASS["Expr"]()
        test.CopyFrom(node)
        test.id = self._fresh()
        test.select.test_only = True
        node.Clear()
        node.id = self._fresh()
        node.call.function = "_?_:_"
        node.call.args.extend([test, value, self._no_value()])

    def _no_value(self) -> Any:
        node = _CLASS["Expr"](id=self._fresh())
        node.call.function = "_[_]"
        node.call.args.add(id=self._fresh()).list.SetInParent()
        node.call.args.add(id=self._fresh()).const.MergeFromString(_INDEX_ONE)
        return node

    def _fresh(self) -> int:
        self._next += 1
        return self._next


def _path(node: Any) -> tuple[str, ...]:
    """("answers", "plate", "kind") of a chain of selections; () of anything else."""
    if node.HasField("ident"):
        return (node.ident.name,)
    if node.HasField("select"):
        start = _path(node.select.operand)
        return (*start, node.select.field) if start else ()
    return ()


def _below(node: Any) -> Iterator[Any]:
    if node.HasField("select"):
        yield node.select.operand
    elif node.HasField("call"):
        if node.call.HasField("target"):
            yield node.call.target
        yield from node.call.args
    elif node.HasField("list"):
        yield from node.list.elements
    elif node.HasField("struct"):
        for entry in node.struct.entries:
            yield from (part for name in ("map_key", "value") if entry.HasField(name) for part in [getattr(entry, name)])
    elif node.HasField("loop"):
        yield from (getattr(node.loop, name) for name in _LOOP_PARTS)


_LOOP_PARTS = ("iter_range", "accu_init", "loop_condition", "loop_step", "result")
