"""Forms of the pizza, the same for staff and entrepreneurs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.financing.models import FinancingNeed, Slice, SliceKind, SliceState
from portal.kernel.models import Person
from portal.ui.fields import EuroField
from portal.ui.formats import euro

DATE_HELP = gettext_lazy("For example 31-12-2026.")


class NeedForm(forms.Form):
    """What the money is for, how much, and by when."""

    title = forms.CharField(label=gettext_lazy("What is the money for?"), max_length=200)
    amount = EuroField(
        label=gettext_lazy("How much in all?"), help_text=gettext_lazy("For example 25.000,00.")
    )
    needed_by = forms.DateField(label=gettext_lazy("Needed by"), required=False, help_text=DATE_HELP)
    explanation = forms.CharField(
        label=gettext_lazy("Explanation"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What will you do with it? Financiers you share the link with read this too."),
    )
    is_open = forms.BooleanField(
        label=gettext_lazy("We still look for this money"), required=False, initial=True
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(self, *args: Any, need: FinancingNeed | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if need is None:
            del self.fields["is_open"]

    def facts(self) -> dict[str, Any]:
        """What was filled in, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class SliceForm(forms.Form):
    """One slice: kind, source, amount, how far it is, on what conditions, and what it waits for."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of money"), choices=SliceKind.choices)
    source = forms.CharField(
        label=gettext_lazy("From whom"),
        max_length=150,
        help_text=gettext_lazy("For example the name of a bank or fund."),
    )
    amount = EuroField(label=gettext_lazy("Amount"))
    state = forms.ChoiceField(label=gettext_lazy("How far is it?"), choices=SliceState.choices)
    deadline = forms.DateField(
        label=gettext_lazy("Deadline"),
        required=False,
        help_text=gettext_lazy("When must it be applied for, or decided?"),
    )
    conditions = forms.CharField(
        label=gettext_lazy("Conditions"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    on = forms.MultipleChoiceField(
        label=gettext_lazy("Comes only when these slices come"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(self, *args: Any, others: Sequence[Slice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["on"]
        field.choices = [(str(row.pk), f"{row} ({euro(row.amount)})") for row in others]
        if not others:
            del self.fields["on"]

    def facts(self) -> dict[str, Any]:
        """What was filled in, as arguments of the actions."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        data["on"] = [int(key) for key in data.get("on", [])]
        return data


class ShareForm(forms.Form):
    """For whom the link is, and how long it works."""

    for_whom = forms.CharField(
        label=gettext_lazy("Who gets the link?"),
        max_length=150,
        help_text=gettext_lazy("Name of the bank, fund or person."),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("How long does it work?"),
        coerce=int,
        choices=[
            (7, gettext_lazy("One week")),
            (30, gettext_lazy("One month")),
            (90, gettext_lazy("Three months")),
        ],
        initial=30,
    )


class LetterForm(forms.Form):
    """The text of the letter of support, and who signs."""

    text = forms.CharField(
        label=gettext_lazy("Text of the letter"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("The table of slices comes below the text by itself."),
    )
    signer = forms.CharField(label=gettext_lazy("Who signs?"), max_length=150)
    function = forms.CharField(label=gettext_lazy("Function"), max_length=150, required=False)

    @staticmethod
    def start(need: FinancingNeed, by: Person) -> dict[str, Any]:
        """A first text, to change."""
        text = _(
            "Dear reader,\n\n%(name)s works on: %(title)s. For this %(amount)s is needed.\n\n"
            "The municipality of %(municipality)s supports this plan, because …\n\n"
            "Below you see how the financing stands. If you have questions, please contact us."
        )
        words = {
            "name": need.case_file.name,
            "title": need.title,
            "amount": euro(need.amount),
            "municipality": need.case_file.municipality.name,
        }
        return {"text": text % words, "signer": str(by), "function": _("Account manager social enterprises")}
