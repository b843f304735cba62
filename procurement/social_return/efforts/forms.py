"""Forms of efforts, in plain words: the supplier fills them in on a phone."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kernel.files.fields import CheckedFileField, accepted_text
from portal.ui.fields import EuroField, NumberField
from portal.ui.formats import euro
from procurement.social_return.contracts.models import Contract
from procurement.social_return.efforts.evidence import holds_bsn, is_about_a_benefit
from procurement.social_return.efforts.models import EffortKind
from procurement.social_return.scheme import Scheme

EARLIEST = dt.date(2000, 1, 1)
NO_BSN = gettext_lazy(
    "This looks like a citizen service number (BSN). We may not have it. Take it out; the coordinator works with a "
    "code instead. Is it another number? Write a letter in front of it."
)
NO_BENEFIT = gettext_lazy(
    "The name of this file says that it is a letter about a benefit or a proof of identity. We may not have that. "
    "The coordinator checks the target group without it. Choose another file."
)


def refuse_bsn(text: str) -> str:
    """The text, unless a BSN is in it."""
    if holds_bsn(text):
        raise forms.ValidationError(NO_BSN)
    return text


class EvidenceField(CheckedFileField):
    """A file that is no benefit letter and has no BSN in its name."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The upload; what it is called is looked at first."""
        name = getattr(data, "name", "") or ""
        if name and is_about_a_benefit(name):
            raise forms.ValidationError(NO_BENEFIT)
        if name:
            refuse_bsn(name)
        return super().clean(data, initial)


