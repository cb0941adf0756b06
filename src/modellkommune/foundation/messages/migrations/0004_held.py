"""Messages that somebody looks at before they go out."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("mail", "0003_next_try"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="state",
            field=models.CharField(
                choices=[("queued", "queued"), ("sent", "sent"), ("failed", "failed"), ("held", "held")],
                default="queued",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(condition=models.Q(("state", "held")), fields=["municipality", "id"], name="message_held"),
        ),
    ]
