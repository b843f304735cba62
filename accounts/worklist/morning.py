"""The morning mail: three lines that cannot wait, counts of the rest, and what is new. At most once a day per person.

The outbox's key (municipality, person, day) makes it so: a second worker, a restart or a second beat stores nothing.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.absence.models import Absence
from accounts.casefile.models import CaseFile
from accounts.intake.models import Intake, IntakeState
from accounts.questions.deadlines import dutch_holidays
from accounts.questions.models import Question, QuestionRoute
from accounts.timeline.models import Task
from accounts.transfer.queries import waiting_offers
from accounts.worklist.engine import is_working_day, last_working_day, mail_comes, pressing
from accounts.worklist.models import MailRhythm, MorningMailChoice
from accounts.worklist.queries import MOST, worklist
from accounts.worklist.reasons import Item
from accounts.worklist.rulesets import mail_rules
from portal.kernel.models import Mail, Membership, Municipality, Person, Role
from portal.kernel.outbox.actions import queue_mail
from portal.kernel.permissions import Actor
from portal.kernel.tenancy.scope import scoped

logger = logging.getLogger(__name__)
#: Lines in full.
LINES = 3
#: After this hour a mail is no morning mail: when everything was down until then, it is left out for that day.
LAST_HOUR = 12


@dataclass(frozen=True)
class Morning:
    """What the mail says. `counts` are (title, number as text); `new` are sentences."""

    lines: list[Item]
    counts: list[tuple[str, str]]
    late: int
    new: list[str] = field(default_factory=list)


def holidays_around(day: dt.date) -> frozenset[dt.date]:
    """Dutch public holidays of this year and the last."""
    return dutch_holidays(day.year) | dutch_holidays(day.year - 1)


def morning_of(actor: Actor, today: dt.date) -> Morning | None:
    """The mail of this morning; None when there is nothing to do. Needs the person's own scope."""
    groups = worklist(actor).groups
    offers = _offers(actor)
    if not groups and not offers:
        return None
    items = [
        (pressing(item.due, today, place=place), item)
        for place, group in enumerate(groups)
        for item in group.items
    ]
    items += [(pressing(item.due, today, place=len(groups)), item) for item in offers]
    items.sort(key=lambda pair: pair[0])
    # A hand-over has no day, and is read first: somebody waits for the answer.
    items.sort(key=lambda pair: pair[1].hand_over is None)
    counts = [
        (
            group.title,
            _("more than %(count)s") % {"count": MOST} if group.is_cut_off else str(len(group.items)),
        )
        for group in groups
    ]
    if offers:
        counts.append((_("Case files that another municipality offers"), str(len(offers))))
    return Morning(
        [item for _key, item in items[:LINES]],
        counts,
        sum(item.late for _key, item in items),
        _new_since(actor, last_working_day(today, holidays_around(today))),
    )


def _offers(actor: Actor) -> list[Item]:
    """Case files of other municipalities that wait for an account manager to take them over."""
    if Role.ACCOUNT_MANAGER not in actor.roles:
        return []
    return [
        Item(
            _("Decide on a case file from %(municipality)s") % {"municipality": offer.sender},
            offer.name,
            reverse("transfer_offer", args=[offer.pk]),
            "",
            offer.expires_on,
        )
        for offer in waiting_offers()[:MOST]
    ]


def _new_since(actor: Actor, day: dt.date) -> list[str]:
    """What came to this person since the start of the last working day."""
    assert actor.person is not None
    since = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    me = actor.person.pk
    routes = QuestionRoute.objects.filter(holder=me, answered_at=None, routed_at__gte=since).count()
    tasks = Task.objects.filter(holder=me, done_at=None, created_at__gte=since).exclude(created_by=me).count()
    found = [
        ngettext("%(count)s question was laid with you", "%(count)s questions were laid with you", routes)
        % {"count": routes}
        if routes
        else "",
        ngettext("%(count)s task was given to you", "%(count)s tasks were given to you", tasks)
        % {"count": tasks}
        if tasks
        else "",
    ]
    if Role.ACCOUNT_MANAGER in actor.roles:
        asked = Question.objects.filter(case_file__account_manager=me, asked_at__gte=since).count()
        intakes = Intake.objects.filter(state=IntakeState.SUBMITTED, submitted_at__gte=since).count()
        files = CaseFile.objects.filter(account_manager=me, opened_at__gte=since).count()
        found += [
            ngettext("%(count)s question of an entrepreneur", "%(count)s questions of entrepreneurs", asked)
            % {"count": asked}
            if asked
            else "",
            ngettext("%(count)s new intake", "%(count)s new intakes", intakes) % {"count": intakes}
            if intakes
            else "",
            ngettext("%(count)s new case file", "%(count)s new case files", files) % {"count": files}
            if files
            else "",
        ]
    return [sentence for sentence in found if sentence]


