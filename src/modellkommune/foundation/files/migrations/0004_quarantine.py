"""Files wait for the scanner, and are rejected when it finds something."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0003_removed_paths"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.AddField("storedfile", "state", models.CharField(default="taken", max_length=12)),
        migrations.AddField("storedfile", "refusal", models.CharField(blank=True, default="", max_length=24)),
        migrations.AddField("storedfile", "asked_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "storedfile",
            models.Index(
                condition=models.Q(("state", "quarantined")),
                fields=["municipality", "asked_at"],
                name="file_quarantined",
            ),
        ),
    ]
