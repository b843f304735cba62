"""The words of a settlement's calculation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SETTLEMENT_SENTENCES = {
    "settled_sum": _("Owed %(owed)s, accepted %(accepted)s: %(missing)s was not realised"),
    "settled_full": _("Owed %(owed)s, accepted %(accepted)s: everything was realised"),
    "settled_waived": _("Waived: %(waived)s. %(left)s is left"),
    "settled_nothing": _("By the rules of this contract nothing is charged for what is missing"),
    "settled_fine": _("Fine: %(factor)s times %(left)s is %(charged)s"),
    "settled_withholding": _("Withheld from the last invoices: %(factor)s times %(left)s is %(charged)s"),
}
