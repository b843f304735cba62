"""The rules of tenders on screen: thresholds one period on each line, policy, reserved contracts."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ui.fields import EuroField, PercentField
from portal.ui.formats import number
from portal.ui.templatetags.nlds import nl_date
from procurement.tenders.thresholds.rulesets import KINDS

MOST_LINES = 40
_LIMITS = (
    ("works", "single", gettext_lazy("Works: ask one enterprise below")),
    ("works", "multiple", gettext_lazy("Works: ask several enterprises below")),
    ("supplies", "single", gettext_lazy("Supplies: ask one enterprise below")),
    ("supplies", "multiple", gettext_lazy("Supplies: ask several enterprises below")),
    ("services", "single", gettext_lazy("Services: ask one enterprise below")),
    ("services", "multiple", gettext_lazy("Services: ask several enterprises below")),
    ("social", "single", gettext_lazy("Social and specific services: ask one enterprise below")),
    ("social", "multiple", gettext_lazy("Social and specific services: ask several enterprises below")),
)


class TenderRulesForm(forms.Form):
    """Thresholds, policy and reserved contracts."""

    periods = forms.CharField(
        label=gettext_lazy("European thresholds"),
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "One period on each line: first day; last day; works; supplies; services; social and specific services; "
            "source. For example: 01-01-2026; 31-12-2027; 5.404.000; 216.000; 216.000; 750.000; "
            "Regulation (EU) 2025/2150"
        ),
    )
    share = PercentField(
        label=gettext_lazy("Article 2.82: percentage of disabled or disadvantaged workers, at least")
    )
    most_months = forms.IntegerField(
        label=gettext_lazy("Article 2.82a: most months a contract may last"), min_value=1, max_value=120
    )
    gap_years = forms.IntegerField(
        label=gettext_lazy("Article 2.82a: years without such an award before"), min_value=0, max_value=20
    )
    specific = forms.CharField(
        label=gettext_lazy("Article 2.82a: CPV codes of the services"),
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Eight digits each, with commas. For a range write the first and last code with a dash. These are a first "
            "proposal: have them checked."
        ),
    )
    ocid_prefix = forms.RegexField(
        label=gettext_lazy("Prefix of open data about tenders"),
        regex=r"^ocds-[a-z0-9]{6}$",
        required=False,
        error_messages={"invalid": gettext_lazy("A prefix looks like ocds-a1b2c3.")},
        help_text=gettext_lazy(
            "You get it from the Open Contracting Partnership. Until then we use ocds-000000."
        ),
    )
    publish_contracts = forms.BooleanField(
        label=gettext_lazy("Publish running contracts with social return as open data"),
        required=False,
        help_text=gettext_lazy("With the name of the supplier and the value. Off at first."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, name, label in _LIMITS:
            field = EuroField(label=label, required=name == "single", min_value=Decimal(0))
            if name == "multiple":
                field.help_text = _("Leave it empty when it goes up to the European threshold.")
            self.fields[f"{kind}_{name}"] = field
        self.order_fields(["periods", *(f"{kind}_{name}" for kind, name, _label in _LIMITS)])

    def clean_periods(self) -> list[dict[str, str]]:
        """Each with its days in order, amounts, and a source; days never overlap."""
        rows: list[dict[str, str]] = []
        lines = [line.strip() for line in self.cleaned_data["periods"].splitlines() if line.strip()]
        for count, line in enumerate(lines[:MOST_LINES], start=1):
            parts = [part.strip() for part in line.split(";", 6)]
            if len(parts) != 7 or not parts[6]:
                raise forms.ValidationError(
                    _("Line %(number)s: write seven things with a semicolon between them, the source last.")
                    % {"number": count}
                )
            first, last = (self._day(text, count) for text in parts[:2])
            if last < first:
                raise forms.ValidationError(
                    _("Line %(number)s: the last day comes before the first.") % {"number": count}
                )
            amounts = [self._amount(text, count) for text in parts[2:6]]
            rows.append(
                {"from": first.isoformat(), "to": last.isoformat(), "source": parts[6][:300]}
                | {kind: str(amount) for kind, amount in zip(KINDS, amounts, strict=True)}
            )
        rows.sort(key=lambda row: row["from"])
        for before, after in itertools.pairwise(rows):
            if after["from"] <= before["to"]:
                raise forms.ValidationError(_("Two periods overlap. Each day has one set of thresholds."))
        return rows

    @staticmethod
    def _day(text: str, count: int) -> dt.date:
        try:
            return dt.datetime.strptime(text, "%d-%m-%Y").date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            raise forms.ValidationError(
                _("Line %(number)s: “%(text)s” is no day. Write it as 31-12-2026.")
                % {"number": count, "text": text[:30]}
            ) from None

    @staticmethod
    def _amount(text: str, count: int) -> Decimal:
        try:
            return EuroField().clean(text)  # type: ignore[no-any-return]
        except forms.ValidationError:
            raise forms.ValidationError(
                _("Line %(number)s: “%(text)s” is no amount. Write it as 216.000.")
                % {"number": count, "text": text[:30]}
            ) from None

    def clean_specific(self) -> list[str]:
        """Codes of eight digits; a range runs upward."""
        found = []
        for part in re.split(r"[,;\n]+", self.cleaned_data["specific"]):
            code = re.sub(r"\s", "", part)
            if not code:
                continue
            match = re.fullmatch(r"(\d{8})(?:-(\d{8}))?", code, re.ASCII)
            if not match or (match[2] and match[2] < match[1]):
                raise forms.ValidationError(
                    _("“%(code)s” is no CPV code of eight digits, and no range of two.") % {"code": code[:40]}
                )
            found.append(code)
        return found

    def clean(self) -> dict[str, Any]:
        """Several are asked from where one is no longer enough."""
        data: dict[str, Any] = super().clean() or {}
        for kind in KINDS:
            single, multiple = data.get(f"{kind}_single"), data.get(f"{kind}_multiple")
            if single is not None and multiple is not None and multiple < single:
                self.add_error(
                    f"{kind}_multiple",
                    _("This is lower than the amount up to which one enterprise is asked."),
                )
        return data

    @staticmethod
    def load(data: dict[str, Any]) -> dict[str, Any]:
        """Rules as initial values."""
        lines = [
            "; ".join(
                [
                    *(str(nl_date(dt.date.fromisoformat(row[name]))) for name in ("from", "to")),
                    *(number(Decimal(row[kind])) for kind in KINDS),
                    row["source"],
                ]
            )
            for row in data["periods"]
        ]
        policy = data["policy"]
        return {
            "periods": "\n".join(lines),
            "share": Decimal(data["share"]),
            "most_months": data["most_months"],
            "gap_years": data["gap_years"],
            "specific": ", ".join(data["specific"]),
            "ocid_prefix": data.get("ocid_prefix", ""),
            "publish_contracts": data.get("publish_contracts", False),
            **{
                f"{kind}_{name}": Decimal(policy[kind][name]) if policy[kind][name] else None
                for kind, name, _label in _LIMITS
            },
        }

    def dump(self) -> dict[str, Any]:
        """The form as rules."""
        data = self.cleaned_data
        policy: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
        for kind, name, _label in _LIMITS:
            amount = data[f"{kind}_{name}"]
            policy[kind][name] = "" if amount is None else str(amount)
        return {
            "periods": data["periods"],
            "policy": policy,
            "share": format(data["share"].normalize(), "f"),
            **{name: data[name] for name in ("most_months", "gap_years", "specific", "ocid_prefix")},
            "publish_contracts": data["publish_contracts"],
        }
