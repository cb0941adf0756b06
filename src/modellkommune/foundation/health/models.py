"""When something was done last for the installation."""

from django.db import models


class Trace(models.Model):
    """The last time that something was done or seen, and whether it ended well.

    `name` is one of `commands.BACKUP`, `DRILL`, ..., or begins with `commands.JOURNAL`.
    """

    name = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()
    well = models.BooleanField(default=True)

    def __str__(self) -> str:
        """Name and moment."""
        return f"{self.name} {self.at.isoformat()}"
