"""Rules of the privacy officer's desk: how long each kind is kept, who looks along, and what reading is unusual."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kernel.people.models import Role
from portal.kernel.privacy.registry import retention_kinds
from portal.kernel.rulesets.queries import ActiveRules, active
from portal.kernel.rulesets.registry import RuleKind, register_kind

RETENTION, READING = "retention", "reading"
#: Roles that may agree to a removal that someone else asked for.
LOOK_ALONG = (Role.ACCOUNT_MANAGER, Role.PRIVACY_OFFICER)
READING_DEFAULT: dict[str, Any] = {"files_per_day": 15, "foreign_files_per_day": 5, "exports_per_day": 5}


class RetentionForm(forms.Form):
    """Months per kind, and who looks along."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in retention_kinds():
            self.fields[f"months_{kind.code}"] = forms.IntegerField(
                label=str(kind.label), min_value=1, max_value=1200, help_text=_("Months.")
            )
        self.fields["look_along"] = forms.MultipleChoiceField(
            label=_("Who agrees to a removal, besides the officer who asks"),
            choices=[(role, Role(role).label) for role in LOOK_ALONG],
            widget=forms.CheckboxSelectMultiple,
        )

    @staticmethod
    def load(data: dict[str, Any]) -> dict[str, Any]:
        """Rules as initial values."""
        months = {**_default_months(), **data.get("months", {})}
        return {
            **{f"months_{code}": number for code, number in months.items()},
            "look_along": data.get("look_along", list(LOOK_ALONG)),
        }

    def dump(self) -> dict[str, Any]:
        """The form as rules."""
        return {
            "months": {kind.code: self.cleaned_data[f"months_{kind.code}"] for kind in retention_kinds()},
            "look_along": self.cleaned_data["look_along"],
        }


class ReadingForm(forms.Form):
    """Above which numbers reading is put on the list for the officer."""

    files_per_day = forms.IntegerField(
        label=_("Files whose private notes one person opens in a day"), min_value=1, max_value=1000
    )
    foreign_files_per_day = forms.IntegerField(
        label=_("The same, of files that are not their own work"), min_value=1, max_value=1000
    )
    exports_per_day = forms.IntegerField(
        label=_("Lists one person exports in a day"), min_value=1, max_value=1000
    )

    @staticmethod
    def load(data: dict[str, Any]) -> dict[str, Any]:
        """Rules as initial values."""
        return {**READING_DEFAULT, **data}

    def dump(self) -> dict[str, Any]:
        """The form as rules."""
        return dict(self.cleaned_data)


def _default_months() -> dict[str, int]:
    return {kind.code: kind.months for kind in retention_kinds()}


def retention_rules(*, municipality_id: int, on: dt.date) -> ActiveRules:
    """The retention rules in force."""
    return active(RETENTION, on=on, municipality_id=municipality_id)


def months_of(code: str, *, municipality_id: int, on: dt.date) -> int:
    """How many months a kind is kept."""
    months = {**_default_months(), **retention_rules(municipality_id=municipality_id, on=on).data["months"]}
    return int(months[code])


def before(code: str, *, municipality_id: int, now: dt.datetime) -> dt.datetime:
    """What is older than this has expired."""
    months = months_of(code, municipality_id=municipality_id, on=now.date())
    return now - relativedelta(months=months)


def reading_rules(*, municipality_id: int, on: dt.date) -> dict[str, int]:
    """The thresholds in force."""
    return {**READING_DEFAULT, **active(READING, on=on, municipality_id=municipality_id).data}


def roles_that_look_along(*, municipality_id: int, on: dt.date) -> list[str]:
    """Roles that may agree to a removal."""
    data = retention_rules(municipality_id=municipality_id, on=on).data
    return list(data.get("look_along", LOOK_ALONG))


def register() -> None:
    """Make the kinds known."""
    register_kind(
        RuleKind(
            code=RETENTION,
            label=_("Retention periods"),
            help_text=_(
                "How long each kind is kept. After that it stands on a list; nothing goes without two people agreeing."
            ),
            default={"months": {}, "look_along": list(LOOK_ALONG)},
            default_source=str(
                _(
                    "Default of Impactloket, after the selection list for municipalities 2020; set your own terms"
                )
            ),
            form=lambda: RetentionForm,
        )
    )
    register_kind(
        RuleKind(
            code=READING,
            label=_("Unusual reading"),
            help_text=_(
                "From which numbers reading stands on the privacy officer's list. It is never a verdict."
            ),
            default=READING_DEFAULT,
            default_source=str(_("Default of Impactloket; choose what fits your municipality")),
            form=lambda: ReadingForm,
        )
    )
