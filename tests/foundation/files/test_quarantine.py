"""While the scanner is silent files wait sealed and unopened; its answer releases or rejects them."""

from collections.abc import Iterator
from typing import Any

import pytest

from modellkommune.foundation.files import sandbox
from modellkommune.foundation.files import scanner as client
from modellkommune.foundation.files.commands import give_original, page_of, store
from modellkommune.foundation.files.errors import (
    FileInfected,
    FileNotFound,
    FileTooLarge,
    FileWithheld,
    OriginalWithheld,
)
from modellkommune.foundation.files.models import QUARANTINED, REJECTED, TAKEN, Picture, StoredFile
from modellkommune.foundation.files.quarantine import Outcome, ask_again, settle
from modellkommune.foundation.files.queries import (
    digest_of,
    file,
    quarantined,
    read,
    sealed_content,
    withheld,
)
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.keys.commands import new_key
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.context import municipality
from tests.foundation.files.clamd import EICAR, Double
from tests.foundation.files.samples import pdf, picture

TOWN = "alpha"
OWNER = "draft:0f6e1d1e"
CLERK = Actor("staff", "3")
PHOTO, BAD = picture(), picture() + EICAR


@pytest.fixture
def key(committed_db: None, two_towns: tuple[str, str], scanner: Double) -> Iterator[DataKey]:
    with municipality(TOWN):
        yield new_key()


@pytest.fixture
def prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scanner has little time."""
    monkeypatch.setattr(client, "PROMPT", 0.2)
    monkeypatch.setattr(client, "PATIENT", 0.2)


def _kept(key: DataKey, content: bytes = PHOTO) -> StoredFile:
    return file(store(content, "ausweis.jpg", key, OWNER).pk)


def _quarantined(key: DataKey, scanner: Double, content: bytes = PHOTO) -> StoredFile:
    scanner.mood = "error"
    stored = _kept(key, content)
    scanner.mood = "honest"
    assert stored.state == QUARANTINED
    return stored


def _settled(stored: StoredFile) -> StoredFile:
    settle(stored.pk, ask_again(TOWN, stored.pk))
    return file(stored.pk)


def _verbs(stored: StoredFile) -> list[str]:
    entries = Entry.objects.filter(subject=f"file:{stored.pk}").order_by("pk")
    return list(entries.values_list("verb", flat=True))


def test_what_the_scanner_finds_is_refused_before_anything_opens_it(
    key: DataKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "look_into", lambda *_: pytest.fail("it was opened"))
    with pytest.raises(FileInfected):
        _kept(key, BAD)
    assert not StoredFile.objects.exists()


def test_what_is_beyond_its_limits_is_refused_as_too_large(key: DataKey, scanner: Double) -> None:
    scanner.mood = "full"
    with pytest.raises(FileTooLarge):
        _kept(key)


@pytest.mark.parametrize("mood", ["silent", "garbage", "error", "cut"])
def test_while_it_is_silent_a_file_is_kept_unopened_and_shown_to_nobody(
    key: DataKey, scanner: Double, prompt: None, mood: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "look_into", lambda *_: pytest.fail("it was opened"))
    scanner.mood = mood
    stored = _kept(key)
    assert (stored.state, stored.pages) == (QUARANTINED, 0)
    assert not Picture.objects.exists()
    assert withheld([stored.pk]) == (stored,)
    with pytest.raises(FileWithheld):
        read(stored)
    with pytest.raises(FileWithheld):
        give_original(stored, CLERK)
    with pytest.raises(FileNotFound):
        page_of(stored, 1)
    assert sealed_content(stored) == PHOTO


def test_a_clean_file_is_released_with_its_picture(key: DataKey, scanner: Double) -> None:
    stored = _settled(_quarantined(key, scanner))
    assert (stored.state, stored.pages, stored.refusal) == (TAKEN, 1, "")
    assert page_of(stored, 1).startswith(b"\xff\xd8\xff")
    assert read(stored) == PHOTO
    assert quarantined(9) == ()
    assert _verbs(stored) == ["file_stored", "file_released"]


def test_an_infected_file_is_rejected_and_kept_and_never_shown(key: DataKey, scanner: Double) -> None:
    stored = _settled(_quarantined(key, scanner, BAD))
    assert (stored.state, stored.refusal) == (REJECTED, "FileInfected")
    with pytest.raises(FileWithheld):
        read(stored)
    assert sealed_content(stored) == BAD
    assert digest_of(stored)
    assert _verbs(stored) == ["file_stored", "file_rejected"]


def test_what_cannot_be_opened_is_rejected_for_that(key: DataKey, scanner: Double) -> None:
    stored = _settled(_quarantined(key, scanner, PHOTO[:60]))
    assert (stored.state, stored.refusal) == (REJECTED, "FileBroken")


def test_what_the_scanner_says_nothing_about_waits_behind_the_others(key: DataKey, scanner: Double) -> None:
    first, second = (_quarantined(key, scanner, picture(size=(9, side))) for side in (8, 9))
    assert quarantined(9) == (first.pk, second.pk)
    scanner.mood = "error"
    assert _settled(first).state == QUARANTINED
    assert quarantined(9) == (second.pk, first.pk)


def test_settling_twice_changes_nothing(key: DataKey, scanner: Double) -> None:
    stored = _quarantined(key, scanner)
    outcome = ask_again(TOWN, stored.pk)
    assert settle(stored.pk, outcome) is not None
    assert settle(stored.pk, Outcome(refusal="FileInfected")) is None
    assert ask_again(TOWN, stored.pk) == Outcome()
    assert file(stored.pk).state == TAKEN
    assert _verbs(stored) == ["file_stored", "file_released"]


@pytest.mark.usefixtures("committed_db", "two_towns")
def test_a_town_settles_no_file_of_another(scanner: Double) -> None:
    with municipality(TOWN):
        stored = _quarantined(new_key(), scanner)
    assert ask_again("beta", stored.pk) == Outcome()
    with municipality("beta"):
        assert settle(stored.pk, Outcome(refusal="FileInfected")) is None
    with municipality(TOWN):
        assert file(stored.pk).state == QUARANTINED


def test_an_original_is_given_out_only_if_the_scanner_finds_it_clean_now(
    key: DataKey, scanner: Double
) -> None:
    document = pdf()
    stored = _kept(key, document)
    assert give_original(stored, CLERK) == document
    for mood, why in {"found": "infected", "limits": "infected", "error": "silent"}.items():
        scanner.mood = mood
        with pytest.raises(OriginalWithheld) as refusal:
            give_original(stored, CLERK)
        assert refusal.value.why == why
    assert _verbs(stored) == ["file_stored", "original_opened"]


def test_without_a_scanner_files_are_taken_and_originals_stay_here(key: DataKey, settings: Any) -> None:
    settings.CLAMD = None
    stored = _kept(key, BAD)
    assert stored.state == TAKEN
    assert EICAR not in page_of(stored, 1)
    with pytest.raises(OriginalWithheld) as refusal:
        give_original(stored, CLERK)
    assert refusal.value.why == "no_scanner"


def test_the_real_one_refuses_eicar_behind_a_photo(key: DataKey, clamd: None) -> None:
    assert _kept(key).state == TAKEN
    with pytest.raises(FileInfected):
        _kept(key, BAD)
