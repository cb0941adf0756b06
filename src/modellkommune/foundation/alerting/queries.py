"""What security staff want to be told. Inside `with municipality(...)`."""

from datetime import date

from django.db.models import Sum

from modellkommune.foundation.alerting.models import AlertRules, Inspected
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.identity.queries import members
from modellkommune.foundation.identity.rights import SECURITY_STAFF


def alert_rules() -> AlertRules:
    """What the municipality has chosen; the defaults, not stored, before that."""
    return AlertRules.objects.first() or AlertRules()


def security_staff() -> tuple[Staff, ...]:
    """Who gets the mails: everybody with the role of security whose account is open."""
    return tuple(staff for staff, roles in members() if SECURITY_STAFF in roles and staff.is_active)


def inspected_between(begin: date, end: date) -> int:
    """How many requests the firewall looked at from `begin` until before `end`."""
    rows = Inspected.objects.filter(day__gte=begin, day__lt=end)
    return int(rows.aggregate(total=Sum("count"))["total"] or 0)
