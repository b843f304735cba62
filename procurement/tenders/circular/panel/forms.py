"""Forms of a panel: the buyer's, and the member's on a phone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.tenders.circular.panel.models import CircularBallot
from procurement.tenders.circular.programme.engine import CRITERIA, HIGHEST, LOWEST
from procurement.tenders.circular.programme.models import CircularTender


class ReasonField(forms.CharField):
    """A few lines that say why."""

    def __init__(self, rows: int = 2, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 4000)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class MemberForm(forms.Form):
    """Whom to ask for the panel."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)


class RemoveForm(forms.Form):
    """Why someone leaves the panel."""

    reason = ReasonField(label=gettext_lazy("Why does this panel member leave?"))


class SetAsideForm(forms.Form):
    """Why a submission takes no part in the ranking."""

    reason = ReasonField(
        label=gettext_lazy("Which condition is not met?"),
        help_text=gettext_lazy("This stands in the letter to the enterprise."),
    )


class CloseForm(forms.Form):
    """Closing while someone has not handed in needs a reason."""

    missing_reason = ReasonField(
        label=gettext_lazy("Why are scores missing?"),
        required=False,
        help_text=gettext_lazy("Only needed while not everyone has handed in. It stays on record."),
    )


class ConflictForm(forms.Form):
    """Why a member stands back."""

    reason = ReasonField(
        label=gettext_lazy("What is your interest in this submission?"),
        help_text=gettext_lazy(
            "For example: the enterprise is of a relative, a client or an employer of yours."
        ),
    )


class ScoreForm(forms.Form):
    """A score and a motivation for every criterion."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, *args: Any, tender: CircularTender, ballot: CircularBallot | None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"version": ballot.version if ballot else 0}
        super().__init__(*args, **kwargs | {"initial": initial})
        for code, name, weight, about in tender.criteria:
            words = {"name": name, "low": LOWEST, "high": HIGHEST, "weight": weight}
            wrong = _("%(name)s: give a whole number from %(low)s to %(high)s.") % words
            kinds = ("required", "invalid", "min_value", "max_value")
            self.fields[code] = forms.IntegerField(
                label=name,
                min_value=LOWEST,
                max_value=HIGHEST,
                error_messages=dict.fromkeys(kinds, wrong),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
                help_text=f"{about} " + _("From %(low)s to %(high)s; counts for %(weight)s%%.") % words,
            )
            self.fields[f"why_{code}"] = ReasonField(
                label=_("Why this score for “%(name)s”?") % words,
                error_messages={"required": _("Say why you give %(name)s this score.") % words},
            )
            if ballot:
                initial |= {code: getattr(ballot, code), f"why_{code}": getattr(ballot, f"why_{code}")}

    def scores(self) -> dict[str, tuple[int, str]]:
        """(score, motivation) by criterion."""
        return {code: (self.cleaned_data[code], self.cleaned_data[f"why_{code}"]) for code in CRITERIA}
