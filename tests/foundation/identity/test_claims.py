from typing import Any

import pytest

from modellkommune.foundation.identity.claims import identity_from, level_of
from modellkommune.foundation.identity.errors import LogInFailed

CARD: dict[str, Any] = {
    "iss": "https://provider.example",
    "sub": "p-1",
    "acr": "STORK-QAA-Level-4",
    "trust_level": "HOCH",
    "given_name": "Lena  Marie",
    "family_name": "Sommer\u200b",
    "birthdate": "1991-05-14",
    "address": {"street_address": "BAHNHOFSTRAẞE 12 A", "postal_code": "52349", "locality": "DÜREN"},
}


def test_an_identity_card_gives_name_birth_date_and_address() -> None:
    assert identity_from(CARD) == {
        "given_name": "Lena Marie",
        "family_name": "Sommer",
        "birth_date": "1991-05-14",
        "street": "BAHNHOFSTRAẞE",
        "house_number": "12 A",
        "postcode": "52349",
        "place": "DÜREN",
        "level": "high",
        "pseudonym": "https://provider.example|p-1",
    }


@pytest.mark.parametrize(
    ("acr", "level"),
    [
        ("STORK-QAA-Level-1", "low"),
        ("STORK-QAA-Level-2", "low"),
        ("STORK-QAA-Level-3", "substantial"),
        ("STORK-QAA-Level-4", "high"),
        ("http://eidas.europa.eu/LoA/substantial", "substantial"),
        ("anything", "none"),
        (None, "none"),
    ],
)
def test_the_level_is_read_from_acr(acr: str | None, level: str) -> None:
    assert level_of({"acr": acr}) == level


def test_of_two_levels_the_lower_one_counts() -> None:
    assert level_of({"acr": "STORK-QAA-Level-4", "trust_level": "SUBSTANTIELL"}) == "substantial"
    assert level_of({"acr": "STORK-QAA-Level-3", "trust_level": "HOCH"}) == "substantial"
    assert level_of({"acr": "STORK-QAA-Level-4", "trust_level": "?"}) == "none"


def test_an_address_below_substantial_is_not_believed() -> None:
    identity = identity_from(CARD | {"acr": "STORK-QAA-Level-1", "trust_level": "UNTERGEORDNET"})
    assert [identity[name] for name in ("street", "house_number", "postcode", "place")] == [""] * 4
    assert identity["family_name"] == "Sommer"


@pytest.mark.parametrize(
    ("line", "street", "number"),
    [
        ("Straße des 17. Juni 135", "Straße des 17. Juni", "135"),
        ("Q7 24", "Q7", "24"),
        ("Am Hof 3a-5", "Am Hof", "3a-5"),
        ("Marktplatz", "Marktplatz", ""),
    ],
)
def test_street_and_house_number_are_told_apart(line: str, street: str, number: str) -> None:
    identity = identity_from(CARD | {"address": {"street_address": line}})
    assert (identity["street"], identity["house_number"]) == (street, number)


def test_two_providers_may_use_the_same_subject() -> None:
    other = identity_from(CARD | {"iss": "https://other.example"})
    assert other["pseudonym"] != identity_from(CARD)["pseudonym"]


def test_a_birth_date_that_is_none_is_refused() -> None:
    with pytest.raises(LogInFailed):
        identity_from(CARD | {"birthdate": "14.05.1991"})
