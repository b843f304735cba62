"""Forms of planned purchases: the plan, the choice of procedure, the public calendar, stopping."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ui.fields import EuroField
from procurement.market import cpv
from procurement.market.offers.forms import without_bsn
from procurement.tenders.plan import queries
from procurement.tenders.plan.models import Procedure, PurchaseKind, Reserved, Tender, TenderState

DATE_HELP = gettext_lazy("For example 31-12-2026.")
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
FACTS = (
    "title", "text", "department", "kind", "cpv_code", "value", "begins_on", "starts_on", "months", "chance",
)  # fmt: skip


def clean_cpv(text: str) -> str:
    """A CPV code with the right check digit, or an error that says what is wrong."""
    try:
        return cpv.complete(text)
    except ValueError as error:
        if str(error) == "check digit":
            raise forms.ValidationError(
                _("The check digit of this CPV code is not right. Look the code up again.")
            ) from None
        raise forms.ValidationError(
            _("A CPV code has eight digits, a dash and a check digit. For example 90910000-9.")
        ) from None


class PlanForm(forms.Form):
    """A planned purchase."""

    title = forms.CharField(label=gettext_lazy("What will be bought?"), max_length=150)
    text = forms.CharField(
        label=gettext_lazy("Explanation"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Everyone can read this once it stands in the public calendar."),
    )
    department = forms.CharField(label=gettext_lazy("Department"), max_length=100)
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of purchase is it?"),
        choices=PurchaseKind.choices,
        widget=forms.RadioSelect,
    )
    cpv_code = forms.CharField(
        label=gettext_lazy("CPV code"),
        max_length=20,
        help_text=gettext_lazy("Eight digits, a dash and a check digit. For example 90910000-9."),
    )
    value = EuroField(
        label=gettext_lazy("Estimated value without VAT"),
        help_text=gettext_lazy("Of the whole term, with extensions."),
    )
    begins_on = forms.DateField(label=gettext_lazy("When does the procedure begin?"), help_text=DATE_HELP)
    starts_on = forms.DateField(label=gettext_lazy("When does the contract start?"), help_text=DATE_HELP)
    months = forms.IntegerField(
        label=gettext_lazy("How many months does the contract last?"),
        min_value=1,
        max_value=240,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("With extensions."),
    )
    chance = forms.CharField(
        label=gettext_lazy("What chance does this give social entrepreneurs?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For example: the garden work may be a lot of its own."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", uuid.uuid4())

    def clean_cpv_code(self) -> str:
        return clean_cpv(self.cleaned_data["cpv_code"])

    def clean_text(self) -> str:
        return without_bsn(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        """The contract starts after the procedure begins, within reason."""
        data: dict[str, Any] = super().clean() or {}
        for name in ("begins_on", "starts_on"):
            day = data.get(name)
            if day and not EARLIEST <= day <= LATEST:
                self.add_error(name, _("Choose a day between 2000 and 2099."))
        first, start = data.get("begins_on"), data.get("starts_on")
        if first and start and start < first:
            self.add_error("starts_on", _("The contract starts before the procedure begins."))
        return data

    def facts(self) -> dict[str, Any]:
        """What was filled in, as fields of a tender."""
        return {name: self.cleaned_data[name] for name in FACTS}


def as_initial(tender: Tender) -> dict[str, Any]:
    """A tender as it is, for its form."""
    return {name: getattr(tender, name) for name in (*FACTS, "version")}


class ChooseForm(forms.Form):
    """The procedure, reserved or not, and why."""

    procedure = forms.ChoiceField(label=gettext_lazy("Procedure"), choices=Procedure.choices)
    reserved = forms.ChoiceField(
        label=gettext_lazy("Is the contract reserved?"),
        choices=Reserved.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Needed when you reserve the contract, or give fewer enterprises a chance than what fits. It stays in the "
            "record."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def clean_reason(self) -> str:
        return without_bsn(self.cleaned_data["reason"].strip())


class ShowForm(forms.Form):
    """In the public calendar or not."""

    is_public = forms.BooleanField(label=gettext_lazy("Everyone sees this in the calendar"), required=False)
    shows_value = forms.BooleanField(label=gettext_lazy("With the estimated value"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class StopForm(forms.Form):
    """Why it stops."""

    reason = forms.CharField(
        label=gettext_lazy("Why does this purchase stop?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Enterprises that were asked read this."),
    )


class TenderFilter(forms.Form):
    """Filters of the list; kept in the address."""

    tekst = forms.CharField(label=gettext_lazy("Words or CPV code"), required=False, max_length=100)
    afdeling = forms.ChoiceField(label=gettext_lazy("Department"), required=False)
    stand = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("running", gettext_lazy("Not ended yet")),
            *TenderState.choices,
            ("reserved", gettext_lazy("Reserved contracts")),
            ("all", gettext_lazy("All")),
        ],
    )
    soort = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("All")), *PurchaseKind.choices]
    )
    kans = forms.BooleanField(label=gettext_lazy("Only with a chance"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["afdeling"]
        field.choices = [("", _("All")), *((name, name) for name in queries.departments())]

    def apply(self) -> QuerySet[Tender]:
        """The rows that fit; a filter that makes no sense is left out."""
        self.is_valid()
        data = self.cleaned_data
        return queries.filtered(
            text=(data.get("tekst") or "").strip(),
            department=data.get("afdeling") or "",
            stand=data.get("stand") or "running",
            kind=data.get("soort") or "",
            chance=bool(data.get("kans")),
        )
