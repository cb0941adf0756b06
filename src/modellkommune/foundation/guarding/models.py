"""What the firewall found, and what was decided about it.

No value of a field and no address in the clear: who sent a request is a keyed digest of its network, and what
a ban has to compare lies sealed under a key of its own, which goes with the ban.
"""

from typing import Final

from django.db import models

from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel

BLOCKED: Final = "blocked"
NOTED: Final = "noted"
TESTED: Final = "tested"
PARDONED: Final = "pardoned"
WITHHELD: Final = "withheld"
VERDICTS: Final = (BLOCKED, NOTED, TESTED, PARDONED, WITHHELD)
"""Turned away; free text that was noted; would have been turned away but for a test mode, or an exemption;
answered, but the answer held what must not leave, and was not sent."""

ATTACKS, LOG_INS, STAFF, OPERATOR = "attacks", "log-ins", "staff", "operator"
REASONS: Final = (ATTACKS, LOG_INS, STAFF, OPERATOR)
"""Why somebody is shut out: too many attacks, too many wrong passwords, or a person has decided it."""
PROVABLE: Final = frozenset({ATTACKS, LOG_INS})
"""Bans that a browser can end by working, once; what a person has decided it cannot."""

BARRED, SCANNER, FALSE_ENGINE, LISTED = 31010, 31020, 31030, 31040
"""Rules about who comes: a program that is not let in, one that looks for weaknesses, one that only says that
it is a search engine, a network on an imported list."""
OF_SENDERS: Final = frozenset({BARRED, SCANNER, FALSE_ENGINE, LISTED})
"""Forgiving one of these lets the sender in, on all pages; the others are forgiven on a page."""
HARMLESS: Final = frozenset({BARRED, LISTED})
"""Who is turned away by one of these is nobody who attacks: it shuts nobody else out."""


class Incident(TenantModel):
    """A request in which a rule found something; what was typed is not kept.

    `reference` is what the page of the refusal shows. `route` is the pattern of the address, without ids and
    query. `field` is the name of the field, "" where the rule hit something else. `client` is the keyed
    digest of the network, emptied after some days. `count` is how often the same came within the hour.
    """

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=8)
    at = models.DateTimeField()
    method = models.CharField(max_length=10)
    route = models.CharField(max_length=200, blank=True)
    rule = models.PositiveIntegerField()
    looks_for = models.CharField(max_length=200, blank=True)
    verdict = models.CharField(max_length=10, choices=[(verdict, verdict) for verdict in VERDICTS])
    field = models.CharField(max_length=80, blank=True, default="")
    client = models.CharField(max_length=64, blank=True, default="")
    count = models.PositiveIntegerField(default=1)

    class Meta:
        """Found by reference, by age, and counted by client."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "reference"], name="guarding_reference_once")
        ]
        indexes = [
            models.Index(fields=["municipality", "at"], name="guarding_incident_by_age"),
            models.Index(
                fields=["municipality", "client", "at"],
                name="guarding_incident_by_client",
                condition=~models.Q(client=""),
            ),
        ]

    def __str__(self) -> str:
        """Reference and rule."""
        return f"{self.reference} {self.rule}"


class Tally(TenantModel):
    """How many requests of a day met a rule on a page: every one is counted here, also under attack."""

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    rule = models.PositiveIntegerField()
    route = models.CharField(max_length=200, blank=True)
    verdict = models.CharField(max_length=10, choices=[(verdict, verdict) for verdict in VERDICTS])
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        """One row for each day, rule, page and verdict."""

        verbose_name_plural = "tallies"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "day", "rule", "route", "verdict"], name="guarding_tally_once"
            )
        ]

    def __str__(self) -> str:
        """Day, rule and count."""
        return f"{self.day.isoformat()} {self.rule} {self.count}"


class Ban(TenantModel):
    """Somebody is shut out until a moment. `network` is sealed under `key` (purpose "guarding.ban").

    `client` is the keyed digest of the network, `visitor` that of the session or pass with which the attacks
    came; "" shuts out whoever comes from the network without a valid session or pass. `reference` is on the
    page that the banned see. `by` is the id of the member of staff, "" for the portal itself. `proven_at`:
    when a browser has ended it by working.
    """

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=8)
    key = TenantForeignKey(DataKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    network = models.BinaryField()
    client = models.CharField(max_length=64)
    visitor = models.CharField(max_length=64, blank=True, default="")
    reason = models.CharField(max_length=10, choices=[(reason, reason) for reason in REASONS])
    note = models.CharField(max_length=300, blank=True, default="")
    by = models.CharField(max_length=64, blank=True, default="")
    since = models.DateTimeField()
    until = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=64, blank=True, default="")
    proven_at = models.DateTimeField(null=True)
    turned_away = models.PositiveIntegerField(default=0)

    class Meta:
        """Found by reference, by their end, and by client to see how often it was banned before."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "reference"], name="guarding_ban_once")
        ]
        indexes = [
            models.Index(fields=["municipality", "until"], name="guarding_ban_by_end"),
            models.Index(fields=["municipality", "client"], name="guarding_ban_by_client"),
        ]

    def __str__(self) -> str:
        """Reference and reason."""
        return f"{self.reference} {self.reason}"


