"""The receiving municipality decides. Accepting copies everything and closes the sender's file, in one transaction."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.budgets.actions import release
from accounts.casefile.actions import change_track, open_case_file, remaining
from accounts.casefile.models import CaseFile, CaseFileState, DomainTrack
from accounts.enterprises.models import Enterprise
from accounts.questions.actions import withdraw as withdraw_question
from accounts.register.actions import withdraw as withdraw_entry
from accounts.timeline.actions import add_entry, finish_task
from accounts.transfer import parts
from accounts.transfer.actions import (
    KIND,
    RefusedError,
    both,
    end_offer,
    ensure_movable,
    lock,
    take_step,
)
from accounts.transfer.copying import Copier, remove_files
from accounts.transfer.models import (
    OfferState,
    OpenQuestions,
    OpenTasks,
    Part,
    ReservedMoney,
    Transfer,
    TransferOffer,
)
from accounts.transfer.telling import mail_asker, mail_people
from portal.kernel.models import Person
from portal.ui.templatetags.nlds import nl_date

#: The place on the spectrum is not one of these: it comes with its history, or not at all.
_FACTS = ("phase", "themes", "summary", "offer", "definition_check")


def accept(
    *, offer: TransferOffer, account_manager: Person, by: Person, into: CaseFile | None = None
) -> TransferOffer:
    """Take the case file over: a new one, or `into` when the municipality knows the enterprise without a KVK number.

    Accepting again gives what there is. Raises RefusedError when it can no longer be done, and then changes nothing.
    """
    copiers: list[Copier] = []
    try:
        with transaction.atomic(), both(offer.municipality_id, offer.sender_id):
            return _accept(offer, account_manager, by, into, copiers)
    except BaseException:
        for copier in copiers:
            remove_files(copier)
        raise


def _accept(
    offer: TransferOffer, manager: Person, by: Person, into: CaseFile | None, copiers: list[Copier]
) -> TransferOffer:
    transfer = lock(offer.key, offer.sender_id)
    offer = (
        TransferOffer.objects.select_for_update(of=("self",))
        .select_related("municipality", "sender")
        .get(pk=offer.pk)
    )
    if offer.state == OfferState.ACCEPTED and offer.decided_by_id == by.pk:
        return offer  # a double click
    take_step(transfer, "accept")
    source = CaseFile.objects.select_for_update(of=("self",)).get(pk=transfer.case_file_id)
    ensure_movable(source)
    target, fresh = _target(source, offer, manager, by, into)
    copier = Copier(source, target, fresh=fresh)
    copiers.append(copier)
    transfer.copied = copier.copy_all(transfer.parts)
    if Part.QUESTIONS in transfer.parts and transfer.open_questions == OpenQuestions.ALONG:
        transfer.copied[Part.QUESTIONS] += copier.ask_open()
    now = timezone.now()
    transfer.ended_by, transfer.ended_at = by, now
    transfer.save()
    offer.state, offer.case_file, offer.decided_by, offer.decided_at = OfferState.ACCEPTED, target, by, now
    offer.save()
    _close(source, transfer)
    words = {
        "sender": offer.sender.name, "town": offer.municipality.name, "reference": source.reference,
        "person": offer.consent_name, "day": nl_date(offer.consented_at), "name": source.name, "manager": manager,
    }  # fmt: skip
    add_entry(
        case_file=target, kind=KIND, by=by, url=reverse("transfer_offer", args=[offer.pk]), for_entrepreneur=True,
        text=_("Came from %(sender)s (%(reference)s), on the consent of %(person)s of %(day)s") % words,
    )  # fmt: skip
    mail_people(
        transfer,
        "accepted",
        _("%(name)s is now with %(town)s") % words,
        _("The municipality of %(town)s took over your case file. Your contact is %(manager)s. On your own page "
          "you see the new municipality first; what you had with %(sender)s stays there to read.") % words,
        reverse("my_overview"),
    )  # fmt: skip
    mail_asker(
        transfer,
        "accepted",
        _("%(name)s is now with %(town)s") % words,
        _("%(town)s accepted the transfer. Your case file is closed and stays readable.") % words,
    )
    return offer


def _target(
    source: CaseFile, offer: TransferOffer, manager: Person, by: Person, into: CaseFile | None
) -> tuple[CaseFile, bool]:
    """The receiving file and whether it is new. Of one that was there nothing is overwritten."""
    enterprise = source.enterprise
    if into is not None and not enterprise.kvk_number:
        found, fresh = remaining(into), False
    else:
        if not enterprise.kvk_number:  # known to one municipality only: the receiver gets its own
            enterprise = Enterprise.objects.create(
                municipality=offer.municipality,
                **{
                    name: getattr(enterprise, name)
                    for name in ("name", "legal_form", "sbi_code", "street", "postcode", "city", "website")
                },
            )
        facts = {name: getattr(source, name) for name in _FACTS}
        found, fresh = open_case_file(
            municipality=offer.municipality, enterprise=enterprise, by=by, account_manager=manager,
            consent_at=offer.consented_at, **facts,
        )  # fmt: skip
    found = CaseFile.objects.select_for_update(of=("self",)).get(pk=found.pk)
    for name in _FACTS:
        if not getattr(found, name):
            setattr(found, name, getattr(source, name))
    if found.state == CaseFileState.CLOSED:
        found.state = CaseFileState.ACTIVE
        add_entry(case_file=found, kind="reopened", text=_("Case file opened again"), by=by)
    if not fresh:
        found.account_manager = manager
        found.version += 1
    found.save()
    return found, fresh


def _close(source: CaseFile, transfer: Transfer) -> None:
    """What runs is dealt with as the sender chose, in the name of who chose it; then the file closes."""
    chose = transfer.asked_by
    if transfer.open_questions == OpenQuestions.ALONG and Part.QUESTIONS in transfer.parts:
        for question in parts.open_questions(source).order_by("pk"):
            withdraw_question(question=question, by=chose)
    if transfer.open_tasks == OpenTasks.END:
        for task in parts.open_tasks(source).order_by("pk"):
            finish_task(task=task, by=chose)
        ended = {
            "state": DomainTrack.State.DONE,
            "next_action": "",
            "next_action_on": None,
            "ball_with": DomainTrack.BallWith.NOBODY,
        }
        for track in parts.running_tracks(source).select_related("case_file").order_by("domain"):
            change_track(track=track, version=track.version, changes=ended, by=chose)
    if transfer.reserved_money == ReservedMoney.RELEASE:
        for commitment in parts.reserved_money(source).select_related("line").order_by("line_id", "pk"):
            release(
                commitment=commitment, version=commitment.version, by=chose,
                reason=_("The enterprise moved to %(town)s.") % {"town": transfer.to.name},
            )  # fmt: skip
    entry = parts.running(source).register
    if entry:  # a municipality shows its own enterprises
        withdraw_entry(entry=entry, by=transfer.answered_by or chose)
    source.refresh_from_db()
    source.state = CaseFileState.CLOSED
    source.version += 1
    source.save()
    add_entry(
        case_file=source,
        kind=KIND,
        text=_("Transferred to %(town)s; this case file is closed") % {"town": transfer.to.name},
        url=reverse("transfer", args=[transfer.pk]),
        for_entrepreneur=True,
    )


@transaction.atomic
def decline(*, offer: TransferOffer, reason: str, by: Person) -> TransferOffer:
    """Do not take it over; sender and entrepreneur read why. Raises RefusedError."""
    with both(offer.municipality_id, offer.sender_id):
        transfer = lock(offer.key, offer.sender_id)
        offer.refresh_from_db()
        if offer.state == OfferState.DECLINED and offer.decided_by_id == by.pk:
            return offer
        take_step(transfer, "decline")
        transfer.ended_by, transfer.ended_at, transfer.end_reason = by, timezone.now(), reason
        transfer.save()
        end_offer(transfer, OfferState.DECLINED, by=by, reason=reason)
        words = {"town": transfer.to.name, "name": transfer.case_file.name, "reason": reason}
        add_entry(
            case_file=transfer.case_file, kind=KIND, for_entrepreneur=True,
            text=_("%(town)s declined the transfer: %(reason)s") % words,
            url=reverse("transfer", args=[transfer.pk]),
        )  # fmt: skip
        subject = _("%(town)s does not take over %(name)s") % words
        text = _(
            "%(town)s does not take the case file over. Everything stays as it was. The reason: %(reason)s"
        )
        mail_people(transfer, "declined", subject, text % words)
        mail_asker(transfer, "declined", subject, text % words)
    offer.refresh_from_db()
    return offer


__all__ = ["RefusedError", "accept", "decline"]
