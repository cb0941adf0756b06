from django.db import migrations, models


class Migration(migrations.Migration):
    """A refused mail knows when it is tried again."""

    dependencies = [("mail", "0002_failed_messages")]

    operations = [
        migrations.AddField(
            model_name="message", name="next_try_at", field=models.DateTimeField(null=True)
        ),
    ]
