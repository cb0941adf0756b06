"""What colleagues and authors do: support, comment, answer, withdraw."""

from typing import Final

from modellkommune.foundation.journal.commands import record
from modellkommune.foundation.tenants import clock
from modellkommune.participation.ideas.commands.moving import enter, locked
from modellkommune.participation.ideas.errors import IdeaUnknown, Incomplete, MoveRefused, OwnIdea
from modellkommune.participation.ideas.models import Comment, Idea, Letter, Support
from modellkommune.participation.ideas.people import AUTHOR, COLLEAGUE, Person, supporter_of
from modellkommune.participation.ideas.queries import idea_of_code
from modellkommune.participation.ideas.replycodes import reply_digest
from modellkommune.participation.ideas.states import MOVES, TALKED_ABOUT, WITHDRAWN
from modellkommune.participation.ideas.telling import tell_author
from modellkommune.values.latin import normalise

LONGEST: Final = 2000


def support(number: int, person: Person) -> None:
    """Support an idea; twice is once. Raises `IdeaUnknown`, `MoveRefused`, `OwnIdea`."""
    idea = _talked_about(number)
    if idea.author == person.staff_id:
        raise OwnIdea
    _, new = Support.objects.get_or_create(
        idea=idea, supporter=supporter_of(person.staff_id), defaults={"day": clock.today()}
    )
    if new:
        record("idea_supported", f"idea:{idea.pk}", COLLEAGUE)


def stop_supporting(number: int, person: Person) -> None:
    """Take support back; nothing happens where there is none. Raises `IdeaUnknown`, `MoveRefused`."""
    idea = _talked_about(number)
    if Support.objects.filter(idea=idea, supporter=supporter_of(person.staff_id)).delete()[0]:
        record("idea_support_ended", f"idea:{idea.pk}", COLLEAGUE)


def comment(number: int, text: str, person: Person) -> None:
    """Comment an idea under one's name; the same text again is not written twice on a day.

    Raises `IdeaUnknown`, `MoveRefused`, `Incomplete`.
    """
    idea = _talked_about(number)
    if _write(idea, Comment.Kind.COMMENT, checked_text(text), person.staff_id):
        record("idea_commented", f"idea:{idea.pk}", COLLEAGUE)
        tell_author(idea, person.staff_id)


def answer(number: int, text: str, person: Person) -> None:
    """Answer the coordinator's questions to an idea of one's own. Raises `IdeaUnknown`, `Incomplete`."""
    idea = own_idea(number, person)
    if _write(idea, Comment.Kind.ANSWER, checked_text(text), person.staff_id):
        record("idea_answered", f"idea:{idea.pk}", person.actor)


def answer_by_code(code: str, text: str) -> None:
    """Answer as the owner of a pseudonym. Raises `CodeUnknown`, `Incomplete`."""
    idea = locked(idea_of_code(code).number)
    if _write(idea, Comment.Kind.ANSWER, checked_text(text), ""):
        record("idea_answered", f"idea:{idea.pk}", AUTHOR)


def withdraw(number: int, person: Person) -> None:
    """Withdraw an idea of one's own. Raises `IdeaUnknown`, `MoveRefused` (it is decided)."""
    enter(own_idea(number, person), WITHDRAWN, person, as_author=True)


def withdraw_by_code(code: str) -> None:
    """Withdraw as the owner of a pseudonym, from the letterbox as well.

    Raises `CodeUnknown`, `MoveRefused`.
    """
    # From the letterbox without a trace: there is nothing yet to which one could belong.
    if Letter.objects.filter(code_digest=reply_digest(code)).delete()[0]:
        return
    enter(locked(idea_of_code(code).number), WITHDRAWN, None, as_author=True)


def own_idea(number: int, person: Person) -> Idea:
    """An idea that this person submitted under her name, locked. Raises `IdeaUnknown`."""
    idea = locked(number)
    if idea.author != person.staff_id:
        raise IdeaUnknown
    return idea


def may_withdraw(idea: Idea) -> bool:
    """Whether it is not too late."""
    return WITHDRAWN in MOVES[idea.state]


def checked_text(text: str, name: str = "text") -> str:
    """A text as it is stored. Raises `Incomplete`."""
    tidy = normalise(text)
    if not tidy:
        raise Incomplete((name, "missing"))
    if len(tidy) > LONGEST:
        raise Incomplete((name, "long"))
    return tidy


def _write(idea: Idea, kind: Comment.Kind, text: str, author: str) -> bool:
    return Comment.objects.get_or_create(idea=idea, kind=kind, text=text, author=author, day=clock.today())[1]


def _talked_about(number: int) -> Idea:
    idea = locked(number)
    if idea.state not in TALKED_ABOUT:
        raise MoveRefused(idea.state)
    return idea
