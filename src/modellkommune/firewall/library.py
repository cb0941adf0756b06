"""libmodsecurity 3 through its C interface: which shared library there is, its functions with types.

The same functions are in Debian's `libmodsecurity3` and inside the wheel of `libmodsecurity`; ctypes lets go
of the interpreter's lock while one runs, whichever it is. Source: headers/modsecurity/*.h of version 3.0.
"""

import ctypes
import ctypes.util
import importlib.metadata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

_SYSTEM_NAMES: Final = ("libmodsecurity.so.3", "libmodsecurity.so")
_WHEEL: Final = "libmodsecurity"

_free: Final = ctypes.CDLL(None).free
_free.restype, _free.argtypes = None, (ctypes.c_void_p,)

Log = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_char_p)
"""What the library calls for each rule that matched: (what the transaction was given, one line)."""

_XmlFault = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
_SILENT: Final = _XmlFault(lambda _about, _fault: None)


class EngineMissing(Exception):
    """libmodsecurity was not found: install Debian's package libmodsecurity3 or the wheel libmodsecurity."""


class Intervention(ctypes.Structure):
    """What the library would do with a transaction; its strings are freed by `forget`."""

    _fields_ = (
        ("status", ctypes.c_int),
        ("pause", ctypes.c_int),
        ("url", ctypes.c_void_p),
        ("log", ctypes.c_void_p),
        ("disruptive", ctypes.c_int),
    )


def forget(said: Intervention) -> None:
    """Free the strings of an intervention. Debian's version has no function for it; C's does."""
    for address in (said.url, said.log):
        if address:
            _free(address)


@dataclass(frozen=True)
class Library:
    """The loaded library, its version as it says itself, and whether it is the one of the machine."""

    functions: Any
    version: str
    of_system: bool


@cache
def library() -> Library:
    """The library of the machine, else that of the wheel. Raises EngineMissing."""
    for name in _SYSTEM_NAMES:
        try:
            return _typed(ctypes.CDLL(name), of_system=True)
        except OSError:
            continue
    return _typed(_of_wheel(), of_system=False)


def _of_wheel() -> ctypes.CDLL:
    try:
        files = importlib.metadata.files(_WHEEL) or []
        folder = next(Path(str(file.locate())).parent for file in files if "libmodsecurity-" in file.name)
        return _with_neighbours(folder)
    except (importlib.metadata.PackageNotFoundError, StopIteration, OSError) as problem:
        raise EngineMissing from problem


def _with_neighbours(folder: Path) -> ctypes.CDLL:
    """The library beside the ones it was built with: they find each other by their run path."""
    return ctypes.CDLL(str(next(iter(sorted(folder.glob("libmodsecurity-*.so*"))))))


def _typed(found: ctypes.CDLL, *, of_system: bool) -> Library:
    pointer, text, count = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t
    for name, result, *arguments in (
        ("msc_init", pointer),
        ("msc_who_am_i", text, pointer),
        ("msc_set_log_cb", None, pointer, Log),
        ("msc_create_rules_set", pointer),
        ("msc_rules_add", ctypes.c_int, pointer, text, ctypes.POINTER(pointer)),
        ("msc_rules_add_file", ctypes.c_int, pointer, text, ctypes.POINTER(pointer)),
        ("msc_new_transaction", pointer, pointer, pointer, pointer),
        ("msc_transaction_cleanup", None, pointer),
        ("msc_process_connection", ctypes.c_int, pointer, text, ctypes.c_int, text, ctypes.c_int),
        ("msc_process_uri", ctypes.c_int, pointer, text, text, text),
        ("msc_add_n_request_header", ctypes.c_int, pointer, text, count, text, count),
        ("msc_process_request_headers", ctypes.c_int, pointer),
        ("msc_append_request_body", ctypes.c_int, pointer, text, count),
        ("msc_process_request_body", ctypes.c_int, pointer),
        ("msc_intervention", ctypes.c_int, pointer, ctypes.POINTER(Intervention)),
    ):
        function = getattr(found, name)
        function.restype, function.argtypes = result, arguments
    _silence_xml(found)
    return Library(found, "", of_system)


def _silence_xml(found: ctypes.CDLL) -> None:
    """Its reader of XML writes what it cannot read to standard error: somebody's body, in our log."""
    for name in ("xmlSetStructuredErrorFunc", "xmlThrDefSetStructuredErrorFunc"):  # this thread, later ones
        silence = getattr(found, name, None)
        if silence is not None:
            silence.restype, silence.argtypes = None, (ctypes.c_void_p, _XmlFault)
            silence(None, _SILENT)
