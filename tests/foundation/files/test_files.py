from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.storage import storages

from modellkommune.foundation.files.commands import (
    give_original,
    hand_over,
    keep,
    page_of,
    remove,
    remove_all,
    store,
)
from modellkommune.foundation.files.errors import FileAltered, FileNotFound, FileRefused
from modellkommune.foundation.files.models import Picture, StoredFile
from modellkommune.foundation.files.queries import (
    CONTENT,
    describe,
    descriptor,
    digest_of,
    file,
    files_of,
    read,
)
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.keys.commands import destroy, new_key, seal
from modellkommune.foundation.keys.errors import KeyDestroyed
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.context import municipality
from tests.foundation.files.clamd import Double
from tests.foundation.files.samples import pdf, picture

OWNER = "draft:0f6e1d1e"

JPEG, PNG, PDF = picture("JPEG"), picture("PNG"), pdf()


@pytest.fixture
def key(two_towns: tuple[str, str]) -> Iterator[DataKey]:
    with municipality("alpha"):
        yield new_key()


def test_a_file_comes_back_as_it_was(key: DataKey) -> None:
    stored = store(PDF, "C:\\Eigene Dateien\\Erklärung Sommer.exe", key, OWNER)
    found = file(stored.pk)
    assert (found.name, found.media_type, found.size) == ("Erklärung Sommer.pdf", "application/pdf", len(PDF))
    assert read(found) == PDF


def test_the_original_is_kept_unchanged_with_its_digest(key: DataKey) -> None:
    stored = file(store(PDF, "Sommer.pdf", key, OWNER).pk)
    assert digest_of(stored) == sha256(PDF).hexdigest()
    assert sha256(PDF).digest().hex().encode() not in bytes(stored.sealed_digest)
    path = Path(storages["files"].path(stored.path))
    path.write_bytes(seal(key, PDF + b"\n", CONTENT))
    with pytest.raises(FileAltered):
        read(stored)


def test_pages_are_drawn_once_and_lie_sealed(key: DataKey) -> None:
    stored = file(store(pdf(2), "Sommer.pdf", key, OWNER).pk)
    second = page_of(stored, 2)
    assert second.startswith(b"\xff\xd8\xff")
    assert page_of(stored, 2) == second
    rows = Picture.objects.filter(file=stored)
    assert sorted(row.page for row in rows) == [1, 2]
    for row in rows:
        assert b"JFIF" not in Path(storages["files"].path(row.path)).read_bytes()
    for page in (0, 3):
        with pytest.raises(FileNotFound):
            page_of(stored, page)


def test_a_paper_of_ours_has_no_pages_to_look_at(key: DataKey) -> None:
    stored = file(keep(PDF, "Bescheid", "pdf", key, OWNER).pk)
    with pytest.raises(FileNotFound):
        page_of(stored, 1)


def test_files_go_over_to_another_owner(key: DataKey) -> None:
    stored = store(PNG, "a.png", key, OWNER)
    hand_over([str(stored.pk)], "case:7")
    hand_over([str(stored.pk)], "case:7")
    assert files_of("case:7") == (stored,)
    assert Entry.objects.filter(verb="file_handed_over").count() == 1


def test_the_journal_says_who_took_the_original(key: DataKey, scanner: Double) -> None:
    stored = store(PNG, "a.png", key, OWNER)
    assert give_original(stored, Actor("staff", "3")) == PNG
    entry = Entry.objects.get(verb="original_opened")
    assert (entry.subject, entry.actor_kind, entry.actor_id) == (f"file:{stored.pk}", "staff", "3")


def test_a_file_is_described_as_answers_name_it(key: DataKey) -> None:
    stored = store(PNG, "a.png", key, OWNER)
    named = {"id": str(stored.pk), "name": "a.png", "media_type": "image/png", "size": len(PNG)}
    assert descriptor(stored) == named


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
            drawn = Picture.objects.get(file=gone).path
            remove_all(OWNER)
        with municipality("alpha"):
            assert set(StoredFile.objects.all()) == {kept}
            [picture_left] = Picture.objects.all()
            assert picture_left.file_id == kept.pk
        assert not storages["files"].exists(gone.path)
        assert not storages["files"].exists(drawn)

    def test_a_town_removes_no_file_of_another(self) -> None:
        with municipality("alpha"):
            stored = store(PNG, "x.png", new_key(), OWNER)
        with municipality("beta"):
            remove(stored.pk)
            with pytest.raises(FileNotFound):
                file(stored.pk)
        with municipality("alpha"):
            assert read(file(stored.pk)) == PNG
