"""Files are told by their content, opened in a bounded process, and shown only as drawn anew."""

import base64
import contextlib
import io
import json
import random
import time
from pathlib import Path

import pytest
from PIL import Image

from modellkommune.foundation.files import sandbox
from modellkommune.foundation.files.detection import claimed_kind
from modellkommune.foundation.files.errors import (
    FileActive,
    FileBroken,
    FileDisguised,
    FileEmpty,
    FileLocked,
    FileRefused,
    FilesTooBigTogether,
    FileTooBig,
    FileTooLarge,
    KindRefused,
    TooManyFiles,
)
from modellkommune.foundation.files.limits import Limits, with_photos
from tests.foundation.files import samples
from tests.foundation.files.samples import pdf, picture

JPEG, PNG, PDF = picture("JPEG"), picture("PNG"), pdf()
HEIC = base64.b64decode((Path(__file__).parent / "photo.heic.base64").read_text())
CORPUS = Path(__file__).resolve().parents[4] / "shared" / "security" / "attacks-dev.jsonl"


def look(content: bytes, limits: Limits) -> sandbox.Look:
    """Everything that happens to a file before it is kept."""
    return sandbox.look_into(content, claimed_kind(content, limits), limits)


def _everything_about(picture: bytes) -> Image.Image:
    with Image.open(io.BytesIO(picture)) as image:
        image.load()
    return image


@pytest.mark.parametrize(
    ("content", "kind"), [(JPEG, "jpg"), (PNG, "png"), (PDF, "pdf"), (HEIC, "heic")], ids=lambda v: str(v)[:4]
)
def test_the_content_tells_the_kind(content: bytes, kind: str) -> None:
    assert claimed_kind(content, Limits()) == kind
    found = look(content, Limits())
    assert found.pages == 1
    assert _everything_about(found.picture).format == "JPEG"


