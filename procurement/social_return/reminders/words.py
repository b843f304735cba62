"""The words of terms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

#: What is due, per code of the engine.
LABELS = {
    "contact": _("First contact with the supplier"),
    "plan": _("Plan of approach"),
    "report": _("Report of what was done"),
    "pso": _("PSO certificate ends before the contract does"),
    "end": _("Everything realised"),
}
