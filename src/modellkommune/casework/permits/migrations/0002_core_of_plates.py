import json
import re

from django.db import migrations

from modellkommune.foundation.keys.cipher import decrypt, derived_key, digest
from modellkommune.foundation.keys.master import first_master_key, unwrap

CHUNK = 500


def plates_by_core(apps, schema_editor):
    """Plates were found by all that was printed, so that one with E, H or a season was never found by its core.

    What was printed lies sealed in the permit, under the key of its case. Where that is destroyed, nobody can
    say any more which plate it was: such a row keeps its digest, which matches nothing but the whole text.
    """
    database = schema_editor.connection.alias
    permits = apps.get_model('permits', 'Permit').objects.using(database).select_related('case__key')
    brought = dict(apps.get_model('keys', 'DigestKey').objects.using(database).values_list('municipality_id', 'wrapped'))
    for permit in permits.filter(case__key__destroyed_at=None).order_by('pk').iterator(CHUNK):
        by_core = dict(_digests(permit, _digest_key(permit.municipality_id, brought)))
        for plate in permit.permitplate_set.using(database).filter(digest__in=by_core):
            plate.digest = by_core[plate.digest]
            plate.save(update_fields=['digest'])


def _digests(permit, key):
    """The digest of each printed plate as it was, with the one of its core, where they differ."""
    for plate in _content(permit)['plates']:
        core = _core(plate)
        if core != plate:
            yield digest(key, 'plate', plate), digest(key, 'plate', core)


def _content(permit):
    town, key = permit.municipality_id, permit.case.key
    opened = unwrap(f'wrap {town}', bytes(key.wrapped), 'data-key', town, str(key.pk))
    return json.loads(decrypt(opened, bytes(permit.content), 'permit', town, str(key.pk)))


def _digest_key(town, brought):
    if town in brought:
        return unwrap(f'wrap {town}', bytes(brought[town]), 'digest-key', town)
    return derived_key(first_master_key(), f'digest {town}')


def _core(plate):
    """As `values.plate.core_of` said when this was written: "DN-AB 123 E 04-10" is "DN-AB 123"."""
    match = re.fullmatch(r'([A-ZÄÖÜẞ]+-(?:[A-Z]+ )?\d+)(?: [EH])?(?: \d\d-\d\d)?', plate)
    return match[1] if match else plate


class Migration(migrations.Migration):

    dependencies = [
        ('permits', '0001_initial'),
        ('keys', '0002_digest_keys'),
    ]

    operations = [
        migrations.RunPython(plates_by_core, migrations.RunPython.noop),
    ]
