"""An enterprise that goes on under another name, legal form or KVK number: one action, and its history stays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.enterprises.models import Enterprise
from accounts.renaming.models import FormerIdentity
from accounts.renaming.queries import KIND as FORMER_KIND
from accounts.timeline.actions import add_entry
from portal.kernel.jobs.actions import start_job
from portal.kernel.jobs.registry import JobRun, job_handler
from portal.kernel.models import Municipality, Person
from portal.kernel.search.registry import reindex
from portal.kernel.tenancy.scope import scoped
from portal.ui.templatetags.nlds import nl_date

#: The job that tells other municipalities that know the same enterprise.
KIND = "enterprise-renamed"


@dataclass(frozen=True)
class Identity:
    """What an enterprise is called, under which number and legal form."""

    name: str
    kvk_number: str
    legal_form: str

    @classmethod
    def of(cls, enterprise: Enterprise) -> Identity:
        return cls(enterprise.name, enterprise.kvk_number, enterprise.legal_form)


class ChangedMeanwhileError(Exception):
    """Someone else changed the enterprise; `current` is what it is now."""

    def __init__(self, current: Identity) -> None:
        super().__init__()
        self.current = current


class NumberInUseError(Exception):
    """The new number is of another case file here, `case_file`: these two may be doubles."""

    def __init__(self, case_file: CaseFile) -> None:
        super().__init__()
        self.case_file = case_file


@transaction.atomic
def rename(
    *, case_file: CaseFile, was: Identity, to: Identity, on: dt.date, reason: str, by: Person
) -> FormerIdentity | None:
    """From `on` the enterprise is `to`. None when it is so already (a double submit).

    A number that is known as another enterprise, without a case file here, is taken over: that is the same enterprise.
    Raises ChangedMeanwhileError when it is no longer `was`, NumberInUseError when a case file here has the number.
    """
    case_file = CaseFile.objects.select_for_update(of=("self",)).get(pk=case_file.pk)
    enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=case_file.enterprise_id)
    now = Identity.of(enterprise)
    if now == to:
        return None
    if now != was:
        raise ChangedMeanwhileError(now)
    other = _with_number(to.kvk_number) if to.kvk_number != now.kvk_number else None
    if other:
        theirs = CaseFile.objects.filter(enterprise=other).first()
        if theirs:
            raise NumberInUseError(theirs)
        enterprise = case_file.enterprise = other
    else:
        _become(enterprise, to)
    case_file.name, case_file.enterprise = to.name, enterprise
    case_file.version += 1
    case_file.save()
    former = _keep(case_file, now, on=on, reason=reason, by=by)
    add_entry(case_file=case_file, kind="renamed", text=f"{_sentence(now, to, on)} {reason}", by=by)
    if now.kvk_number and not other:
        start_job(
            kind=KIND,
            title=_("Tell other municipalities that %(name)s changed") % {"name": now.name},
            params={"enterprise": enterprise.pk, "was": vars(now), "on": on.isoformat()},
            by=by,
            municipality=case_file.municipality,
        )
    return former


def _with_number(kvk_number: str) -> Enterprise | None:
    if not kvk_number:
        return None
    return Enterprise.objects.select_for_update(of=("self",)).filter(kvk_number=kvk_number).first()


def _become(enterprise: Enterprise, to: Identity) -> None:
    enterprise.name, enterprise.kvk_number, enterprise.legal_form = to.name, to.kvk_number, to.legal_form
    if enterprise.kvk_number:
        enterprise.municipality = None  # registered, so no longer known here only
    try:
        with transaction.atomic():
            enterprise.save()
    except IntegrityError:  # someone took the number at this very moment
        raise ChangedMeanwhileError(Identity.of(Enterprise.objects.get(pk=enterprise.pk))) from None


def _keep(
    case_file: CaseFile, was: Identity, *, on: dt.date, reason: str = "", by: Person | None = None
) -> FormerIdentity:
    former = FormerIdentity.objects.create(
        municipality_id=case_file.municipality_id,
        case_file=case_file,
        name=was.name,
        kvk_number=was.kvk_number,
        legal_form=was.legal_form,
        until=on,
        reason=reason,
        by=by,
    )
    # Older former names say what the enterprise is called now.
    reindex(FORMER_KIND, FormerIdentity.objects.filter(case_file=case_file).select_related("case_file"))
    return former


def _sentence(was: Identity, to: Identity, on: dt.date) -> str:
    forms = dict(Enterprise.LegalForm.choices)
    parts = []
    if was.name != to.name:
        parts.append(_("%(was)s is called %(now)s") % {"was": was.name, "now": to.name})
    if was.legal_form != to.legal_form:
        words = {"was": forms.get(was.legal_form, "–"), "now": forms.get(to.legal_form, "–")}
        parts.append(_("legal form %(was)s became %(now)s") % words)
    if was.kvk_number != to.kvk_number:
        words = {"was": was.kvk_number or "–", "now": to.kvk_number}
        parts.append(_("KVK number %(was)s became %(now)s") % words)
    return _("From %(day)s: %(what)s.") % {"day": nl_date(on), "what": "; ".join(parts)}


@job_handler(KIND, in_steps=True)
def tell_others(run: JobRun) -> None:
    """In each other municipality with a case file of this enterprise: the new name, the old one kept, a line of why.

    One municipality at a time, each in its own scope. Only public facts go along, not the reason or who did it.
    """
    was, on = Identity(**run.params["was"]), dt.date.fromisoformat(run.params["on"])
    towns = list(Municipality.objects.exclude(pk=run.job.municipality_id).order_by("pk"))
    for number, town in enumerate(towns):
        run.progress(number, len(towns))
        with scoped([town.pk]):
            file = (
                CaseFile.objects.select_for_update(of=("self",))
                .filter(enterprise_id=run.params["enterprise"])
                .select_related("enterprise")
                .first()
            )
            if file is None or file.former.filter(name=was.name, until=on).exists():
                continue  # not known there, or told before this job was started again
            to = Identity.of(file.enterprise)
            file.name = to.name
            file.version += 1
            file.save()
            _keep(file, was, on=on)
            text = _("%(what)s Heard from another municipality.") % {"what": _sentence(was, to, on)}
            add_entry(case_file=file, kind="renamed", text=text)
