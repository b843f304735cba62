"""The sender asks, the entrepreneur answers. What the receiver does is in `receiving`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile, EnterpriseMember
from accounts.timeline.actions import add_entry
from accounts.transfer import engine, parts
from accounts.transfer.models import OfferState, Part, Transfer, TransferOffer, TransferState
from accounts.transfer.queries import left_for
from accounts.transfer.rulesets import last_day
from accounts.transfer.telling import mail_asker, mail_people, mail_receiver
from portal.kernel.models import Municipality, Person
from portal.kernel.privacy.models import RemovalOrder
from portal.kernel.tenancy.scope import current_scope, scoped
from portal.ui.templatetags.nlds import nl_date

KIND = "transfer"


class RefusedError(Exception):
    """It cannot be done; says why and what to do, for the person who tried."""


@contextmanager
def both(*municipalities: int) -> Iterator[None]:
    """A scope of sender and receiver, and of no domain: what only one domain sees is out of reach."""
    with scoped(municipalities, person=current_scope().person):
        yield


@transaction.atomic
def ask(
    *,
    case_file: CaseFile,
    to: Municipality,
    reason: str,
    by: Person,
    open_questions: str = "along",
    open_tasks: str = "stay",
    reserved_money: str = "keep",
) -> Transfer:
    """Ask the entrepreneur for consent to move the case file to `to`. Nothing goes there yet.

    The same request again is a double click: the one there is, is returned. Raises RefusedError.
    """
    case_file = CaseFile.objects.select_for_update(of=("self",)).get(pk=case_file.pk)
    standing = Transfer.objects.filter(case_file=case_file, state__in=engine.OPEN).first()
    if standing and standing.expires_on < timezone.localdate():
        expire(transfer=standing)
        standing = None
    if standing:
        if (standing.to_id, standing.reason, standing.asked_by_id) == (to.pk, reason, by.pk):
            return standing
        words = {"name": standing.asked_by, "day": nl_date(standing.asked_at), "town": standing.to.name}
        raise RefusedError(
            _("%(name)s asked for a transfer to %(town)s on %(day)s already. Call that one off first.")
            % words
        )
    if to.pk == case_file.municipality_id:
        raise RefusedError(_("The case file is in this municipality already. Choose another one."))
    ensure_movable(case_file)
    if not EnterpriseMember.objects.filter(case_file=case_file, is_active=True).exists():
        raise RefusedError(
            _(
                "Nobody of the enterprise can log in, so nobody can consent. Add someone at People at the enterprise."
            )
        )
    made = Transfer.objects.create(
        municipality_id=case_file.municipality_id, case_file=case_file, to=to, reason=reason, asked_by=by,
        open_questions=open_questions, open_tasks=open_tasks, reserved_money=reserved_money,
        expires_on=last_day(municipality_id=case_file.municipality_id, asked_on=timezone.localdate()),
    )  # fmt: skip
    _note(made, _("Consent asked to transfer the case file to %(town)s: %(reason)s"), by)
    mail_people(
        made,
        "asked",
        _("May we give your data to %(town)s?") % {"town": to.name},
        _(
            "Your case file of %(name)s can move to the municipality of %(town)s. That happens only when you "
            "consent. On the page below you read what goes along and what stays. You can answer until %(day)s."
        )
        % {"name": case_file.name, "town": to.name, "day": nl_date(made.expires_on)},
    )
    return made


def ensure_movable(case_file: CaseFile) -> None:
    """Raises RefusedError when the case file was merged, has moved already, or is being removed."""
    if case_file.merged_into_id:
        raise RefusedError(
            _("This case file was merged with another one. Ask for a transfer of the one that remains.")
        )
    left = left_for(case_file)
    if left:
        words = {"town": left.to.name, "day": nl_date(left.ended_at)}
        raise RefusedError(
            _("This case file went to %(town)s on %(day)s. It is transferred from there.") % words
        )
    removal = RemovalOrder.objects.filter(
        municipality_id=case_file.municipality_id, kind="enterprise", target=str(case_file.pk),
        state__in=["preparing", "ready", "proposed", "running"],
    )  # fmt: skip
    if removal.exists():
        raise RefusedError(
            _(
                "The data of this enterprise are being removed. Nothing can be transferred; ask the privacy officer."
            )
        )


def lock(key: object, municipality_id: int) -> Transfer:
    """The sender's row, locked; always before the receiver's. Raises RefusedError when it was removed."""
    found = (
        Transfer.objects.select_for_update(of=("self",))
        .filter(key=key, municipality_id=municipality_id)
        .select_related("case_file", "to", "asked_by", "municipality", "answered_by")
        .first()
    )
    if found is None:
        raise RefusedError(_("The other municipality removed this case file. There is nothing to transfer."))
    return found


def take_step(transfer: Transfer, verb: str) -> None:
    """Move the locked transfer on, unsaved. Raises RefusedError with what happened meanwhile."""
    try:
        transfer.state = engine.step(
            verb, transfer.state, expires_on=transfer.expires_on, today=timezone.localdate()
        )
    except engine.NotNowError as refused:
        day = nl_date(transfer.ended_at or transfer.answered_at or transfer.expires_on)
        texts = {
            engine.ASKED: _("The entrepreneur has not consented yet."),
            engine.CONSENTED: _("Consent was given already, on %(day)s."),
            engine.REFUSED: _("The entrepreneur refused on %(day)s. Nothing is transferred."),
            engine.WITHDRAWN: _("The consent was withdrawn on %(day)s. Nothing is transferred."),
            engine.CANCELLED: _("The municipality called the transfer off on %(day)s."),
            engine.DECLINED: _("The other municipality declined on %(day)s."),
            engine.EXPIRED: _("The term has passed. The municipality has to ask again."),
            engine.ACCEPTED: _("The case file was transferred on %(day)s already."),
        }
        raise RefusedError(texts[refused.state] % {"day": day}) from None


def _note(transfer: Transfer, text: str, by: Person | None) -> None:
    words = {"town": transfer.to.name, "reason": transfer.end_reason or transfer.reason}
    add_entry(
        case_file=transfer.case_file,
        kind=KIND,
        text=text % words,
        by=by,
        url=reverse("transfer", args=[transfer.pk]),
        for_entrepreneur=True,
    )


def _ensure_member(transfer: Transfer, by: Person) -> None:
    if not EnterpriseMember.objects.filter(
        case_file_id=transfer.case_file_id, person=by, is_active=True
    ).exists():
        raise RefusedError(_("You can no longer decide for this enterprise."))


@transaction.atomic
def consent(*, transfer: Transfer, chosen: Collection[str], by: Person) -> Transfer:
    """The entrepreneur agrees that these parts go along. From now on the receiver sees the offer."""
    with both(transfer.municipality_id, transfer.to_id):
        transfer = lock(transfer.key, transfer.municipality_id)
        _ensure_member(transfer, by)
        if transfer.state == engine.CONSENTED and transfer.answered_by_id == by.pk:
            return transfer  # a double click
        take_step(transfer, "consent")
        ensure_movable(transfer.case_file)
        now = timezone.now()
        transfer.answered_by, transfer.answered_at = by, now
        transfer.parts = [part.value for part in parts.OPTIONAL if part in chosen]
        transfer.save()
        offer = _offer(transfer)
        _note(transfer, _("Consent given to transfer the case file to %(town)s"), by)
        words = {
            "name": transfer.case_file.name,
            "town": transfer.to.name,
            "sender": transfer.municipality.name,
        }
        mail_asker(
            transfer,
            "consented",
            _("Consent to transfer %(name)s") % words,
            _("The entrepreneur consents. %(name)s now waits for the municipality of %(town)s.") % words,
        )
        mail_receiver(
            offer,
            "offered",
            _("Transfer of a case file from %(sender)s") % words,
            _("The municipality of %(sender)s wants to transfer a case file to you. The entrepreneur consents. "
              "Look, and accept or decline.") % words,
        )  # fmt: skip
    return transfer


def _offer(transfer: Transfer) -> TransferOffer:
    """What the receiver may know before it accepts."""
    case_file = transfer.case_file
    enterprise = case_file.enterprise
    facts = [
        (_("Legal form"), enterprise.get_legal_form_display()),
        (_("City"), enterprise.city),
        (_("Phase"), case_file.get_phase_display()),
        (_("Themes"), ", ".join(case_file.theme_labels)),
        (_("What they do"), case_file.summary),
    ]
    along = {Part.IDENTITY.value, *transfer.parts}
    return TransferOffer.objects.create(
        municipality=transfer.to,
        key=transfer.key,
        sender=transfer.municipality,
        name=case_file.name,
        kvk_number=enterprise.kvk_number,
        facts=[[str(label), str(value)] for label, value in facts if value],
        counts={line.part.value: line.number for line in parts.goes(case_file) if line.part.value in along},
        reason=transfer.reason,
        asked_by=transfer.asked_by,
        consent_name=str(transfer.answered_by)[:150],
        consented_at=transfer.answered_at,
        expires_on=transfer.expires_on,
    )


def end_offer(transfer: Transfer, state: OfferState, *, by: Person | None = None, reason: str = "") -> None:
    """The offer comes to nothing: what it told of the enterprise is emptied; a KVK number and its name are public."""
    offer = TransferOffer.objects.select_for_update(of=("self",)).filter(key=transfer.key).first()
    if offer is None:
        return
    offer.state, offer.decided_at, offer.decided_by, offer.decline_reason = state, timezone.now(), by, reason
    offer.facts, offer.counts, offer.reason, offer.consent_name = [], {}, "", ""
    if not offer.kvk_number:
        offer.name = ""
    offer.save()


def _end(transfer: Transfer, verb: str, by: Person | None, reason: str = "") -> None:
    take_step(transfer, verb)
    transfer.ended_by, transfer.ended_at, transfer.end_reason = by, timezone.now(), reason
    transfer.save()
    end_offer(transfer, OfferState.GONE)


@transaction.atomic
def refuse(*, transfer: Transfer, by: Person, reason: str = "") -> Transfer:
    """The entrepreneur does not consent."""
    with both(transfer.municipality_id, transfer.to_id):
        transfer = lock(transfer.key, transfer.municipality_id)
        _ensure_member(transfer, by)
        if transfer.state == TransferState.REFUSED:
            return transfer
        transfer.answered_by, transfer.answered_at = by, timezone.now()
        _end(transfer, "refuse", by, reason)
        _note(transfer, _("No consent to transfer the case file to %(town)s"), by)
        words = {"name": transfer.case_file.name, "town": transfer.to.name}
        mail_asker(
            transfer,
            "refused",
            _("No consent to transfer %(name)s") % words,
            _("The entrepreneur does not consent to the transfer to %(town)s. The case file stays with you.")
            % words,
        )
    return transfer


@transaction.atomic
def withdraw(*, transfer: Transfer, by: Person) -> Transfer:
    """The entrepreneur changes their mind before the receiver accepted."""
    with both(transfer.municipality_id, transfer.to_id):
        transfer = lock(transfer.key, transfer.municipality_id)
        _ensure_member(transfer, by)
        if transfer.state == TransferState.WITHDRAWN:
            return transfer
        _end(transfer, "withdraw", by)
        _note(transfer, _("Consent to transfer the case file to %(town)s withdrawn"), by)
        words = {"name": transfer.case_file.name, "town": transfer.to.name}
        mail_asker(
            transfer,
            "withdrawn",
            _("Consent to transfer %(name)s withdrawn") % words,
            _("The entrepreneur withdrew the consent. %(town)s no longer sees the offer.") % words,
        )
    return transfer


@transaction.atomic
def cancel(*, transfer: Transfer, reason: str, by: Person) -> Transfer:
    """The sender calls it off. Doing so twice changes nothing."""
    with both(transfer.municipality_id, transfer.to_id):
        transfer = lock(transfer.key, transfer.municipality_id)
        if transfer.state == TransferState.CANCELLED:
            return transfer
        _end(transfer, "cancel", by, reason)
        _note(transfer, _("Transfer to %(town)s called off: %(reason)s"), by)
        words = {"name": transfer.case_file.name, "town": transfer.to.name}
        mail_people(
            transfer,
            "cancelled",
            _("Your data do not go to %(town)s") % words,
            _("Your municipality called off the move of %(name)s. Everything stays as it was.") % words,
        )
    return transfer


@transaction.atomic
def expire(*, transfer: Transfer) -> Transfer:
    """The last day has passed without consent or without a decision."""
    with both(transfer.municipality_id, transfer.to_id):
        transfer = lock(transfer.key, transfer.municipality_id)
        _end(transfer, "expire", None)
        _note(transfer, _("Term of the transfer to %(town)s passed"), None)
        words = {
            "name": transfer.case_file.name,
            "town": transfer.to.name,
            "day": nl_date(transfer.expires_on),
        }
        subject = _("The move of %(name)s did not happen") % words
        text = _("The last day was %(day)s. Nothing went to %(town)s; everything stays as it was.") % words
        mail_people(transfer, "expired", subject, text)
        mail_asker(transfer, "expired", subject, text)
    return transfer


def expire_due(*, municipality_id: int) -> int:
    """End what is past its last day. Doing so again ends nothing twice."""
    due = Transfer.objects.filter(
        municipality_id=municipality_id, state__in=engine.OPEN, expires_on__lt=timezone.localdate()
    )
    ended = 0
    for transfer in due.order_by("pk"):
        try:
            expire(transfer=transfer)
        except RefusedError:
            continue  # someone decided at this very moment
        ended += 1
    return ended
