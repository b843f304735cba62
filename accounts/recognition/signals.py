"""What falls due: checks to be done again and marks that expire. Each is signalled once; run daily per municipality."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.recognition.checks import recheck_key
from accounts.recognition.marks import mark_key
from accounts.recognition.models import CheckState, DefinitionCheck, Mark
from accounts.recognition.rulesets import terms
from accounts.timeline.actions import add_signal
from portal.kernel.outbox.actions import queue_mail
from portal.ui.templatetags.nlds import nl_date

#: Rows a run takes at most; the next run takes the rest.
MOST = 500


def signal_due(*, municipality_id: int, today: dt.date) -> int:
    """Signal what is due in this municipality; returns how many signals were given."""
    rules = terms(municipality_id=municipality_id, on=today)
    return _checks(today, today + dt.timedelta(weeks=rules["recheck_weeks"])) + _marks(
        today, today + dt.timedelta(weeks=rules["mark_weeks"])
    )


@transaction.atomic
def _checks(today: dt.date, horizon: dt.date) -> int:
    newer = DefinitionCheck.objects.filter(
        case_file=OuterRef("case_file"), started_at__gt=OuterRef("started_at")
    )
    due = list(
        DefinitionCheck.objects.filter(
            ~Exists(newer), state=CheckState.CONCLUDED, valid_until__lte=horizon, recheck_signalled_at=None
        )
        .exclude(case_file__state="closed")
        .select_related("case_file__account_manager")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("valid_until", "pk")[:MOST]
    )
    for check in due:
        add_signal(
            case_file=check.case_file,
            key=recheck_key(check.case_file_id),
            title=_("Definition check again before %(day)s") % {"day": nl_date(check.valid_until)},
            url=reverse("recognition", args=[check.case_file_id]),
            holder=check.case_file.account_manager,
            domain="economy",
            due_on=check.valid_until,
        )
        check.recheck_signalled_at = timezone.now()
        check.save(update_fields=["recheck_signalled_at"])
    return len(due)


@transaction.atomic
def _marks(today: dt.date, horizon: dt.date) -> int:
    renewed = Mark.objects.filter(
        case_file=OuterRef("case_file"), kind=OuterRef("kind"), name=OuterRef("name"),
        valid_from__gt=OuterRef("valid_from"),
    )  # fmt: skip
    due = list(
        Mark.objects.filter(~Exists(renewed), valid_to__gte=today, valid_to__lte=horizon, signalled_at=None)
        .exclude(case_file__state="closed")
        .select_related("case_file__account_manager", "case_file__municipality")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("valid_to", "pk")[:MOST]
    )
    for mark in due:
        case_file = mark.case_file
        add_signal(
            case_file=case_file,
            key=mark_key(mark.pk),
            title=_("%(mark)s is valid until %(day)s") % {"mark": mark.label, "day": nl_date(mark.valid_to)},
            url=reverse("mark_edit", args=[mark.pk]),
            holder=case_file.account_manager,
            domain="economy",
            due_on=mark.valid_to,
        )
        for member in case_file.members.filter(is_active=True).select_related("person"):
            queue_mail(
                to=member.person.email,
                template="mail/recognition/mark_expires",
                context={"mark": mark, "case_file": case_file, "person": member.person},
                municipality=mark.municipality_id,
                key=f"mark-{mark.pk}-{mark.valid_to}-{member.person_id}",
            )
        mark.signalled_at = timezone.now()
        mark.save(update_fields=["signalled_at"])
    return len(due)
