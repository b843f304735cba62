"""The forms of the intake, one per step, in plain words."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.casefile.models import Phase, Theme
from accounts.enterprises.models import Enterprise
from accounts.intake.definition import ANSWERS, criteria
from accounts.intake.models import Intake
from accounts.needs import NEED_GROUPS
from portal.kernel.files.fields import CheckedFileField, accepted_text


class StepForm(forms.Form):
    """A step. All steps are made with the intake they belong to."""

    def __init__(self, *args: Any, intake: Intake, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.intake = intake
        for (
            field
        ) in self.fields.values():  # a browser cuts off silently what is too long; we keep it and say so
            field.widget.attrs.pop("maxlength", None)


class WhoForm(StepForm):
    """Who are you, and which enterprise?"""

    contact_name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": gettext_lazy("Fill in your name."),
            "max_length": gettext_lazy("Your name may have at most 150 characters."),
        },
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        help_text=gettext_lazy("We mail you a link, so you can go on later or on another device."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": gettext_lazy("Fill in your e-mail address."),
            "invalid": gettext_lazy("This is not an e-mail address. An example: naam@voorbeeld.nl"),
        },
    )
    phone = forms.CharField(
        label=gettext_lazy("Your phone number"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name of your enterprise or plan"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={
            "required": gettext_lazy(
                "Fill in the name of your enterprise. No name yet? Describe your plan in a few words."
            ),
            "max_length": gettext_lazy(
                "This name is too long. Use at most 200 characters; you can tell more in the next step."
            ),
        },
    )
    kvk_number = forms.CharField(
        label=gettext_lazy("KVK number"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Eight digits. Not registered yet? Leave this empty."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    legal_form = forms.ChoiceField(
        label=gettext_lazy("Legal form"), required=False, choices=[("", "–"), *Enterprise.LegalForm.choices]
    )
    street = forms.CharField(
        label=gettext_lazy("Street and number"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    postcode = forms.CharField(
        label=gettext_lazy("Postcode"),
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    city = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )

    def clean_kvk_number(self) -> str:
        """Eight digits; spaces and dots do not matter, leading zeros do."""
        number = re.sub(r"[\s.\-]", "", self.cleaned_data["kvk_number"])
        if not number:
            return ""
        if not (number.isascii() and number.isdigit()):
            raise forms.ValidationError(
                _("A KVK number has digits only. Check the number, or leave it empty.")
            )
        if len(number) != 8:
            raise forms.ValidationError(
                _("A KVK number has 8 digits; you typed %(count)s. Zeros at the start count too.")
                % {"count": len(number)}
            )
        return number

    def clean_postcode(self) -> str:
        """1234 AB"""
        postcode = "".join(self.cleaned_data["postcode"].split()).upper()
        if postcode and not re.fullmatch(r"[1-9][0-9]{3}[A-Z]{2}", postcode):
            raise forms.ValidationError(_("This is not a postcode. An example: 1234 AB."))
        return f"{postcode[:4]} {postcode[4:]}" if postcode else ""

    def clean_phone(self) -> str:
        """Digits, spaces and a plus."""
        phone = self.cleaned_data["phone"].strip()
        if phone and not re.fullmatch(r"\+?[0-9 ()\-]{6,20}", phone):
            raise forms.ValidationError(_("This is not a phone number. An example: 06 12345678."))
        return phone


class WhatForm(StepForm):
    """What do you do, and for which social goal?"""

    summary = forms.CharField(
        label=gettext_lazy("What does your enterprise do?"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("A few sentences are enough."),
        error_messages={"required": gettext_lazy("Tell in a few sentences what your enterprise does.")},
    )
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Which social goal do you have?"),
        choices=Theme.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("You can choose more than one."),
        error_messages={"required": gettext_lazy("Choose at least one goal.")},
    )
    founded_on = forms.DateField(
        label=gettext_lazy("Since when does your enterprise exist?"),
        required=False,
        help_text=gettext_lazy("For example 31-12-2024. Not started yet? Leave this empty."),
        error_messages={"invalid": gettext_lazy("This is not a date. Write it like 31-12-2024.")},
    )

    def clean_founded_on(self) -> str:
        """A date between 1900 and today, kept as text."""
        day: dt.date | None = self.cleaned_data["founded_on"]
        if day is None:
            return ""
        if day.year < 1900:
            raise forms.ValidationError(_("This date is before 1900. Check the year."))
        if day > timezone.localdate():
            raise forms.ValidationError(_("This date is in the future. Not started yet? Leave this empty."))
        return day.strftime("%d-%m-%Y")


class DefinitionForm(StepForm):
    """How social is your enterprise?"""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in criteria(municipality_id=self.intake.municipality_id, on=timezone.localdate()):
            self.fields[criterion.code] = forms.ChoiceField(
                label=criterion.question,
                choices=ANSWERS,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose an answer. Not sure? Choose “I do not know”.")},
            )


class NeedsForm(StepForm):
    """How far are you and what do you need?"""

    phase = forms.ChoiceField(
        label=gettext_lazy("How far is your enterprise?"),
        choices=Phase.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how far your enterprise is.")},
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("What do you need?"),
        choices=NEED_GROUPS,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("You can choose more than one."),
        error_messages={"required": gettext_lazy("Choose at least one thing you need.")},
    )
    question_text = forms.CharField(
        label=gettext_lazy("What is your question to the municipality?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Write down your question in your own words.")},
    )


class OfferForm(StepForm):
    """What do you offer the city?"""

    offer = forms.CharField(
        label=gettext_lazy("What do you offer the city?"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "For example places to work or learn, a space others may use, knowledge, or materials."
        ),
    )


class AttachmentsForm(StepForm):
    """Add files; none is fine."""

    file = CheckedFileField(label=gettext_lazy("Add a file"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = accepted_text()


class ConsentForm(StepForm):
    """May we use what you filled in?"""

    consent = forms.BooleanField(
        label=gettext_lazy(
            "Yes, the municipality may use my answers to help me, and share them between "
            "economic affairs, work and income, and care."
        ),
        error_messages={
            "required": gettext_lazy(
                "Without your consent we cannot handle your request. Tick the box to go on."
            )
        },
    )


class ResumeForm(forms.Form):
    """Ask a new link to go on."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
