"""A market says how many years its ideas are kept; then their decisions go as well, which nobody changes."""

from django.db import migrations, models

from modellkommune.foundation.tenants.operations import TenantGrant


class Migration(migrations.Migration):

    dependencies = [
        ('ideas', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='market',
            name='years_kept',
            field=models.PositiveSmallIntegerField(default=3),
        ),
        TenantGrant('Decision', 'DELETE'),
    ]
