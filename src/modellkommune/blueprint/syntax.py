"""The checked syntax tree of an expression: which values it reads, and the one rule of absent values.

CEL lets `==`, `!=` and `in` decide about a wrapper that is absent (`absent != 'x'` would be true). Here an
expression that needs an absent value has no value. So every reading `a.b` is replaced by one variable named
"a.b", and has(a.b) by one named "has a.b", after the type check and before the expression is planned. When
it is run, a variable that is absent is simply not bound: then CEL says it has no value, and `&&` and `||`
decide as CEL decides about errors. It is also a hundred times cheaper than to build messages. Only the
parts of google.cel.expr that are needed are declared; what is not declared passes through unchanged.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_FIELD = descriptor_pb2.FieldDescriptorProto
_PRIMITIVES = {
    "int": _FIELD.TYPE_INT64,
    "text": _FIELD.TYPE_STRING,
    "bool": _FIELD.TYPE_BOOL,
    "bytes": _FIELD.TYPE_BYTES,
}
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
    "Expr": "id 2 int, const 3 Constant, ident 4 Ident, select 5 Select, call 6 Call, list 7 List, "
    "struct 8 Struct, loop 9 Loop",
    "Checked": "expr 4 Expr",
    "Packed": "type_url 1 text, value 2 bytes",
}


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
    return {
        name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"syntax.{name}"))
        for name in _DECLARED
    }


_CLASS = _classes()


@dataclass(frozen=True, slots=True)
class Read:
    """A value that an expression reads: its path, and whether it is only asked for by has()."""

    path: tuple[str, ...]
    tested: bool = False

    @property
    def variable(self) -> str:
        """The name of the variable that takes its place."""
        name = ".".join(self.path)
        return f"has {name}" if self.tested else name


class Tree:
    """The checked tree of one expression, as `serialize()` yields it."""

    def __init__(self, serialized: bytes, variables: frozenset[str]) -> None:
        self._variables = variables
        self._packed = _CLASS["Packed"].FromString(serialized)
        self._checked = _CLASS["Checked"].FromString(self._packed.value)

    @property
    def root(self) -> Any:
        """The node at the top."""
        return self._checked.expr

    def reads(self) -> tuple[Read, ...]:
        """Every value it reads, once."""
        return tuple(dict.fromkeys(self._reads(self._checked.expr)))

    def _reads(self, node: Any) -> Iterator[Read]:
        read = self._read(node)
        if read is not None:
            yield read
            return
        for below in _below(node):
            yield from self._reads(below)

    def _read(self, node: Any) -> Read | None:
        path = _path(node)
        if not path or path[0] not in self._variables:
            return None
        return Read(path, bool(node.HasField("select") and node.select.test_only))

    def direct(self) -> bool:
        """Whether the whole expression is one reading: then it needs no evaluation."""
        read = self._read(self._checked.expr)
        return read is not None and not read.tested

    def lenient(self) -> bool:
        """Whether it can have a value though one that it reads is absent (by ||, &&, ?:, or a loop)."""
        return _lenient(self._checked.expr)

    def flattened(self) -> bytes:
        """The tree in which every reading is one variable."""
        self._flatten(self._checked.expr)
        self._packed.value = self._checked.SerializeToString()
        return bytes(self._packed.SerializeToString())

    def _flatten(self, node: Any) -> None:
        read = self._read(node)
        if read is None:
            for below in _below(node):
                self._flatten(below)
            return
        number = node.id
        node.Clear()
        node.id = number
        node.ident.name = read.variable


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
            yield from (
                part
                for name in ("map_key", "value")
                if entry.HasField(name)
                for part in [getattr(entry, name)]
            )
    elif node.HasField("loop"):
        yield from (getattr(node.loop, name) for name in _LOOP_PARTS)


def _lenient(node: Any) -> bool:
    if node.HasField("loop") or (node.HasField("call") and node.call.function in _DECIDING):
        return True
    return any(_lenient(below) for below in _below(node))


_DECIDING = ("_||_", "_&&_", "_?_:_")
_LOOP_PARTS = ("iter_range", "accu_init", "loop_condition", "loop_step", "result")
