"""The keys of a municipality: made, replaced, brought along, never readable in the database."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from modellkommune.foundation.documents import commands
from modellkommune.foundation.documents.authority import issue_key
from modellkommune.foundation.documents.errors import KeyRefused, NoSigningKey
from modellkommune.foundation.documents.models import SigningKey
from modellkommune.foundation.documents.signingkeys import OpenKey
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.models import Municipality


def keys_of(town):
    with municipality(town):
        return list(SigningKey.objects.order_by("valid_from", "reference"))


def test_ensuring_keys_twice_makes_one_for_each_purpose(two_towns):
    town = two_towns[0]
    commands.ensure_keys(town)
    commands.ensure_keys(town)
    assert sorted((key.purpose, key.state) for key in keys_of(town)) == [
        ("document", "active"),
        ("seal", "active"),
    ]
    with municipality(town):
        assert Entry.objects.filter(verb="put_key_in_force").count() == 2


def test_the_private_key_lies_sealed_in_the_database(two_towns):
    commands.ensure_keys(two_towns[0])
    key = keys_of(two_towns[0])[0]
    with pytest.raises(ValueError, match=r".+"):
        OpenKey.of_der(bytes(key.private_key), key.certificate)


def test_replacing_keys_retires_the_old_ones(two_towns):
    town = two_towns[0]
    commands.ensure_keys(town)
    commands.rotate_keys(town)
    assert sorted(key.state for key in keys_of(town)) == ["active", "active", "retired", "retired"]


def test_a_real_municipality_issues_itself_no_demonstration_key(two_towns):
    Municipality.objects.filter(pk=two_towns[0]).update(demonstration=False)
    with pytest.raises(NoSigningKey):
        commands.ensure_keys(two_towns[0])
    with pytest.raises(NoSigningKey):
        commands.sign_pdf(b"%PDF-1.7", two_towns[0])


def test_a_key_can_be_brought_along_once(two_towns, tmp_path):
    town = two_towns[0]
    key = issue_key(tmp_path, "Stadt Alpha", "Siegel", clock.now())
    commands.import_key(town, "seal", key.private_pem, key.certificate_pem)
    commands.import_key(town, "seal", key.private_pem, key.certificate_pem)
    assert [(row.purpose, row.certificate) for row in keys_of(town)] == [("seal", key.certificate_pem)]


def test_a_key_that_cannot_sign_is_refused(two_towns, tmp_path):
    town, now = two_towns[0], clock.now()
    one, other = (issue_key(tmp_path, "Stadt Alpha", "Siegel", now) for _ in range(2))
    outdated = issue_key(tmp_path, "Stadt Alpha", "Siegel", now.replace(year=now.year - 30))
    p384 = OpenKey(ec.generate_private_key(ec.SECP384R1()), one.certificate)
    for private, certificate in (
        (one.private_pem, other.certificate_pem),
        (outdated.private_pem, outdated.certificate_pem),
        (p384.private_pem, one.certificate_pem),
        ("", ""),
    ):
        with pytest.raises(KeyRefused):
            commands.import_key(town, "seal", private, certificate)
    assert keys_of(town) == []


def test_keys_of_one_town_are_invisible_to_the_other(two_towns):
    commands.ensure_keys(two_towns[0])
    assert keys_of(two_towns[1]) == []
    with pytest.raises(NoSigningKey):
        commands.seal_permit({"number": "1"}, two_towns[1])
