"""Cases can be refused."""

from django.db import migrations, models

STATES = (
    "submitted checking review ready payment_due paid granted lapsed issued withdrawn refused".split()
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="state",
            field=models.CharField(choices=[(state, state) for state in STATES], max_length=20),
        ),
    ]
