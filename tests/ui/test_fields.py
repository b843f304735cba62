"""Numbers and amounts as Dutch people write them."""

from decimal import Decimal

import pytest
from django.forms import ValidationError

from portal.ui.fields import EuroField, NumberField


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12", "12"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("12.50", "12.5"),
        ("1.250", "1250"),
        ("1.250,5", "1250.5"),
        ("12.500.000", "12500000"),
        ("0,125", "0.125"),
        (" 7 ", "7"),
    ],
)
def test_a_point_before_three_digits_parts_thousands(typed, meant):
    assert NumberField(decimal_places=3).clean(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["1.25.0", "twaalf", "1,2,3", "1.250.5", "१२", "1e5", "--1", "NaN"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValidationError):
        NumberField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "meant"), [("1.234,56", "1234.56"), ("EUR 1.234", "1234"), ("1234.5", "1234.50")]
)
def test_an_amount_is_read_to_the_cent(typed, meant):
    assert EuroField().clean(typed) == Decimal(meant)
