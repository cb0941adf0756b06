"""What is decided on a renewal says which permit it is about, in the language of the application."""

import pytest

from modellkommune.casework.cases.states import REVIEW
from modellkommune.casework.drafts.commands import save_content
from modellkommune.casework.drafts.content import Content
from modellkommune.casework.drafts.queries import content_of
from modellkommune.foundation.tenants.context import municipality
from tests.workflow.errands import Errand, hand_in, work_off
from tests.workflow.test_refusal import refuse_for_all, text_of
from tests.workflow.test_renewing import DAY, TOWN, begin, finish, on, running

__all__ = ["running"]

SAID = {
    "de": "Sie haben beantragt, Ihren Bewohnerparkausweis mit der Nummer {} zu verlängern.",
    "en": "You applied to renew your resident parking permit with the number {}.",
}
SUBJECT = {
    "de": "Verlängerung des Bewohnerparkausweises {} ",
    "en": "Renewal of resident parking permit {} ",
}


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_decision_names_the_permit_that_it_renews(running: Errand, language: str) -> None:
    old = running.permit
    with on(old.last - 10 * DAY):
        draft = begin(running, language=language)
        following = finish(Errand(TOWN, hand_in(TOWN, draft), running.simulator))
    text = text_of(following)
    assert SAID[language].format(old.number) in text
    assert SUBJECT[language].format(old.number) in text
    assert old.number not in text_of(running), "the first one renews nothing"


def test_so_does_a_refusal(running: Errand) -> None:
    with on(running.permit.last - 10 * DAY):
        draft = begin(running)
        with municipality(TOWN):
            content = content_of(draft)
            answers = {**content.answers, "given_name": "Jemand Anderes"}
            save_content(draft, Content(answers, content.identity, content.steps))
        following = Errand(TOWN, hand_in(TOWN, draft), running.simulator)
        work_off()
        assert following.state == REVIEW
        refuse_for_all(following)
        work_off()
        text = text_of(following)
    assert f"Ihr Antrag, den Ausweis {running.permit.number} zu verlängern" in text
    assert f"beantragt, den Bewohnerparkausweis mit der Nummer {running.permit.number} zu verlängern" in text
