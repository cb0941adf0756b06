from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import identify_hasher
from django.core.exceptions import ValidationError

from modellkommune.foundation.identity.commands import add_member, add_staff, remove_member, staff_by_email
from modellkommune.foundation.identity.demonstration import create_demonstration_staff
from modellkommune.foundation.identity.errors import AccountExists, NotADemonstration, StaffNotFound
from modellkommune.foundation.identity.queries import members, rights_in_office
from modellkommune.foundation.identity.rights import (
    APPROVE,
    ROLES,
    SEE_PROPOSALS,
    SEE_PROTECTED,
    SEE_STAFF,
    UnknownRole,
)
from modellkommune.foundation.identity.second_factor import set_second_factor, use_code
from modellkommune.foundation.tenants.context import municipality
from tests.foundation.identity.one_time_codes import SECRET, code_now

PASSWORD = "drei Amseln im Hof"


def test_an_account_has_rights_only_where_it_is_a_member(two_towns: tuple[str, str]) -> None:
    with municipality("alpha"):
        staff = add_staff("Kim@Alpha.example", "Kim", PASSWORD)
        assert rights_in_office(staff.pk) == frozenset()
        add_member(staff, "clerk")
        add_member(staff, "clerk")
        assert rights_in_office(staff.pk) == ROLES["clerk"]
    with municipality("beta"):
        assert rights_in_office(staff.pk) == frozenset()
        assert members() == ()


def test_a_clerk_approves_and_an_administrator_sees_no_application() -> None:
    assert APPROVE in ROLES["clerk"]
    assert SEE_STAFF not in ROLES["clerk"]
    assert SEE_STAFF in ROLES["administrator"]
    assert not {APPROVE, SEE_PROPOSALS} & ROLES["administrator"]


def test_only_a_role_of_its_own_sees_protected_people() -> None:
    assert {role for role, rights in ROLES.items() if SEE_PROTECTED in rights} == {"protected-clerk"}


def test_a_role_can_be_taken_away(two_towns: tuple[str, str]) -> None:
    with municipality("alpha"):
        staff = add_staff("kim@alpha.example", "Kim", PASSWORD)
        add_member(staff, "clerk")
        assert remove_member(staff, "clerk")
        assert not remove_member(staff, "clerk")
        assert rights_in_office(staff.pk) == frozenset()


def test_there_are_no_roles_but_those_of_the_table(two_towns: tuple[str, str]) -> None:
    with municipality("alpha"):
        staff = add_staff("kim@alpha.example", "Kim", PASSWORD)
        with pytest.raises(UnknownRole):
            add_member(staff, "mayor")


def test_an_address_has_one_account_however_it_is_written(two_towns: tuple[str, str]) -> None:
    add_staff("kim@alpha.example", "Kim", PASSWORD)
    with pytest.raises(AccountExists):
        add_staff(" KIM@alpha.example", "Kim", PASSWORD)
    assert staff_by_email("Kim@ALPHA.example").name == "Kim"
    with pytest.raises(StaffNotFound):
        staff_by_email("nobody@alpha.example")


@pytest.mark.parametrize("weak", ["kurz", "password1234", "kim@alpha.example"])
def test_a_weak_password_is_refused(two_towns: tuple[str, str], weak: str) -> None:
    with pytest.raises(ValidationError):
        add_staff("kim@alpha.example", "Kim", weak)


def test_passwords_are_kept_as_argon2(two_towns: tuple[str, str]) -> None:
    assert identify_hasher(add_staff("kim@alpha.example", "Kim", PASSWORD).password).algorithm == "argon2"


def test_the_secret_of_the_second_factor_is_sealed(two_towns: tuple[str, str]) -> None:
    staff = add_staff("kim@alpha.example", "Kim", PASSWORD)
    set_second_factor(staff, SECRET)
    assert SECRET not in str(Authenticator.objects.get(user=staff).data)


def test_a_code_counts_once_and_an_older_one_no_more(two_towns: tuple[str, str]) -> None:
    staff = add_staff("kim@alpha.example", "Kim", PASSWORD)
    set_second_factor(staff, SECRET)
    now = code_now()
    assert use_code(staff.pk, now)
    assert not use_code(staff.pk, now)
    assert use_code(staff.pk, code_now(1))
    assert not use_code(staff.pk, now)
    assert not use_code(staff.pk, "abcdef")


def test_a_demonstration_town_has_somebody_for_each_role(two_towns: tuple[str, str], settings: Any) -> None:
    settings.DEMONSTRATION, settings.DEMO_TOTP_SECRET = True, SECRET
    with municipality("alpha"):
        accounts = create_demonstration_staff("alpha")
        assert create_demonstration_staff("alpha") == accounts
        assert {account.role for account in accounts} == set(ROLES)
        staff = staff_by_email(accounts[0].email)
        assert staff.check_password(accounts[0].password)
        assert use_code(staff.pk, code_now())


def test_production_has_no_well_known_passwords(two_towns: tuple[str, str], settings: Any) -> None:
    settings.DEMONSTRATION = False
    with municipality("alpha"), pytest.raises(NotADemonstration):
        create_demonstration_staff("alpha")
