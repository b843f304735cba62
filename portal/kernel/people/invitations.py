"""Invitations to join a municipality's staff: make, send again, withdraw, accept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.kernel.people.actions import get_or_create_person
from portal.kernel.people.models import Invitation, Membership, Municipality, Person, Role
from portal.kernel.people.tokens import hash_token, new_invitation_token
from portal.kernel.tenancy.scope import scoped_to_all

VALID_DAYS = 14


class InvitationRefused(Exception):
    """The invitation cannot be made or accepted; the message says why."""


@transaction.atomic
def invite(
    *,
    municipality: Municipality,
    name: str,
    email: str,
    roles: Sequence[str],
    domains: Sequence[str],
    by: Person,
) -> Invitation:
    """Invite someone by mail. One open invitation per address; a colleague is not invited again."""
    email = email.strip().lower()
    Municipality.objects.select_for_update().get(pk=municipality.pk)  # two invitations of one address at once
    if Membership.objects.filter(municipality=municipality, person__email__iexact=email).exists():
        raise InvitationRefused(
            _("This address belongs to a colleague already. Change the roles in the list.")
        )
    if Invitation.objects.filter(
        municipality=municipality, email=email, accepted_at=None, revoked_at=None
    ).exists():
        raise InvitationRefused(_("There is an open invitation for this address. You can send it again."))
    token, token_hash = new_invitation_token()
    invitation = Invitation.objects.create(
        municipality=municipality,
        name=name.strip(),
        email=email,
        roles=[role for role in Role.values if role in roles],
        domains=sorted(domains),
        token_hash=token_hash,
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=VALID_DAYS),
    )
    _send(invitation, token)
    return invitation


@transaction.atomic
def resend(*, invitation: Invitation, by: Person) -> Invitation:
    """Mail a new link, valid for another 14 days; the old link stops working."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at or invitation.revoked_at:
        raise InvitationRefused(_("This invitation is no longer open."))
    token, invitation.token_hash = new_invitation_token()
    invitation.expires_at = timezone.now() + timedelta(days=VALID_DAYS)
    invitation.save(update_fields=["token_hash", "expires_at"])
    _send(invitation, token)
    return invitation


@transaction.atomic
def revoke(*, invitation: Invitation, by: Person) -> Invitation:
    """Withdraw an open invitation; its link stops working."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at:
        raise InvitationRefused(_("This invitation was accepted already."))
    if invitation.revoked_at is None:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
    return invitation


def find_open(token: str) -> Invitation | None:
    """The open, unexpired invitation of a mailed link. Crosses municipalities: nobody is logged in yet."""
    with scoped_to_all("an invitation link does not say which municipality it is of"):
        return (
            Invitation.objects.filter(
                token_hash=hash_token(token), accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
            )
            .select_related("municipality", "invited_by")
            .first()
        )


def open_for_address(email: str) -> list[Invitation]:
    """All open invitations of an address a trusted party vouches for (single sign-on)."""
    with scoped_to_all("single sign-on proves the address, not the municipality"):
        return list(
            Invitation.objects.filter(
                email=email.lower(), accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
            ).select_related("municipality")
        )


def accept(*, invitation: Invitation, by: Person) -> Membership:
    """Make `by` a member with the invited roles. Only for whoever owns the invited address; works once."""
    if by.email.lower() != invitation.email.lower():
        raise InvitationRefused(_("This invitation is for another e-mail address."))
    with scoped_to_all("who accepts an invitation has no access to the municipality yet"):
        fresh = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if fresh.accepted_at or fresh.revoked_at or fresh.expires_at <= timezone.now():
            raise InvitationRefused(_("This invitation is no longer open."))
        membership, made = Membership.objects.get_or_create(
            person=by,
            municipality_id=fresh.municipality_id,
            defaults={"roles": fresh.roles, "domains": fresh.domains},
        )
        if not made:
            membership.roles = [role for role in Role.values if role in {*membership.roles, *fresh.roles}]
            membership.domains = sorted({*membership.domains, *fresh.domains})
            membership.is_active = True
            membership.save(update_fields=["roles", "domains", "is_active"])
        fresh.accepted_at = timezone.now()
        fresh.save(update_fields=["accepted_at"])
    return membership


@transaction.atomic
def accept_with_password(*, invitation: Invitation, name: str, password: str) -> Person:
    """Make the account of an invited person and accept. Refused when the account can log in already.

    The mailed link proves the address; it may never replace the password of an existing account.
    """
    person = get_or_create_person(email=invitation.email, name=name)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if can_log_in(person):
        raise InvitationRefused(_("You have an account already. Log in first, then open the link again."))
    person.name = name.strip() or person.name
    person.set_password(password)
    person.save(update_fields=["name", "password"])
    accept(invitation=invitation, by=person)
    return person


def can_log_in(person: Person) -> bool:
    """The person has a password or single sign-on, so the invitation must be accepted after logging in."""
    from allauth.socialaccount.models import SocialAccount

    return person.has_usable_password() or SocialAccount.objects.filter(user=person).exists()


def _send(invitation: Invitation, token: str) -> None:
    from portal.kernel.outbox.actions import queue_mail
    from portal.kernel.outbox.links import absolute

    queue_mail(
        to=invitation.email,
        template="kernel/people/mail/invitation",
        context={
            "invitation": invitation,
            "municipality": invitation.municipality,
            "url": absolute(reverse("accept_invitation", args=[token])),
            "days": VALID_DAYS,
        },
    )
