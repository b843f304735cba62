"""The privacy officer's view of who read what."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.audit.models import ReadLog
from portal.kernel.permissions import permission
from portal.kernel.tenancy.models import Domain
from portal.ui.pagination import paginate


class ReadLogFilter(forms.Form):
    """Narrow the log down by person, domain and period."""

    wie = forms.CharField(label=_("Person (name or e-mail)"), required=False, max_length=150)
    domein = forms.ChoiceField(label=_("Domain"), required=False, choices=[("", _("All")), *Domain.choices])
    van = forms.DateField(label=_("From"), required=False)
    tot = forms.DateField(label=_("Up to and including"), required=False)

    def apply(self) -> QuerySet[ReadLog]:
        """The reads that fit, newest first; everything while the filters make no sense."""
        reads = ReadLog.objects.select_related("person").order_by("-at", "-pk")
        if not self.is_valid():
            return reads
        data = self.cleaned_data
        if data["wie"]:
            reads = reads.filter(person__name__icontains=data["wie"]) | reads.filter(
                person__email__iexact=data["wie"]
            )
        if data["domein"]:
            reads = reads.filter(domain=data["domein"])
        if data["van"]:
            reads = reads.filter(at__gte=_midnight(data["van"]))
        if data["tot"]:
            reads = reads.filter(at__lt=_midnight(data["tot"] + dt.timedelta(days=1)))
        return reads


@permission("kernel.read_read_log")
def read_log(request: HttpRequest) -> HttpResponse:
    """Sensitive reads, newest first."""
    form = ReadLogFilter(request.GET)
    reads = form.apply()
    return render(request, "kernel/audit/read_log.html", {"form": form, "page": paginate(request, reads)})


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
