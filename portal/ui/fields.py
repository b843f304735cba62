"""Form fields as Dutch people fill them in."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

#: 1234 | 1234,5 | 1.234,56 | 1234.56 (a point with one or two digits behind it can only be a decimal mark)
_DUTCH = re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)(?:[.,](?P<cents>\d{1,2}))?", re.ASCII)

#: 1.250 | 12.500.000 | 1.250,75
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d{1,6})?", re.ASCII)


class EuroField(forms.DecimalField):
    """An amount in euros, exact to the cent: "1.234,56", "1234,56", "EUR 1.234" and "€ 1234" all do."""

    default_error_messages = {
        "invalid": _("Fill in an amount in euros, for example 1.234,56."),
        "min_value": _("Fill in an amount above zero."),
        "max_value": _("This amount is too high. Check the number of zeros."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", Decimal("0.01"))
        kwargs.setdefault("max_value", Decimal("9999999999.99"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """The amount, or None when empty."""
        if value in self.empty_values or isinstance(value, Decimal):
            return value or None
        text = re.sub(r"^(EUR|€)|[\s\u00a0]|,-$", "", str(value).strip(), flags=re.IGNORECASE)
        found = _DUTCH.fullmatch(text)
        if not found:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return Decimal(f"{found['whole'].replace('.', '')}.{(found['cents'] or '0').ljust(2, '0')}")

    def prepare_value(self, value: Any) -> Any:
        """1.234,56 for an amount; what was typed stays as it was typed."""
        if isinstance(value, Decimal):
            return f"{value:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
        return value


class NumberField(forms.DecimalField):
    """A number as Dutch people write it: "12,5", "1.250" (thousands), "1.250,5"; "12.5" does too.

    A point is a decimal mark only when it cannot part thousands: not followed by groups of three digits.
    """

    default_error_messages = {
        "invalid": _("Fill in a number, for example 12,5."),
        "min_value": _("Fill in at least %(limit_value)s."),
        "max_value": _("Fill in at most %(limit_value)s."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", Decimal(0))
        kwargs.setdefault("max_digits", 12)
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """The number, or None when empty."""
        if value in self.empty_values or isinstance(value, Decimal):
            return None if value in self.empty_values else value
        text = str(value).strip()
        if _THOUSANDS.fullmatch(text):
            text = text.replace(".", "")
        if not re.fullmatch(r"-?\d{1,15}(?:[.,]\d{1,6})?", text, re.ASCII):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return Decimal(text.replace(",", "."))

    def prepare_value(self, value: Any) -> Any:
        """12,5 for a number; what was typed stays as it was typed."""
        if isinstance(value, Decimal):
            return format(value.normalize(), "f").replace(".", ",")
        return value


class PercentField(NumberField):
    """A percentage from 0 to 100, with at most two decimals."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_value", Decimal(100))
        super().__init__(**kwargs)
