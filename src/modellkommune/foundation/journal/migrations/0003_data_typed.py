"""Data typed by hand though an authority holds them are counted as well."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0002_counted'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='entry',
            name='journal_counted',
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('verb__in', ('case_assisted', 'data_typed', 'decision_posted', 'evidence_asked', 'matter_stated'))), fields=['municipality', 'at'], name='journal_counted'),
        ),
    ]
