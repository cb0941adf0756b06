"""Letters are given to the post, acts in the postbox are fetched: when."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0002_refused"),
        ("decisions", "0002_refusals"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="fetched_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="posted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(condition=models.Q(("channel", "letter"), ("posted_at", None)), fields=["municipality", "id"], name="decision_letter_unposted"),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(condition=models.Q(("announced_on", None), ("channel", "postbox"), ("fetched_at", None)), fields=["municipality", "id"], name="decision_unfetched"),
        ),
    ]
