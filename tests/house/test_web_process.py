"""What the web server keeps in memory, in each of its processes, day and night."""

import os
import subprocess
import sys
from pathlib import Path

import modellkommune

WSGI = Path(modellkommune.__file__).parent / "wsgi.py"
ELSEWHERE = {
    "PIL": "strangers' files are opened in a process of their own",
    "pypdfium2": "strangers' files are opened in a process of their own",
    "zxingcpp": "strangers' files are opened in a process of their own",
    "typst": "the worker writes the papers",
    "pyhanko": "the worker signs the papers",
    "httpx": "two calls a log-in need the standard library only",
    "fido2": "staff log in with one-time codes",
}


def test_the_web_server_carries_nothing_that_another_process_does(tmp_path: Path) -> None:
    words = "import sys, django; django.setup(); import modellkommune.urls; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", words],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "modellkommune.settings",
            "MODELLKOMMUNE_HOME": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert "modellkommune.portals.citizen.verify" in done.stdout.split()
    assert not ELSEWHERE.keys() & set(done.stdout.split())


def test_the_web_server_starts_though_nobody_has_named_the_settings(tmp_path: Path) -> None:
    imports, named, _ = WSGI.read_text("utf-8").partition("os.environ.setdefault(")
    assert named
    done = subprocess.run(
        [sys.executable, "-c", imports],
        env={"PATH": os.environ["PATH"], "MODELLKOMMUNE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
