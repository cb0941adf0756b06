"""Refusals, by persons only, and hearings before them."""

import django.db.models.deletion
from django.db import migrations, models

import modellkommune.foundation.tenants.context
import modellkommune.foundation.tenants.models
from modellkommune.foundation.tenants.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_refused"),
        ("decisions", "0001_initial"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="outcome",
            field=models.CharField(
                choices=[("granted", "granted"), ("refused", "refused")], max_length=10
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(outcome="granted")
                | (models.Q(automation="official") & ~models.Q(official="")),
                name="decision_refused_by_person",
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                fields=["municipality", "case"],
                condition=models.Q(outcome="refused", document=""),
                name="decision_refusal_unwritten",
            ),
        ),
        migrations.CreateModel(
            name="Hearing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.BinaryField()),
                ("asked_by", models.CharField(max_length=64)),
                ("asked_at", models.DateTimeField()),
                ("answer_by", models.DateField()),
                ("answer", models.BinaryField(blank=True, default=b"")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    modellkommune.foundation.tenants.models.TenantForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="cases.case"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        db_index=False,
                        default=modellkommune.foundation.tenants.context.current_municipality,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenants.municipality",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["municipality", "case"], name="hearing_of_case")],
            },
        ),
        TenantTable("Hearing"),
    ]
