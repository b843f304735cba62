"""Forms of a jury: the organiser's, and the juror's on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges.contests.entries.models import Entry
from challenges.contests.jury.models import JuryBallot
from challenges.contests.models import Challenge, Criterion
from portal.ui.fields import EuroField
from portal.ui.formats import euro


def _area(label: Any, *, required: bool = True, rows: int = 3, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=4000, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class JurorForm(forms.Form):
    """Whom to ask for the jury."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)


class RemoveForm(forms.Form):
    """Why someone leaves the jury."""

    reason = _area(gettext_lazy("Why does this juror leave?"), rows=2)


class FinalistsForm(forms.Form):
    """Which of the selected entries the jury judges."""

    finalists = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Entries for the jury"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, entries: Sequence[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["finalists"]
        field.choices = [(entry.pk, str(entry)) for entry in entries]
        field.initial = [entry.pk for entry in entries]


class CloseForm(forms.Form):
    """Closing the scoring while someone has not scored needs a reason."""

    missing_reason = _area(
        gettext_lazy("Why are scores missing?"),
        required=False,
        rows=2,
        help_text=gettext_lazy("Only needed while not everyone has scored. It stands in the report."),
    )


class ConflictForm(forms.Form):
    """Why a juror stands back."""

    reason = _area(
        gettext_lazy("What is your interest in this entry?"),
        rows=2,
        help_text=gettext_lazy("For example: the applicant is a relative, a client or an employer of yours."),
    )


class ScoreForm(forms.Form):
    """A score and a motivation for every criterion."""

    def __init__(
        self, *args: Any, criteria: Sequence[Criterion], ballot: JuryBallot | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        there = {row.criterion_id: row for row in ballot.scores.all()} if ballot else {}
        for row in criteria:
            words = {"low": row.scale_min, "high": row.scale_max, "weight": row.weight}
            given = there.get(row.pk)
            wrong = _("%(name)s: give a whole number from %(low)s to %(high)s.") % {**words, "name": row.name}
            kinds = ("required", "invalid", "min_value", "max_value")
            self.fields[f"score_{row.pk}"] = forms.IntegerField(
                label=row.name,
                min_value=row.scale_min,
                max_value=row.scale_max,
                error_messages=dict.fromkeys(kinds, wrong),
                initial=given.value if given else None,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
                help_text=f"{row.description} "
                + _("From %(low)s to %(high)s; counts for %(weight)s%%.") % words,
            )
            self.fields[f"why_{row.pk}"] = _area(
                _("Why this score for “%(criterion)s”?") % {"criterion": row.name}, rows=2
            )
            self.fields[f"why_{row.pk}"].error_messages["required"] = _(
                "Say why you give %(name)s this score."
            ) % {"name": row.name}
            self.fields[f"why_{row.pk}"].initial = given.motivation if given else ""
        self.fields["version"] = forms.IntegerField(
            widget=forms.HiddenInput, min_value=0, initial=ballot.version if ballot else 0
        )

    def scores(self) -> dict[int, tuple[int, str]]:
        """(score, motivation) by criterion."""
        data = self.cleaned_data
        return {row.pk: (data[f"score_{row.pk}"], data[f"why_{row.pk}"]) for row in self.criteria}


class AwardForm(forms.Form):
    """Dividing the budget: an amount makes an entry a winner."""

    def __init__(
        self,
        *args: Any,
        challenge: Challenge,
        entries: Sequence[Entry],
        advised: dict[int, Decimal],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.challenge, self.entries = challenge, entries
        for entry in entries:
            self.fields[f"amount_{entry.pk}"] = EuroField(
                label=_("Amount for %(entry)s") % {"entry": entry.title},
                required=False,
                min_value=Decimal(0),
                initial=advised.get(entry.pk),
                help_text=_("Leave this empty when it does not win."),
            )
            self.fields[f"why_{entry.pk}"] = _area(
                _("What does the jury say about %(entry)s?") % {"entry": entry.title}, required=False, rows=2
            )
        self.fields["notes"] = _area(_("How did the jury come to this?"), rows=4)

    def clean(self) -> dict[str, Any]:
        """Winners have a motivation, and the amounts are the budget to the cent."""
        data: dict[str, Any] = super().clean() or {}
        amounts = {
            entry: data[f"amount_{entry.pk}"]
            for entry in self.entries
            if data.get(f"amount_{entry.pk}") is not None
        }
        for entry in amounts:
            if not data.get(f"why_{entry.pk}"):
                self.add_error(f"why_{entry.pk}", _("Say why this entry wins."))
        if any(f"amount_{entry.pk}" in self.errors for entry in self.entries):
            return data
        if not amounts:
            self.add_error(None, _("Fill in an amount for at least one winner."))
            return data
        left = self.challenge.amount - sum(amounts.values(), Decimal(0))
        if left > 0:
            self.add_error(None, _("%(left)s of the budget is not divided yet.") % {"left": euro(left)})
        elif left < 0:
            self.add_error(None, _("This is %(over)s more than the budget.") % {"over": euro(-left)})
        return data

    def awards(self) -> dict[int, tuple[Decimal, str]]:
        """(amount, motivation) by entry, of who wins."""
        data = self.cleaned_data
        return {
            entry.pk: (data[f"amount_{entry.pk}"], data[f"why_{entry.pk}"])
            for entry in self.entries
            if data[f"amount_{entry.pk}"] is not None
        }
