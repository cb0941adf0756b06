"""Sessions can be told apart by the family of the device; the log-ins of staff have rows of their own."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0002_membership_residentsession"),
    ]

    operations = [
        migrations.AddField(
            model_name="residentsession",
            name="device",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddIndex(
            model_name="residentsession",
            index=models.Index(
                condition=models.Q(("subject_digest", ""), _negated=True),
                fields=["municipality", "subject_digest"],
                name="identity_session_subject",
            ),
        ),
        migrations.CreateModel(
            name="StaffSession",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("device", models.CharField(blank=True, default="", max_length=40)),
                ("started", models.DateTimeField()),
                ("seen", models.DateTimeField()),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
