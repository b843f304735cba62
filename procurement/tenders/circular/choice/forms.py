"""Forms of a choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kernel.models import Person
from procurement.tenders.circular.choice.models import CircularChoice
from procurement.tenders.circular.panel.forms import ReasonField
from procurement.tenders.circular.submissions.models import CircularSubmission


class ChoiceForm(forms.Form):
    """Who is chosen and why, for each other why not, and who decides."""

    winner = forms.TypedChoiceField(
        label=gettext_lazy("Who is chosen?"), coerce=int, widget=forms.RadioSelect
    )
    motivation = ReasonField(
        label=gettext_lazy("Why this partner?"),
        rows=5,
        help_text=gettext_lazy(
            "This stands in every letter. Say what the panel valued in vision, expertise and innovation."
        ),
    )
    director = forms.TypedChoiceField(
        label=gettext_lazy("Who decides?"),
        coerce=int,
        help_text=gettext_lazy("The director gets a mail, and agrees or sends it back. That cannot be you."),
    )

    def __init__(
        self,
        *args: Any,
        first: Sequence[CircularSubmission],
        others: Sequence[CircularSubmission],
        directors: Sequence[Person],
        before: CircularChoice | None,
        **kwargs: Any,
    ) -> None:
        initial: dict[str, Any] = {"winner": first[0].pk} if len(first) == 1 else {}
        if before:  # what was sent back is there to improve
            initial |= {"motivation": before.motivation, "director": before.director_id}
            initial |= {f"why_{row.submission_id}": row.why for row in before.letters.all()}
        super().__init__(*args, **kwargs | {"initial": initial})
        self.others = others
        fields: Any = self.fields
        fields["winner"].choices = [(row.pk, row.organisation) for row in first]
        fields["director"].choices = [
            ("", _("Choose a colleague")),
            *((row.pk, str(row)) for row in directors),
        ]
        for row in others:
            self.fields[f"why_{row.pk}"] = ReasonField(
                label=_("Why not %(name)s?") % {"name": row.organisation},
                rows=3,
                required=False,
                help_text=_("This stands in their letter: what the chosen one does better."),
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for row in self.others:
            if row.pk != data.get("winner") and not data.get(f"why_{row.pk}"):
                self.add_error(
                    f"why_{row.pk}", _("Say why %(name)s is not chosen.") % {"name": row.organisation}
                )
        return data

    def whys(self) -> dict[int, str]:
        """The reasons, by submission."""
        return {row.pk: self.cleaned_data.get(f"why_{row.pk}") or "" for row in self.others}


class BackForm(forms.Form):
    """Why a director sends it back, or a buyer withdraws it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = ReasonField(label=gettext_lazy("Why?"), rows=3)
