"""Random words of the portal's own never turn anybody away; what is no token is looked at wholly."""

import pytest

from modellkommune.firewall.engine import Engine
from modellkommune.firewall.ruleset import portal_rules
from modellkommune.firewall.tokens import is_token
from tests.firewall.test_layer import House, _ask

# Each was drawn by chance and hit a rule: the end of a function's name, a comment of SQL.
UNLUCKY = (
    "28mjuHnc06WYZNU9pibAi9fZ6qsT3QqL7pdL",
    "0-nPBWvavzR0ajVgyXuiczngJ3s--xgpeG0qqHvokmU",
    "gLISHzW4y2j3BuS5gtCjmvBd1NB9wadL",
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine([portal_rules()])


@pytest.mark.parametrize("token", UNLUCKY)
def test_a_token_turns_nobody_away_as_cookie_in_an_address_or_a_form(engine: Engine, token: str) -> None:
    assert is_token(token)
    for environ in ({"HTTP_COOKIE": f"staff={token}; form=b"}, {"QUERY_STRING": f"code=a&state={token}"}):
        assert "refused" not in _ask(House(), engine, **environ), environ
    assert "refused" not in _ask(House(), engine, f"state={token}".encode())


def test_the_name_beside_a_token_is_looked_at(engine: Engine) -> None:
    body = f"%3Cscript%3Ealert(1)%3C/script%3E={UNLUCKY[0]}".encode()
    assert "refused" in _ask(House(), engine, body)
    cookie = f"<script>alert(1)</script>={UNLUCKY[0]}"
    assert "refused" in _ask(House(), engine, HTTP_COOKIE=cookie)


@pytest.mark.parametrize(
    "value",
    [
        "get_defined_functions",
        "1' OR '1'='1' -- AbcdefghijklmnopQ",
        "Abc123Abc123Abc123Abc123/../etc",
        "Abc123Abc123Abc123Abc123%27",
        "Abc1",
        "Abc123Abc123Abc123Abc123\n",
    ],
)
def test_what_could_be_said_in_a_language_is_no_token(value: str) -> None:
    assert not is_token(value)
