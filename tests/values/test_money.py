import pytest
from hypothesis import given
from hypothesis import strategies as st

from modellkommune.values.money import Money, NotAnAmount


@given(st.integers(min_value=-99_999_999_999, max_value=99_999_999_999))
def test_what_is_written_for_machines_is_read_back_to_the_cent(cents):
    assert Money.parse(Money(cents).plain) == Money(cents)


def test_it_reads_the_amounts_people_write():
    assert Money.parse("30.70") == Money.parse(" 30,70 ") == Money(3070)
    assert Money.parse("30") == Money(3000)
    assert Money.parse("-0.05") == Money(-5)


@pytest.mark.parametrize("text", ["", "30.7", "30.705", "1e3", "12 €", "٣٠.70x", "nan", "1.000,00"])
def test_it_refuses_what_is_no_exact_amount(text):
    with pytest.raises(NotAnAmount):
        Money.parse(text)


def test_it_is_written_as_the_language_writes_it():
    assert Money(3070).text("de") == "30,70 €"
    assert Money(3070).text("en") == "€30.70"
    assert Money(-123456705).text("de") == "\N{MINUS SIGN}1.234.567,05 €"
    assert Money(123456705).text("en") == "€1,234,567.05"


def test_it_calculates_in_cents():
    assert Money(3070) + Money(30) - Money(100) == Money(3000)
    assert Money(1025) * 3 == Money(3075)
    assert sum((Money(10), Money(20)), Money.zero) == Money(30)
    assert not Money.zero
