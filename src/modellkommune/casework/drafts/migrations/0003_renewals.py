"""A draft may be of another kind than the first, about a permit that exists."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("drafts", "0002_unfinished_by_expiry")]

    operations = [
        migrations.AddField("draft", "kind", models.CharField(blank=True, db_default="", default="", max_length=40)),
        migrations.AddField(
            "draft", "of_permit", models.CharField(blank=True, db_default="", default="", max_length=40)
        ),
    ]
