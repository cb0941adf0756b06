"""Patterns that do not compile: the engine loads a rule with one without a word, and it never finds anything.

They are compiled here as the engine does it, by the PCRE2 that it brings along itself.
Source: libmodsecurity's src/utils/regex.cc (options), pcre2api(3).
"""

import ctypes
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from modellkommune.firewall.library import library

_PATTERN: Final = re.compile(r'"!?@rx(?:Global)? ((?:[^"\\]|\\.)*+)"', re.DOTALL)
_INCLUDED: Final = re.compile(r'^\s*Include "([^"]+)"', re.MULTILINE)
_REMARK: Final = re.compile(r"^\s*#.*\n", re.MULTILINE)
_MACRO: Final = "%{"
"""A pattern with one is put together for each request."""
_OPTIONS: Final = 0x20 | 0x400  # PCRE2_DOTALL, PCRE2_MULTILINE
_SHOWN: Final = 60  # characters of a pattern


def faulty_patterns(texts: Iterable[str]) -> Iterator[str]:
    """For each pattern in the rules, and in the files that they include, that does not compile: what and why.

    Of those that are written with @rx, as ours and the OWASP rules do. Nothing where the engine was built
    with another library of patterns.
    """
    functions = library().functions
    if not hasattr(functions, "pcre2_compile_8"):
        return
    _type(functions)
    for place, text in _with_included(texts):
        for pattern in _patterns(text):
            fault = _fault(functions, pattern.encode("utf-8", "surrogateescape"))
            if fault:
                yield f"{place}: the pattern {pattern[:_SHOWN]!r} does not compile: {fault}"


def _with_included(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    for text in texts:
        yield "rules", text
        for file in _INCLUDED.findall(text):
            yield file, Path(file).read_text("utf-8", "surrogateescape")


def _patterns(text: str) -> Iterator[str]:
    # A quotation mark that is written out for the engine means itself in a pattern too.
    return (found for found in _PATTERN.findall(_REMARK.sub("", text)) if _MACRO not in found)


def _type(functions: Any) -> None:
    pointer, build, free = ctypes.c_void_p, functions.pcre2_compile_8, functions.pcre2_code_free_8
    build.restype = pointer
    build.argtypes = (ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint32, pointer, pointer, pointer)
    free.restype, free.argtypes = None, (pointer,)


def _fault(functions: Any, pattern: bytes) -> str:
    """What is wrong with a pattern, and after how many bytes; "" for a good one."""
    number, place = ctypes.c_int(), ctypes.c_size_t()
    said = ctypes.byref(number), ctypes.byref(place)
    compiled = functions.pcre2_compile_8(pattern, len(pattern), _OPTIONS, *said, None)
    functions.pcre2_code_free_8(compiled)
    return "" if compiled else f"error {number.value} of PCRE2 after {place.value} bytes"
