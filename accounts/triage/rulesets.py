"""The rules of triage, which an administrator edits: needs and themes to domains, districts, managers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.casefile.models import Theme
from accounts.needs import NEED_CHOICES
from portal.kernel.models import Domain, Membership, Role
from portal.kernel.rulesets.registry import RuleKind, register_kind

KIND = "triage"
DEFAULT: dict[str, Any] = {
    "need_domain": {
        "capital": "economy", "ecosystem": "economy", "professionalising": "economy", "impact_measurement": "economy",
        "permits": "economy", "subsidies": "economy", "space": "economy", "candidates_work": "work",
        "candidates_care": "care", "buyer": "economy", "introduction": "economy",
    },
    "theme_domain": {"work": "work", "care": "care"},
    "theme_manager": {},
    "districts": [],
}  # fmt: skip
#: Empty rows to add districts in; a form with all rows filled in gets new ones the next time it is opened.
SPARE_ROWS = 4


def _rows_in(names: Iterable[str]) -> list[int]:
    """The numbers of the districts among names of fields such as "district_3_name"."""
    return [int(found[1]) for name in names if (found := re.fullmatch(r"district_(\d{1,3})_name", name))]


class TriageRulesForm(forms.Form):
    """Which domain for which need and theme; districts by postcode with their account manager."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domains = [("", _("No domain by itself")), *Domain.choices]
        people = (
            Membership.objects.filter(is_active=True, roles__contains=[Role.ACCOUNT_MANAGER])
            .select_related("person")
            .order_by("person__name")
        )
        managers = [
            ("", _("Whoever has the least work")),
            *((str(row.person_id), str(row.person)) for row in people),
        ]
        for code, label in NEED_CHOICES:
            self.fields[f"need_{code}"] = forms.ChoiceField(label=label, choices=domains, required=False)
        for code, label in Theme.choices:
            self.fields[f"theme_{code}"] = forms.ChoiceField(
                label=_("Theme: %(theme)s, domain") % {"theme": label}, choices=domains, required=False
            )
            self.fields[f"theme_manager_{code}"] = forms.ChoiceField(
                label=_("Theme: %(theme)s, account manager") % {"theme": label},
                choices=managers,
                required=False,
            )
        for row in range(self.district_rows()):
            prefix = _("District %(number)s") % {"number": row + 1}
            self.fields[f"district_{row}_name"] = forms.CharField(
                label=f"{prefix}: {_('name')}", max_length=80, required=False
            )
            for end, words in (("from", _("postcode from")), ("to", _("postcode up to and including"))):
                self.fields[f"district_{row}_{end}"] = forms.IntegerField(
                    label=f"{prefix}: {words}", min_value=1000, max_value=9999, required=False
                )
            self.fields[f"district_{row}_manager"] = forms.ChoiceField(
                label=f"{prefix}: {_('account manager')}", choices=managers, required=False
            )

    def district_rows(self) -> int:
        """How many rows of districts the form has: as many as were sent, else those in use and some to fill in."""
        sent = _rows_in(self.data)
        return max(sent) + 1 if sent else len(_rows_in(self.initial or {})) + SPARE_ROWS

    def clean(self) -> dict[str, Any]:
        """A district has a name and a range that runs forward and belongs to no other district."""
        data: dict[str, Any] = super().clean() or {}
        taken: list[tuple[int, int, str]] = []
        for row in range(self.district_rows()):
            name, start, end = (data.get(f"district_{row}_{part}") for part in ("name", "from", "to"))
            if (name or start or end) and not (name and start and end):
                self.add_error(
                    f"district_{row}_name", _("Fill in a name and both postcodes, or empty the row.")
                )
            elif start and end and start > end:
                self.add_error(f"district_{row}_to", _("This postcode comes before the first one."))
            elif start and end:
                for first, last, other in taken:
                    if start <= last and first <= end:
                        self.add_error(
                            f"district_{row}_from",
                            _("Postcodes %(first)s to %(last)s belong to %(other)s already.")
                            % {"first": max(start, first), "last": min(end, last), "other": other},
                        )
                taken.append((start, end, str(name)))
        return data

    @staticmethod
    def load(data: dict[str, Any]) -> dict[str, Any]:
        """Rules as initial values of the form."""
        initial = {f"need_{code}": domain for code, domain in data.get("need_domain", {}).items()}
        initial |= {f"theme_{code}": domain for code, domain in data.get("theme_domain", {}).items()}
        initial |= {f"theme_manager_{code}": str(pk) for code, pk in data.get("theme_manager", {}).items()}
        for row, district in enumerate(data.get("districts", [])):
            for part in ("name", "from", "to"):
                initial[f"district_{row}_{part}"] = district[part]
            initial[f"district_{row}_manager"] = str(district.get("manager") or "")
        return initial

    def dump(self) -> dict[str, Any]:
        """The form as rules."""
        data = self.cleaned_data
        districts = [
            {
                "name": data[f"district_{row}_name"],
                "from": data[f"district_{row}_from"],
                "to": data[f"district_{row}_to"],
                "manager": int(data[f"district_{row}_manager"]) if data[f"district_{row}_manager"] else None,
            }
            for row in range(self.district_rows())
            if data.get(f"district_{row}_name")
        ]
        return {
            "need_domain": {
                code: data[f"need_{code}"] for code, _label in NEED_CHOICES if data[f"need_{code}"]
            },
            "theme_domain": {code: data[f"theme_{code}"] for code in Theme.values if data[f"theme_{code}"]},
            "theme_manager": {
                code: int(data[f"theme_manager_{code}"])
                for code in Theme.values
                if data[f"theme_manager_{code}"]
            },
            "districts": districts,
        }


def register() -> None:
    """Make the kind known."""
    register_kind(
        RuleKind(
            code=KIND,
            label=gettext_lazy("Triage"),
            help_text=gettext_lazy(
                "How Impactloket proposes domains, district and account manager for a new intake. People always decide."
            ),
            default=DEFAULT,
            default_source=str(gettext_lazy("Default of Impactloket, after roadmap chapter 2")),
            form=lambda: TriageRulesForm,
        )
    )
