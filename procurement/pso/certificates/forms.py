"""Filters of the register of certificates and of the public list."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.recognition.models import Mark, PsoLevel
from procurement.pso.certificates import queries

_LEVELS = [("", gettext_lazy("All steps")), *PsoLevel.choices]


class CertificateFilter(forms.Form):
    """Filters of the staff's register."""

    tekst = forms.CharField(label=gettext_lazy("Enterprise or number"), required=False, max_length=100)
    stand = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("All")), *queries.STATES.items()],
    )
    trede = forms.ChoiceField(label=gettext_lazy("Step"), required=False, choices=_LEVELS)
    dertig = forms.BooleanField(label=gettext_lazy("Only 30+"), required=False)

    def apply(self, *, municipality_id: int, today: dt.date) -> QuerySet[Mark]:
        """The certificates that fit, those that end first on top; a filter that makes no sense is left out."""
        data = self.cleaned_data
        rows = queries.narrowed(
            queries.certificates(),
            text=(data.get("tekst") or "").strip(),
            level=data.get("trede") or "",
            thirty_plus=bool(data.get("dertig")),
        )
        until = queries.soon(municipality_id=municipality_id, today=today)
        rows = queries.in_state(rows, data.get("stand") or "", today=today, until=until)
        return rows.order_by("valid_to", "pk")


class PublicFilter(forms.Form):
    """Filters of the public list, as they stand in its address."""

    zoek = forms.CharField(label=gettext_lazy("Name or number"), required=False, max_length=100)
    trede = forms.ChoiceField(label=gettext_lazy("Step"), required=False, choices=_LEVELS)
    tot = forms.DateField(
        label=gettext_lazy("Valid at least until"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("dd-mm-yyyy"), "inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("Fill in a date, for example 31-12-2027.")},
    )
    dertig = forms.BooleanField(label=gettext_lazy("Only 30+"), required=False)

    def clean_tot(self) -> dt.date | None:
        """A day certificates can reach."""
        day = self.cleaned_data["tot"]
        if day and not dt.date(2000, 1, 1) <= day <= dt.date(2100, 12, 31):
            raise forms.ValidationError(_("Check the year: fill in a date between 2000 and 2100."))
        return day

    def apply(self, today: dt.date) -> QuerySet[Mark]:
        """The public certificates that fit."""
        data: dict[str, Any] = self.cleaned_data
        return queries.narrowed(
            queries.public(today=today, through=data.get("tot")),
            text=(data.get("zoek") or "").strip(),
            level=data.get("trede") or "",
            thirty_plus=bool(data.get("dertig")),
        )
