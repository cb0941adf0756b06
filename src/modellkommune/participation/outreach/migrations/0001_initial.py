"""Events, wheels, prizes, stations, spins, stock, visits and handouts of the info stand."""

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
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60)),
                ('name', models.CharField(max_length=80)),
                ('place', models.CharField(blank=True, default='', max_length=80)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('created_at', models.DateTimeField()),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
        ),
        migrations.CreateModel(
            name='Handout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service_id', models.CharField(max_length=80)),
                ('code', models.CharField(max_length=12)),
                ('opened', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('event', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='outreach.event')),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
        ),
        migrations.CreateModel(
            name='Prize',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=40)),
                ('consolation', models.BooleanField(default=False)),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
        ),
        migrations.CreateModel(
            name='Station',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('pairing_digest', models.CharField(blank=True, default='', max_length=64)),
                ('pairing_until', models.DateTimeField(blank=True, null=True)),
                ('token_digest', models.CharField(blank=True, default='', max_length=64)),
                ('paired_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('event', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='outreach.event')),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
        ),
        migrations.CreateModel(
            name='Spin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('colour', models.CharField(max_length=10)),
                ('token', models.UUIDField()),
                ('drawn_at', models.DateTimeField()),
                ('shown_at', models.DateTimeField(blank=True, null=True)),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
                ('prize', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='outreach.prize')),
                ('station', modellkommune.foundation.tenants.models.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='outreach.station')),
            ],
        ),
        migrations.CreateModel(
            name='KioskSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_digest', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('started_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('key', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='keys.datakey')),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
                ('station', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='outreach.station')),
            ],
        ),
        migrations.CreateModel(
            name='WheelRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('prepared', 'prepared'), ('committed', 'committed'), ('open', 'open'), ('paused', 'paused'), ('closed', 'closed'), ('revealed', 'revealed')], default='prepared', max_length=10)),
                ('commitment', models.CharField(blank=True, default='', max_length=64)),
                ('seed', models.BinaryField(blank=True, default=b'')),
                ('revealed_seed', models.CharField(blank=True, default='', max_length=64)),
                ('rules', models.TextField(blank=True, default='')),
                ('stock', models.JSONField(default=list)),
                ('committed_at', models.DateTimeField(blank=True, null=True)),
                ('revealed_at', models.DateTimeField(blank=True, null=True)),
                ('lines', models.PositiveIntegerField(default=0)),
                ('spins', models.PositiveIntegerField(default=0)),
                ('mark', models.CharField(blank=True, default='', max_length=64)),
                ('event', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='outreach.event')),
                ('key', modellkommune.foundation.tenants.models.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='keys.datakey')),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
        ),
        migrations.CreateModel(
            name='StockEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('change', models.IntegerField()),
                ('reason', models.CharField(choices=[('delivered', 'delivered'), ('added', 'added'), ('found', 'found'), ('damaged', 'damaged'), ('missing', 'missing'), ('drawn', 'drawn')], max_length=10)),
                ('mark', models.CharField(blank=True, default='', max_length=64)),
                ('at', models.DateTimeField()),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
                ('prize', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='outreach.prize')),
                ('spin', modellkommune.foundation.tenants.models.TenantForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='outreach.spin')),
                ('run', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='outreach.wheelrun')),
            ],
        ),
        migrations.AddField(
            model_name='spin',
            name='run',
            field=modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='outreach.wheelrun'),
        ),
        migrations.AddField(
            model_name='prize',
            name='run',
            field=modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='outreach.wheelrun'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(fields=('municipality', 'slug'), name='event_slug_unique'),
        ),
        migrations.AddConstraint(
            model_name='handout',
            constraint=models.UniqueConstraint(fields=('municipality', 'event', 'service_id'), name='handout_service_unique'),
        ),
        migrations.AddConstraint(
            model_name='handout',
            constraint=models.UniqueConstraint(fields=('municipality', 'code'), name='handout_code_unique'),
        ),
        migrations.AddConstraint(
            model_name='station',
            constraint=models.UniqueConstraint(condition=models.Q(('token_digest', ''), _negated=True), fields=('municipality', 'token_digest'), name='station_token_unique'),
        ),
        migrations.AddIndex(
            model_name='kiosksession',
            index=models.Index(fields=['municipality', 'seen_at'], name='kiosk_by_age'),
        ),
        migrations.AddConstraint(
            model_name='kiosksession',
            constraint=models.UniqueConstraint(fields=('municipality', 'token_digest'), name='kiosk_token_unique'),
        ),
        migrations.AddConstraint(
            model_name='wheelrun',
            constraint=models.UniqueConstraint(fields=('municipality', 'event'), name='wheel_event_unique'),
        ),
        migrations.AddConstraint(
            model_name='stockentry',
            constraint=models.UniqueConstraint(fields=('municipality', 'run', 'number'), name='stock_number_unique'),
        ),
        migrations.AddIndex(
            model_name='spin',
            index=models.Index(condition=models.Q(('shown_at', None)), fields=['municipality', 'run'], name='spin_not_shown'),
        ),
        migrations.AddConstraint(
            model_name='spin',
            constraint=models.UniqueConstraint(fields=('municipality', 'run', 'number'), name='spin_number_unique'),
        ),
        migrations.AddConstraint(
            model_name='spin',
            constraint=models.UniqueConstraint(fields=('municipality', 'token'), name='spin_token_unique'),
        ),
        migrations.AddConstraint(
            model_name='prize',
            constraint=models.UniqueConstraint(fields=('municipality', 'run', 'item'), name='prize_item_unique'),
        ),
        TenantTable('Event'),
        TenantTable('WheelRun'),
        TenantTable('Prize'),
        TenantTable('Station'),
        TenantTable('Spin', privileges=('SELECT', 'INSERT', 'UPDATE')),
        TenantTable('StockEntry', privileges=('SELECT', 'INSERT')),
        TenantTable('KioskSession'),
        TenantTable('Handout'),
    ]
