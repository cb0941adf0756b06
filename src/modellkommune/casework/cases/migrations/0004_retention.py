"""Closed cases are looked at when something of them has been kept long enough."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_protected")]

    operations = [
        migrations.AddField("case", "look_on", models.DateField(blank=True, null=True)),
        migrations.AddField("case", "emptied_on", models.DateField(blank=True, null=True)),
        migrations.RunSQL(
            "UPDATE cases_case SET look_on = moved_at::date + 1"
            " WHERE state IN ('issued', 'withdrawn', 'lapsed', 'refused')",
            migrations.RunSQL.noop,
        ),
        # An index is not built while foreign keys of the rows just written are still to be checked.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddIndex(
            "case",
            models.Index(
                condition=models.Q(("look_on__isnull", False)),
                fields=["municipality", "look_on"],
                name="case_to_look_at",
            ),
        ),
    ]
