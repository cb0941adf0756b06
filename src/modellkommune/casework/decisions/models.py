"""The decision record."""

from django.db import models

from modellkommune.casework.cases.models import Case
from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel

GRANTED = "granted"
REFUSED = "refused"
LETTER = "letter"
POSTBOX = "postbox"
AUTOMATIC = "automatic"
OFFICIAL = "official"


class Hearing(TenantModel):
    """The applicant is asked before a decision against her (VwVfG section 28): why, and until which day.

    `content` is {reasons: [finding], words}, sealed; `answer` is {words, files: [descriptor]}, sealed, and
    empty until she has answered. `asked_by` is the id of the official.
    """

    case = TenantForeignKey(Case, on_delete=models.PROTECT)
    content = models.BinaryField()
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    answer_by = models.DateField()
    answer = models.BinaryField(blank=True, default=b"")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest of a case is the one that counts."""

        indexes = [models.Index(fields=["municipality", "case"], name="hearing_of_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.answer_by}"


class Decision(TenantModel):
    """The act that ends the checking of a case (VwVfG sections 35, 37, 39, 41).

    `automation` says whether an official released it; `official` is the id of that member of staff.
    `content` is what the act says, sealed: terms, fee steps, reasons, clauses, remedy, provision.
    A refusal is an official's, which the table itself demands.
    `document` is the id of the signed PDF once written; `announced_on` is the day from which the act
    counts as announced, by the dated rule that `announcement_rule` names; None until what the rule counts
    from has happened. `posted_at`: a letter was given to the post; `fetched_at`: the person took it first.
    """

    case = TenantForeignKey(Case, on_delete=models.PROTECT)
    outcome = models.CharField(max_length=10, choices=[(GRANTED, GRANTED), (REFUSED, REFUSED)])
    automation = models.CharField(max_length=10, choices=[(AUTOMATIC, AUTOMATIC), (OFFICIAL, OFFICIAL)])
    official = models.CharField(max_length=64, blank=True, default="")
    content = models.BinaryField()
    decided_at = models.DateTimeField()
    document = models.CharField(max_length=64, blank=True, default="")
    provided_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=40, blank=True, default="")
    announcement_rule = models.CharField(max_length=200, blank=True, default="")
    announced_on = models.DateField(null=True, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A case is decided once."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "case"], name="decision_case_unique"),
            models.CheckConstraint(
                condition=models.Q(automation=AUTOMATIC) | ~models.Q(official=""),
                name="decision_names_its_official",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=GRANTED)
                | (models.Q(automation=OFFICIAL) & ~models.Q(official="")),
                name="decision_refused_by_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "case"],
                condition=models.Q(outcome=REFUSED, document=""),
                name="decision_refusal_unwritten",
            ),
            models.Index(
                fields=["municipality", "id"],
                condition=models.Q(channel=LETTER, posted_at=None),
                name="decision_letter_unposted",
            ),
            models.Index(
                fields=["municipality", "id"],
                condition=models.Q(channel=POSTBOX, announced_on=None, fetched_at=None),
                name="decision_unfetched",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"
