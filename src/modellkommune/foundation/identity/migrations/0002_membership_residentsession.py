import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import modellkommune.foundation.tenants.context
import modellkommune.foundation.tenants.models
from modellkommune.foundation.tenants.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0001_staff"),
        ("keys", "__first__"),
        ("tenants", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=40)),
                ("created", models.DateTimeField()),
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
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "staff", "role"), name="identity_membership_once"
                    )
                ],
            },
        ),
        TenantTable("Membership"),
        migrations.CreateModel(
            name="ResidentSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_digest", models.BinaryField(max_length=32, unique=True)),
                ("holder", models.UUIDField()),
                ("level", models.CharField(max_length=12)),
                ("subject_digest", models.CharField(blank=True, max_length=64)),
                ("attributes", models.BinaryField(null=True)),
                ("created", models.DateTimeField()),
                ("last_seen", models.DateTimeField()),
                (
                    "key",
                    modellkommune.foundation.tenants.models.TenantForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="keys.datakey",
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
                "indexes": [
                    models.Index(fields=["municipality", "last_seen"], name="identity_session_seen")
                ],
            },
        ),
        TenantTable("ResidentSession"),
    ]
