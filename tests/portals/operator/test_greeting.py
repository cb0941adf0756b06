"""What the terminal says: where to go and who to be, in as many lines for fifty towns as for five."""

from modellkommune.portals.operator.installation.accounts import StaffAccount
from modellkommune.portals.operator.installation.greeting import _officials


def test_the_officials_of_one_town_stand_for_all() -> None:
    accounts = [
        StaffAccount(town, role, f"{role}@{town}.example", "secret")
        for town in ("alpha", "beta", "gamma")
        for role in ("clerk", "administrator")
    ]
    lines = _officials(accounts, 8000)
    assert lines[0].strip() == "Official: http://gamma.localhost:8000/amt/"
    assert lines[1].strip() == "clerk: clerk@gamma.example, password secret"
    assert lines[-1].strip() == "and likewise in alpha, beta"


def test_before_the_first_preparation_there_is_nobody() -> None:
    assert _officials([], 8000) == []
