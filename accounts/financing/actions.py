"""What happens to a need and its slices. The need is locked first, so sums and circles are judged on the truth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.financing import engine
from accounts.financing.models import FinancingNeed, ShareLink, Slice, SliceDependency, SliceState
from accounts.financing.queries import pieces_of
from accounts.timeline.actions import add_entry
from portal.kernel.conflicts import lock_version
from portal.kernel.models import Person
from portal.kernel.people.tokens import hash_token, new_invitation_token
from portal.ui.formats import euro


class NotAllowedError(Exception):
    """The rules of the pizza do not allow this. `code`: "step", "waits" or "circle"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _entry(need: FinancingNeed, text: str, by: Person | None, at: dt.datetime | None = None) -> None:
    add_entry(
        case_file=need.case_file, kind="financing", text=text, by=by, url=reverse("financing", args=[need.pk]),
        for_entrepreneur=True, at=at,
    )  # fmt: skip


@transaction.atomic
def make_need(
    *, case_file: CaseFile, by: Person, at: dt.datetime | None = None, **facts: Any
) -> FinancingNeed:
    """Write down what an enterprise needs money for."""
    need = FinancingNeed.objects.create(
        municipality_id=case_file.municipality_id,
        case_file=case_file,
        created_at=at or timezone.now(),
        **facts,
    )
    text = _("Financing wanted: %(amount)s for %(title)s") % {
        "amount": euro(need.amount),
        "title": need.title,
    }
    _entry(need, text, by, at)
    return need


@transaction.atomic
def change_need(*, need: FinancingNeed, version: int, changes: dict[str, Any], by: Person) -> FinancingNeed:
    """Change a need, or close it (`is_open`). Raises StaleVersionError when someone else was first."""
    need = lock_version(need, version)
    closed = need.is_open and not changes.get("is_open", True)
    for name, value in changes.items():
        setattr(need, name, value)
    need.version += 1
    need.save()
    text = _("Financing no longer sought: %(title)s") if closed else _("Financing need changed: %(title)s")
    _entry(need, text % {"title": need.title}, by)
    return need


def _lock(need_id: int) -> FinancingNeed:
    return FinancingNeed.objects.select_for_update(of=("self",)).select_related("case_file").get(pk=need_id)


def _set_dependencies(piece: Slice, on: Collection[int]) -> None:
    """Say on which slices of the same need this one depends; refuses a circle."""
    others = set(
        Slice.objects.filter(need_id=piece.need_id, pk__in=on)
        .exclude(pk=piece.pk)
        .values_list("pk", flat=True)
    )
    SliceDependency.objects.filter(slice=piece).exclude(on_id__in=others).delete()
    there = set(SliceDependency.objects.filter(slice=piece).values_list("on_id", flat=True))
    SliceDependency.objects.bulk_create(
        SliceDependency(municipality_id=piece.municipality_id, slice=piece, on_id=key)
        for key in sorted(others - there)
    )
    if engine.circle(_pieces(piece.need_id)):
        raise NotAllowedError("circle")


def _pieces(need_id: int) -> list[engine.Piece]:
    return pieces_of(
        list(Slice.objects.filter(need_id=need_id).order_by("pk").prefetch_related("dependencies"))
    )


def _set_state(piece: Slice, state: str, at: dt.datetime) -> None:
    """Take the step the rules allow; a slice that stays what it is, is fine."""
    if state == piece.state:
        return
    pieces = _pieces(piece.need_id)
    this = next(item for item in pieces if item.key == piece.pk)
    code = engine.may_become(this, state, pieces)
    if code:
        raise NotAllowedError(code)
    piece.state = state
    if state == SliceState.PROMISED:
        piece.promised_at = at
    elif state == SliceState.PAID:
        piece.promised_at, piece.paid_at = piece.promised_at or at, at
    else:
        piece.promised_at = None


@transaction.atomic
def add_slice(
    *,
    need: FinancingNeed,
    by: Person,
    on: Collection[int] = (),
    state: str = "sought",
    at: dt.datetime | None = None,
    **facts: Any,
) -> Slice:
    """Add a slice. Raises NotAllowedError when it would be paid before what it depends on is certain."""
    need = _lock(need.pk)
    piece = Slice.objects.create(municipality_id=need.municipality_id, need=need, **facts)
    _set_dependencies(piece, on)
    _set_state(piece, state, at or timezone.now())
    piece.save()
    words = {
        "kind": piece.get_kind_display(),
        "amount": euro(piece.amount),
        "state": piece.get_state_display(),
    }
    _entry(need, _("Financing: %(kind)s of %(amount)s, %(state)s") % words, by, at)
    return piece


@transaction.atomic
def change_slice(
    *,
    piece: Slice,
    version: int,
    by: Person,
    on: Collection[int],
    state: str,
    at: dt.datetime | None = None,
    **facts: Any,
) -> Slice:
    """Change a slice, its state, and what it depends on. Raises StaleVersionError and NotAllowedError."""
    need = _lock(piece.need_id)
    piece = lock_version(piece, version)
    before = piece.state
    for name, value in facts.items():
        setattr(piece, name, value)
    _set_dependencies(piece, on)
    _set_state(piece, state, at or timezone.now())
    piece.version += 1
    piece.save()
    if piece.state != before:
        words = {
            "kind": piece.get_kind_display(),
            "amount": euro(piece.amount),
            "state": piece.get_state_display(),
        }
        _entry(need, _("Financing: %(kind)s of %(amount)s, %(state)s") % words, by, at)
    return piece


@transaction.atomic
def share(*, need: FinancingNeed, for_whom: str, days: int, by: Person) -> tuple[ShareLink, str]:
    """Make a link for a financier; gives it with its token, which is shown once and not kept."""
    token, hashed = new_invitation_token()
    link = ShareLink.objects.create(
        municipality_id=need.municipality_id,
        need=need,
        for_whom=for_whom,
        token_hash=hashed,
        expires_at=timezone.now() + dt.timedelta(days=days),
        made_by=by,
    )
    _entry(need, _("Financing shared with %(whom)s") % {"whom": for_whom}, by)
    return link, token


@transaction.atomic
def revoke(*, link: ShareLink, by: Person) -> None:
    """Withdraw a link at once; doing so twice changes nothing."""
    ended = ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
    if ended:
        _entry(link.need, _("Link for %(whom)s withdrawn") % {"whom": link.for_whom}, by)


@transaction.atomic
def open_link(*, token: str) -> ShareLink | None:
    """The link of a token, counted as opened; None when it does not work (any more)."""
    link = ShareLink.objects.filter(token_hash=hash_token(token)).first()
    if link is None or not link.works:
        return None
    ShareLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1, last_opened_at=timezone.now())
    return link
