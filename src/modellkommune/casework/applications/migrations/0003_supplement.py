"""Evidence that is handed in after the application."""

import django.db.models.deletion
from django.db import migrations, models

import modellkommune.foundation.tenants.context
import modellkommune.foundation.tenants.models
from modellkommune.foundation.tenants.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0002_receipt"),
        ("cases", "0001_initial"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Supplement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("handed_in_at", models.DateTimeField()),
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
        ),
        TenantTable("Supplement"),
    ]