class Exemption(TenantModel):
    """A rule that turns nobody away for a while: on one page (`route`), and there in one field, if named.

    A rule about who comes is forgiven to a sender on all pages: `client` is the digest of her network.
    """

    id = models.BigAutoField(primary_key=True)
    rule = models.PositiveIntegerField()
    route = models.CharField(max_length=200)
    field = models.CharField(max_length=80, blank=True, default="")
    client = models.CharField(max_length=64, blank=True, default="")
    reference = models.CharField(max_length=8, blank=True, default="")
    by = models.CharField(max_length=64)
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        """Found by their end."""

        indexes = [models.Index(fields=["municipality", "until"], name="guarding_exemption_by_end")]

    def __str__(self) -> str:
        """Rule and page."""
        return f"{self.rule} {self.route}"


class TestMode(TenantModel):
    """Rules say what they would do and turn nobody away: one (`rule`), or all of them (0)."""

    __test__ = False  # no class of tests

    id = models.BigAutoField(primary_key=True)
    rule = models.PositiveIntegerField()
    by = models.CharField(max_length=64)
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        """At most one for a rule."""

        constraints = [models.UniqueConstraint(fields=["municipality", "rule"], name="guarding_test_once")]

    def __str__(self) -> str:
        """The rule."""
        return str(self.rule)


class RobotRule(TenantModel):
    """A municipality has decided otherwise than the list of programs says: it lets one in, or bars it."""

    id = models.BigAutoField(primary_key=True)
    token = models.CharField(max_length=60)
    barred = models.BooleanField()
    by = models.CharField(max_length=64)
    since = models.DateTimeField()

    class Meta:
        """One decision for each program."""

        constraints = [models.UniqueConstraint(fields=["municipality", "token"], name="guarding_robot_once")]

    def __str__(self) -> str:
        """The program."""
        return self.token


class Blocklist(TenantModel):
    """Networks from a list of others, until a moment. `networks` is sealed under `key` ("guarding.list").

    `reference` is what explanations name. `source` is where it came from: a newer one takes its
    place. `digest` (SHA-256 of the content) tells web processes whether they have it already.
    """

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=8)
    key = TenantForeignKey(DataKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=200)
    networks = models.BinaryField()
    digest = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    by = models.CharField(max_length=64, blank=True, default="")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        """One for each source."""

        constraints = [models.UniqueConstraint(fields=["municipality", "source"], name="guarding_list_once")]

    def __str__(self) -> str:
        """Reference and source."""
        return f"{self.reference} {self.source}"


class Change(models.Model):
    """One row, whose number goes up with everything that web processes have to read again."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        """The number."""
        return str(self.number)
