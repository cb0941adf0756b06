"""The market of the demonstration: ideas in every state, written once."""

from pathlib import Path

import pytest

from modellkommune.foundation.identity.demonstration import create_demonstration_staff
from modellkommune.foundation.messages.models import Message
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.ideas.demonstration import load_demonstration
from modellkommune.participation.ideas.models import Escalation, Idea, Link, Redaction, Step, Support
from modellkommune.participation.ideas.queries import idea_of_code, judged
from modellkommune.participation.ideas.states import IN_ASSESSMENT, STATES
from modellkommune.portals.operator.municipality import load_folder

REPOSITORY = Path(__file__).resolve().parents[3]
FOLDER = REPOSITORY / "municipalities" / "musterstadt"
TOWN = "musterstadt"


@pytest.fixture
def town(committed_db: None) -> str:
    """Musterstadt as it is delivered."""
    load_folder(FOLDER, REPOSITORY)
    return TOWN


def test_it_shows_every_state_but_the_one_that_no_idea_stays_in(town: str) -> None:
    with municipality(town):
        there = set(Idea.objects.values_list("state", flat=True))
        passed = set(Step.objects.values_list("state", flat=True))
        assert there == set(STATES)
        assert passed == set(STATES)
        assert Idea.objects.count() == 13


def test_it_is_written_once_and_tells_nobody(town: str) -> None:
    assert load_demonstration(town, FOLDER) == 0
    with municipality(town):
        assert Idea.objects.count() == 13
        assert not Message.objects.exists()


def test_a_town_without_a_file_has_no_market(two_towns: tuple[str, str], tmp_path: Path) -> None:
    with municipality("alpha"):
        create_demonstration_staff("alpha")
    assert load_demonstration("alpha", tmp_path) == 0


def test_the_story_of_the_file_is_what_happened(town: str) -> None:
    with municipality(town):
        first = Idea.objects.get(number=1)
        assert first.state == "effect_measured"
        assert first.released
        link = Link.objects.get(idea=first)
        assert str(link.after - link.before) == "53.70"  # type: ignore[operator]
        # Her three and the coordinator; her own author, who supported the merged one, is not counted.
        assert Support.objects.filter(idea=first).count() == 4
        assert judged(Idea.objects.select_related("market").filter(state=IN_ASSESSMENT)[0]).assessments == 1
        assert idea_of_code("HRZN-7K4M-QWX2").pseudonym == "Blauer Reiher"
        assert Idea.objects.get(pseudonym="Stille Post").unit == ""
        assert Redaction.objects.count() == 1
        assert Escalation.objects.filter(idea__pseudonym="Zahlenfuchs", level=1).exists()