TEMPLATE = "mail/worklist/morning"


def _context(morning: Morning, person: Person) -> dict[str, Any]:
    return {"morning": morning, "person": person, "count": len(morning.lines)}


def text_of(morning: Morning, person: Person) -> str:
    """The mail in words, its subject first: to show what would come."""
    context = {**_context(morning, person), "site_url": settings.SITE_URL}
    return render_to_string(f"{TEMPLATE}.txt", context).strip()


def key_of(membership: Membership, today: dt.date) -> str:
    """The occasion: this person, this municipality, this day."""
    return f"morning-{membership.municipality_id}-{membership.person_id}-{today:%Y%m%d}"


def send_to(membership: Membership, today: dt.date) -> bool:
    """Put one mail in the outbox; False when there is nothing to do, or when it is there already."""
    actor = Actor(person=membership.person, membership=membership)
    with scoped([membership.municipality_id], domains=membership.domains, person=membership.person_id):
        morning = morning_of(actor, today)
        if morning is None:
            return False
        mail = queue_mail(
            to=membership.person.email,
            template=TEMPLATE,
            context=_context(morning, membership.person),
            municipality=membership.municipality_id,
            key=key_of(membership, today),
        )
        return mail is not None


def send_all(municipality: Municipality, now: dt.datetime) -> int:
    """Everyone of a municipality whose mail is due at `now`. Cheap when there is nothing to send."""
    local = timezone.localtime(now)
    today = local.date()
    if not is_working_day(today, holidays_around(today)) or local.hour >= LAST_HOUR:
        return 0
    with scoped([municipality.pk]):
        rules = mail_rules(municipality_id=municipality.pk, on=today)
        if local.hour < rules["hour"]:
            return 0
        due = _due(municipality, today, rules["rhythm"])
    sent = 0
    for membership in due:
        try:
            sent += send_to(membership, today)
        except Exception:  # one person's trouble may not keep the mail from the others
            logger.exception("morning mail of membership %s failed", membership.pk)
    return sent


def _due(municipality: Municipality, today: dt.date, default: str) -> list[Membership]:
    """Who wants a mail today, is not away, and has none yet. Four queries."""
    holidays = holidays_around(today)
    choices = {choice.person_id: choice for choice in MorningMailChoice.objects.all()}
    away = set(
        Absence.objects.filter(from_on__lte=today, until_on__gte=today).values_list("person_id", flat=True)
    )
    members = [
        membership
        for membership in Membership.objects.filter(
            municipality=municipality,
            is_active=True,
            person__is_active=True,
            roles__overlap=[Role.ACCOUNT_MANAGER, Role.SPECIALIST],
        ).select_related("person", "municipality")
        if membership.person_id not in away
    ]
    keys = {key_of(membership, today): membership for membership in members}
    there = set(Mail.objects.filter(key__in=keys).values_list("key", flat=True))
    due = []
    for key, membership in keys.items():
        choice = choices.get(membership.person_id)
        rhythm, weekday = (choice.rhythm, choice.weekday) if choice else (default, 0)
        if key not in there and mail_comes(rhythm, weekday, today, holidays):
            due.append(membership)
    return due


def choose(*, membership: Membership, rhythm: str, weekday: int) -> MorningMailChoice:
    """Keep what someone chose; the same choice twice changes nothing."""
    choice, _created = MorningMailChoice.objects.update_or_create(
        municipality_id=membership.municipality_id,
        person_id=membership.person_id,
        defaults={"rhythm": MailRhythm(rhythm), "weekday": weekday},
    )
    return choice
