"""A later case names the permit that it is about."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_retention")]

    operations = [
        migrations.AddField(
            "case", "of_permit", models.CharField(blank=True, db_default="", default="", max_length=40)
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                condition=models.Q(("of_permit", ""), _negated=True),
                fields=["municipality", "of_permit"],
                name="case_of_permit",
            ),
        ),
    ]
