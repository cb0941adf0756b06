"""What was handed in stays what was handed in."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from modellkommune.casework.applications.commands import record_application
from modellkommune.casework.applications.models import Application
from modellkommune.casework.applications.queries import (
    ApplicationAltered,
    application_of,
    case_id_of_draft,
    content_of,
)
from modellkommune.casework.cases.models import Case
from modellkommune.foundation.keys.commands import seal_json
from tests.casework.conftest import RESIDENT

CONTENT = {"answers": {"family_name": "Müller"}, "identity": None, "declaration": True}


def test_it_is_read_as_it_was_handed_in(case: Case) -> None:
    record_application(case, uuid.uuid4(), CONTENT, RESIDENT)
    assert content_of(application_of(case), case) == CONTENT


def test_a_draft_leads_to_one_case(case: Case) -> None:
    draft = uuid.uuid4()
    record_application(case, draft, CONTENT, RESIDENT)
    assert case_id_of_draft(draft) == case.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        record_application(case, draft, CONTENT, RESIDENT)


def test_an_altered_application_is_noticed(case: Case) -> None:
    record_application(case, uuid.uuid4(), CONTENT, RESIDENT)
    forged = seal_json(case.key, CONTENT | {"declaration": False}, "application")
    Application.objects.update(content=forged)
    with pytest.raises(ApplicationAltered):
        content_of(application_of(case), case)
