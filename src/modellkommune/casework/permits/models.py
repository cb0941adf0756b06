"""The permit record and its plates."""

from django.db import models

from modellkommune.casework.cases.models import Case
from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel

PREPARED, ISSUED = "prepared", "issued"


class Permit(TenantModel):
    """A permit: `prepared` while its document is being made, `issued` once the person has it.

    Whether it is valid on a day follows from `first` and `last`, not from a stored state. Plates and
    everything printed lie sealed in `content`; `PermitPlate` holds their keyed digests for look-ups.
    `seal` are the bytes of the visible digital seal (BSI TR-03171).
    """

    case = TenantForeignKey(Case, on_delete=models.PROTECT)
    number = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=[(PREPARED, PREPARED), (ISSUED, ISSUED)])
    zone = models.CharField(max_length=20)
    first = models.DateField()
    last = models.DateField()
    person_digest = models.CharField(max_length=64)
    content = models.BinaryField()
    seal = models.BinaryField(default=b"")
    document = models.CharField(max_length=64, blank=True, default="")
    prepared_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A case leads to one permit; its number is unique in the municipality."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "case"], name="permit_case_unique"),
            models.UniqueConstraint(fields=["municipality", "number"], name="permit_number_unique"),
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="permit_period"),
        ]
        indexes = [models.Index(fields=["municipality", "person_digest"], name="permit_by_person")]

    def __str__(self) -> str:
        return self.number


class PermitPlate(TenantModel):
    """A plate of a permit as a keyed digest: found by whoever has the plate, readable to nobody."""

    permit = TenantForeignKey(Permit, on_delete=models.CASCADE)
    digest = models.CharField(max_length=64)
    first = models.DateField()
    last = models.DateField()

    class Meta:
        """Looked up by digest."""

        indexes = [models.Index(fields=["municipality", "digest"], name="permit_plate_digest")]

    def __str__(self) -> str:
        return str(self.pk)
