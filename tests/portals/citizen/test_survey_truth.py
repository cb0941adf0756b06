"""The data protection officer's page is true: answering by every door writes what it names, nothing else."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client

from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.wording import LANGUAGES, texts
from modellkommune.participation.surveys.codes import issue_codes
from modellkommune.participation.surveys.models import Survey, Visit
from modellkommune.participation.surveys.queries import definition
from modellkommune.participation.surveys.stored import kept_of
from tests.participation.outreach.conftest import open_wheel
from tests.portals.citizen.test_surveys import START, survey
from tests.portals.kiosk.conftest import new_station, pair_tablet

__all__ = ["survey"]

ELSEWHERE: Final = {
    "django_cache": "elsewhere_counts",
    "outreach_kiosksession": "elsewhere_station",
    "keys_datakey": "elsewhere_station",
}
"""Tables of other rooms, with the sentence of the page about them."""
NETWORK: Final = "192.0.2.71"
KIOSK: Final = f"/kiosk{START}"
Ask = Callable[..., Any]


def stored(town: str) -> dict[str, str]:
    """Every row of every table that the application can see of a town, as text."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    found = {}
    with municipality(town), connection.cursor() as cursor:
        for name in sorted({*tables, "django_cache"} & set(connection.introspection.table_names(cursor))):
            order = "SELECT coalesce(string_agg(item::text, chr(10) ORDER BY item::text), '') FROM {} item"
            cursor.execute(order.format(connection.ops.quote_name(name)))
            found[name] = str(cursor.fetchone()[0])
    return found


def ids_of_visits(town: str) -> set[str]:
    with municipality(town):
        return {str(each) for each in Visit.objects.values_list("pk", flat=True)}


def test_answering_by_every_door_writes_what_the_page_names(
    client: Client, post: Ask, survey: Survey
) -> None:
    town, asked = str(survey.municipality_id), definition(survey)
    cache.clear()
    client.defaults["REMOTE_ADDR"] = NETWORK  # the machine's own address is nobody's
    (code,) = issue_codes(town, survey.pk, 1, 1)
    with municipality(town):
        run = open_wheel()
    tablet = pair_tablet(new_station(run, town=town)[1], town)
    before = stored(town)
    by_link = post(START)["Location"]
    by_code = post(f"{START}code/", code=code)["Location"]
    tablet.get(KIOSK)
    at_the_tablet = tablet.post(KIOSK).headers["Location"]
    tablet.get(at_the_tablet)
    visits, halfway = ids_of_visits(town), stored(town)
    assert len(visits) == 3
    for first in (by_link, by_code):
        assert post(first.removesuffix("contact/"), wish="send").status_code == 302
    assert tablet.post(at_the_tablet.removesuffix("contact/"), {"wish": "send"}).status_code == 302
    after = stored(town)
    changed = {name for name in before if len({before[name], halfway[name], after[name]}) > 1}
    named = {one.model._meta.db_table for one in kept_of(asked.channels, raffle=asked.raffle is not None)}
    assert {"surveys_visit", "surveys_buffered", *ELSEWHERE} <= changed <= named | set(ELSEWHERE)
    for name in ELSEWHERE:
        rows = halfway[name] + after[name]
        told = (*visits, code, NETWORK)
        assert not any(each in rows or each.replace("-", "") in rows for each in told), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_of_the_other_tables_has_its_sentence(language: str) -> None:
    assert all(texts(language)[f"office.surveys.{key}"] for key in ELSEWHERE.values())
