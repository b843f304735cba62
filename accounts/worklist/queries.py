"""What must I do today, and why: a bounded query per reason, whatever there is to do."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, DateField, F, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.absence.engine import MOST_REPLACED
from accounts.absence.models import Absence
from accounts.handover.models import HandOver
from accounts.intake.models import Intake, IntakeState
from accounts.questions.deadlines import KIND as DEADLINES
from accounts.questions.deadlines import triage_deadlines
from accounts.transfer.models import OfferState, TransferOffer
from accounts.worklist.engine import Held, stays_away
from accounts.worklist.models import Snooze
from accounts.worklist.reasons import REASONS, Group, Item, Reason, in_order
from portal.kernel.models import Role
from portal.kernel.permissions import Actor
from portal.kernel.rulesets.queries import ActiveRules, already_read, in_force

#: Rows shown per reason; the link under a group leads to the rest.
MOST = 10
#: Lines one person can have snoozed; it bounds what a page reads extra.
MOST_SNOOZED = 200


@dataclass(frozen=True)
class Standing:
    """What shapes someone's worklist today: what they put away, whom they replace, what they were given."""

    held: dict[str, Held]
    #: Person -> (name, last day away) of the colleagues one replaces today.
    replaced: dict[int, tuple[str, dt.date]]
    hand_overs: list[Item]

    def held_of(self, kind: str) -> int:
        """How many lines of a kind are put away."""
        return sum(key.startswith(f"{kind}-") for key in self.held)


def _text(value: str) -> Any:
    return Value(value, output_field=CharField())


def standing(person: int, today: dt.date, municipality_id: int) -> Standing:
    """One query: three small tables, and the deadlines in force, which every reason asks for."""
    columns = ("tag", "number", "words", "more", "day", "sign")
    number, sign = Value(0, output_field=IntegerField()), Value(0, output_field=IntegerField())
    snoozed = (
        Snooze.objects.filter(person=person, until__gt=today)
        .annotate(
            tag=_text("snooze"), number=number, words=F("key"), more=F("stamp"), day=F("until"),
            sign=Cast("was_late", IntegerField()),
        )
        .values_list(*columns)
    )  # fmt: skip
    away = (
        Absence.objects.filter(replacement=person, from_on__lte=today, until_on__gte=today)
        .annotate(
            tag=_text("away"), number=Cast("person_id", IntegerField()), words=F("person__name"),
            more=F("person__email"), day=F("until_on"), sign=sign,
        )
        .values_list(*columns)
    )  # fmt: skip
    given = (
        HandOver.objects.filter(receiver=person, acknowledged_at=None)
        .order_by("made_at", "pk")
        .annotate(
            tag=_text("given"), number=Cast("pk", IntegerField()), words=F("giver__name"), more=F("note"),
            day=Cast("made_at", DateField()), sign=Cast("files_count", IntegerField()),
        )
        .values_list(*columns)
    )  # fmt: skip
    rules = (
        in_force(DEADLINES, on=today, municipality_id=municipality_id)
        .annotate(
            tag=_text("rules"), number=Cast("pk", IntegerField()), words=F("source"),
            more=Cast("data", TextField()), day=F("valid_from"), sign=Cast("version", IntegerField()),
        )
        .values_list(*columns)
    )  # fmt: skip
    held, replaced, hand_overs, own = {}, {}, [], None
    for tag, pk, words, more, day, sign_ in snoozed[:MOST_SNOOZED].union(
        away[:MOST_REPLACED], given[:MOST], rules[:1], all=True
    ):
        if tag == "snooze":
            held[words] = Held(more, bool(sign_))
        elif tag == "away":
            replaced[pk] = (words or more, day)
        elif tag == "rules":
            own = ActiveRules(json.loads(more), sign_, words, pk)
        else:
            hand_overs.append(_hand_over(pk, words, more, sign_))
    already_read(DEADLINES, on=today, municipality_id=municipality_id, own=own)
    return Standing(held, replaced, hand_overs)


def _hand_over(pk: int, giver: str, note: str, count: int) -> Item:
    text = ngettext("%(count)s case file of %(name)s", "%(count)s case files of %(name)s", count) % {
        "count": count,
        "name": giver,
    }
    return Item(text, note, reverse("hand_over", args=[pk]), _("handed over to you"), hand_over=pk)


@dataclass(frozen=True)
class Worklist:
    """The groups that have something in them, most pressing first, with what shapes them."""

    groups: list[Group]
    now: Standing


