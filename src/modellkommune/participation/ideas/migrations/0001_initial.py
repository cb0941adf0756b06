"""Tables of the ideas market."""

import django.db.models.deletion
import modellkommune.foundation.tenants.context
import modellkommune.foundation.tenants.models
import uuid
from django.db import migrations, models

from modellkommune.foundation.tenants.operations import TenantTable


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Market',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('criteria', models.JSONField(default=list)),
                ('units', models.JSONField(default=list)),
                ('deadlines', models.JSONField(default=dict)),
                ('bonus', models.TextField(blank=True, default='')),
                ('smallest_unit', models.PositiveSmallIntegerField(default=5)),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Idea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=120)),
                ('text', models.TextField()),
                ('state', models.CharField(choices=[('submitted', 'submitted'), ('checked', 'checked'), ('open', 'open'), ('in_assessment', 'in_assessment'), ('deferred', 'deferred'), ('accepted', 'accepted'), ('in_implementation', 'in_implementation'), ('implemented', 'implemented'), ('effect_measured', 'effect_measured'), ('rejected', 'rejected'), ('merged', 'merged'), ('withdrawn', 'withdrawn')], default='submitted', max_length=20)),
                ('author', models.CharField(blank=True, default='', max_length=20)),
                ('pseudonym', models.CharField(blank=True, default='', max_length=40)),
                ('code_digest', models.CharField(blank=True, default='', max_length=64)),
                ('unit', models.CharField(blank=True, default='', max_length=80)),
                ('submitted_on', models.DateField()),
                ('earliest_on', models.DateField()),
                ('due_on', models.DateField(null=True)),
                ('released', models.BooleanField(default=False)),
                ('public_title', models.CharField(blank=True, default='', max_length=120)),
                ('public_text', models.TextField(blank=True, default='')),
                ('merged_into', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ideas.idea')),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
                ('market', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ideas.market')),
            ],
        ),
        migrations.CreateModel(
            name='MarketDay',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=120)),
                ('day', models.DateField()),
                ('dots', models.PositiveSmallIntegerField(default=3)),
                ('closed', models.BooleanField(default=False)),
                ('market', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ideas.market')),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DotCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
                ('market_day', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ideas.marketday')),
            ],
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300)),
                ('unit', models.CharField(max_length=80)),
                ('due_on', models.DateField()),
                ('done_on', models.DateField(null=True)),
                ('idea', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ideas.idea')),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
        ),
        migrations.CreateModel(
            name='Redaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('passage', models.CharField(max_length=500)),
                ('reason', models.CharField(max_length=300)),
                ('by', models.CharField(max_length=20)),
                ('day', models.DateField()),
                ('idea', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ideas.idea')),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
        ),
        migrations.CreateModel(
            name='Stall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=120)),
                ('text', models.TextField()),
                ('idea', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ideas.idea')),
                ('market_day', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ideas.marketday')),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
        ),
        migrations.CreateModel(
            name='Dots',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dots', models.PositiveSmallIntegerField()),
                ('code', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ideas.dotcode')),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
                ('stall', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ideas.stall')),
            ],
            options={
                'verbose_name_plural': 'dots',
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('submitted', 'submitted'), ('checked', 'checked'), ('open', 'open'), ('in_assessment', 'in_assessment'), ('deferred', 'deferred'), ('accepted', 'accepted'), ('in_implementation', 'in_implementation'), ('implemented', 'implemented'), ('effect_measured', 'effect_measured'), ('rejected', 'rejected'), ('merged', 'merged'), ('withdrawn', 'withdrawn')], max_length=20)),
                ('day', models.DateField()),
                ('by', models.CharField(blank=True, default='', max_length=20)),
                ('idea', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ideas.idea')),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('supporter', models.CharField(max_length=64)),
                ('day', models.DateField()),
                ('idea', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ideas.idea')),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('term', models.CharField(max_length=40)),
                ('idea', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ideas.idea')),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(max_length=20)),
                ('due_on', models.DateField()),
                ('level', models.PositiveSmallIntegerField()),
                ('day', models.DateField()),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
                ('idea', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ideas.idea')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'idea', 'state', 'due_on', 'level'), name='idea_escalation_once')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('accepted', 'accepted'), ('rejected', 'rejected'), ('deferred', 'deferred')], max_length=20)),
                ('reason', models.TextField()),
                ('unit', models.CharField(max_length=80)),
                ('day', models.DateField()),
                ('decided_by', models.CharField(max_length=20)),
                ('decided_on', models.DateField()),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
                ('idea', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ideas.idea')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'idea', 'id'], name='idea_decision_by_idea')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('comment', 'Comment'), ('question', 'Question'), ('answer', 'Answer')], default='comment', max_length=10)),
                ('author', models.CharField(blank=True, default='', max_length=20)),
                ('text', models.TextField()),
                ('day', models.DateField()),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
                ('idea', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ideas.idea')),
            ],
            options={
                'indexes': [models.Index(fields=['municipality', 'idea', 'id'], name='idea_comment_by_idea')],
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assessor', models.CharField(max_length=20)),
                ('scores', models.JSONField(default=dict)),
                ('remark', models.TextField(blank=True, default='')),
                ('declared', models.BooleanField(default=False)),
                ('day', models.DateField()),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
                ('idea', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ideas.idea')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'idea', 'assessor'), name='idea_assessment_once')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service_id', models.CharField(max_length=80)),
                ('release_hash', models.CharField(max_length=64)),
                ('release_version', models.CharField(max_length=20)),
                ('metric', models.CharField(max_length=40)),
                ('before', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('before_source', models.CharField(blank=True, default='', max_length=200)),
                ('before_on', models.DateField(null=True)),
                ('after', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('after_source', models.CharField(blank=True, default='', max_length=200)),
                ('after_on', models.DateField(null=True)),
                ('idea', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ideas.idea')),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'idea', 'service_id', 'metric'), name='idea_link_once')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('title', models.CharField(max_length=120)),
                ('text', models.TextField()),
                ('pseudonym', models.CharField(max_length=40)),
                ('unit', models.CharField(blank=True, default='', max_length=80)),
                ('code_digest', models.CharField(max_length=64)),
                ('municipality', models.ForeignKey(db_index=False, default=modellkommune.foundation.tenants.context.current_municipality, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.municipality')),
                ('market', modellkommune.foundation.tenants.models.TenantForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ideas.market')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('municipality', 'code_digest'), name='ideas_letter_once')],
            },
        ),
        migrations.AddIndex(
            model_name='idea',
            index=models.Index(fields=['municipality', 'state', 'number'], name='idea_by_state'),
        ),
        migrations.AddIndex(
            model_name='idea',
            index=models.Index(fields=['municipality', 'due_on'], name='idea_due'),
        ),
        migrations.AddIndex(
            model_name='idea',
            index=models.Index(fields=['municipality', 'author'], name='idea_by_author'),
        ),
        migrations.AddIndex(
            model_name='idea',
            index=models.Index(fields=['municipality', 'merged_into'], name='idea_by_merger'),
        ),
        migrations.AddConstraint(
            model_name='idea',
            constraint=models.UniqueConstraint(fields=('municipality', 'number'), name='idea_number_once'),
        ),
        migrations.AddConstraint(
            model_name='idea',
            constraint=models.UniqueConstraint(condition=models.Q(('code_digest', ''), _negated=True), fields=('municipality', 'code_digest'), name='idea_code_once'),
        ),
        migrations.AddConstraint(
            model_name='dotcode',
            constraint=models.UniqueConstraint(fields=('municipality', 'digest'), name='idea_dot_code_once'),
        ),
        migrations.AddIndex(
            model_name='measure',
            index=models.Index(fields=['municipality', 'idea', 'id'], name='idea_measure_by_idea'),
        ),
        migrations.AddConstraint(
            model_name='redaction',
            constraint=models.UniqueConstraint(fields=('municipality', 'idea', 'passage'), name='idea_redaction_once'),
        ),
        migrations.AddConstraint(
            model_name='stall',
            constraint=models.UniqueConstraint(fields=('municipality', 'market_day', 'number'), name='idea_stall_number'),
        ),
        migrations.AddConstraint(
            model_name='stall',
            constraint=models.UniqueConstraint(fields=('municipality', 'market_day', 'idea'), name='idea_stall_idea'),
        ),
        migrations.AddConstraint(
            model_name='dots',
            constraint=models.UniqueConstraint(fields=('municipality', 'code', 'stall'), name='idea_dots_once'),
        ),
        migrations.AddIndex(
            model_name='step',
            index=models.Index(fields=['municipality', 'idea', 'id'], name='idea_step_by_idea'),
        ),
        migrations.AddConstraint(
            model_name='support',
            constraint=models.UniqueConstraint(fields=('municipality', 'idea', 'supporter'), name='idea_support_once'),
        ),
        migrations.AddIndex(
            model_name='term',
            index=models.Index(fields=['municipality', 'idea'], name='idea_term_by_idea'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.UniqueConstraint(fields=('municipality', 'term', 'idea'), name='idea_term_once'),
        ),
        TenantTable('Market'),
        TenantTable('Idea'),
        TenantTable('MarketDay'),
        TenantTable('DotCode'),
        TenantTable('Measure'),
        TenantTable('Redaction'),
        TenantTable('Stall'),
        TenantTable('Dots'),
        TenantTable('Step'),
        TenantTable('Support'),
        TenantTable('Term'),
        TenantTable('Escalation'),
        TenantTable('Decision', ("SELECT", "INSERT")),
        TenantTable('Comment'),
        TenantTable('Assessment'),
        TenantTable('Link'),
        TenantTable('Letter'),
    ]
