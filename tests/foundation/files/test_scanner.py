"""The scanner's answers are believed only when they are plain; whatever else it does costs bounded time."""

import io
import socket
import time
import zipfile
from typing import Any

import pytest

from modellkommune.foundation.files import scanner as client
from modellkommune.foundation.files.scanner import ScannerSilent, ScannerState, Verdict, scan, state
from tests.foundation.files.clamd import EICAR, Double
from tests.foundation.files.samples import picture

SHORT = 0.3  # seconds


def zipped(content: bytes) -> bytes:
    """A ZIP archive with one file."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("eicar.com", content)
    return written.getvalue()


def test_it_is_asked_with_the_whole_content_in_pieces(scanner: Double) -> None:
    content = bytes(range(256)) * 1000
    assert scan(content) is Verdict.CLEAN
    assert scan(content + EICAR) is Verdict.INFECTED
    assert scan(b"") is Verdict.CLEAN
    assert scanner.looked_at == [content, content + EICAR, b""]


def test_it_is_reached_over_the_network_too(scanner: Double, settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        settings.CLAMD = door.getsockname()
        scanner.mood = "silent"
        with pytest.raises(ScannerSilent):
            scan(b"x", SHORT)
        line, _ = door.accept()
        assert line.recv(100).startswith(b"zINSTREAM\0")
        line.close()


@pytest.mark.parametrize("mood", ["garbage", "error", "almost", "endless", "cut", "silent"])
def test_what_is_no_plain_answer_is_none(scanner: Double, mood: str) -> None:
    scanner.mood = mood
    started = time.monotonic()
    with pytest.raises(ScannerSilent):
        scan(b"harmless", SHORT)
    assert time.monotonic() - started < SHORT + 1


def test_a_scanner_that_is_not_there_is_silent(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PAUSE", 0)
    settings.CLAMD = "/nowhere/clamd.ctl"
    with pytest.raises(ScannerSilent):
        scan(b"x")
    assert state() == ScannerState(configured=True)


def test_a_silent_scanner_is_left_alone_for_a_while(scanner: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PAUSE", 60)
    monkeypatch.setattr(client, "_silence", client._Silence())
    scanner.mood = "silent"
    with pytest.raises(ScannerSilent):
        scan(b"x", SHORT)
    scanner.mood = "honest"
    with pytest.raises(ScannerSilent):
        scan(b"x")
    assert scanner.looked_at == []


def test_a_file_that_it_cannot_cope_with_does_not_keep_it_from_others(
    scanner: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "PAUSE", 60)
    monkeypatch.setattr(client, "_silence", client._Silence())
    scanner.mood = "error"
    with pytest.raises(ScannerSilent):
        scan(b"x")
    scanner.mood = "honest"
    assert scan(b"x") is Verdict.CLEAN


@pytest.mark.parametrize(("mood", "size"), [("full", 5_000_000), ("full", 200), ("limits", 10)])
def test_what_is_beyond_its_limits_is_told_apart(scanner: Double, mood: str, size: int) -> None:
    scanner.mood = mood
    assert scan(bytes(size)) is Verdict.TOO_MUCH


def test_its_state_says_whether_it_is_there_and_answers(scanner: Double, settings: Any) -> None:
    assert state() == ScannerState(True, True, "ClamAV 1.4.3/27700/Mon Nov  3")
    scanner.mood = "garbage"
    assert state() == ScannerState(configured=True)
    settings.CLAMD = None
    assert state() == ScannerState(configured=False)


def test_the_real_one_finds_eicar_also_in_an_archive_and_behind_a_photo(clamd: None) -> None:
    assert scan(picture()) is Verdict.CLEAN
    for hidden in (EICAR, zipped(EICAR), zipped(zipped(EICAR)), picture() + EICAR):
        assert scan(hidden) is Verdict.INFECTED
    assert state().answers
    assert state().version.startswith("ClamAV ")


def test_the_real_one_says_what_is_too_much_for_it(clamd: None) -> None:
    assert scan(bytes(21 * 2**20)) is Verdict.TOO_MUCH
