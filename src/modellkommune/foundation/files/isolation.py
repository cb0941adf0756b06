"""The child process that opens strangers' files gives up the network and other programs, by the kernel.

A filter of system calls (seccomp) needs no rights and cannot be taken back: whatever a file makes its reader
do, the process sends nothing anywhere, starts nothing and looks into no other process. Source:
linux/seccomp.h, linux/filter.h, linux/audit.h and the tables of system calls of the two architectures.
"""

import ctypes
import errno
import platform
import struct
from dataclasses import dataclass
from typing import Final

_NO_NEW_PRIVILEGES: Final = 38  # prctl
_SECCOMP: Final = 22  # prctl
_FILTER: Final = 2
_LOAD: Final = 0x20
_EQUAL: Final = 0x15
_AT_LEAST: Final = 0x35
_RETURN: Final = 0x06
_NUMBER: Final = 0  # offsets in struct seccomp_data
_ARCHITECTURE: Final = 4
_ALLOWED: Final = 0x7FFF0000
_KILLED: Final = 0x80000000
_REFUSED: Final = 0x00050000 | errno.EPERM
_X32: Final = 0x40000000
"""Numbers from here on are a second door to the same calls on x86-64."""


@dataclass(frozen=True)
class _Machine:
    """The mark of an architecture, and the numbers of what is refused on it."""

    mark: int
    refused: tuple[int, ...]


# socket connect accept sendto recvfrom sendmsg bind listen socketpair · ptrace · execve execveat ·
# process_vm_readv process_vm_writev · io_uring_setup, which does without the other calls · pidfd_getfd
_BY_NAME: Final = {
    "x86_64": _Machine(
        0xC000003E, (41, 42, 43, 44, 45, 46, 49, 50, 53, 101, 59, 322, 310, 311, 425, 438, 288)
    ),
    "aarch64": _Machine(
        0xC00000B7, (198, 203, 202, 206, 207, 211, 200, 201, 199, 117, 221, 281, 270, 271, 425, 438, 242)
    ),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def isolate() -> bool:
    """Give up the network and other programs for this process; whether the kernel took it."""
    machine = _BY_NAME.get(platform.machine())
    if platform.system() != "Linux" or machine is None:
        return False
    steps = _steps(machine)
    kept = ctypes.create_string_buffer(steps, len(steps))
    program = _Program(len(steps) // 8, ctypes.cast(kept, ctypes.c_void_p))
    control = ctypes.CDLL(None, use_errno=True).prctl
    control.argtypes = (ctypes.c_int, *(ctypes.c_ulong,) * 4)
    if control(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return bool(control(_SECCOMP, _FILTER, ctypes.addressof(program), 0, 0) == 0)


def _steps(machine: _Machine) -> bytes:
    """Another architecture ends the process, what is refused fails with EPERM, the rest goes on."""
    count = len(machine.refused)
    steps = [
        _step(_LOAD, 0, 0, _ARCHITECTURE),
        _step(_EQUAL, 1, 0, machine.mark),
        _step(_RETURN, 0, 0, _KILLED),
        _step(_LOAD, 0, 0, _NUMBER),
        _step(_AT_LEAST, count + 1, 0, _X32),
        *(_step(_EQUAL, count - place, 0, number) for place, number in enumerate(machine.refused)),
        _step(_RETURN, 0, 0, _ALLOWED),
        _step(_RETURN, 0, 0, _REFUSED),
    ]
    return b"".join(steps)


def _step(code: int, if_so: int, if_not: int, value: int) -> bytes:
    return struct.pack("=HBBI", code, if_so, if_not, value)
