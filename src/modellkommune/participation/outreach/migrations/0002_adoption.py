"""How many use the services: months that were counted, entries of other channels, grades."""

import django.contrib.postgres.fields
import django.db.models.deletion
import modellkommune.foundation.tenants.context
import modellkommune.participation.outreach.models
from django.db import migrations, models

from modellkommune.foundation.tenants.operations import TenantTable


class Migration(migrations.Migration):

    dependencies = [
        ('outreach', '0001_initial'),
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AdoptionMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service_id', models.CharField(max_length=80)),
                ('month', models.DateField()),
                ('title', models.JSONField(default=dict)),
                ('is_over', models.BooleanField(default=False)),
                ('online', models.PositiveIntegerField(default=0)),
                ('assisted', models.PositiveIntegerField(default=0)),
                ('counter', models.PositiveIntegerField(default=None, null=True)),
                ('post', models.PositiveIntegerField(default=None, null=True)),
                ('begun', models.PositiveIntegerField(default=None, null=True)),
                ('begun_until', models.DateTimeField(default=None, null=True)),
                ('decided', models.PositiveIntegerField(default=0)),
                ('median_seconds', models.PositiveIntegerField(default=None, null=True)),
                ('ninth_seconds', models.PositiveIntegerField(default=None, null=True)),
                ('printed', models.PositiveIntegerField(default=0)),
                ('retyped', models.PositiveIntegerField(default=0)),
                ('proven', models.PositiveIntegerField(default=0)),
                ('ratings', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=None, null=True, size=5)),
                ('counted_at', models.DateTimeField()),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'month', 'service_id'), name='adoption_once')],
            },
        ),
        migrations.CreateModel(
            name='ChannelCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service_id', models.CharField(max_length=80)),
                ('month', models.DateField()),
                ('channel', models.CharField(choices=[('counter', 'counter'), ('post', 'post')], max_length=10)),
                ('count', models.PositiveIntegerField()),
                ('entered_by', models.CharField(max_length=64)),
                ('entered_at', models.DateTimeField()),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'month', 'service_id', 'channel', 'id'], name='channel_count_newest')],
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service_id', models.CharField(max_length=80)),
                ('month', models.DateField()),
                ('counts', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=modellkommune.participation.outreach.models.no_ratings, size=5)),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'month', 'service_id'), name='rating_once')],
            },
        ),
        migrations.CreateModel(
            name='RatingTaken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'digest'), name='rating_taken_once')],
            },
        ),
        migrations.CreateModel(
            name='SavingAssumption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service_id', models.CharField(max_length=80)),
                ('minutes', models.PositiveIntegerField()),
                ('source', models.CharField(max_length=200)),
                ('stated_on', models.DateField()),
                ('entered_by', models.CharField(max_length=64)),
                ('entered_at', models.DateTimeField()),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'service_id', 'id'], name='saving_newest')],
            },
        ),
        TenantTable('AdoptionMonth'),
        TenantTable('ChannelCount'),
        TenantTable('Rating'),
        TenantTable('RatingTaken'),
        TenantTable('SavingAssumption'),
    ]
