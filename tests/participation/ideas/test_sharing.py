"""Colleagues support and comment, authors answer and withdraw."""

import datetime

import pytest

from modellkommune.foundation.identity.commands import add_staff
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.messages.models import Message
from modellkommune.foundation.messages.queries import letter_of
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.models import Municipality
from modellkommune.participation.ideas.commands import sharing, steering
from modellkommune.participation.ideas.commands.submitting import Draft, drop_in, empty_letterbox
from modellkommune.participation.ideas.errors import IdeaUnknown, Incomplete, MoveRefused, OwnIdea
from modellkommune.participation.ideas.models import Idea, Support
from modellkommune.participation.ideas.people import Person
from modellkommune.participation.ideas.queries import idea_of_code, remarks_of, shown
from tests.participation.ideas.market import (
    CODE,
    COLLEAGUE,
    COORDINATOR,
    EMPLOYEE,
    moved,
    opened,
    submitted,
)


def test_support_counts_once_and_can_be_taken_back(alpha: None) -> None:
    idea = opened()
    sharing.support(idea.number, COLLEAGUE)
    sharing.support(idea.number, COLLEAGUE)
    assert shown(idea).supporters == 1
    sharing.stop_supporting(idea.number, COLLEAGUE)
    sharing.stop_supporting(idea.number, COLLEAGUE)
    assert shown(idea).supporters == 0


def test_who_supports_is_told_by_no_row_and_no_journal_entry(alpha: None) -> None:
    idea = opened()
    before = Entry.objects.count()
    sharing.support(idea.number, COLLEAGUE)
    [entry] = Entry.objects.order_by("pk")[before:]
    assert (entry.actor_kind, entry.actor_id) == ("colleague", "")
    assert len(Support.objects.get().supporter) == 64


def test_ones_own_idea_cannot_be_supported(alpha: None) -> None:
    with pytest.raises(OwnIdea):
        sharing.support(opened().number, EMPLOYEE)


def test_what_is_not_open_is_neither_supported_nor_commented(alpha: None) -> None:
    idea = submitted()
    for state in ("submitted", "checked"):
        if state == "checked":
            moved(idea, "checked")
        with pytest.raises(MoveRefused):
            sharing.support(idea.number, COLLEAGUE)
        with pytest.raises(MoveRefused):
            sharing.comment(idea.number, "Gut!", COLLEAGUE)
    with pytest.raises(IdeaUnknown):
        sharing.support(99, COLLEAGUE)


def test_a_comment_is_read_below_the_idea_once(alpha: None) -> None:
    idea = opened()
    sharing.comment(idea.number, " Gute Idee! ", COLLEAGUE)
    sharing.comment(idea.number, "Gute Idee!", COLLEAGUE)
    assert [remark.text for remark in remarks_of(shown(idea))] == ["Gute Idee!"]
    for text, problem in (("", "missing"), ("x" * 2001, "long")):
        with pytest.raises(Incomplete) as refused:
            sharing.comment(idea.number, text, COLLEAGUE)
        assert refused.value.fields == (("text", problem),)


def test_the_owner_of_a_pseudonym_answers_and_withdraws_with_the_code(alpha: None) -> None:
    drop_in(Draft("Bäume für den Markt", "Im Sommer ist der Platz zu heiß."), "Specht", CODE)
    empty_letterbox(clock.today() + datetime.timedelta(days=1))
    idea = idea_of_code(CODE)
    moved(idea, "checked", "open")
    steering.ask_author(idea.number, "Welche Bäume?", COORDINATOR)
    sharing.answer_by_code(CODE, "Linden.")
    kinds = [(remark.kind, remark.name) for remark in remarks_of(shown(idea))]
    assert kinds == [("question", ""), ("answer", "")]
    sharing.withdraw_by_code(CODE)
    sharing.withdraw_by_code(CODE)
    assert idea_of_code(CODE).state == "withdrawn"
    entries = Entry.objects.filter(subject=f"idea:{idea.pk}", actor_kind="author")
    assert set(entries.values_list("verb", "actor_id")) == {("idea_answered", ""), ("idea_withdrawn", "")}


def test_only_the_author_withdraws_and_answers(alpha: None) -> None:
    idea = opened()
    for deed in (
        lambda: sharing.withdraw(idea.number, COLLEAGUE),
        lambda: sharing.answer(idea.number, "Ja", COLLEAGUE),
    ):
        with pytest.raises(IdeaUnknown):
            deed()
    sharing.withdraw(idea.number, EMPLOYEE)
    assert Idea.objects.get(pk=idea.pk).state == "withdrawn"


def test_the_author_is_told_by_a_mail_that_says_nothing(alpha: None) -> None:
    Municipality.objects.filter(pk="alpha").update(hosts=["alpha.localhost"])
    staff = add_staff("kim@office.example", "Kim", "drei Amseln im Hof")
    idea = submitted("Ein sehr geheimer Titel", Person(str(staff.pk), EMPLOYEE.rights))
    assert not Message.objects.exists()
    moved(idea, "checked")
    letter = letter_of(Message.objects.get())
    assert letter.recipient == "kim@office.example"
    assert f"/ideen/{idea.number}/" in letter.text
    assert "geheimer" not in letter.text + letter.subject
