"""Drafts keep what people typed, sealed, for thirty days, and are never edited once handed in."""

import datetime
import uuid

import pytest

from modellkommune.casework.drafts.commands import (
    Holder,
    Pin,
    delete_draft,
    delete_expired_drafts,
    hand_over,
    mark_submitted,
    save_content,
    start_draft,
)
from modellkommune.casework.drafts.content import Content
from modellkommune.casework.drafts.errors import DraftAlreadySubmitted, DraftNotFound
from modellkommune.casework.drafts.models import Draft
from modellkommune.casework.drafts.queries import content_of, locked_draft, open_drafts_of
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants import clock
from modellkommune.values.clock import FixedClock

PIN = Pin("resident-parking", "r" * 64, "o" * 64)


@pytest.fixture
def started(town: str) -> Draft:
    """A draft with one answer."""
    return start_draft(PIN, Holder(uuid.uuid4()), Content(answers={"family_name": "Đặng"}), "de")


def test_what_was_answered_can_be_read_again(started: Draft) -> None:
    save_content(locked_draft(started.pk), Content().with_step("dwelling", {"family_name": "Şahin"}))
    content = content_of(locked_draft(started.pk))
    assert (content.answers, content.steps) == ({"family_name": "Şahin"}, ("dwelling",))


def test_nobody_reads_it_from_the_table(started: Draft) -> None:
    assert "Đặng".encode() not in bytes(Draft.objects.get(pk=started.pk).content)


def test_a_release_adopted_later_does_not_reach_it(started: Draft) -> None:
    assert (locked_draft(started.pk).release_hash, locked_draft(started.pk).overlay_hash) == (
        "r" * 64,
        "o" * 64,
    )


def test_once_handed_in_it_is_neither_read_nor_written(started: Draft) -> None:
    mark_submitted(locked_draft(started.pk))
    with pytest.raises(DraftAlreadySubmitted):
        save_content(locked_draft(started.pk), Content())
    with pytest.raises(DraftAlreadySubmitted):
        content_of(locked_draft(started.pk))


def test_it_is_gone_after_thirty_days_and_its_key_with_it(started: Draft) -> None:
    later = FixedClock(clock.now() + datetime.timedelta(days=31))
    with clock.replaced_by(later):
        with pytest.raises(DraftNotFound):
            locked_draft(started.pk)
        assert delete_expired_drafts() == 1
    assert not Draft.objects.exists()
    assert bytes(DataKey.objects.get(pk=started.key_id).wrapped) == b""


def test_its_holder_can_delete_it_and_its_key_with_it(started: Draft) -> None:
    delete_draft(locked_draft(started.pk))
    assert not Draft.objects.exists()
    assert bytes(DataKey.objects.get(pk=started.key_id).wrapped) == b""


def test_what_was_handed_in_is_not_deleted_by_its_holder(started: Draft) -> None:
    mark_submitted(locked_draft(started.pk))
    with pytest.raises(DraftAlreadySubmitted):
        delete_draft(locked_draft(started.pk))


def test_a_day_before_that_it_is_still_there(started: Draft) -> None:
    with clock.replaced_by(FixedClock(clock.now() + datetime.timedelta(days=29))):
        assert delete_expired_drafts() == 0
        assert locked_draft(started.pk) == started


def test_a_log_in_on_the_way_takes_it_along(started: Draft) -> None:
    hand_over(locked_draft(started.pk), Holder(uuid.uuid4(), "subject"))
    assert [found.pk for found in open_drafts_of("subject", None)] == [started.pk]
