"""The log of sensitive reads (BIO2; rules.md section 9). Changes are logged by pghistory's triggers."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import Domain, TenantModel


class ReadLog(TenantModel):
    """Who read what that is sensitive, when, and where on the site. Append-only."""

    append_only = True

    person = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    kind = models.CharField(_("what"), max_length=40)
    object_id = models.CharField(max_length=40)
    #: Which subject it is about (the pk of a case file), whatever was read of it.
    about_id = models.CharField(max_length=40, blank=True)
    label = models.CharField(_("about"), max_length=200)
    domain = models.CharField(_("domain"), max_length=16, choices=Domain.choices, blank=True)
    path = models.CharField(_("page"), max_length=200)

    class Meta:
        verbose_name = _("sensitive read")
        verbose_name_plural = _("sensitive reads")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["municipality", "-at", "-id"], name="readlog_recent"),
            models.Index(fields=["municipality", "person", "-at"], name="readlog_person"),
            models.Index(fields=["municipality", "kind", "object_id"], name="readlog_object"),
            models.Index(fields=["municipality", "about_id", "-at"], name="readlog_about"),
            models.Index(fields=["municipality", "domain", "-at"], name="readlog_domain"),
            models.Index(fields=["municipality", "kind", "-at"], name="readlog_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.kind} {self.label}"
