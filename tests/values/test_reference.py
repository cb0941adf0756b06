import pytest
from hypothesis import given
from hypothesis import strategies as st

from modellkommune.values.reference import (
    ALPHABET,
    NotAReference,
    derived_reference,
    marked_references,
    new_reference,
    read_reference,
)


def test_a_new_reference_is_read_back_in_any_spelling():
    reference = new_reference("BP")
    assert reference.startswith("BP-")
    assert len(reference) == 14
    assert read_reference(reference) == reference
    assert read_reference(" " + reference.lower().replace("-", " ")) == reference


def test_no_two_are_the_same():
    assert len({new_reference("BP") for _ in range(2000)}) == 2000


@given(st.integers(3, 13), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_found(place, sign):
    reference = "BP-" + new_reference("")
    place += place == 8
    wrong = reference[:place] + sign + reference[place + 1 :]
    if wrong == reference:
        assert read_reference(wrong) == reference
    else:
        with pytest.raises(NotAReference):
            read_reference(wrong)


@given(st.integers(3, 12), st.integers(3, 12))
def test_every_two_characters_exchanged_are_found(one, other):
    signs = list("BP-" + new_reference(""))
    one, other = one + (one == 8), other + (other == 8)
    same = signs[one] == signs[other]
    signs[one], signs[other] = signs[other], signs[one]
    if same:
        assert read_reference("".join(signs))
    else:
        with pytest.raises(NotAReference):
            read_reference("".join(signs))


@pytest.mark.parametrize(
    "text", ["", "BP", "BP-4F7K9", "BP-0000O-OOOOO", "'; drop table", "BP-4F7K9-XTMC2-2222222"]
)
def test_it_refuses_what_was_never_issued(text):
    with pytest.raises(NotAReference):
        read_reference(text)


def test_a_text_always_has_the_same_reference_and_every_text_another():
    assert derived_reference("BP", "2026 musterstadt 7") == "BP-8J7CD-66F4T"
    derived = [derived_reference("BP", f"2026 musterstadt {number}") for number in range(2000)]
    assert len(set(derived)) == 2000
    assert all(read_reference(reference) == reference for reference in derived)
    assert derived_reference("PA", "2026 musterstadt 7")[3:] != derived[7][3:]


def test_references_are_found_in_a_sentence_and_nothing_else():
    reference, plain = new_reference("BP"), new_reference("")
    text = f"Vorgang {reference}, früher ({plain}); nicht DN-AB 123, K7MX-2PQR-9WDF oder 2026-12-03."
    marked = marked_references(text, "<", ">")
    assert marked.replace("<", "").replace(">", "") == text
    assert marked.count("<") == 1
    assert f"<{reference}>" in marked
