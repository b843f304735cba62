"""Judging an agreement, and the signal to both sides when one falls behind: given once, ended when it caught up.

What stands on the case file and in worklists says only that the agreement runs behind. Which side, and by how much, is
for both parties: on the page of the agreement and in the mail (rules.md 9).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.casefile.models import DomainTrack
from accounts.places import engine
from accounts.places.access import counts_of
from accounts.places.models import Agreement
from accounts.places.queries import facts_of
from accounts.places.rulesets import rules_for
from accounts.timeline.actions import add_signal, end_signal
from portal.kernel.models import Person
from portal.kernel.outbox.actions import queue_mail

#: Per side, the field that says since when it is behind.
BEHIND = {"enterprise": "enterprise_behind_since", "municipality": "municipality_behind_since"}
#: Who reads a signal: the specialist in the worklist, the entrepreneur on the own page.
READERS = ("staff", "own")


@transaction.atomic
def judge(*, agreement: Agreement, today: dt.date, daily: bool = False) -> None:
    """Mark which sides are behind. Gives the signal when one falls behind, ends it when both caught up.

    `daily`: the look that also counts months nobody registered (`engine.is_behind`). Judging twice changes nothing.
    """
    agreement = (
        Agreement.objects.select_for_update(of=("self",))
        .select_related("case_file", "case_file__municipality")
        .get(pk=agreement.pk)
    )
    rules = rules_for(municipality_id=agreement.municipality_id, on=today)
    with counts_of(agreement):
        facts = facts_of(agreement, today)
    fell, changed = [], []
    for side, field in BEHIND.items():
        was = bool(getattr(agreement, field))
        now = engine.is_behind(engine.judge(facts[side], today, rules), was=was, daily=daily)
        if now != was:
            setattr(agreement, field, today if now else None)
            changed.append(field)
            if now:
                fell.append(side)
    if changed:
        agreement.save(update_fields=changed)
    if fell:
        _signal(agreement, fell, today)
    elif changed and not agreement.is_behind:
        for reader in READERS:
            end_signal(municipality_id=agreement.municipality_id, key=_key(agreement, reader), by=None)


def _key(agreement: Agreement, reader: str) -> str:
    return f"places-{agreement.pk}-{reader}"


def _signal(agreement: Agreement, sides: Sequence[str], today: dt.date) -> None:
    case_file, url = agreement.case_file, reverse("agreement", args=[agreement.pk])
    track = (
        DomainTrack.objects.filter(case_file=case_file, domain=agreement.domain)
        .select_related("specialist")
        .first()
    )
    specialist = track.specialist if track else None
    words = {"what": agreement}
    add_signal(
        case_file=case_file, key=_key(agreement, "staff"), url=url, holder=specialist, domain=agreement.domain,
        title=_("Places and candidates run behind what is agreed: %(what)s") % words,
    )  # fmt: skip
    add_signal(
        case_file=case_file, key=_key(agreement, "own"), url=url, for_entrepreneur=True,
        title=_("We are behind with what we agreed: %(what)s. Look at the numbers.") % words,
    )  # fmt: skip
    if specialist:
        _mail(agreement, sides, today, specialist, "staff")
    for member in case_file.members.filter(is_active=True).select_related("person"):
        _mail(agreement, sides, today, member.person, "own")


def _mail(agreement: Agreement, sides: Sequence[str], today: dt.date, person: Person, reader: str) -> None:
    """One mail per day, agreement and person, however often it goes up and down that day."""
    queue_mail(
        to=person.email,
        template=f"accounts/places/mail/behind_{reader}",
        context={
            "agreement": agreement, "case_file": agreement.case_file, "person": person,
            "ours": "municipality" in sides, "theirs": "enterprise" in sides,
        },
        municipality=agreement.municipality_id,
        key=f"{_key(agreement, reader)}-{today.isoformat()}-{person.pk}",
    )  # fmt: skip
