"""Orders to remove, from asking to agreeing. The removing itself is in `removing.py`."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kernel.jobs.actions import retry_job, start_job
from portal.kernel.models import Domain, Job, Membership, Municipality, Person, PrivacyExport, RemovalOrder
from portal.kernel.outbox.actions import queue_mail
from portal.kernel.outbox.links import absolute
from portal.kernel.people.queries import colleagues
from portal.kernel.privacy.holds import hold_on
from portal.kernel.privacy.registry import reasons_to_keep, retention_kind, subject_of
from portal.kernel.privacy.rulesets import months_of, retention_rules, roles_that_look_along

PREPARE, REMOVE = "removal-prepare", "removal-run"
RETENTION = "retention"
OPEN = (
    RemovalOrder.State.PREPARING,
    RemovalOrder.State.READY,
    RemovalOrder.State.PROPOSED,
    RemovalOrder.State.RUNNING,
)
#: What is typed to confirm a list; for one subject it is its name.
WORD = gettext_lazy("remove")


class RefusedError(Exception):
    """It cannot be done now; the text says why and what to do."""


@transaction.atomic
def ask_removal(*, municipality: Municipality, kind: str, target: str, by: Person) -> RemovalOrder:
    """Ask for a removal: `kind` is a kind of subject with its pk, or "retention" with the code of a list.

    A job works out what will go. When there is an open order for the same, that one is given back.
    """
    Municipality.objects.select_for_update().get(pk=municipality.pk)  # one number at a time
    found = RemovalOrder.objects.filter(kind=kind, target=target, state__in=OPEN).first()
    if found:
        return found
    today = timezone.localdate()
    if kind == RETENTION:
        months = months_of(target, municipality_id=municipality.pk, on=today)
        rules = retention_rules(municipality_id=municipality.pk, on=today)
        rule = _("%(what)s: %(months)s months. Source: %(source)s") % {
            "what": retention_kind(target).label,
            "months": months,
            "source": rules.source,
        }
    else:
        rule = _("Request to be removed (GDPR, article 17)")
        reasons = reasons_against(kind, target)
        if reasons:
            raise RefusedError(" ".join(reasons))
    highest = RemovalOrder.objects.filter(municipality=municipality).aggregate(highest=Max("number"))[
        "highest"
    ]
    order = RemovalOrder.objects.create(
        municipality=municipality,
        number=(highest or 0) + 1,
        kind=kind,
        target=target,
        rule=rule[:500],
        requested_by=by,
    )
    order.job = start_job(
        kind=PREPARE,
        title=_("Removal %(number)s: work out what goes") % {"number": order.number},
        params={"order": str(order.pk)},
        by=by,
        municipality=municipality,
    )
    order.save(update_fields=["job"])
    return order


def reasons_against(kind: str, target: str) -> list[str]:
    """Why a subject cannot be removed now; empty when it can."""
    reasons = reasons_to_keep(subject_of(kind), target)
    making = PrivacyExport.objects.filter(
        subject_kind=kind, subject_id=target, job__state__in=[Job.State.QUEUED, Job.State.RUNNING]
    )
    if making.exists():
        reasons.append(_("An export of it is being made. Wait until it is ready."))
    hold = hold_on(kind, target)
    if hold:
        reasons.append(
            _("Everything is kept because of an objection or a case: %(reason)s") % {"reason": hold.reason}
        )
    return reasons


def may_look_along(order: RemovalOrder, membership: Membership | None) -> bool:
    """This colleague may agree: a role that looks along, and not the one who asked."""
    if membership is None or membership.person_id == order.requested_by_id:
        return False
    roles = roles_that_look_along(municipality_id=order.municipality_id, on=timezone.localdate())
    return membership.has_role(*roles)


def word_of(order: RemovalOrder) -> str:
    """What has to be typed to confirm: the name of the subject, or a word for a list."""
    if order.kind == RETENTION:
        return str(WORD)
    return subject_of(order.kind).describe(order.target) or str(WORD)


@transaction.atomic
def confirm(*, order: RemovalOrder, typed: str, by: Person) -> RemovalOrder:
    """The officer has seen what goes and typed its name: ask those who look along, by mail. Twice does it once."""
    order = _locked(order)
    if order.state == RemovalOrder.State.PROPOSED:
        return order
    if order.state != RemovalOrder.State.READY:
        raise RefusedError(_("This order is not open any more."))
    if " ".join(typed.split()).casefold() != " ".join(word_of(order).split()).casefold():
        raise RefusedError(_("Type exactly: %(word)s") % {"word": word_of(order)})
    order.state = RemovalOrder.State.PROPOSED
    order.preview.pop("added", None)  # seen
    order.save(update_fields=["state", "preview"])
    _ask_to_look_along(order)
    return order


def _ask_to_look_along(order: RemovalOrder) -> None:
    roles = roles_that_look_along(municipality_id=order.municipality_id, on=timezone.localdate())
    people: dict[int, Person] = {}
    for role in roles:
        for person in colleagues(order.municipality, role=role):
            people[person.pk] = person
    people.pop(order.requested_by_id, None)
    for person in people.values():
        queue_mail(
            to=person.email,
            template="kernel/privacy/mail/look_along",
            context={
                "person": person,
                "order": order,
                "url": absolute(reverse("removal", args=[order.pk])),
            },
            municipality=order.municipality_id,
            key=f"removal-{order.pk}-{person.pk}",
        )


@transaction.atomic
def agree(*, order: RemovalOrder, by: Person) -> RemovalOrder:
    """A second person agrees; a job starts to remove. Agreeing twice does it once."""
    order = _locked(order)
    if order.state in (RemovalOrder.State.RUNNING, RemovalOrder.State.DONE):
        return order
    if order.state != RemovalOrder.State.PROPOSED:
        raise RefusedError(_("This order is not open any more."))
    membership = Membership.objects.filter(person=by, is_active=True).first()
    if not may_look_along(order, membership):
        raise RefusedError(_("Someone else than who asked has to agree."))
    if order.kind != RETENTION and (reasons := reasons_against(order.kind, order.target)):
        raise RefusedError(" ".join(reasons))
    order.state, order.agreed_by, order.agreed_at = RemovalOrder.State.RUNNING, by, timezone.now()
    order.job = start_job(
        kind=REMOVE,
        title=_("Removal %(number)s: remove") % {"number": order.number},
        params={"order": str(order.pk)},
        by=by,
        municipality=order.municipality,
    )
    order.save(update_fields=["state", "agreed_by", "agreed_at", "job"])
    return order


@transaction.atomic
def go_on(*, order: RemovalOrder) -> None:
    """Start again a removal, or its preparation, whose job failed or was stopped."""
    order = _locked(order)
    if order.state in (RemovalOrder.State.PREPARING, RemovalOrder.State.RUNNING) and order.job:
        retry_job(job=order.job)


@transaction.atomic
def refuse(*, order: RemovalOrder, reason: str, by: Person) -> RemovalOrder:
    """The second person does not agree, and says why."""
    return _end(order, RemovalOrder.State.REFUSED, reason, by)


@transaction.atomic
def withdraw(*, order: RemovalOrder, by: Person) -> RemovalOrder:
    """The officer takes it back before anyone agreed, or after the work stopped and nothing had gone."""
    return _end(order, RemovalOrder.State.WITHDRAWN, "", by)


def nothing_went(order: RemovalOrder) -> bool:
    """Its removal stopped before anything was removed: it can still be taken back."""
    stopped = order.job is not None and order.job.state in (Job.State.FAILED, Job.State.CANCELLED)
    return order.state == RemovalOrder.State.RUNNING and stopped and not order.report.get("gone")


def _end(order: RemovalOrder, state: str, reason: str, by: Person) -> RemovalOrder:
    order = _locked(order)
    if order.state not in OPEN or (order.state == RemovalOrder.State.RUNNING and not nothing_went(order)):
        raise RefusedError(_("This order is not open any more."))
    order.items.all().delete()
    order.state, order.reason, order.ended_by, order.ended_at = state, reason[:500], by, timezone.now()
    order.pattern = order.json_pattern = ""
    order.save()
    return order


def _locked(order: RemovalOrder) -> RemovalOrder:
    return (
        RemovalOrder.objects.select_for_update(of=("self",))
        .select_related("municipality", "job", "requested_by")
        .get(pk=order.pk)
    )


def all_domains() -> list[str]:
    """The domains a removal has to reach: private notes go too."""
    return list(Domain.values)