class TextForm(forms.Form):
    """What every effort has: words, evidence, and a key so that sending twice is one effort."""

    text = forms.CharField(
        label=gettext_lazy("Explanation"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Do not write names, citizen service numbers (BSN) or anything about health."),
    )
    file = EvidenceField(label=gettext_lazy("Evidence"), required=False)
    second_file = EvidenceField(label=gettext_lazy("More evidence"), required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contract = contract
        self.scheme: Scheme = contract.scheme
        self.fields["file"].help_text = accepted_text()
        self.fields["form_key"].initial = uuid.uuid4
        self.prepare()

    def prepare(self) -> None:
        """Choices out of the rules of the contract."""

    def clean_text(self) -> str:
        return refuse_bsn(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        """Days run forward and lie in this century."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        for name in ("first", "last"):
            day = data.get(name)
            if day and not EARLIEST <= day <= timezone.localdate() + dt.timedelta(days=3660):
                self.add_error(name, _("Check this day: it is too long ago or too far ahead."))
        if first and last and last < first:
            self.add_error("last", _("The end comes before the start."))
        return data

    def facts(self) -> dict[str, Any]:
        """The fields of the effort."""
        skip = {"file", "second_file", "form_key", "pseudonym_code"}
        return {name: value for name, value in self.cleaned_data.items() if name not in skip}

    def uploads(self) -> list[Any]:
        """The files that came along."""
        return [self.cleaned_data[name] for name in ("file", "second_file") if self.cleaned_data.get(name)]


class PlacementForm(TextForm):
    """Someone out of a target group who works for this contract."""

    field_order = ["code", "pseudonym_code", "hours", "first", "last", "bonuses", "replaces", "text", "file"]

    code = forms.ChoiceField(label=gettext_lazy("Target group"), widget=forms.RadioSelect)
    pseudonym_code = forms.CharField(
        label=gettext_lazy("Code of this person"),
        max_length=12,
        required=False,
        help_text=gettext_lazy("Got a code from the coordinator? Fill it in. No code yet? Leave this empty."),
    )
    hours = NumberField(
        label=gettext_lazy("Hours a week"), help_text=gettext_lazy("For example 24 or 32,5."), max_digits=5
    )
    first = forms.DateField(
        label=gettext_lazy("First day"), help_text=gettext_lazy("For example 01-03-2026.")
    )
    last = forms.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("The last day you report about, or of the agreement."),
    )
    bonuses = forms.MultipleChoiceField(
        label=gettext_lazy("What also holds for this person?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    replaces = forms.BooleanField(
        label=gettext_lazy("This person does work of someone who left less than a year ago"), required=False
    )

    def prepare(self) -> None:
        group: Any = self.fields["code"]
        group.choices = [
            (code, f"{block.label} ({euro(block.amount)})") for code, block in self.scheme.groups.items()
        ]
        bonus: Any = self.fields["bonuses"]
        bonus.choices = [
            (code, f"{block.label} (+ {euro(block.amount)})") for code, block in self.scheme.bonuses.items()
        ]
        if not self.scheme.bonuses:
            del self.fields["bonuses"]

    def clean_hours(self) -> Any:
        hours = self.cleaned_data["hours"]
        if not 0 < hours <= 60:
            raise forms.ValidationError(_("Fill in the hours a week, from 1 to 60."))
        return hours


class MonthlyForm(TextForm):
    """A trial placement or work-experience place, at a fixed amount a month."""

    field_order = ["code", "first", "last", "text", "file"]

    code = forms.ChoiceField(label=gettext_lazy("Kind"), widget=forms.RadioSelect)
    first = forms.DateField(
        label=gettext_lazy("First day"), help_text=gettext_lazy("For example 01-03-2026.")
    )
    last = forms.DateField(label=gettext_lazy("Last day"))

    def prepare(self) -> None:
        kind: Any = self.fields["code"]
        kind.choices = [
            (code, f"{block.label} ({euro(block.amount)})") for code, block in self.scheme.monthly.items()
        ]


class PurchaseForm(TextForm):
    """Something bought from a social supplier."""

    field_order = ["code", "bought_from", "kvk_number", "amount", "first", "text", "file"]

    code = forms.ChoiceField(label=gettext_lazy("From whom did you buy?"), widget=forms.RadioSelect)
    bought_from = forms.CharField(label=gettext_lazy("Name of the social supplier"), max_length=200)
    kvk_number = forms.CharField(label=gettext_lazy("KVK number"), max_length=20, required=False)
    amount = EuroField(label=gettext_lazy("Amount of the invoice without VAT"))
    first = forms.DateField(
        label=gettext_lazy("Date of the invoice"), help_text=gettext_lazy("For example 01-03-2026.")
    )

    def prepare(self) -> None:
        kind: Any = self.fields["code"]
        kind.choices = [
            (code, f"{item.label} ({item.percentage.normalize():f}%)")
            for code, item in self.scheme.purchases.items()
        ]
        self.fields["file"].label = _("The invoice")

    def clean_kvk_number(self) -> str:
        number = re.sub(r"[\s.\-]", "", self.cleaned_data["kvk_number"])
        if number and not re.fullmatch(r"\d{8}", number, re.ASCII):
            raise forms.ValidationError(_("A KVK number has eight digits."))
        return number


class ActivityForm(TextForm):
    """An activity in hours, such as lessons or guidance."""

    field_order = ["text", "hours", "days", "first", "file"]

    hours = NumberField(label=gettext_lazy("Hours in all"), max_digits=7)
    days = forms.IntegerField(label=gettext_lazy("On how many days?"), min_value=1, max_value=366, initial=1)
    first = forms.DateField(
        label=gettext_lazy("First day"), help_text=gettext_lazy("For example 01-03-2026.")
    )

    def prepare(self) -> None:
        self.fields["text"].required = True
        self.fields["text"].label = _("What did you do, and for whom?")

    def clean_hours(self) -> Any:
        hours = self.cleaned_data["hours"]
        if not 0 < hours <= 8784:
            raise forms.ValidationError(_("Fill in how many hours."))
        return hours


class PlanForm(TextForm):
    """The plan of approach: how the supplier will meet its obligation."""

    field_order = ["text", "amount", "file"]

    amount = EuroField(
        label=gettext_lazy("What is your plan worth?"),
        help_text=gettext_lazy("Add up what you plan. The calculator of the other forms helps."),
    )

    def prepare(self) -> None:
        self.fields["text"].required = True
        self.fields["text"].label = _("How will you do it?")


EFFORT_FORMS: dict[str, type[TextForm]] = {
    EffortKind.PLACEMENT: PlacementForm,
    EffortKind.PURCHASE: PurchaseForm,
    EffortKind.ACTIVITY: ActivityForm,
    EffortKind.MONTHLY: MonthlyForm,
    EffortKind.PLAN: PlanForm,
}


def open_kinds(scheme: Scheme) -> list[str]:
    """The kinds a supplier can hand in under these rules."""
    counts = {
        EffortKind.PURCHASE: bool(scheme.purchases),
        EffortKind.ACTIVITY: scheme.hour_rate is not None,
        EffortKind.MONTHLY: bool(scheme.monthly),
    }
    return [kind for kind in EFFORT_FORMS if counts.get(EffortKind(kind), True)]


class AnswerForm(forms.Form):
    """The supplier's answer to a question."""

    text = forms.CharField(
        label=gettext_lazy("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    file = EvidenceField(label=gettext_lazy("Evidence"), required=False)

    def clean_text(self) -> str:
        return refuse_bsn(self.cleaned_data["text"])


class WordForm(forms.Form):
    """The coordinator's question or reason, with the version that was looked at."""

    text = forms.CharField(
        label=gettext_lazy("What do you tell the supplier?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def clean_text(self) -> str:
        return refuse_bsn(self.cleaned_data["text"])


class CodeForm(forms.Form):
    """Confirm the target group: with the code this person has, or a new one."""

    code = forms.CharField(
        label=gettext_lazy("Code this person has already"),
        max_length=12,
        required=False,
        help_text=gettext_lazy("Leave this empty for someone new: then we make a code."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class CorrectionForm(forms.Form):
    """What is corrected in something accepted. Only the fields this effort has."""

    hours = NumberField(label=gettext_lazy("Hours"), max_digits=7)
    first = forms.DateField(label=gettext_lazy("First day"))
    last = forms.DateField(label=gettext_lazy("Last day"))
    amount = EuroField(label=gettext_lazy("Amount"))
    reason = forms.CharField(label=gettext_lazy("Why?"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, effort: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("hours", "first", "last", "amount"):
            if getattr(effort, name) is None:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Days run forward."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", _("The end comes before the start."))
        return data

    def changes(self) -> dict[str, Any]:
        """What was filled in, as fields of the effort."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"reason", "version"}}
