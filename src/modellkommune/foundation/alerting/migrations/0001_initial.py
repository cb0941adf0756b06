"""What security staff want to be told, what they were told, and what was looked at."""

import django.db.models.deletion
import modellkommune.foundation.tenants.context
from django.db import migrations, models

from modellkommune.foundation.tenants.operations import TenantTable


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('sent_at', models.DateTimeField(null=True)),
                ('held', models.PositiveIntegerField(default=0)),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'kind'), name='alerting_kind_once')],
            },
        ),
        migrations.CreateModel(
            name='AlertRules',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('mails', models.CharField(choices=[('every', 'every'), ('errors', 'errors'), ('never', 'never')], default='errors', max_length=10)),
                ('reports', models.CharField(choices=[('weekly', 'weekly'), ('monthly', 'monthly'), ('never', 'never')], default='weekly', max_length=10)),
                ('incident_days', models.PositiveSmallIntegerField(default=30)),
                ('sender_days', models.PositiveSmallIntegerField(default=7)),
                ('reported_on', models.DateField(null=True)),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
            options={
                'verbose_name_plural': 'alert rules',
                'constraints': [models.UniqueConstraint(fields=('municipality',), name='alerting_rules_once')],
            },
        ),
        migrations.CreateModel(
            name='Inspected',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('count', models.PositiveBigIntegerField(default=0)),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
            options={
                'verbose_name_plural': 'inspected',
                'constraints': [models.UniqueConstraint(fields=('municipality', 'day'), name='alerting_inspected_daily')],
            },
        ),
        TenantTable('Alert'),
        TenantTable('AlertRules'),
        TenantTable('Inspected'),
    ]
