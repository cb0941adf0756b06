from datetime import date

import pytest

from modellkommune.foundation.places.rules import Letters, Rule, Validity


def test_an_exclusion_is_no_contradiction_but_two_zones_are() -> None:
    one = Rule("in", "A", "WEG", first=(1, ""), last=(9, ""))
    assert one.contradicts(Rule("in", "B", "WEG", side="odd", first=(9, ""), last=(11, "")))
    assert not one.contradicts(Rule("in", "B", "WEG", side="even", first=(9, ""), last=(11, "")))
    assert not one.contradicts(Rule("out", "", "WEG"))
    assert not one.contradicts(Rule("in", "A", "WEG"))
    assert not one.contradicts(Rule("in", "B", "PLATZ"))


def test_sides_dates_letters_and_postcodes_keep_rules_apart() -> None:
    def rule(zone: str, **more: object) -> Rule:
        return Rule("in", zone, "WEG", **more)  # type: ignore[arg-type]

    assert not rule("A", side="odd").contradicts(rule("B", side="even"))
    assert not rule("A", postcode="1").contradicts(rule("B", postcode="2"))
    assert not rule("A", letters=Letters.read("-")).contradicts(rule("B", letters=Letters.read("a-z")))
    assert rule("A", letters=Letters.read("a-c")).contradicts(rule("B", letters=Letters.read("c,d")))
    past, future = Validity(None, date(2026, 12, 31)), Validity(date(2027, 1, 1), None)
    assert not rule("A", validity=past).contradicts(rule("B", validity=future))
    assert rule("A", validity=past).contradicts(rule("B", validity=Validity(date(2026, 12, 31), None)))
    assert not rule("A", last=(4, "a")).contradicts(rule("B", first=(4, "b")))
    assert rule("A", last=(4, "")).contradicts(rule("B", first=(4, "b")))


@pytest.mark.parametrize("text", ["f-a", "1", "ab", "a;b"])
def test_unreadable_letters_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text[:1]):
        Letters.read(text)
