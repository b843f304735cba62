"""Forms of requests: asking, answering, a quote, closing, and the officers' filter."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.kernel.models import Municipality, Person
from portal.ui.fields import EuroField
from procurement.market.offers.forms import category_choices, without_bsn
from procurement.market.requests.models import RequestState
from procurement.models import Contract, ContractState, Supplier
from procurement.suppliers.access import my_suppliers

#: Contracts one may choose from, and how far ahead something may be wanted.
MOST_CONTRACTS, DAYS_AHEAD = 200, 3 * 366


class RequestForm(forms.Form):
    """What a buyer looks for. People of a supplier say for which contract; an officer asks for the municipality."""

    buyer = forms.ChoiceField(
        label=gettext_lazy("For which contract?"),
        help_text=gettext_lazy("Then what you buy counts for your social return."),
    )
    title = forms.CharField(
        label=gettext_lazy("What do you look for?"),
        max_length=120,
        help_text=gettext_lazy("In a few words. For example: Lunch for 40 people."),
    )
    text = forms.CharField(
        label=gettext_lazy("Tell more about it"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("How many, how often, where? Enterprises that fit read this."),
    )
    category = forms.ChoiceField(label=pgettext_lazy("market", "Category"))
    district = forms.CharField(label=gettext_lazy("District or neighbourhood"), max_length=80, required=False)
    budget = EuroField(
        label=gettext_lazy("Budget"), required=False, help_text=gettext_lazy("About, in euros without VAT.")
    )
    wanted_by = forms.DateField(
        label=gettext_lazy("When do you need it?"),
        required=False,
        help_text=gettext_lazy("For example 31-12-2026."),
    )
    certificate = forms.BooleanField(
        label=gettext_lazy("Only enterprises with a PSO certificate"), required=False
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, municipality_ids: list[int], person: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suppliers: dict[str, Supplier] = {}
        self.contracts: dict[str, Contract] = {}
        if person is None:
            del self.fields["buyer"]
        else:
            self._buyers(person)
        category: Any = self.fields["category"]
        found = dict(choice for pk in municipality_ids for choice in category_choices(pk))
        category.choices = [("", _("Choose")), *found.items()]
        self.fields["form_key"].initial = uuid.uuid4

    def _buyers(self, person: Person) -> None:
        suppliers = list(my_suppliers(person))
        self.suppliers = {f"s{row.pk}": row for row in suppliers}
        rows = Contract.objects.filter(supplier__in=suppliers, state=ContractState.RUNNING).order_by(
            "ends_on", "pk"
        )
        self.contracts = {
            f"c{row.pk}": row
            for row in rows.select_related("supplier__municipality", "supplier__enterprise")[:MOST_CONTRACTS]
            if row.scheme.purchases
        }
        field: Any = self.fields["buyer"]
        field.choices = [
            *(
                (key, f"{row.reference} {row.title} ({row.supplier.municipality})")
                for key, row in self.contracts.items()
            ),
            *(
                (key, _("%(name)s, without a contract") % {"name": row})
                for key, row in self.suppliers.items()
            ),
        ]

    def clean_title(self) -> str:
        return without_bsn(self.cleaned_data["title"])

    def clean_text(self) -> str:
        return without_bsn(self.cleaned_data["text"])

    def clean_wanted_by(self) -> dt.date | None:
        """From today on, within reason."""
        day, today = self.cleaned_data["wanted_by"], timezone.localdate()
        if day and not today <= day <= today + dt.timedelta(days=DAYS_AHEAD):
            raise forms.ValidationError(_("Choose a day from today on, at most three years ahead."))
        return day  # type: ignore[no-any-return]

    def facts(self, municipality: Municipality | None) -> dict[str, Any]:
        """What was filled in, with buyer and municipality."""
        data = dict(self.cleaned_data)
        key = data.pop("buyer", "")
        contract = self.contracts.get(key)
        supplier = contract.supplier if contract else self.suppliers.get(key)
        return {
            **data,
            "contract": contract,
            "supplier": supplier,
            "municipality": supplier.municipality if supplier else municipality,
        }


class AnswerForm(forms.Form):
    """Interested or not, and why."""

    interested = forms.ChoiceField(
        label=gettext_lazy("Are you interested?"),
        choices=[("yes", gettext_lazy("Yes, I am interested")), ("no", gettext_lazy("No, not now"))],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=gettext_lazy("Tell the buyer why"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "When you are not interested the buyer learns from it: too large, too soon, too far?"
        ),
    )

    def clean_why(self) -> str:
        return without_bsn(self.cleaned_data["why"])

    def clean(self) -> dict[str, Any]:
        """Who is not interested says why."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("interested") == "no" and not data.get("why"):
            self.add_error("why", _("Say in a few words why not."))
        return data


class QuoteForm(forms.Form):
    """What it costs and what is delivered."""

    amount = EuroField(label=gettext_lazy("Your price without VAT"))
    text = forms.CharField(
        label=gettext_lazy("What do you deliver for it?"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_text(self) -> str:
        return without_bsn(self.cleaned_data["text"])


class CloseForm(forms.Form):
    """Closing a request."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you close it?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For example: we found someone."),
    )


class RequestFilter(forms.Form):
    """Filters of the list."""

    tekst = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=100)
    stand = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("All")), *RequestState.choices],
    )
