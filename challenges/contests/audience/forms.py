"""Forms of visitors who ask or follow, and of organisers who answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kernel.models import Person

MOST_LETTERS = 1500


class _AddressForm(forms.Form):
    """An address, unless it is known because one is logged in."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        help_text=gettext_lazy("We mail you a link to confirm it. Nobody else sees your address."),
    )

    def __init__(self, *args: Any, person: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if person:
            del self.fields["email"]

    def address(self) -> str:
        """Where to reach who filled it in."""
        return self.person.email if self.person else self.cleaned_data["email"]


class AskForm(_AddressForm):
    """A question about a challenge."""

    text = forms.CharField(
        label=gettext_lazy("Your question"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Everyone can read the question and the answer, without your name."),
    )
    field_order = ("text", "email")


class FollowForm(_AddressForm):
    """Signing up for the mails."""


class AnswerForm(forms.Form):
    """Answer, or do not show, with the reason."""

    ANSWER, HIDE = "antwoord", "verberg"

    what = forms.ChoiceField(
        label=gettext_lazy("What do you do with it?"),
        choices=[
            (ANSWER, gettext_lazy("Answer: everyone can read it")),
            (HIDE, gettext_lazy("Do not show it: only who asked reads why")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("Answer or reason"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Write the answer, or why you do not show the question.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=1_000_000_000)


class StateFilter(forms.Form):
    """Which questions to show."""

    stand = forms.ChoiceField(label=gettext_lazy("Show"), required=False)

    def __init__(self, *args: Any, states: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["stand"]
        field.choices = [("", _("All questions")), *states]