REFUSED: dict[str, tuple[bytes, Limits, type[FileRefused]]] = {
    "nothing": (b"", Limits(), FileEmpty),
    "too many bytes": (PDF, Limits(max_bytes=100), FileTooBig),
    "an SVG with a script": (samples.SVG, Limits(), KindRefused),
    "an executable": (samples.EXECUTABLE, Limits(), KindRefused),
    "an archive": (samples.archive(), Limits(), KindRefused),
    "another kind than asked": (PNG, Limits(accept=("pdf",)), KindRefused),
    "something before the photo": (b"GIF89a" + JPEG, Limits(), KindRefused),
    "a video in the box of a photo": (b"\x00\x00\x00\x18ftypmp42" + bytes(50), Limits(), KindRefused),
    "a photo that is an archive": (JPEG + samples.archive(), Limits(), FileDisguised),
    "a document that is an archive": (PDF + samples.archive(), Limits(), FileDisguised),
    "a photo that is a RAR": (PNG + b"Rar!\x1a\x07\x00", Limits(), FileDisguised),
    "a photo that is a PDF": (JPEG[:20] + PDF + JPEG[20:], Limits(), FileDisguised),
    "no PDF behind the name": (b"%PDF-1.7 and nothing more", Limits(), FileBroken),
    "a PDF cut off": (PDF[: len(PDF) // 3], Limits(), FileBroken),
    "a PNG cut off": (PNG[:45], Limits(), FileBroken),
    "a JPEG cut off": (JPEG[:40], Limits(), FileBroken),
    "a HEIC cut off": (HEIC[: len(HEIC) // 2], Limits(), FileBroken),
    "too many pixels": (PNG, Limits(max_pixels=1000), FileTooLarge),
    "too many pages": (pdf(3), Limits(max_pages=2), FileTooLarge),
    "a bomb of pixels": (samples.pixel_bomb(), Limits(), FileTooLarge),
    "a PDF with a password": (samples.pdf_with_password(), Limits(), FileLocked),
    "a PDF with a script": (samples.pdf_with_script(), Limits(), FileActive),
    "a PDF with a script in disguise": (samples.pdf_with_script(b"/J#61vaScript"), Limits(), FileActive),
    "a PDF that starts a program": (samples.pdf_that_starts_a_program(), Limits(), FileActive),
    "a PDF with a program attached": (samples.pdf_with_attachment(samples.EXECUTABLE), Limits(), FileActive),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses(name: str) -> None:
    content, limits, error = REFUSED[name]
    with pytest.raises(error) as refusal:
        look(content, limits)
    assert set(refusal.value.message) == {"de", "en"}


def test_data_attached_to_a_document_is_no_program() -> None:
    assert look(samples.pdf_with_attachment(b"<?xml version='1.0'?><invoice/>"), Limits()).pages == 1


def test_what_is_shown_tells_nothing_of_where_and_with_what_it_was_taken() -> None:
    original = samples.photo_with_place()
    shown = look(original, Limits()).picture
    assert b"CameraOfAnna" in original
    assert b"CameraOfAnna" not in shown
    image = _everything_about(shown)
    assert not image.getexif()
    assert image.size == (20, 80)  # turned the right way up


def test_what_is_shown_is_not_larger_than_a_screen() -> None:
    assert max(_everything_about(look(picture("PNG", (3000, 900)), Limits()).picture).size) == 1600


def test_a_bomb_in_a_document_costs_bounded_time_and_memory() -> None:
    started = time.monotonic()
    with contextlib.suppress(FileRefused):
        look(samples.pdf_bomb(), Limits())
    assert time.monotonic() - started < sandbox.SECONDS + 5


def test_a_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox._CHILD, "seconds", 0.2)
    monkeypatch.setattr(sandbox._CHILD, "words", ("/bin/sleep", "30"))
    with pytest.raises(FileTooLarge):
        look(PNG, Limits())


@pytest.mark.parametrize(
    ("ending", "error"),
    [("kill -KILL $$", FileTooLarge), ("kill -SEGV $$", FileBroken), ("true", FileBroken)],
)
def test_a_child_that_dies_is_an_answer(
    monkeypatch: pytest.MonkeyPatch, ending: str, error: type[FileRefused]
) -> None:
    monkeypatch.setattr(sandbox._CHILD, "words", ("/bin/sh", "-c", f"cat > /dev/null; {ending}"))
    with pytest.raises(error):
        look(PNG, Limits())


def test_damage_anywhere_is_an_answer() -> None:
    chance = random.Random(7)
    for whole in (JPEG, PNG, samples.pdf_with_script(), HEIC):
        for _ in range(4):
            broken = bytearray(whole)
            for _ in range(12):
                broken[chance.randrange(12, len(broken))] = chance.randrange(256)
            try:
                look(bytes(broken), Limits())
            except FileRefused:
                continue


def test_attacks_as_files_are_refused() -> None:
    if not CORPUS.exists():
        pytest.skip("the corpus of attacks is not on this machine")
    with CORPUS.open(encoding="utf-8") as lines:
        bodies = [str(json.loads(line).get("body") or "").encode() for line in lines]
    tried = [body for body in bodies if body]
    assert len(tried) > 500
    for body in tried:
        for content in (body, b"\xff\xd8\xff" + body[:5] + b"%PDF-1.7" + body):
            with pytest.raises(FileRefused):
                claimed_kind(content, Limits())


def test_who_takes_photos_takes_those_of_every_telephone() -> None:
    assert with_photos(("pdf", "jpg")) == ("pdf", "jpg", "heic")
    assert with_photos(("pdf",)) == ("pdf",)


@pytest.mark.parametrize("error", [FilesTooBigTogether(2**20 * 30), TooManyFiles(1), TooManyFiles(3)])
def test_refusals_say_what_to_do_in_both_languages(error: FileRefused) -> None:
    assert all(error.message[language].endswith(".") for language in ("de", "en"))
