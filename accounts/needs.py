"""What an entrepreneur may need (roadmap 1.3 and 1.5): the words of the intake, of questions and of triage."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

#: The four challenges of roadmap 1.3, then what a municipality itself can give.
NEED_GROUPS = (
    (
        _("To grow"),
        (
            ("capital", _("Money: a loan, an investor or another way to pay for growth")),
            ("ecosystem", _("A network: other entrepreneurs, schools, banks")),
            ("professionalising", _("Help with running the enterprise")),
            ("impact_measurement", _("Showing what difference we make")),
        ),
    ),
    (
        _("From the municipality"),
        (
            ("permits", _("A permit")),
            ("subsidies", _("A subsidy")),
            ("space", _("A place to work")),
            ("candidates_work", _("People who want to work (Participatiewet)")),
            ("candidates_care", _("People who come for day activities (Wmo)")),
            ("buyer", _("The municipality, or another buyer, as a customer")),
            ("introduction", _("An introduction to someone")),
        ),
    ),
)
NEED_CHOICES = tuple(choice for _group, choices in NEED_GROUPS for choice in choices)
NEED_LABELS = dict(NEED_CHOICES)


def need_label(code: str) -> str:
    """The words for a need; the code itself when it is of an older list."""
    return str(NEED_LABELS.get(code, code))
