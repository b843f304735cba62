"""Municipalities (tenants), people and their memberships."""

from __future__ import annotations

from typing import Any, ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import Domain, TenantModel


class Role(models.TextChoices):
    """What someone does in a municipality (rol)."""

    ACCOUNT_MANAGER = "account_manager", _("Account manager")
    SPECIALIST = "specialist", _("Specialist")
    FUNCTIONAL_ADMINISTRATOR = "functional_administrator", _("Functional administrator")
    PRIVACY_OFFICER = "privacy_officer", _("Privacy officer")
    ALDERMAN = "alderman", _("Alderman")
    SOCIAL_RETURN_COORDINATOR = "social_return_coordinator", _("Social return coordinator")


class Municipality(models.Model):
    """The tenant (gemeente). `cbs_code` is the four-digit code of Statistics Netherlands."""

    cbs_code = models.CharField(_("CBS code"), max_length=4, unique=True)
    name = models.CharField(_("name"), max_length=100, unique=True)
    slug = models.SlugField(_("address part"), unique=True)
    theme = models.CharField(_("theme"), max_length=40, default="vechtstede")
    contact_email = models.EmailField(_("e-mail address for entrepreneurs"), blank=True)
    contact_phone = models.CharField(_("phone number for entrepreneurs"), max_length=20, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Makes people; the e-mail address is the log-in name, compared without case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Make a person. Without a password the person can only log in by link or single sign-on."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username or "")


@pghistory.track(exclude=["password", "last_login"])
class Person(AbstractBaseUser):
    """Someone with an account: staff or external. Belongs to no municipality; memberships do."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    phone = models.CharField(_("phone number"), max_length=20, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_unique_without_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Permissions are asked of an Actor (`portal.kernel.permissions`), never of a bare person."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class HoldsRoles:
    """Labels of the roles and domains a row holds."""

    roles: list[str]
    domains: list[str]

    @property
    def role_labels(self) -> list[str]:
        return [str(Role(role).label) for role in self.roles if role in Role.values]

    @property
    def domain_labels(self) -> list[str]:
        return [str(Domain(domain).label) for domain in self.domains if domain in Domain.values]


@pghistory.track()
class Membership(HoldsRoles, TenantModel):
    """A person's roles in a municipality and the domains they may see."""

    row_policy = "tenant_or_own"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=32, choices=Role.choices), verbose_name=_("roles"))
    domains = ArrayField(
        models.CharField(max_length=16, choices=Domain.choices),
        verbose_name=_("domains"),
        default=list,
        blank=True,
    )
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "municipality"], name="membership_once_per_municipality"
            ),
            models.CheckConstraint(condition=~models.Q(roles=[]), name="membership_has_a_role"),
        ]
        indexes = [GinIndex(fields=["roles"], name="membership_roles")]

    def __str__(self) -> str:
        return f"{self.person} ({self.municipality})"

    def has_role(self, *roles: str) -> bool:
        """True when one of `roles` is held."""
        return any(role in self.roles for role in roles)


@pghistory.track(exclude=["token_hash"])
class Invitation(HoldsRoles, TenantModel):
    """An invitation by mail to join a municipality's staff. Only a hash of its token is kept."""

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150)
    roles = ArrayField(models.CharField(max_length=32, choices=Role.choices), verbose_name=_("roles"))
    domains = ArrayField(
        models.CharField(max_length=16, choices=Domain.choices),
        verbose_name=_("domains"),
        default=list,
        blank=True,
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_one_open_per_address",
            )
        ]

    def __str__(self) -> str:
        return self.email
