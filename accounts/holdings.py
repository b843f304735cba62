"""What a colleague holds in this chapter, as counts: shown to the administrator before access ends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.kernel.people.holdings import register_holding
from portal.kernel.people.models import Membership


def _case_files(membership: Membership) -> int:
    from accounts.models import CaseFile

    return CaseFile.objects.filter(account_manager_id=membership.person_id).exclude(state="closed").count()


def _tasks(membership: Membership) -> int:
    from accounts.models import Task

    return Task.objects.filter(holder_id=membership.person_id, done_at=None).count()


def _tracks(membership: Membership) -> int:
    from accounts.models import DomainTrack

    return DomainTrack.objects.filter(specialist_id=membership.person_id).count()


def _routes(membership: Membership) -> int:
    from accounts.models import QuestionRoute

    return QuestionRoute.objects.filter(holder_id=membership.person_id, answered_at=None).count()


def register_all() -> None:
    """Register the counters; called once, when the apps are ready."""
    register_holding("accounts.case_files", _("Case files as account manager"), _case_files)
    register_holding("accounts.tracks", _("Tracks as specialist"), _tracks)
    register_holding("accounts.tasks", _("Open tasks"), _tasks)
    register_holding("accounts.routes", _("Questions to answer"), _routes)
