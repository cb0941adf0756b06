"""Checks about the accounts of staff."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings

from modellkommune.foundation.health.finding import BAD, GOOD, LOOK, Finding
from modellkommune.foundation.identity import demonstration
from modellkommune.foundation.identity.queries import members
from modellkommune.foundation.identity.rights import SECURITY_STAFF
from modellkommune.foundation.identity.second_factor import owners_of_second_factors
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.models import Municipality

FIRST_DAYS: Final = timedelta(days=7)
"""So long somebody may take to log in for the first time."""
LEAST: Final = 12
"""Signs of a password, at least."""
_VALIDATORS: Final = "django.contrib.auth.password_validation."
_WANTED: Final = ("MinimumLength", "UserAttributeSimilarity", "CommonPassword")


def second_factors(missing: Mapping[str, datetime], now: datetime) -> Finding:
    """`missing`: active staff without a second factor, by name, each with the day of the account."""
    late = any(now - since > FIRST_DAYS for since in missing.values())
    if not missing:
        return Finding("second_factor", GOOD, "good")
    verdict, case = (BAD, "late") if late else (LOOK, "fresh")
    return Finding("second_factor", verdict, case, {"count": len(missing)}, tuple(sorted(missing)))


def known_accounts(found: Sequence[str], *, is_demonstration: bool) -> Finding:
    """`found`: addresses of active accounts whose password everybody knows."""
    if is_demonstration:
        return Finding("known_accounts", GOOD, "demonstration")
    if found:
        return Finding("known_accounts", BAD, "found", {"count": len(found)}, tuple(sorted(found)))
    return Finding("known_accounts", GOOD, "good")


def password_rules(validators: Iterable[Any]) -> Finding:
    """`validators` as `settings.AUTH_PASSWORD_VALIDATORS` states them."""
    stated = {each["NAME"]: each.get("OPTIONS", {}) for each in validators}
    missing = [name for name in _WANTED if f"{_VALIDATORS}{name}Validator" not in stated]
    length = stated.get(f"{_VALIDATORS}MinimumLengthValidator", {}).get("min_length", 0)
    if missing or length < LEAST:
        return Finding("password_rules", BAD, "weak", {"least": LEAST})
    return Finding("password_rules", GOOD, "good", {"least": length})


def receivers(count: int) -> Finding:
    """`count`: active people with the role of security, who get the alerts."""
    if count:
        return Finding("receivers", GOOD, "good", {"count": count})
    return Finding("receivers", BAD, "nobody")


def look_at_second_factors(town: str) -> Finding:
    """Who could be somebody else who has found a first password?"""
    with municipality(town):
        staff = [person for person, _ in members() if person.is_active]
        safe = owners_of_second_factors([each.pk for each in staff])
    missing = {each.name: each.created for each in staff if each.pk not in safe}
    return second_factors(missing, clock.now())


def look_at_known_accounts(town: str) -> Finding:
    """Are the accounts of the demonstration there, where there is none?"""
    known = demonstration.addresses(town)
    with municipality(town):
        found = [person.email for person, _ in members() if person.is_active and person.email in known]
        is_demonstration = settings.DEMONSTRATION and Municipality.objects.get(pk=town).demonstration
    return known_accounts(found, is_demonstration=is_demonstration)


def look_at_password_rules(_town: str) -> Finding:
    """Are weak passwords refused?"""
    return password_rules(settings.AUTH_PASSWORD_VALIDATORS)


def look_at_receivers(town: str) -> Finding:
    """Does anybody read what the portal reports?"""
    with municipality(town):
        count = sum(person.is_active for person, roles in members() if SECURITY_STAFF in roles)
    return receivers(count)
