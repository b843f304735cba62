"""Forms of invitations and awards."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ui.fields import EuroField
from procurement.market.offers.forms import without_bsn
from procurement.tenders.plan.forms import DATE_HELP, EARLIEST, LATEST
from procurement.tenders.plan.models import Tender
from procurement.tenders.reserved.models import TenderInvitation

#: Enterprises one form may ask at once.
MOST_AT_ONCE = 60


class InviteForm(forms.Form):
    """Whom to ask, and until when they may answer."""

    answer_by = forms.DateField(
        label=gettext_lazy("Last day to answer"),
        help_text=gettext_lazy(
            "They can answer until the end of this day. You can make it later, never earlier."
        ),
    )

    def __init__(self, *args: Any, shown: Iterable[int] = (), earliest: dt.date | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.shown, self.earliest = set(shown), earliest
        #: Numbers of the enterprises that are ticked, also when the form is wrong.
        self.chosen = self._numbers() if self.is_bound else set()

    def _numbers(self) -> set[int]:
        typed: Any = self.data
        values = typed.getlist("onderneming")[:MOST_AT_ONCE]
        return {int(text) for text in values if text.isascii() and text.isdigit() and len(text) < 15}

    def clean_answer_by(self) -> dt.date:
        """A day to come, not before the day that was told already."""
        day: dt.date = self.cleaned_data["answer_by"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Choose a later one."))
        if self.earliest and day < self.earliest:
            raise forms.ValidationError(_("Others were told a later day. Choose that day, or a later one."))
        if day > LATEST:
            raise forms.ValidationError(_("Choose a day between 2000 and 2099."))
        return day

    def clean(self) -> dict[str, Any]:
        """Someone has to be asked."""
        data: dict[str, Any] = super().clean() or {}
        if not self.chosen:
            self.add_error(None, _("Tick at least one enterprise."))
        return data


class TakePartForm(forms.Form):
    """What an enterprise answers; made for a phone."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Will you take part?"),
        choices=[("yes", gettext_lazy("Yes, we take part")), ("no", gettext_lazy("No, not this time"))],
        widget=forms.RadioSelect,
    )
    declares = forms.BooleanField(
        label=gettext_lazy("We meet the conditions above and can prove it"), required=False
    )
    words = forms.CharField(
        label=gettext_lazy("Explanation"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("If you say no: why? That helps us next time."),
    )
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=150)

    def __init__(self, *args: Any, tender: Tender, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tender = tender
        if not tender.reserved:
            del self.fields["declares"]

    def clean_words(self) -> str:
        return without_bsn(self.cleaned_data["words"].strip())

    def clean(self) -> dict[str, Any]:
        """Yes needs the declaration of a reserved contract, no needs a reason."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("answer") == "yes" and self.tender.reserved and not data.get("declares"):
            self.add_error(
                "declares", _("This contract is reserved. Tick that you meet the conditions, or say no.")
            )
        if data.get("answer") == "no" and "words" in data and not data["words"]:
            self.add_error("words", _("Say in a few words why not."))
        return data


class AwardForm(forms.Form):
    """Who gets the contract, for how much, from when, and why."""

    winner = forms.ChoiceField(label=gettext_lazy("Who gets the contract?"), widget=forms.RadioSelect)
    kvk_number = forms.CharField(
        label=gettext_lazy("KVK number of the other enterprise"), max_length=20, required=False
    )
    enterprise_name = forms.CharField(
        label=gettext_lazy("Name of the other enterprise"), max_length=200, required=False
    )
    value = EuroField(label=gettext_lazy("Value without VAT"))
    awarded_on = forms.DateField(label=gettext_lazy("Awarded on"), help_text=DATE_HELP)
    starts_on = forms.DateField(label=gettext_lazy("Starts on"))
    ends_on = forms.DateField(label=gettext_lazy("Ends on"))
    motivation = forms.CharField(
        label=gettext_lazy("Why this enterprise?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("All who were asked read this, and it stays in the record."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(
        self, *args: Any, tender: Tender, taking_part: Iterable[TenderInvitation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.tender = tender
        self.taking_part = {str(row.pk): row for row in taking_part}
        field: Any = self.fields["winner"]
        field.choices = [(pk, row.case_file.name) for pk, row in self.taking_part.items()]
        if tender.reserved:
            del self.fields["kvk_number"], self.fields["enterprise_name"]
        else:
            field.choices.append(("other", _("Another enterprise")))

    def clean_kvk_number(self) -> str:
        """Eight digits, as text: a leading zero counts."""
        text = re.sub(r"[\s.\-]", "", self.cleaned_data["kvk_number"])
        if text and not re.fullmatch(r"\d{8}", text, re.ASCII):
            raise forms.ValidationError(_("A KVK number has eight digits."))
        return text

    def clean_motivation(self) -> str:
        return without_bsn(self.cleaned_data["motivation"].strip())

    def clean(self) -> dict[str, Any]:
        """Days in order; another enterprise has a number."""
        data: dict[str, Any] = super().clean() or {}
        for name in ("awarded_on", "starts_on", "ends_on"):
            day = data.get(name)
            if day and not EARLIEST <= day <= LATEST:
                self.add_error(name, _("Choose a day between 2000 and 2099."))
        awarded, first, last = (data.get(name) for name in ("awarded_on", "starts_on", "ends_on"))
        if awarded and awarded > timezone.localdate():
            self.add_error("awarded_on", _("This day is still to come."))
        opened = self.tender.opened_at or self.tender.chosen_at
        if awarded and opened and awarded < timezone.localtime(opened).date():
            self.add_error("awarded_on", _("This is before the enterprises were asked."))
        if first and last and last < first:
            self.add_error("ends_on", _("The end comes before the start."))
        if data.get("winner") == "other" and "kvk_number" in data and not data["kvk_number"]:
            self.add_error("kvk_number", _("Fill in the KVK number of this enterprise."))
        return data

    def money_and_days(self) -> dict[str, Any]:
        """What is agreed, as the action takes it."""
        names = ("version", "value", "awarded_on", "starts_on", "ends_on", "motivation")
        return {name: self.cleaned_data[name] for name in names}


def award_initial(tender: Tender) -> dict[str, Any]:
    """What the plan says, to start an award from."""
    value: Decimal = tender.value
    return {
        "value": value, "awarded_on": timezone.localdate(), "starts_on": tender.starts_on, "ends_on": tender.ends_on,
        "version": tender.version,
    }  # fmt: skip
