"""The status page, asked for by whoever has its link."""

from django.test import Client

from modellkommune.foundation.catalogue.queries import service
from modellkommune.pages.town import towns as known_towns
from tests.workflow.errands import Simulator, apply


def test_it_is_shown_by_a_process_that_has_not_read_the_service_yet(germany: Simulator) -> None:
    errand = apply(germany, "musterstadt", "sofort")
    known_towns.forget()
    service.cache_clear()
    page = Client().get(f"/vorgang/{errand.public_id}/", headers={"host": "musterstadt.localhost"})
    assert page.status_code == 200
    assert errand.case.number in page.text
