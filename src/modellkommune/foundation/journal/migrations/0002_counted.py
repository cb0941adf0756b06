"""What is counted of the journal is found by its day."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0001_initial'),
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('verb__in', ('case_assisted', 'decision_posted', 'evidence_asked', 'matter_stated'))), fields=['municipality', 'at'], name='journal_counted'),
        ),
    ]
