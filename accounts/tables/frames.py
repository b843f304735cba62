"""What the pages for staff and for the entrepreneur share: whose enterprise it is, and the frame around the page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.casefile.models import CaseFile
from accounts.casefile.views import get_case_file
from accounts.self_service.queries import my_case_files
from portal.kernel.permissions import actor_of

STAFF = "accounts.work_at_tables"
OWN = "entrepreneurs book for, and see, their own enterprise only (accounts.tables.frames)"


def case_file_of(request: HttpRequest, pk: int) -> CaseFile:
    """The case file, for staff who may or for a member of its enterprise; else not found."""
    actor: Any = actor_of(request)
    if actor.membership is None:
        return get_object_or_404(my_case_files(actor.person), pk=pk)
    return get_case_file(request, pk, STAFF)


def frame(request: HttpRequest, case_file: CaseFile | None = None) -> dict[str, Any]:
    """What makes one template serve both sides."""
    staff = actor_of(request).membership is not None
    return {
        "case_file": case_file,
        "staff": staff,
        "frame": "ui/base_staff.html" if staff else "ui/base_public.html",
    }


def day_asked(request: HttpRequest, name: str = "dag") -> dt.date:
    """The day in the address (2026-12-31), today when there is none or it makes no sense."""
    today = timezone.localdate()
    try:
        day = dt.date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return today
    return day if 2000 <= day.year <= 2100 else today


def ask_again(form: Any, version: int) -> None:
    """After a conflict: keep what was typed, on top of the version there is now."""
    data = form.data.copy()
    data["version"] = str(version)
    form.data = data
