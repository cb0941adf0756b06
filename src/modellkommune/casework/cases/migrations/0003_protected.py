"""Cases of people with a disclosure block are marked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_refused")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="protected",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("protected", True)),
                fields=["municipality", "state"],
                name="case_protected",
            ),
        ),
    ]
