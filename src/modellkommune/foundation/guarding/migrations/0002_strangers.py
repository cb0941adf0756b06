"""Programs by name, imported lists of networks, senders who are let in, bans that a browser has ended."""

import django.db.models.deletion
import modellkommune.foundation.tenants.context
import modellkommune.foundation.tenants.models
from django.db import migrations, models

from modellkommune.foundation.tenants.operations import TenantTable


class Migration(migrations.Migration):

    dependencies = [
        ('guarding', '0001_initial'),
        ('keys', '0003_destroyed_keys'),
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='ban',
            name='proven_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='exemption',
            name='client',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.CreateModel(
            name='Blocklist',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=8)),
                ('source', models.CharField(max_length=200)),
                ('networks', models.BinaryField()),
                ('digest', models.CharField(max_length=64)),
                ('count', models.PositiveIntegerField()),
                ('by', models.CharField(blank=True, default='', max_length=64)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('key', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='keys.datakey')),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'source'), name='guarding_list_once')],
            },
        ),
        migrations.CreateModel(
            name='RobotRule',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('token', models.CharField(max_length=60)),
                ('barred', models.BooleanField()),
                ('by', models.CharField(max_length=64)),
                ('since', models.DateTimeField()),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'token'), name='guarding_robot_once')],
            },
        ),
        TenantTable('Blocklist'),
        TenantTable('RobotRule'),
    ]
