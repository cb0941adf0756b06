"""Accounts of staff: open one, give or take a role, list them, reset password or second factor, block."""

import argparse
import secrets
from typing import Any

from modellkommune.foundation.identity.commands import (
    add_member,
    add_staff,
    remove_member,
    reset_password,
    set_active,
    staff_by_email,
)
from modellkommune.foundation.identity.errors import AccountExists, StaffNotFound
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.identity.queries import members
from modellkommune.foundation.identity.rights import ROLES
from modellkommune.foundation.identity.second_factor import has_second_factor, remove_second_factor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.models import Municipality
from modellkommune.portals.operator.installation.errors import Refused


def register(subparsers: Any) -> None:
    """Add the command `staff`."""
    parser = subparsers.add_parser("staff", help=__doc__)
    orders = parser.add_subparsers(required=True, metavar="order")
    add = orders.add_parser("add", help="open an account, or give an existing one a further role")
    add.add_argument("email")
    add.add_argument("--name", default="", help="as colleagues know the person; for a new account")
    _ask_for_role(add)
    add.set_defaults(run=_add)
    remove = orders.add_parser("remove", help="take a role away; the account and its other roles stay")
    remove.add_argument("email")
    _ask_for_role(remove)
    remove.set_defaults(run=_remove)
    show = orders.add_parser("list", help="who works in a municipality")
    show.add_argument("--municipality", required=True, help="key, like neustadt")
    show.set_defaults(run=_list)
    for name, act, text in (
        ("reset-factor", _reset_factor, "the next log-in leads to the set-up of a new second factor"),
        ("reset-password", _reset_password, "make a new first password, shown once; it ends all sessions"),
        ("block", _block, "end the account's sessions and let nobody in with it"),
        ("unblock", _unblock, "let the account in again"),
    ):
        order = orders.add_parser(name, help=text)
        order.add_argument("email")
        order.set_defaults(run=act)


def _ask_for_role(order: argparse.ArgumentParser) -> None:
    order.add_argument("--municipality", required=True, help="key, like neustadt")
    order.add_argument("--role", required=True, choices=sorted(ROLES))


def _add(arguments: argparse.Namespace) -> None:
    password = secrets.token_urlsafe(15)
    with municipality(_town(arguments.municipality)):
        try:
            staff, new = add_staff(arguments.email, _name(arguments), password), True
        except AccountExists:
            staff, new = staff_by_email(arguments.email), False
        add_member(staff, arguments.role)
    print(f"{staff.email} is {arguments.role} in {arguments.municipality}.")
    if new:
        print(f"First password, shown once: {password}\nThe second factor is set up at the first log-in.")


def _remove(arguments: argparse.Namespace) -> None:
    staff = _staff(arguments.email)
    with municipality(_town(arguments.municipality)):
        removed = remove_member(staff, arguments.role)
    state = "is no longer" if removed else "was not"
    print(f"{staff.email} {state} {arguments.role} in {arguments.municipality}.")


def _name(arguments: argparse.Namespace) -> str:
    if not arguments.name and not Staff.objects.filter(email=arguments.email.lower()).exists():
        raise Refused("A new account needs the name of the person: --name.")
    return str(arguments.name)


def _list(arguments: argparse.Namespace) -> None:
    with municipality(_town(arguments.municipality)):
        people = members()
    for staff, roles in people:
        state = "active" if staff.is_active else "blocked"
        factor = "second factor" if has_second_factor(staff.pk) else "no second factor yet"
        print(f"{staff.email}\t{staff.name}\t{', '.join(roles)}\t{state}, {factor}")


def _reset_factor(arguments: argparse.Namespace) -> None:
    staff = _staff(arguments.email)
    remove_second_factor(staff)
    print(f"{staff.email} sets a new second factor up at the next log-in.")


def _reset_password(arguments: argparse.Namespace) -> None:
    staff, password = _staff(arguments.email), secrets.token_urlsafe(15)
    reset_password(staff, password)
    print(f"{staff.email} has a new first password, shown once: {password}")


def _block(arguments: argparse.Namespace) -> None:
    staff = _staff(arguments.email)
    set_active(staff, active=False)
    print(f"{staff.email} is blocked.")


def _unblock(arguments: argparse.Namespace) -> None:
    staff = _staff(arguments.email)
    set_active(staff, active=True)
    print(f"{staff.email} may log in again.")


def _staff(email: str) -> Staff:
    try:
        return staff_by_email(email)
    except StaffNotFound as missing:
        raise Refused(f"{email}: {missing.__doc__}") from None


def _town(key: str) -> str:
    if not Municipality.objects.filter(key=key).exists():
        raise Refused(f"There is no municipality {key}.")
    return key
