"""What changes people and their memberships; and the one-time log-in link."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.kernel.people.access import load_membership
from portal.kernel.people.models import Membership, Municipality, Person, Role
from portal.kernel.people.tokens import LINK_MINUTES, make_login_token


class LastAdministrator(Exception):
    """The change would leave a municipality without a functional administrator."""


@transaction.atomic
def get_or_create_person(*, email: str, name: str, phone: str = "") -> Person:
    """The person with this address; made, without a password, when there is none. Never overwrites a name."""
    email = email.strip().lower()
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        try:
            with transaction.atomic():
                return Person.objects.create_user(
                    email, None, name=name.strip()[:150], phone=phone.strip()[:20]
                )
        except IntegrityError:  # made by someone else at the same moment
            person = Person.objects.get(email__iexact=email)
    if not person.name and name:
        person.name = name.strip()[:150]
        person.save(update_fields=["name"])
    return person


@transaction.atomic
def send_login_link(*, person: Person, next_path: str, municipality: Municipality | None = None) -> None:
    """Mail a link that logs `person` in once, within 30 minutes, and then opens `next_path`.

    Staff who must use a second factor get a hint how to log in instead: a mailbox alone is not enough for them.
    Someone who was deactivated gets nothing.
    """
    from portal.kernel.outbox.actions import queue_mail
    from portal.kernel.outbox.links import absolute

    if not person.is_active:
        return
    if settings.STAFF_MFA_REQUIRED and load_membership(person, None) is not None:
        queue_mail(
            to=person.email,
            template="kernel/people/mail/login_staff",
            context={"person": person, "url": absolute(reverse("account_login"))},
        )
        return
    path = reverse("use_login_link", args=[make_login_token(person)])
    if next_path:
        path += "?" + urlencode({"next": next_path})
    queue_mail(
        to=person.email,
        template="kernel/people/mail/login_link",
        context={
            "person": person,
            "url": absolute(path),
            "minutes": LINK_MINUTES,
            "municipality": municipality,
        },
    )


@transaction.atomic
def change_membership(
    *, membership: Membership, roles: Sequence[str], domains: Sequence[str], by: Person
) -> Membership:
    """Give a colleague other roles and domains. The last administrator cannot lose that role."""
    membership = _locked(membership)
    if Role.FUNCTIONAL_ADMINISTRATOR in membership.roles and Role.FUNCTIONAL_ADMINISTRATOR not in roles:
        _keep_an_administrator(membership)
    membership.roles = [role for role in Role.values if role in roles]
    membership.domains = sorted(domains)
    membership.save(update_fields=["roles", "domains"])
    return membership


@transaction.atomic
def deactivate_membership(*, membership: Membership, by: Person) -> Membership:
    """Take a colleague's access away. What they hold stays theirs until someone hands it over."""
    membership = _locked(membership)
    if Role.FUNCTIONAL_ADMINISTRATOR in membership.roles:
        _keep_an_administrator(membership)
    membership.is_active = False
    membership.save(update_fields=["is_active"])
    return membership


@transaction.atomic
def reactivate_membership(*, membership: Membership, by: Person) -> Membership:
    """Give a colleague access again, with the roles they had."""
    membership = _locked(membership)
    membership.is_active = True
    membership.save(update_fields=["is_active"])
    return membership


@transaction.atomic
def reset_second_factor(*, person: Person, by: Person) -> None:
    """Remove the second factor of a colleague who lost their phone; the next log-in sets up a new one.

    The person hears of it by mail, so an unexpected reset does not go unnoticed.
    """
    from allauth.mfa.models import Authenticator

    from portal.kernel.outbox.actions import queue_mail

    Authenticator.objects.filter(user=person).delete()
    queue_mail(
        to=person.email, template="kernel/people/mail/factor_reset", context={"person": person, "by": by}
    )


@transaction.atomic
def update_profile(*, person: Person, name: str, phone: str) -> Person:
    """Change one's own name and phone number."""
    person.name = name.strip()
    person.phone = phone.strip()
    person.save(update_fields=["name", "phone"])
    return person


def _locked(membership: Membership) -> Membership:
    return Membership.objects.select_for_update().get(pk=membership.pk)


def _keep_an_administrator(leaving: Membership) -> None:
    """Raise LastAdministrator unless another active administrator remains. Locks them: two may leave at once."""
    Municipality.objects.select_for_update().get(pk=leaving.municipality_id)
    others = Membership.objects.filter(
        municipality_id=leaving.municipality_id,
        is_active=True,
        person__is_active=True,
        roles__contains=[Role.FUNCTIONAL_ADMINISTRATOR],
    ).exclude(pk=leaving.pk)
    if not others.exists():
        raise LastAdministrator(_("A municipality needs at least one functional administrator."))
