"""Forms of handing in a certificate and of refusing one."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.recognition.models import PsoLevel
from portal.kernel.files.fields import accepted_text
from procurement.social_return.contracts.forms import DATE_HELP, EARLIEST, LATEST
from procurement.social_return.efforts.forms import EvidenceField, refuse_bsn
from procurement.social_return.engine import add_months


class RenewalForm(forms.Form):
    """What stands on the certificate, and the certificate itself."""

    level = forms.ChoiceField(
        label=gettext_lazy("Which step does the certificate say?"),
        choices=PsoLevel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the step that stands on the certificate.")},
    )
    thirty_plus = forms.BooleanField(label=gettext_lazy("It says PSO 30+ too"), required=False)
    number = forms.CharField(
        label=gettext_lazy("Certificate number"),
        max_length=60,
        error_messages={"required": gettext_lazy("Fill in the number on the certificate.")},
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Valid from"),
        help_text=DATE_HELP,
        error_messages={"required": gettext_lazy("Fill in the first day the certificate is valid.")},
    )
    valid_to = forms.DateField(
        label=gettext_lazy("Valid up to and including"),
        error_messages={"required": gettext_lazy("Fill in the last day the certificate is valid.")},
    )
    file = EvidenceField(label=gettext_lazy("The certificate itself"))
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, months: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.months = months
        self.fields["file"].help_text = accepted_text()
        self.fields["form_key"].initial = uuid.uuid4

    def clean_number(self) -> str:
        return refuse_bsn(self.cleaned_data["number"].strip())

    def clean_valid_from(self) -> dt.date:
        return _sensible(self.cleaned_data["valid_from"])

    def clean_valid_to(self) -> dt.date:
        """A certificate that is over helps nobody."""
        day = _sensible(self.cleaned_data["valid_to"])
        if day < timezone.localdate():
            raise forms.ValidationError(_("This certificate is over already. Check the day."))
        return day

    def clean(self) -> dict[str, Any]:
        """Days run forward, and no longer than a certificate lasts."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The end comes before the start."))
        elif first and last and last > add_months(first, self.months):
            text = _("A PSO certificate is valid for at most %(months)s months. Check both days.")
            self.add_error("valid_to", text % {"months": self.months})
        return data

    def facts(self) -> dict[str, Any]:
        """What was filled in, as `actions.hand_in` takes it."""
        names = ("level", "thirty_plus", "number", "valid_from", "valid_to", "form_key")
        return {name: self.cleaned_data[name] for name in names}


def _sensible(day: dt.date) -> dt.date:
    if not EARLIEST <= day <= LATEST:
        raise forms.ValidationError(_("Choose a day between 2000 and 2099."))
    return day


class RefuseForm(forms.Form):
    """Why a certificate is refused, with the version that was looked at."""

    reason = forms.CharField(
        label=gettext_lazy("What do you tell the supplier?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write why you refuse it. The supplier reads this.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def clean_reason(self) -> str:
        return refuse_bsn(self.cleaned_data["reason"])
