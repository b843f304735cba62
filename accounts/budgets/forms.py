"""Forms of budgets."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.budgets.models import BudgetKind, BudgetLine
from portal.kernel.models import Domain
from portal.ui.fields import EuroField
from portal.ui.formats import euro


class LineForm(forms.Form):
    """A budget: whose, for what, how much, by which decision."""

    domain = forms.ChoiceField(label=gettext_lazy("Domain"), choices=Domain.choices)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=BudgetKind.choices)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)
    amount = EuroField(label=gettext_lazy("Amount"), min_value=Decimal(0))
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=300,
        help_text=gettext_lazy("For example: budget 2026, programme 4, council decision 12."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(self, *args: Any, line: BudgetLine | None = None, **kwargs: Any) -> None:
        self.line = line
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """A name is used once per domain and year; the database guards it too."""
        data: dict[str, Any] = super().clean() or {}
        same = BudgetLine.objects.filter(
            domain=data.get("domain"), year=data.get("year"), name=data.get("name", "").strip()
        )
        if data.get("name") and same.exclude(pk=self.line.pk if self.line else None).exists():
            self.add_error("name", _("This domain has a budget with this name in this year already."))
        return data

    def facts(self) -> dict[str, Any]:
        """What was filled in, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ReserveForm(forms.Form):
    """Money for one enterprise, out of a budget of one's own domains."""

    line = forms.ChoiceField(label=gettext_lazy("Budget"))
    amount = EuroField(label=gettext_lazy("Amount"), help_text=gettext_lazy("For example 2.500,00."))
    purpose = forms.CharField(
        label=gettext_lazy("What for"),
        max_length=300,
        help_text=gettext_lazy("One sentence. It stands in the timeline of the case file."),
    )

    def __init__(self, *args: Any, domains: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = timezone.localdate().year
        self.lines = {
            str(line.pk): line
            for line in BudgetLine.objects.filter(domain__in=domains, year__gte=year).order_by("year", "name")
        }
        field: Any = self.fields["line"]
        field.choices = [("", _("Choose a budget"))] + [
            (pk, _("%(line)s: %(room)s left") % {"line": line, "room": euro(line.room)})
            for pk, line in self.lines.items()
        ]


class GrantForm(forms.Form):
    """Grant all of it, or less."""

    amount = EuroField(label=gettext_lazy("Amount to grant"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("For example the number of the decision, or why it is less."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ReasonForm(forms.Form):
    """Why money is refused or released."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
