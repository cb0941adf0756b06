from collections.abc import Iterator
from typing import Any

import pytest

from modellkommune.foundation.identity.providers.oidc import documents
from tests.foundation.identity.identity_provider import IdentityProvider


@pytest.fixture
def identity() -> dict[str, Any]:
    """Somebody who has shown her identity card."""
    return {
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


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    """An identity provider on the loopback interface that can be told to lie."""
    documents.forget()
    with IdentityProvider() as running:
        yield running
    documents.forget()
