"""Asking, sending in waves, looking, answering, reminding and closing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.timeline.actions import add_entry
from portal.kernel.models import Municipality, Person
from procurement.market.requests.engine import wave
from procurement.market.requests.mail import mail_buyer, mail_seller
from procurement.market.requests.models import Answer, Invitation, MarketRequest, RequestState
from procurement.market.requests.queries import matches
from procurement.market.rulesets import in_force


class RefusedError(Exception):
    """Not now. `code`: "closed", "answered" or "nobody"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def ask(
    *,
    municipality: Municipality,
    by: Person,
    form_key: Any = None,
    at: dt.datetime | None = None,
    **facts: Any,
) -> MarketRequest:
    """Make a request. The same form sent twice gives the request that is there. Nobody is asked yet."""
    new = {**facts, "municipality": municipality, "made_at": at or timezone.now()}
    if form_key is None:
        return MarketRequest.objects.create(made_by=by, **new)
    found, _made = MarketRequest.objects.get_or_create(made_by=by, form_key=form_key, defaults=new)
    return found


def _lock(request: MarketRequest) -> MarketRequest:
    found: MarketRequest = (
        MarketRequest.objects.select_for_update(of=("self",))
        .select_related("municipality", "supplier__enterprise", "made_by")
        .get(pk=request.pk)
    )
    return found


@transaction.atomic
def send_wave(
    *, request: MarketRequest, after: int, by: Person | None, at: dt.datetime | None = None
) -> list[Invitation]:
    """Ask the next enterprises that fit. `after` is the last wave the sender saw: pressed twice, it is sent once.

    Raises RefusedError: "closed", or "nobody" when everyone who fits was asked.
    """
    found, at = _lock(request), at or timezone.now()
    if found.state != RequestState.OPEN:
        raise RefusedError("closed")
    if found.last_wave != after:
        return list(found.invitations.filter(wave=found.last_wave))
    asked = frozenset(found.invitations.values_list("case_file", flat=True))
    size = in_force(municipality_id=found.municipality_id)["wave_size"]
    chosen = wave(matches(found), asked, size)
    if not chosen:
        raise RefusedError("nobody")
    found.last_wave, found.last_wave_at = found.last_wave + 1, at
    found.save(update_fields=["last_wave", "last_wave_at"])
    made = [
        Invitation.objects.create(
            municipality_id=found.municipality_id,
            request=found,
            case_file_id=fit.candidate.owner,
            offer_id=fit.candidate.key,
            wave=found.last_wave,
            score=fit.score,
            reasons=[[reason.code, reason.good, reason.number, reason.of] for reason in fit.reasons],
            asked_at=at,
        )
        for fit in chosen
    ]
    for invitation in made:
        _invite(found, invitation, by, at)
    return made


def _invite(request: MarketRequest, invitation: Invitation, by: Person | None, at: dt.datetime) -> None:
    words = {"buyer": request.buyer, "title": request.title}
    url = reverse("invitation", args=[invitation.pk])
    text = _("%(buyer)s looks for: %(title)s") % words
    add_entry(
        case_file=invitation.case_file, kind="market", text=text, by=by, url=url, for_entrepreneur=True, at=at
    )
    mail_seller(
        invitation,
        subject=text,
        lines=[
            request.text,
            _("Your offer seems to fit. Say whether you are interested; saying no is fine too."),
        ],
        url=url,
    )


@transaction.atomic
def look(*, invitation: Invitation) -> None:
    """The enterprise opened it; only the first time counts."""
    Invitation.objects.filter(pk=invitation.pk, looked_at=None).update(looked_at=timezone.now())


@transaction.atomic
def answer(
    *, invitation: Invitation, interested: bool, why: str, by: Person, at: dt.datetime | None = None
) -> Invitation:
    """Interested or not, and why. The same answer twice is one; raises RefusedError "closed" or "answered"."""
    request = _lock(invitation.request)
    found: Invitation = (
        Invitation.objects.select_for_update(of=("self",)).select_related("case_file").get(pk=invitation.pk)
    )
    wanted = Answer.INTERESTED if interested else Answer.DECLINED
    if found.answer == wanted:
        return found
    if found.answer:
        raise RefusedError("answered")
    if request.state != RequestState.OPEN:
        raise RefusedError("closed")
    found.answer, found.why, found.answered_by = wanted, why, by
    found.answered_at = at or timezone.now()
    found.looked_at = found.looked_at or found.answered_at
    found.save()
    words = {"name": found.case_file.name, "title": request.title}
    text = (
        _("%(name)s is interested: %(title)s") if interested else _("%(name)s is not interested: %(title)s")
    )
    url = reverse("market_request", args=[request.pk])
    mail_buyer(request, subject=text % words, lines=[why] if why else [], url=url)
    return found


@transaction.atomic
def close(*, request: MarketRequest, reason: str, by: Person) -> MarketRequest:
    """No longer needed: nobody is asked or reminded any more. Twice is once."""
    found = _lock(request)
    if found.state == RequestState.OPEN:
        found.state, found.closed_reason, found.closed_at = RequestState.CLOSED, reason, timezone.now()
        found.save(update_fields=["state", "closed_reason", "closed_at"])
    return found


@transaction.atomic
def go_on(*, municipality_id: int, now: dt.datetime) -> int:
    """Remind once who did not answer, and send the next wave where too few are interested. Returns how many."""
    rules, done = in_force(municipality_id=municipality_id, on=now.date()), 0
    late = Invitation.objects.filter(
        municipality_id=municipality_id,
        answer=Answer.NONE,
        reminded_at=None,
        request__state=RequestState.OPEN,
        asked_at__lte=now - dt.timedelta(days=rules["remind_days"]),
    ).select_related("request", "case_file")
    for invitation in late.select_for_update(of=("self",), skip_locked=True)[:500]:
        Invitation.objects.filter(pk=invitation.pk).update(reminded_at=now)
        mail_seller(
            invitation,
            subject=_("Still open: %(title)s") % {"title": invitation.request.title},
            lines=[
                _("A buyer waits for your answer. Say whether you are interested; saying no is fine too.")
            ],
            url=reverse("invitation", args=[invitation.pk]),
        )
        done += 1
    waiting = MarketRequest.objects.filter(
        municipality_id=municipality_id,
        state=RequestState.OPEN,
        last_wave__gt=0,
        last_wave_at__lte=now - dt.timedelta(days=rules["wave_days"]),
    )
    for request in waiting.order_by("last_wave_at")[:200]:
        if request.invitations.filter(answer=Answer.INTERESTED).count() >= rules["enough"]:
            continue
        try:
            done += len(send_wave(request=request, after=request.last_wave, by=None, at=now))
        except RefusedError:
            continue
    return done
