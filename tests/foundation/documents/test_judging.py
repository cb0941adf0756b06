import pytest

from modellkommune.foundation.documents import commands, judging, queries
from modellkommune.foundation.documents.judging import Judgement, judge
from tests.foundation.documents.conftest import FIELDS, Issued
from tests.foundation.documents.test_verification import photographed


def test_a_permit_and_a_photo_of_it_name_number_and_plates(issued: Issued) -> None:
    genuine = Judgement("genuine", str(FIELDS["number"]), tuple(FIELDS["plates"]))
    assert judge(issued.pdf, issued.trust) == genuine
    assert judge(photographed(issued.pdf), issued.trust) == genuine


def test_what_another_town_signed_is_not_believed(issued: Issued) -> None:
    commands.ensure_keys("beta")
    assert judge(issued.pdf, queries.trust_of("beta")) == Judgement("unknown_signer")


@pytest.mark.parametrize("content", [b"", b"no file at all", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_what_nobody_can_open_is_unreadable(issued: Issued, content: bytes) -> None:
    assert judge(content, issued.trust) == Judgement("unreadable")


def test_a_child_that_ends_early_is_an_answer_too(issued: Issued, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging._CHILD, "words", ("sh", "-c", "cat >/dev/null; kill -9 $$"))
    assert judge(issued.pdf, issued.trust) == Judgement("unreadable")
