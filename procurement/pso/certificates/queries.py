"""PSO certificates: the marks that recognition keeps, as a register for staff and as a public list for buyers.

Nothing is kept twice: validity and evidence stand with the mark, consent to be shown with the register entry.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.casefile.models import CaseFile
from accounts.recognition.models import Mark, MarkKind
from accounts.recognition.rulesets import terms
from accounts.register.models import EntryState
from portal.kernel.permissions import Actor
from procurement.pso.assessments.models import PsoAssessment
from procurement.pso.assessments.queries import assessments

#: Certificates a page shows of one enterprise.
MOST = 20
STATES = {
    "valid": _("Valid now"),
    "expiring": _("Expires soon"),
    "future": _("Not valid yet"),
    "expired": _("Expired"),
}


def certificates() -> QuerySet[Mark]:
    """PSO marks with whose, checked by whom, on what evidence."""
    return Mark.objects.filter(kind=MarkKind.PSO).select_related(
        "case_file__enterprise", "evidence__file", "checked_by"
    )


def soon(*, municipality_id: int, today: dt.date) -> dt.date:
    """Until when a certificate counts as expiring soon: the term of recognition's rules."""
    weeks: int = terms(municipality_id=municipality_id, on=today)["mark_weeks"]
    return today + dt.timedelta(weeks=weeks)


def in_state(rows: QuerySet[Mark], state: str, *, today: dt.date, until: dt.date) -> QuerySet[Mark]:
    """Those that are valid, expire soon, are not valid yet, or expired."""
    now = Q(valid_from__lte=today) & (Q(valid_to=None) | Q(valid_to__gte=today))
    return {
        "valid": rows.filter(now),
        "expiring": rows.filter(now, valid_to__lte=until),
        "future": rows.filter(valid_from__gt=today),
        "expired": rows.filter(valid_to__lt=today),
    }.get(state, rows)


def state_of(mark: Mark, *, today: dt.date, until: dt.date) -> str:
    """The same for one certificate: the narrowest state that fits."""
    if mark.valid_from > today:
        return "future"
    if mark.valid_to is None or mark.valid_to > until:
        return "valid"
    return "expired" if mark.valid_to < today else "expiring"


def narrowed(
    rows: QuerySet[Mark], *, text: str = "", level: str = "", thirty_plus: bool = False
) -> QuerySet[Mark]:
    """Filters both lists share."""
    if level:
        rows = rows.filter(level=level)
    if thirty_plus:
        rows = rows.filter(thirty_plus=True)
    if text:
        rows = rows.filter(Q(case_file__name__icontains=text) | Q(number__icontains=text))
    return rows


def public(*, today: dt.date, through: dt.date | None = None) -> QuerySet[Mark]:
    """Valid certificates of enterprises that chose to show their marks in the public register.

    With `through`: valid today and on every day up to and including that one.
    """
    last = max(today, through) if through else today
    return (
        Mark.objects.filter(
            Q(valid_to=None) | Q(valid_to__gte=last),
            kind=MarkKind.PSO,
            valid_from__lte=today,
            case_file__register_entry__state=EntryState.PUBLISHED,
            case_file__register_entry__show_marks=True,
        )
        .select_related("case_file__register_entry")
        .order_by("case_file__register_entry__name", "pk")
    )


def others_of(mark: Mark) -> list[Mark]:
    """The other PSO certificates of the same enterprise, the newest first."""
    rows = Mark.objects.filter(case_file=mark.case_file_id, kind=MarkKind.PSO).exclude(pk=mark.pk)
    return list(rows.order_by("-valid_from")[:MOST])


def shared_assessment(case_file: CaseFile) -> PsoAssessment | None:
    """The latest self-assessment this enterprise shared, to check 30+ and article 2.82 with."""
    rows = assessments().filter(case_file=case_file, shared_at__isnull=False)
    return rows.order_by("-year", "-number").first()


def exported(params: object, actor: Actor) -> QuerySet[Mark]:
    """The rows of the list with the filters of its address, for export."""
    from procurement.pso.certificates.forms import CertificateFilter

    form = CertificateFilter(params)  # type: ignore[arg-type]
    form.is_valid()
    municipality = actor.municipality
    assert municipality is not None
    return form.apply(municipality_id=municipality.pk, today=timezone.localdate())
