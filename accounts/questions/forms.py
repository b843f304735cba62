"""Forms of questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.needs import NEED_CHOICES
from accounts.questions.models import Question
from portal.kernel.models import Domain, Municipality
from portal.kernel.people.queries import colleagues


class NewQuestionForm(forms.Form):
    """A question, asked by the entrepreneur or written down by staff."""

    need = forms.ChoiceField(
        label=gettext_lazy("What is it about?"), choices=[("", "–"), *NEED_CHOICES], required=False
    )
    text = forms.CharField(
        label=gettext_lazy("Question"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5})
    )


class RouteForm(forms.Form):
    """Lay a question with one or more domains."""

    domains = forms.MultipleChoiceField(
        label=gettext_lazy("With which domains?"), choices=Domain.choices, widget=forms.CheckboxSelectMultiple
    )
    holder = forms.ChoiceField(
        label=gettext_lazy("Who picks it up?"),
        required=False,
        help_text=gettext_lazy("Leave empty to let the domain divide the work itself."),
    )
    deadline = forms.DateField(
        label=gettext_lazy("Contribution before"), help_text=gettext_lazy("For example 31-12-2026.")
    )
    note = forms.CharField(
        label=gettext_lazy("Note for the colleague"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, municipality: Municipality, question: Question, **kwargs: Any) -> None:
        # Of a question that is late already, the day itself would be refused.
        day = max(question.deadline, timezone.localdate())
        kwargs.setdefault("initial", {"deadline": day.strftime("%d-%m-%Y")})
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in colleagues(municipality)}
        holder: Any = self.fields["holder"]
        holder.choices = [("", _("Nobody yet")), *((pk, str(person)) for pk, person in self.people.items())]

    def clean_deadline(self) -> Any:
        """A deadline lies ahead."""
        day = self.cleaned_data["deadline"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This date has passed. Choose today or later."))
        return day


class ContributionForm(forms.Form):
    """A domain's part of the answer."""

    text = forms.CharField(
        label=gettext_lazy("Contribution of your domain"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "The account manager puts the contributions together. The entrepreneur does not see this."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class AnswerForm(forms.Form):
    """What the entrepreneur will read."""

    answer = forms.CharField(
        label=gettext_lazy("Answer to the entrepreneur"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "Write short sentences. The entrepreneur gets a mail and reads this on their own page."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