def worklist(actor: Actor) -> Worklist:
    """At most seven queries."""
    person, membership = actor.person, actor.membership
    today = timezone.localdate()
    if person is None or membership is None:
        return Worklist([], Standing({}, {}, []))
    now = standing(person.pk, today, membership.municipality_id)
    groups = [Group("overdracht", _("Handed over to you"), now.hand_overs)]
    is_manager = Role.ACCOUNT_MANAGER in actor.roles
    if is_manager:
        groups.append(_new_intakes(now, today, membership.municipality_id))
    for reason in REASONS:
        if is_manager or not reason.manager_only:
            groups.append(_group(reason, actor, now, today))
    return Worklist([group for group in groups if group.items], now)


# Each reason reads plain values: a worklist shows some ninety lines, and model instances would double its time.


def _parts(reason: Reason, actor: Actor, replaced: dict[int, tuple[str, dt.date]]) -> list[Q]:
    """Every way in which a row of this reason can be in this worklist. The work of a replaced colleague only as far as
    one's own domains reach."""
    assert actor.person is not None
    parts = reason.ours(actor.person.pk)
    if reason.shared:
        parts.append(reason.nobodys(actor.domains))
    for colleague in replaced:
        parts += reason.ours(colleague, actor.domains)
    return parts


def _group(reason: Reason, actor: Actor, now: Standing, today: dt.date) -> Group:
    """One query. One OR instead of a union would sort everything the person has; each part on its own stops early."""
    assert actor.membership is not None
    size = MOST + 1 + now.held_of(reason.kind)
    rows = reason.base(today, actor.membership.municipality_id).order_by(*in_order(reason))
    first, *rest = (
        rows.filter(part).values_list(*reason.fields)[:size] for part in _parts(reason, actor, now.replaced)
    )
    found: Any = first.union(*rest, all=True) if rest else first
    far = dt.date.max
    items = []
    for row in sorted(found, key=lambda row: (row[1] is None, row[1] or far, row[0])):
        colleague = now.replaced.get(row[2])
        item = reason.line(row, colleague[0] if colleague else "")
        if not stays_away(now.held.get(item.key), stamp=item.stamp, late=item.late):
            items.append(item)
            if len(items) > MOST:
                break
    url = f"{reverse('worklist_list')}?reden={reason.code}"
    return Group(reason.code, str(reason.title), items[:MOST], url, len(items) > MOST)


def _new_intakes(now: Standing, today: dt.date, municipality: int) -> Group:
    """Intakes and case files that other municipalities offer, the longest waiting first. One query for both."""
    intakes = Intake.objects.filter(state=IntakeState.SUBMITTED).annotate(
        number=Cast("pk", CharField()), town=Value("", CharField())
    )
    offers = TransferOffer.objects.filter(state=OfferState.WAITING).annotate(
        number=Cast("pk", CharField()), town=F("sender__name")
    )
    rows = list(
        intakes.values_list("number", "name", "reference", "town", "submitted_at")
        .union(offers.values_list("number", "name", "kvk_number", "town", "consented_at"), all=True)
        .order_by("submitted_at")[: MOST + 1 + now.held_of("intake")]
    )
    why = _("wait for a decision")
    starts = [timezone.localtime(at).date() for *_row, at in rows]
    days = triage_deadlines(municipality_id=municipality, starts=starts, on=today)
    items = [
        Item(
            name or town, _("from %(town)s") % {"town": town}, reverse("transfer_offer", args=[key]), why, day
        )
        if town
        else Item(name, reference, reverse("triage", args=[key]), why, day, f"intake-{key}")
        for (key, name, reference, town, _at), day in zip(rows, days, strict=True)
    ]
    items = [
        item for item in items if not stays_away(now.held.get(item.key), stamp=item.stamp, late=item.late)
    ]
    return Group("aanmeldingen", _("New intakes"), items[:MOST], reverse("triage_list"), len(items) > MOST)


def whole(reason: Reason, actor: Actor, *, person: int | None, late: bool, today: dt.date) -> QuerySet[Any]:
    """All rows of a reason: of one colleague, or (None) of the actor with what they replace. For paging."""
    assert actor.membership is not None and actor.person is not None
    if person is None:
        parts = _parts(
            reason, actor, standing(actor.person.pk, today, actor.membership.municipality_id).replaced
        )
    else:
        parts = reason.ours(person)
    where = parts[0]
    for part in parts[1:]:
        where |= part
    rows = reason.base(today, actor.membership.municipality_id).filter(where)
    if late:
        rows = rows.filter(reason.late(today))
    return rows.order_by(*in_order(reason))
