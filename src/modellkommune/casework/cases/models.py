"""The case record."""

import uuid

from django.db import models

from modellkommune.casework.cases.states import STATES
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel


class Case(TenantModel):
    """One errand of one person, from submission to the end of what it granted.

    On `look_on` something of a closed case may have been kept long enough (see `workflow/retention.py`);
    `emptied_on` is the day on which its key was destroyed: since then only numbers and states are left.
    `release_hash` and `overlay_hash` pin the law it was started with; `holder` and `subject_digest`
    say whose it is; `of_permit` is the number of the permit that a later case is about; what was written lies
    elsewhere, sealed under `key`. `protected`: a register has named a disclosure block, so only officials
    with a right of their own see the case.
    """

    number = models.CharField(max_length=40)
    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    service_id = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    release_hash = models.CharField(max_length=64)
    overlay_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=[(state, state) for state in STATES])
    language = models.CharField(max_length=8, default="de")
    holder = models.UUIDField()
    subject_digest = models.CharField(max_length=64, blank=True, default="")
    of_permit = models.CharField(max_length=40, blank=True, default="", db_default="")
    level = models.CharField(max_length=20, default="none")
    key = TenantForeignKey(DataKey, on_delete=models.PROTECT)
    protected = models.BooleanField(default=False, db_default=False)
    unit = models.CharField(max_length=80, blank=True, default="")
    deadline = models.DateField()
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    look_on = models.DateField(null=True, blank=True)
    emptied_on = models.DateField(null=True, blank=True)

    class Meta:
        """Numbers are unique in a municipality; the office lists cases by state and age."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="case_number_unique"),
            models.UniqueConstraint(fields=["municipality", "public_id"], name="case_public_id_unique"),
        ]
        indexes = [
            models.Index(fields=["municipality", "state", "opened_at", "id"], name="case_by_state"),
            models.Index(fields=["municipality", "subject_digest", "service_id"], name="case_by_subject"),
            models.Index(fields=["municipality", "holder"], name="case_by_holder"),
            models.Index(
                fields=["municipality", "state"], name="case_protected", condition=models.Q(protected=True)
            ),
            models.Index(
                fields=["municipality", "of_permit"],
                name="case_of_permit",
                condition=~models.Q(of_permit=""),
            ),
            models.Index(
                fields=["municipality", "look_on"],
                name="case_to_look_at",
                condition=models.Q(look_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number
