"""What security staff want to be told, what they were told, and how many requests were looked at."""

from typing import Final

from django.db import models

from modellkommune.foundation.tenants.models import TenantModel

EVERY, ERRORS, NEVER = "every", "errors", "never"
MAILS: Final = (EVERY, ERRORS, NEVER)
"""A mail for bans as well, for what needs somebody only, or for nothing."""
WEEKLY, MONTHLY = "weekly", "monthly"
REPORTS: Final = (WEEKLY, MONTHLY, NEVER)


class AlertRules(TenantModel):
    """What a municipality has chosen; without a row the defaults hold.

    `incident_days`: so long incidents are kept; `sender_days`: so long the digest of their sender is.
    `reported_on`: the day of the last report.
    """

    id = models.BigAutoField(primary_key=True)
    mails = models.CharField(max_length=10, default=ERRORS, choices=[(each, each) for each in MAILS])
    reports = models.CharField(max_length=10, default=WEEKLY, choices=[(each, each) for each in REPORTS])
    incident_days = models.PositiveSmallIntegerField(default=30)
    sender_days = models.PositiveSmallIntegerField(default=7)
    reported_on = models.DateField(null=True)

    class Meta:
        """One for a municipality."""

        verbose_name_plural = "alert rules"
        constraints = [models.UniqueConstraint(fields=["municipality"], name="alerting_rules_once")]

    def __str__(self) -> str:
        """What is sent."""
        return f"{self.mails} {self.reports}"


class Alert(TenantModel):
    """When a kind of alert went out last, and how many were held back since."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    sent_at = models.DateTimeField(null=True)
    held = models.PositiveIntegerField(default=0)

    class Meta:
        """One for a kind."""

        constraints = [models.UniqueConstraint(fields=["municipality", "kind"], name="alerting_kind_once")]

    def __str__(self) -> str:
        """Kind and count."""
        return f"{self.kind} {self.held}"


class Inspected(TenantModel):
    """How many requests the firewall looked at on a day."""

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        """One for a day."""

        verbose_name_plural = "inspected"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "day"], name="alerting_inspected_daily")
        ]

    def __str__(self) -> str:
        """Day and count."""
        return f"{self.day.isoformat()} {self.count}"
