"""What is removed is found again until it is gone from the storage."""

import django.db.models.deletion
from django.db import migrations, models

import modellkommune.foundation.tenants.context
from modellkommune.foundation.tenants.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0002_picture"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RemovedPath",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=120)),
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
        TenantTable("RemovedPath"),
    ]
