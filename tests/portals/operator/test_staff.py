import argparse

import pytest

from modellkommune.foundation.identity.commands import staff_by_email
from modellkommune.foundation.identity.queries import rights_in_office, roles_in_office
from modellkommune.foundation.identity.rights import SEE_PROTECTED
from modellkommune.foundation.identity.second_factor import has_second_factor, set_second_factor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.portals.operator import staff
from modellkommune.portals.operator.installation.errors import Refused
from tests.foundation.identity.one_time_codes import SECRET

KIM = "kim@office.example"


def _run(*words: str) -> None:
    parser = argparse.ArgumentParser()
    staff.register(parser.add_subparsers())
    arguments = parser.parse_args(["staff", *words])
    arguments.run(arguments)


def _add(town: str = "alpha", role: str = "clerk", name: str = "Kim") -> None:
    _run("add", KIM, "--name", name, "--municipality", town, "--role", role)


def test_a_new_account_gets_a_password_that_is_shown_once(
    two_towns: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    _add()
    password = capsys.readouterr().out.partition("shown once: ")[2].split()[0]
    assert staff_by_email(KIM).check_password(password)
    _add("beta", "administrator", name="")
    assert "shown once" not in capsys.readouterr().out
    for town, role in (("alpha", "clerk"), ("beta", "administrator")):
        with municipality(town):
            assert roles_in_office(staff_by_email(KIM).pk) == {role}


def test_a_role_is_given_and_taken_away(
    two_towns: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    _add()
    _add(role="protected-clerk")
    with municipality("alpha"):
        assert SEE_PROTECTED in rights_in_office(staff_by_email(KIM).pk)
    for said in ("is no longer protected-clerk", "was not protected-clerk"):
        _run("remove", KIM, "--municipality", "alpha", "--role", "protected-clerk")
        assert said in capsys.readouterr().out
    with municipality("alpha"):
        assert roles_in_office(staff_by_email(KIM).pk) == {"clerk"}


def test_a_new_password_takes_the_place_of_the_old_one(
    two_towns: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    _add()
    first = capsys.readouterr().out.partition("shown once: ")[2].split()[0]
    _run("reset-password", KIM)
    second = capsys.readouterr().out.partition("shown once: ")[2].split()[0]
    assert not staff_by_email(KIM).check_password(first)
    assert staff_by_email(KIM).check_password(second)


def test_the_list_shows_one_municipality(
    two_towns: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    _add()
    capsys.readouterr()
    _run("list", "--municipality", "alpha")
    assert capsys.readouterr().out == f"{KIM}\tKim\tclerk\tactive, no second factor yet\n"
    _run("list", "--municipality", "beta")
    assert capsys.readouterr().out == ""


def test_a_lost_factor_is_taken_away_and_an_account_blocked(two_towns: tuple[str, str]) -> None:
    _add()
    set_second_factor(staff_by_email(KIM), SECRET)
    _run("reset-factor", KIM)
    assert not has_second_factor(staff_by_email(KIM).pk)
    _run("block", KIM)
    assert not staff_by_email(KIM).is_active
    _run("unblock", KIM)
    assert staff_by_email(KIM).is_active


def test_it_refuses_what_does_not_exist(two_towns: tuple[str, str]) -> None:
    with pytest.raises(Refused):
        _add("gamma")
    with pytest.raises(Refused):
        _add(name="")
    with pytest.raises(Refused):
        _run("block", KIM)
