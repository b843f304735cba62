"""Forms of contracts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kernel.models import Membership, Person, Role
from portal.ui.fields import EuroField, PercentField
from procurement.social_return.contracts.engine import STANDINGS
from procurement.social_return.contracts.models import ContractKind
from procurement.social_return.contracts.words import STANDING_LABELS

DATE_HELP = gettext_lazy("For example 31-12-2026.")
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)


def coordinators() -> list[Person]:
    """Colleagues who may keep a contract."""
    rows = Membership.objects.filter(is_active=True, roles__contains=[Role.SOCIAL_RETURN_COORDINATOR])
    return [row.person for row in rows.select_related("person").order_by("person__name")]


class AgreedForm(forms.Form):
    """What is agreed, and can change later."""

    title = forms.CharField(label=gettext_lazy("What is bought?"), max_length=200)
    department = forms.CharField(label=gettext_lazy("Department"), max_length=100)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ContractKind.choices)
    cpv_code = forms.CharField(
        label=gettext_lazy("CPV code"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Eight digits, a dash and a check digit. For example 55520000-1."),
    )
    value = EuroField(label=gettext_lazy("Value without VAT"), min_value=Decimal(0))
    labour_share = PercentField(
        label=gettext_lazy("Share of labour, in percent"),
        required=False,
    )
    wage_sum = EuroField(label=gettext_lazy("Wage sum"), required=False)
    starts_on = forms.DateField(label=gettext_lazy("Starts on"), help_text=DATE_HELP)
    ends_on = forms.DateField(label=gettext_lazy("Ends on"), help_text=DATE_HELP)
    coordinator = forms.ChoiceField(label=gettext_lazy("Coordinator"))

    def __init__(self, *args: Any, people: Iterable[Person] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in (coordinators() if people is None else people)}
        field: Any = self.fields["coordinator"]
        field.choices = [(pk, str(person)) for pk, person in self.people.items()]

    def clean_cpv_code(self) -> str:
        """Eight digits and, after a dash, a check digit; the dash may be left out."""
        text = re.sub(r"[\s.]", "", self.cleaned_data["cpv_code"])
        if not text:
            return ""
        found = re.fullmatch(r"(\d{8})(?:-?(\d))?", text, re.ASCII)
        if not found:
            raise forms.ValidationError(_("A CPV code has eight digits, a dash and a check digit."))
        return f"{found[1]}-{found[2]}" if found[2] else found[1]

    def clean(self) -> dict[str, Any]:
        """A contract ends after it starts, within reason."""
        data: dict[str, Any] = super().clean() or {}
        for name in ("starts_on", "ends_on", "awarded_on"):
            day = data.get(name)
            if day and not EARLIEST <= day <= LATEST:
                self.add_error(name, _("Choose a day between 2000 and 2099."))
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The end comes before the start."))
        return data

    def facts(self) -> dict[str, Any]:
        """What was filled in, as fields of a contract."""
        names = (
            "title", "department", "kind", "cpv_code", "value", "labour_share", "wage_sum", "starts_on", "ends_on",
        )  # fmt: skip
        data: dict[str, Any] = {name: self.cleaned_data[name] for name in names}
        data["coordinator"] = self.people[self.cleaned_data["coordinator"]]
        return data


class ContractForm(AgreedForm):
    """A new contract, with its supplier."""

    field_order = ["kvk_number", "supplier_name", "contact_name", "contact_email", "reference", "title"]

    kvk_number = forms.CharField(
        label=gettext_lazy("KVK number of the supplier"),
        max_length=20,
        help_text=gettext_lazy("Eight digits."),
    )
    supplier_name = forms.CharField(
        label=gettext_lazy("Name of the supplier"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Leave this empty: we look it up by the KVK number."),
    )
    contact_name = forms.CharField(label=gettext_lazy("Contact at the supplier"), max_length=150)
    contact_email = forms.EmailField(
        label=gettext_lazy("E-mail address of the contact"),
        max_length=254,
        help_text=gettext_lazy("This person gets a mail with how to log in."),
    )
    reference = forms.CharField(label=gettext_lazy("Contract number"), max_length=40)
    awarded_on = forms.DateField(
        label=gettext_lazy("Awarded on"),
        help_text=gettext_lazy("The rules in force on this day hold for the whole contract."),
    )

    def clean_kvk_number(self) -> str:
        """Eight digits, as text: a leading zero counts."""
        number = re.sub(r"[\s.\-]", "", self.cleaned_data["kvk_number"])
        if not re.fullmatch(r"\d{8}", number, re.ASCII):
            raise forms.ValidationError(_("A KVK number has eight digits."))
        return number


class ChangeForm(AgreedForm):
    """Change what is agreed, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Why does this change?"),
        max_length=300,
        help_text=gettext_lazy(
            "For example: extension by a year, decision of 12-03-2026. The supplier reads this."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class TurnoverForm(forms.Form):
    """What was invoiced over a period."""

    first = forms.DateField(label=gettext_lazy("From"), help_text=DATE_HELP)
    last = forms.DateField(label=gettext_lazy("Up to and including"))
    amount = EuroField(label=gettext_lazy("Invoiced without VAT"), min_value=Decimal(0))

    def clean(self) -> dict[str, Any]:
        """A period runs forward."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The end comes before the start."))
        for name in ("first", "last"):
            if data.get(name) and not EARLIEST <= data[name] <= LATEST:
                self.add_error(name, _("Choose a day between 2000 and 2099."))
        return data


class DeviationForm(forms.Form):
    """Another obligation than the rules give."""

    amount = EuroField(label=gettext_lazy("Obligation"), min_value=Decimal(0))
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("A colleague has to agree before it holds."),
    )


class DecideForm(forms.Form):
    """A second pair of eyes."""

    answer = forms.CharField(label=gettext_lazy("Explanation"), max_length=500, required=False)


class ContactForm(forms.Form):
    """What was said at a contact with the supplier."""

    text = forms.CharField(
        label=gettext_lazy("What did you agree?"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class ContractFilterForm(forms.Form):
    """Filters of the list; kept in the address."""

    tekst = forms.CharField(label=gettext_lazy("Contract or supplier"), max_length=100, required=False)
    stand = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("running", gettext_lazy("Running")),
            ("settling", gettext_lazy("Being settled")),
            ("settled", gettext_lazy("Settled")),
            ("all", gettext_lazy("All")),
        ],
    )
    soort = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("All")), *ContractKind.choices]
    )
    wie = forms.ChoiceField(label=gettext_lazy("Coordinator"), required=False)
    hoe = forms.ChoiceField(label=gettext_lazy("How it stands"), required=False)
    pso = forms.BooleanField(label=gettext_lazy("PSO certificate ends soon"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who: Any = self.fields["wie"]
        who.choices = [("", _("Everyone")), *((str(person.pk), str(person)) for person in coordinators())]
        how: Any = self.fields["hoe"]
        how.choices = [("", _("All")), *((code, STANDING_LABELS[code][0]) for code in STANDINGS)]
