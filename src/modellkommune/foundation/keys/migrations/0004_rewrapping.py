from django.db import migrations

from modellkommune.foundation.tenants.roles import application_role


def let_rewrap(apps, schema_editor):
    """A digest key stays what it is for ever, but it has to be wrapped anew when the master key is changed."""
    _run(schema_editor, 'GRANT UPDATE ON {} TO {}')


def hold_again(apps, schema_editor):
    """Take it back."""
    _run(schema_editor, 'REVOKE UPDATE ON {} FROM {}')


def _run(schema_editor, statement):
    role = schema_editor.quote_name(application_role())
    schema_editor.execute(statement.format(schema_editor.quote_name('keys_digestkey'), role))


class Migration(migrations.Migration):

    dependencies = [
        ('keys', '0003_destroyed_keys'),
    ]

    operations = [
        migrations.RunPython(let_rewrap, hold_again),
    ]
