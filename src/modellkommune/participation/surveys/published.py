"""The tables of what everybody may see of a survey: frozen results, released texts, and what followed."""

import uuid

from django.db import models

from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel


class Results(TenantModel):
    """The tables of a survey: canonical JSON (RFC 8785) under its hash, made once and never altered.

    While they are being counted the document is empty, and `counted` of `total` says how far it is.
    """

    id = models.BigAutoField(primary_key=True)
    survey = TenantForeignKey("surveys.Survey", on_delete=models.PROTECT, related_name="+", db_index=False)
    counted = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    document = models.TextField(blank=True, default="")
    hash = models.CharField(max_length=64, blank=True, default="")
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        """Once for each survey."""

        verbose_name_plural = "results"
        constraints = [models.UniqueConstraint(fields=["municipality", "survey"], name="survey_results_once")]

    def __str__(self) -> str:
        """The hash."""
        return self.hash or "being counted"


class TextReview(TenantModel):
    """What an analyst decided about one text that somebody wrote; its id is that of the answer.

    A released text is kept here, because answers are deleted in time. One that is kept back is not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = TenantForeignKey("surveys.Survey", on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=48)
    released = models.BooleanField()
    text = models.CharField(max_length=500, blank=True, default="")

    def __str__(self) -> str:
        """The decision; the text is on the page if it was released."""
        return "released" if self.released else "kept back"


class Measure(TenantModel):
    """What the town did about the answers to a question: what people said, what was done, on which day.

    said, done: language -> sentence; service: the online service it changed, "" for none.
    """

    id = models.BigAutoField(primary_key=True)
    survey = TenantForeignKey("surveys.Survey", on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=48)
    said = models.JSONField()
    done = models.JSONField()
    day = models.DateField()
    service = models.CharField(max_length=60, blank=True, default="")
    release = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        """The newest first."""

        ordering = ["-day", "-id"]

    def __str__(self) -> str:
        """Day and question."""
        return f"{self.day} {self.question}"
