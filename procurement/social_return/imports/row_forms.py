"""One row of a register, judged by the same forms that people fill in by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.imports.engine import plain
from portal.kernel.models import Person
from procurement.social_return.contracts.forms import ContractForm
from procurement.social_return.contracts.models import Contract
from procurement.social_return.efforts.forms import EFFORT_FORMS, TextForm, open_kinds
from procurement.social_return.efforts.models import EffortKind

Problems = list[dict[str, str]]
CONTRACT_KINDS = {
    "werken": "works", "werk": "works", "diensten": "services", "dienst": "services",
    "leveringen": "supplies", "levering": "supplies",
}  # fmt: skip
EFFORT_KINDS = {
    "plaatsing": "placement", "iemand aan het werk": "placement", "arbeidsplaats": "placement", "baan": "placement",
    "proefplaatsing": "monthly", "werkervaringsplaats": "monthly", "werkervaringsplek": "monthly", "stage": "monthly",
    "inkoop": "purchase", "sociale inkoop": "purchase", "activiteit": "activity", "activiteit in uren": "activity",
}  # fmt: skip


def problems_of(form: forms.Form) -> Problems:
    """What the form refuses, per column."""
    return [
        {"field": "" if field == "__all__" else field, "words": " ".join(str(words) for words in errors)}
        for field, errors in form.errors.items()
    ]


class ContractRow(ContractForm):
    """A contract out of the register: without a contact, and kept by whoever imports unless a coordinator is named."""

    def __init__(self, cells: Mapping[str, str], *, people: Sequence[Person], by: Person) -> None:
        kind = CONTRACT_KINDS.get(plain(cells.get("kind", "")), "")
        names = {plain(word): str(person.pk) for person in people for word in (person.name, person.email)}
        typed = cells.get("coordinator", "")
        data = {
            **cells,
            "kind": kind,
            "awarded_on": cells.get("awarded_on") or cells.get("starts_on", ""),
            "coordinator": names.get(plain(typed), "0") if typed else str(by.pk),
        }
        self.typed_award = bool(cells.get("awarded_on"))
        super().__init__(data, people=[*people, by])
        del self.fields["contact_name"], self.fields["contact_email"]
        self.fields["kind"].error_messages["required"] = _("Fill in werken, diensten or leveringen.")
        self.fields["coordinator"].error_messages["invalid_choice"] = _(
            "No coordinator has this name. Fill in the name or e-mail address of one, or leave it empty."
        )

    def clean(self) -> dict[str, Any]:
        """What is said of the start need not be said of an award that is not filled in."""
        data = super().clean()
        if not self.typed_award:
            self.errors.pop("awarded_on", None)
        return data


def effort_form(contract: Contract, cells: Mapping[str, str]) -> tuple[str, TextForm | None, Problems]:
    """(kind, form, what is wrong before a form can say so) of one effort."""
    typed = plain(cells.get("kind", ""))
    labels = {plain(str(label)): value for value, label in EffortKind.choices}
    kind = EFFORT_KINDS.get(typed) or labels.get(typed) or ""
    open_here = [value for value in open_kinds(contract.scheme) if value != EffortKind.PLAN]
    if kind not in open_here:
        words = _("Under the rules of this contract you can fill in: %(kinds)s.") % {
            "kinds": "; ".join(str(EffortKind(value).label) for value in open_here)
        }
        return kind, None, [{"field": "kind", "words": words}]
    data = dict(cells)
    data.pop("external", None)
    if kind == EffortKind.ACTIVITY:
        data["days"] = data.get("days") or "1"
    form_class = EFFORT_FORMS[kind]
    form = form_class(data, contract=contract)
    if "code" in form.fields:
        field: Any = form.fields["code"]
        blocks = _blocks(contract, kind)
        codes = {plain(label): code for code, label in blocks.items()} | {
            plain(code): code for code in blocks
        }
        data["code"] = codes.get(plain(data.get("code", "")), "")
        field.error_messages["required"] = _("Fill in one of these: %(choices)s.") % {
            "choices": "; ".join(blocks.values())
        }
    return kind, form, []


def _blocks(contract: Contract, kind: str) -> dict[str, str]:
    scheme = contract.scheme
    tables: dict[str, Mapping[str, Any]] = {
        EffortKind.PLACEMENT: scheme.groups,
        EffortKind.MONTHLY: scheme.monthly,
        EffortKind.PURCHASE: scheme.purchases,
    }
    return {code: block.label for code, block in tables[kind].items()}
