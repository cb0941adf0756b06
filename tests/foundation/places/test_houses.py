from hypothesis import given
from hypothesis import strategies as st

from modellkommune.foundation.places.houses import Houses

HOUSE = st.tuples(st.integers(1, 9999), st.sampled_from(["", "a", "b", "-14", "1/2"]))
POINT = st.tuples(st.floats(5, 16), st.floats(47, 56))


@given(st.dictionaries(HOUSE, POINT, max_size=30), HOUSE)
def test_packed_houses_are_what_a_dictionary_would_be(houses, other) -> None:
    packed = Houses(houses.items())
    assert dict(packed) == houses
    assert packed.get(other) == houses.get(other)
    assert Houses.of_row(packed.row()) == packed
    assert [*packed] == sorted(houses)


def test_numbers_that_cannot_be_are_not_there() -> None:
    packed = Houses([((1, ""), (7.0, 50.0))])
    assert [(number, "") in packed for number in (0, -1, 1, 2, 70_000)] == [False, False, True, False, False]
