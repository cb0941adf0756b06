import io
import zlib
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from django.core.files.storage import storages
from PIL import Image

from modellkommune.foundation.files.commands import remove, remove_all, store
from modellkommune.foundation.files.detection import kind_of
from modellkommune.foundation.files.errors import (
    FileBroken,
    FileEmpty,
    FileNotFound,
    FileRefused,
    FileTooBig,
    FileTooLarge,
    KindRefused,
)
from modellkommune.foundation.files.limits import Limits
from modellkommune.foundation.files.models import StoredFile
from modellkommune.foundation.files.queries import describe, file, files_of, read
from modellkommune.foundation.keys.commands import destroy, new_key
from modellkommune.foundation.keys.errors import KeyDestroyed
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.context import municipality

OWNER = "draft:0f6e1d1e"


def _picture(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "navy").save(content, kind)
    return content.getvalue()


def _pdf(pages: int = 1) -> bytes:
    document, content = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        document.new_page(200, 200).close()
    document.save(content)
    document.close()
    return content.getvalue()


JPEG, PNG, PDF = _picture("JPEG"), _picture("PNG"), _pdf()


class TestDetection:
    @pytest.mark.parametrize(("content", "kind"), [(JPEG, "jpg"), (PNG, "png"), (PDF, "pdf")])
    def test_the_content_tells_the_kind(self, content: bytes, kind: str) -> None:
        assert kind_of(content, Limits()) == kind

    @pytest.mark.parametrize(
        ("content", "limits", "error"),
        [
            (b"", Limits(), FileEmpty),
            (PDF, Limits(max_bytes=100), FileTooBig),
            (b"<svg onload=alert(1)>", Limits(), KindRefused),
            (b"MZ\x90\x00", Limits(), KindRefused),
            (PNG, Limits(accept=("pdf",)), KindRefused),
            (b"GIF89a" + JPEG, Limits(), KindRefused),
            (b"%PDF-1.7 and nothing more", Limits(), FileBroken),
            (PDF[: len(PDF) // 3], Limits(), FileBroken),
            (PNG[:45], Limits(), FileBroken),
            (JPEG[:40], Limits(), FileBroken),
            (PNG, Limits(max_pixels=1000), FileTooLarge),
            (_pdf(3), Limits(max_pages=2), FileTooLarge),
        ],
        ids=lambda value: "" if isinstance(value, bytes | Limits) else value.__name__,
    )
    def test_it_refuses(self, content: bytes, limits: Limits, error: type[FileRefused]) -> None:
        with pytest.raises(error) as refusal:
            kind_of(content, limits)
        assert set(refusal.value.message) == {"de", "en"}

    def test_a_bomb_of_pixels_is_not_unpacked(self) -> None:
        header = (20000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
        chunk = b"IHDR" + header
        bomb = (
            PNG[:8] + len(header).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big") + PNG[33:]
        )
        with pytest.raises(FileTooLarge):
            kind_of(bomb, Limits())


@pytest.fixture
def key(two_towns: tuple[str, str]) -> Iterator[DataKey]:
    with municipality("alpha"):
        yield new_key()


def test_a_file_comes_back_as_it_was(key: DataKey) -> None:
    stored = store(PDF, "C:\\Eigene Dateien\\Erklärung Sommer.exe", key, OWNER)
    found = file(stored.pk)
    assert (found.name, found.media_type, found.size) == ("Erklärung Sommer.pdf", "application/pdf", len(PDF))
    assert read(found) == PDF


def test_what_lies_in_the_storage_tells_nothing(key: DataKey) -> None:
    stored = store(PDF, "Sommer.pdf", key, OWNER)
    lying = Path(storages["files"].path(stored.path)).read_bytes()
    assert b"PDF" not in lying
    assert "Sommer" not in stored.path
    assert b"Sommer" not in bytes(stored.sealed_name)


def test_with_its_key_a_file_is_gone(key: DataKey) -> None:
    stored = store(PNG, "x.png", key, OWNER)
    destroy(key)
    with pytest.raises(KeyDestroyed):
        read(file(stored.pk))


def test_a_refused_file_leaves_nothing(key: DataKey) -> None:
    with pytest.raises(FileRefused):
        store(b"no picture", "x.png", key, OWNER)
    assert not StoredFile.objects.exists()


def test_files_are_found_by_owner_and_id(key: DataKey) -> None:
    one, other = store(PNG, "a.png", key, OWNER), store(PDF, "b.pdf", key, "draft:other")
    assert files_of(OWNER) == (one,)
    assert set(describe([one.pk, str(other.pk)])) == {one, other}


def test_a_nameless_file_gets_a_name(key: DataKey) -> None:
    assert store(PNG, "../\u202e\x00", key, OWNER).name == "datei.png"


@pytest.mark.usefixtures("committed_db", "two_towns")
class TestRemoval:
    def test_a_removed_file_is_gone_from_the_storage_after_the_commit(self) -> None:
        with municipality("alpha"):
            stored = store(PNG, "x.png", new_key(), OWNER)
        with municipality("alpha"):
            remove(stored.pk)
            assert storages["files"].exists(stored.path)
        assert not storages["files"].exists(stored.path)
        with municipality("alpha"):
            remove(stored.pk)

    def test_all_files_of_an_owner_go(self) -> None:
        with municipality("alpha"):
            key = new_key()
            gone, kept = store(PNG, "a.png", key, OWNER), store(PNG, "b.png", key, "draft:other")
            remove_all(OWNER)
        with municipality("alpha"):
            assert set(StoredFile.objects.all()) == {kept}
        assert not storages["files"].exists(gone.path)

    def test_a_town_removes_no_file_of_another(self) -> None:
        with municipality("alpha"):
            stored = store(PNG, "x.png", new_key(), OWNER)
        with municipality("beta"):
            remove(stored.pk)
            with pytest.raises(FileNotFound):
                file(stored.pk)
        with municipality("alpha"):
            assert read(file(stored.pk)) == PNG
