"""The child that opens files reaches nobody and starts nothing."""

import platform
import subprocess
import sys

import pytest

KNOWN = platform.system() == "Linux" and platform.machine() in ("x86_64", "aarch64")
TRY = """
import os, socket
from modellkommune.foundation.files.child import bind
bind()
for attempt in (
    lambda: socket.socket(),
    lambda: socket.socket(socket.AF_UNIX),
    lambda: socket.socketpair(),
    lambda: os.execv("/bin/true", ["true"]),
):
    try:
        attempt()
        print("done")
    except PermissionError:
        print("refused")
print(len(os.listdir("/")) > 0)
"""


@pytest.mark.skipif(not KNOWN, reason="the filter is for Linux on x86-64 and ARM64")
def test_it_has_no_network_and_starts_no_program() -> None:
    done = subprocess.run([sys.executable, "-c", TRY], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["refused"] * 4 + ["True"], done.stderr
