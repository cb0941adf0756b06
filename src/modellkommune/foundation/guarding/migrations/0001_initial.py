"""Incidents, tallies, bans, exemptions, test modes."""

import django.db.models.deletion
import modellkommune.foundation.tenants.context
import modellkommune.foundation.tenants.models
from django.db import migrations, models

from modellkommune.foundation.tenants.operations import TenantTable


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('keys', '0003_destroyed_keys'),
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('number', models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Ban',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=8)),
                ('network', models.BinaryField()),
                ('client', models.CharField(max_length=64)),
                ('visitor', models.CharField(blank=True, default='', max_length=64)),
                ('reason', models.CharField(choices=[('attacks', 'attacks'), ('log-ins', 'log-ins'), ('staff', 'staff'), ('operator', 'operator')], max_length=10)),
                ('note', models.CharField(blank=True, default='', max_length=300)),
                ('by', models.CharField(blank=True, default='', max_length=64)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lifted_by', models.CharField(blank=True, default='', max_length=64)),
                ('turned_away', models.PositiveIntegerField(default=0)),
                ('key', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='keys.datakey')),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'until'], name='guarding_ban_by_end'), models.Index(fields=['municipality', 'client'], name='guarding_ban_by_client')],
                'constraints': [models.UniqueConstraint(fields=('municipality', 'reference'), name='guarding_ban_once')],
            },
        ),
        migrations.CreateModel(
            name='Exemption',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('rule', models.PositiveIntegerField()),
                ('route', models.CharField(max_length=200)),
                ('field', models.CharField(blank=True, default='', max_length=80)),
                ('reference', models.CharField(blank=True, default='', max_length=8)),
                ('by', models.CharField(max_length=64)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'until'], name='guarding_exemption_by_end')],
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=8)),
                ('at', models.DateTimeField()),
                ('method', models.CharField(max_length=10)),
                ('route', models.CharField(blank=True, max_length=200)),
                ('rule', models.PositiveIntegerField()),
                ('looks_for', models.CharField(blank=True, max_length=200)),
                ('verdict', models.CharField(choices=[('blocked', 'blocked'), ('noted', 'noted'), ('tested', 'tested'), ('pardoned', 'pardoned')], max_length=10)),
                ('field', models.CharField(blank=True, default='', max_length=80)),
                ('client', models.CharField(blank=True, default='', max_length=64)),
                ('count', models.PositiveIntegerField(default=1)),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'at'], name='guarding_incident_by_age'), models.Index(condition=models.Q(('client', ''), _negated=True), fields=['municipality', 'client', 'at'], name='guarding_incident_by_client')],
                'constraints': [models.UniqueConstraint(fields=('municipality', 'reference'), name='guarding_reference_once')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('rule', models.PositiveIntegerField()),
                ('route', models.CharField(blank=True, max_length=200)),
                ('verdict', models.CharField(choices=[('blocked', 'blocked'), ('noted', 'noted'), ('tested', 'tested'), ('pardoned', 'pardoned')], max_length=10)),
                ('count', models.PositiveBigIntegerField(default=0)),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
            options={
                'verbose_name_plural': 'tallies',
                'constraints': [models.UniqueConstraint(fields=('municipality', 'day', 'rule', 'route', 'verdict'), name='guarding_tally_once')],
            },
        ),
        migrations.CreateModel(
            name='TestMode',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('rule', models.PositiveIntegerField()),
                ('by', models.CharField(max_length=64)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'rule'), name='guarding_test_once')],
            },
        ),
        TenantTable('Ban'),
        TenantTable('Exemption'),
        TenantTable('Incident'),
        TenantTable('Tally'),
        TenantTable('TestMode'),
    ]
