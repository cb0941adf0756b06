"""Invented figures of a demonstration: the same each time, never over what was counted."""

from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.outreach.adoption import summary_of
from modellkommune.participation.outreach.demonstration_figures import invent_figures
from modellkommune.participation.outreach.models import AdoptionMonth, ChannelCount

TITLES = {"resident-parking": {"de": "Bewohnerparkausweis"}}


def test_a_year_is_invented_once_and_the_same_each_time(two_towns: tuple[str, str]) -> None:
    with municipality("alpha"):
        assert (invent_figures("alpha", TITLES), invent_figures("alpha", TITLES)) == (12, 0)
        first = list(AdoptionMonth.objects.values_list("online", "ratings"))
        summary = summary_of(AdoptionMonth.objects.all())
        known = summary.counter is not None and summary.post is not None
        assert (summary.online_share is not None) == known
        assert ChannelCount.objects.count() == (24 if known else 12)
        AdoptionMonth.objects.all().delete()
        ChannelCount.objects.all().delete()
        invent_figures("alpha", TITLES)
        assert list(AdoptionMonth.objects.values_list("online", "ratings")) == first


def test_where_something_was_counted_nothing_is_invented(two_towns: tuple[str, str]) -> None:
    with municipality("alpha"):
        invent_figures("alpha", TITLES)
        AdoptionMonth.objects.exclude(pk=AdoptionMonth.objects.values_list("pk", flat=True)[0]).delete()
        assert invent_figures("alpha", TITLES) == 0
