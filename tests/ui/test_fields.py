"""Numbers and amounts as Dutch people write them, and what a form says is wrong."""

from decimal import Decimal

import pytest
from django import forms
from django.forms import ValidationError
from django.utils import translation

from portal.ui.fields import EuroField, NumberField
from portal.ui.templatetags.nlds import error_summary


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


@pytest.mark.parametrize("typed", ["٣٤", "1,2,3", "1.25.0", "tien"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValidationError):
        EuroField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "meant"), [("1.234,56", "1234.56"), ("EUR 1.234", "1234"), ("1234.5", "1234.50")]
)
def test_an_amount_is_read_to_the_cent(typed, meant):
    assert EuroField().clean(typed) == Decimal(meant)


def test_the_summary_says_which_field_is_missing_and_leaves_other_errors_as_they_are() -> None:
    class Form(forms.Form):
        who = forms.CharField(label="Aan wie?")
        note = forms.CharField(label="Briefje")
        number = forms.IntegerField(error_messages={"invalid": "Vul een getal in."})

    with translation.override("nl"):
        html = error_summary(Form({"number": "veel"}))
    assert "Aan wie? Dit veld is verplicht." in html and "Briefje: Dit veld is verplicht." in html
    assert ">Vul een getal in.<" in html
