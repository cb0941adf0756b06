"""Files keep their digest and number of pages; pages drawn by us have a table of their own."""

import django.db.models.deletion
from django.db import migrations, models

import modellkommune.foundation.tenants.context
import modellkommune.foundation.tenants.models
from modellkommune.foundation.tenants.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="pages",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="storedfile",
            name="sealed_digest",
            field=models.BinaryField(default=b""),
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page", models.PositiveSmallIntegerField()),
                ("path", models.CharField(max_length=120)),
                (
                    "file",
                    modellkommune.foundation.tenants.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="files.storedfile",
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
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "file", "page"), name="file_picture_unique")
                ],
            },
        ),
        TenantTable("Picture"),
    ]
