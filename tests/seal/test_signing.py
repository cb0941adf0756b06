"""Whole seals against vectors of our own and, where they are present, the public ones."""

import json
from datetime import date
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec

from modellkommune.seal.errors import NotASeal, SealDoesNotFit
from modellkommune.seal.profile import Contents, Profile, decode_contents, encode_contents
from modellkommune.seal.signing import certificate_reference, sign_seal, signature_fits, verify_seal
from modellkommune.seal.structure import Message, encode_messages, read_seal

OWN = json.loads(Path(__file__).with_name("vectors.json").read_text())
PROFILE = Profile.of(OWN["profile"])
VECTORS = OWN["vectors"]
PUBLIC = Path(__file__).parents[2].parent / "shared" / "standards" / "vds"
needs_public = pytest.mark.skipif(not PUBLIC.exists(), reason="no public vectors beside this repository")


def certificate_of(vector):
    return x509.load_pem_x509_certificate(vector["certificate"].encode())


def contents(**changed):
    given = {
        "values": {"NUMMER": "BP-4F7K9-XTMC2", "ZONE": "G"},
        "valid_from": date(2026, 12, 3),
        "valid_to": date(2027, 12, 2),
        "profile_uri": "musterstadt.example/profil",
        "certificate_uri": "musterstadt.example/siegel",
    }
    return Contents(**{**given, **changed})


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["what"])
def test_our_own_vectors_read_and_judge_as_recorded(vector):
    raw = bytes.fromhex(vector["raw"])
    seal = read_seal(raw)
    assert seal.raw == raw
    assert seal.header.certificate == vector["reference"] == certificate_reference(certificate_of(vector))
    assert seal.header.signed == date.fromisoformat(vector["signed"])
    said = decode_contents(PROFILE, seal)
    assert said.values == vector["values"]
    assert said.valid_from == date.fromisoformat(vector["valid_from"])
    assert said.valid_to == date.fromisoformat(vector["valid_to"])
    assert verify_seal(seal, [certificate_of(other) for other in VECTORS]).state == vector["state"]


def test_changing_any_single_byte_is_noticed():
    raw, certificate = bytes.fromhex(VECTORS[0]["raw"]), certificate_of(VECTORS[0])
    for place in range(len(raw)):
        changed = raw[:place] + bytes((raw[place] ^ 1,)) + raw[place + 1 :]
        try:
            verdict = verify_seal(read_seal(changed), [certificate])
        except NotASeal:
            continue
        assert not verdict.genuine


def test_a_seal_by_somebody_else_is_of_an_unknown_signer():
    seal = read_seal(bytes.fromhex(VECTORS[0]["raw"]))
    assert verify_seal(seal, []).state == "unknown_signer"
    assert verify_seal(seal, [certificate_of(VECTORS[1])]).state == "unknown_signer"


def test_a_signature_of_another_key_under_a_trusted_reference_is_altered():
    certificate = certificate_of(VECTORS[0])
    stranger = ec.generate_private_key(ec.SECP256R1())
    seal = sign_seal(encode_contents(PROFILE, contents()), stranger, certificate, date(2026, 12, 3))
    assert verify_seal(seal, [certificate]).state == "altered"


def test_nothing_may_follow_the_signature_or_be_cut_off():
    raw = bytes.fromhex(VECTORS[0]["raw"])
    for wrong in (raw + b"\x0a\x01x", raw[:-1], raw[:60]):
        with pytest.raises(NotASeal):
            read_seal(wrong)


def test_without_a_signature_a_seal_is_never_genuine():
    seal = read_seal(read_seal(bytes.fromhex(VECTORS[0]["raw"])).signed_bytes)
    assert seal.signature == b""
    assert verify_seal(seal, [certificate_of(VECTORS[0])]).state == "altered"


@pytest.mark.parametrize(
    "values",
    [
        {"NUMMER": "BP-1"},
        {"NUMMER": "BP-1", "ZONE": "G", "NAME": "Anna Muster"},
        {"NUMMER": "B" * 21, "ZONE": "G"},
        {"NUMMER": "Ü" * 11, "ZONE": "G"},
    ],
)
def test_what_the_profile_does_not_know_or_hold_is_refused(values):
    with pytest.raises(SealDoesNotFit):
        encode_contents(PROFILE, contents(values=values))


def test_values_stay_where_both_ways_of_writing_lengths_agree():
    assert encode_messages([Message(10, b"x" * 127)])[:2] == bytes((10, 127))
    with pytest.raises(SealDoesNotFit):
        encode_messages([Message(10, b"x" * 128)])


def test_a_profile_with_a_tag_twice_is_refused():
    twice = {"number": "0" * 32, "name": "X", "entries": [{"tag": 10, "name": "A"}, {"tag": 10, "name": "B"}]}
    with pytest.raises(SealDoesNotFit):
        Profile.of(twice)


def test_a_seal_that_says_something_twice_is_refused():
    key = ec.generate_private_key(ec.SECP256R1())
    messages = encode_contents(PROFILE, contents())
    seal = sign_seal([*messages, messages[-1]], key, certificate_of(VECTORS[0]), date(2026, 12, 3))
    with pytest.raises(NotASeal):
        decode_contents(PROFILE, seal)


def test_a_genuine_seal_of_another_profile_is_not_read_as_ours():
    other = Profile.of({**OWN["profile"], "number": "0" * 32})
    with pytest.raises(NotASeal):
        decode_contents(other, read_seal(bytes.fromhex(VECTORS[0]["raw"])))


@needs_public
def test_it_reads_and_verifies_the_public_vectors():
    certificates = {
        name: x509.load_pem_x509_certificate((PUBLIC / f"cert_{name}.pem").read_bytes())
        for name in ("dets27", "dets32", "utts5b")
    }
    verified = 0
    for vector in json.loads((PUBLIC / "vectors.json").read_text()).values():
        seal, expected = read_seal(bytes.fromhex(vector["raw_hex"])), vector["decoded"]
        header = seal.header
        assert header.country == expected["issuing_country"].rstrip()
        assert (header.signer, header.certificate) == (expected["signer"], expected["cert_ref"])
        assert header.issued.isoformat() == expected["issue_date"]
        assert header.signed.isoformat() == expected["signature_date"]
        assert f"{header.feature:02x} {header.category:02x}".split() == [
            expected["feature_def_ref"],
            expected["doc_type_category"],
        ]
        if not any(message["tag"] == 100 for message in expected["messages"]):  # nested, read as DER there
            assert [(message.tag, message.value.hex()) for message in seal.messages] == [
                (message["tag"], message["hex"]) for message in expected["messages"]
            ]
        verified += fits_any(seal, certificates.values())
    assert verified == 8


def fits_any(seal, certificates):
    for certificate in certificates:
        try:
            if signature_fits(seal, certificate):
                return True
        except UnsupportedAlgorithm:  # brainpoolP224r1 of one of the certificates
            continue
    return False


def test_a14_changing_vehicles_stand_in_the_seal():
    said = {"NUMMER": "BP-4F7K9-XTMC2", "ZONE": "G", "KENNZEICHEN": "wechselnde Fahrzeuge"}
    key = ec.generate_private_key(ec.SECP256R1())
    messages = encode_contents(PROFILE, contents(values=said))
    seal = sign_seal(messages, key, certificate_of(VECTORS[0]), date(2026, 12, 3))
    assert decode_contents(PROFILE, read_seal(seal.raw)).values == said
