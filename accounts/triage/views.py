"""Triage: new intakes, and one screen to accept, change, attach or decline."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.intake.answers import IntakeAnswers, read
from accounts.intake.models import Intake, IntakeAttachment, IntakeState
from accounts.intake.summary import summary_of
from accounts.questions.deadlines import deadline_for, triage_deadline
from accounts.transfer.queries import waiting_offers
from accounts.triage.actions import AlreadyDecidedError, accept_intake, decline_intake, spectrum_of
from accounts.triage.comparison import Difference, differences
from accounts.triage.queries import DECIDED, Candidate, candidates, domain_choices, intakes_for, proposal_for
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.files.views import file_response
from portal.kernel.permissions import actor_of, check, permission
from portal.ui.pagination import paginate


@dataclass(frozen=True)
class Option:
    """A case file to attach to, with what the intake says otherwise."""

    candidate: Candidate
    differences: list[Difference]

    @property
    def pk(self) -> int:
        return self.candidate.case_file.pk

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """(value of the tick box, label, now, new) per difference."""
        return [(f"{self.pk}:{row.code}", row.label, row.now, row.new) for row in self.differences]

    def ticked(self, values: Collection[str]) -> list[str]:
        """The codes of the differences ticked for this case file."""
        return [row.code for row in self.differences if f"{self.pk}:{row.code}" in values]


class AcceptForm(forms.Form):
    """The proposal, to accept or change."""

    target = forms.ChoiceField(label=gettext_lazy("Case file"), widget=forms.RadioSelect)
    #: "<case file>:<field>" for what is ticked in the comparisons; only those of the chosen case file count.
    take_over = forms.MultipleChoiceField(required=False)
    domains = forms.MultipleChoiceField(
        label=gettext_lazy("Lay the question with"), widget=forms.CheckboxSelectMultiple
    )
    account_manager = forms.ChoiceField(label=gettext_lazy("Account manager"))
    district = forms.CharField(label=gettext_lazy("District"), max_length=80, required=False)
    deadline = forms.DateField(label=gettext_lazy("Contributions before"))

    def __init__(self, *args: Any, intake: Intake, answers: IntakeAnswers, **kwargs: Any) -> None:
        municipality = intake.municipality
        found = candidates(answers)
        worded = proposal_for(answers, municipality)
        certain = next((candidate for candidate in found if candidate.certain), None)
        kwargs["initial"] = {
            "target": str(certain.case_file.pk) if certain else "new",
            "domains": list(worded.domain_reasons),
            "account_manager": str(worded.proposal.manager or ""),
            "district": worded.proposal.district,
            "deadline": deadline_for(
                municipality_id=municipality.pk,
                need=answers.needs[0] if answers.needs else "",
                start=timezone.localdate(),
            ).strftime("%d-%m-%Y"),
        }
        super().__init__(*args, **kwargs)
        spectrum = spectrum_of(intake)
        self.options = [Option(item, differences(item.case_file, answers, spectrum)) for item in found]
        self.people = {str(person.pk): person for person in worded.managers}
        self.may_be_new = certain is None
        target: Any = self.fields["target"]
        target.choices = [
            *([("new", _("Make a new case file"))] if self.may_be_new else []),
            *((str(option.pk), option.candidate.case_file.name) for option in self.options),
        ]
        take_over: Any = self.fields["take_over"]
        take_over.choices = [(code, label) for option in self.options for code, label, *_words in option.rows]
        domains: Any = self.fields["domains"]
        domains.choices = domain_choices(worded)
        manager: Any = self.fields["account_manager"]
        manager.choices = [(pk, str(person)) for pk, person in self.people.items()] or [("", _("Nobody yet"))]
        manager.required = bool(self.people)
        self.fields["account_manager"].help_text = _("Proposed: %(reason)s") % {
            "reason": worded.manager_reason
        }

    def chosen(self) -> Option | None:
        """The case file to attach to, or None to make a new one."""
        return next(
            (option for option in self.options if str(option.pk) == self.cleaned_data["target"]), None
        )

    def seen_version(self, option: Option) -> int:
        """The version of a case file that the officer compared with; 0 when it was not sent along."""
        sent = str(self.data.get(f"version_{option.pk}", ""))
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0

    def clean_deadline(self) -> Any:
        """A deadline lies ahead."""
        day = self.cleaned_data["deadline"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This date has passed. Choose today or later."))
        return day


class DeclineForm(forms.Form):
    """Why not, and the mail that says so kindly."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        help_text=gettext_lazy("For ourselves; stays with the intake."),
    )
    mail_text = forms.CharField(
        label=gettext_lazy("Text of the mail"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8})
    )


@permission("accounts.triage")
def triage_list(request: HttpRequest) -> HttpResponse:
    """Intakes that wait, oldest first; ?stand=besloten shows those decided."""
    decided = request.GET.get("stand") == DECIDED
    rows = intakes_for(request.GET).select_related("decided_by").defer("answers")
    offers = [] if decided else list(waiting_offers())
    context = {"page": paginate(request, rows), "decided": decided, "offers": offers}
    return render(request, "accounts/triage/list.html", context)


@permission("accounts.triage")
def triage(request: HttpRequest, pk: str) -> HttpResponse:
    """One intake: what was said, who it may be, what we propose."""
    intake = get_object_or_404(
        Intake.objects.exclude(state=IntakeState.DRAFT).select_related(
            "municipality", "decided_by", "case_file"
        ),
        pk=pk,
    )
    check(request, "accounts.triage", intake)
    actor: Any = actor_of(request)
    if intake.state != IntakeState.SUBMITTED:
        return _page(request, intake, None, None)
    answers = read(intake)
    verb = request.POST.get("wat", "")
    accept = AcceptForm(request.POST if verb == "aannemen" else None, intake=intake, answers=answers)
    proposal_text = _(
        "Dear %(name)s,\n\nThank you for your request. To our regret we cannot help you with this, because …"
        "\n\nPerhaps someone else can: …"
    ) % {"name": answers.contact_name}
    decline = DeclineForm(request.POST if verb == "afwijzen" else None, initial={"mail_text": proposal_text})
    try:
        if verb == "aannemen" and accept.is_valid():
            data = accept.cleaned_data
            option = accept.chosen()
            case_file = accept_intake(
                intake=intake,
                by=actor.person,
                account_manager=accept.people.get(data["account_manager"]),
                domains=data["domains"],
                district=data["district"],
                deadline=data["deadline"],
                case_file=option.candidate.case_file if option else None,
                version=accept.seen_version(option) if option else None,
                take_over=option.ticked(data["take_over"]) if option else [],
            )
            messages.success(request, _("Accepted. %(name)s gets a mail.") % {"name": answers.contact_name})
            _point_to_next(request)
            return redirect("case_file", pk=case_file.pk)
        if verb == "afwijzen" and decline.is_valid():
            decline_intake(intake=intake, by=actor.person, **decline.cleaned_data)
            messages.success(
                request, _("Declined. %(name)s gets your mail.") % {"name": answers.contact_name}
            )
            following = next_intake()
            return redirect("triage", pk=following.pk) if following else redirect("triage_list")
    except StaleVersionError as stale:
        fresh = stale.current.name
        messages.warning(
            request,
            _(
                "Somebody changed the case file %(name)s while you looked. Compare again; nothing was decided yet."
            )
            % {"name": fresh},
        )
        again = AcceptForm(request.POST, intake=intake, answers=answers)
        return _page(request, intake, again, decline, status=409)
    except AlreadyDecidedError as first:
        messages.warning(
            request,
            _("%(who)s already decided on this intake, on %(when)s. Nothing was done twice.")
            % {
                "who": first.intake.decided_by,
                "when": timezone.localtime(first.intake.decided_at).strftime("%d-%m-%Y %H:%M"),
            },
        )
        return redirect("triage", pk=pk)
    return _page(request, intake, accept, decline, status=422 if verb else 200)


def next_intake() -> Intake | None:
    """The intake that waits longest."""
    return (
        Intake.objects.filter(state=IntakeState.SUBMITTED).defer("answers").order_by("submitted_at").first()
    )


def _point_to_next(request: HttpRequest) -> None:
    following = next_intake()
    if following:
        messages.info(
            request,
            format_html(
                '{} <a href="{}">{}</a>',
                _("Next intake:"),
                reverse("triage", args=[following.pk]),
                following.name,
            ),
        )


def _page(
    request: HttpRequest,
    intake: Intake,
    accept: AcceptForm | None,
    decline: DeclineForm | None,
    status: int = 200,
) -> HttpResponse:
    submitted = intake.submitted_at or timezone.now()
    return render(
        request,
        "accounts/triage/triage.html",
        {
            "intake": intake,
            "sections": summary_of(intake, files=False),
            "attachments": IntakeAttachment.objects.filter(intake=intake).select_related("file"),
            "accept": accept,
            "decline": decline,
            "deadline": triage_deadline(
                municipality_id=intake.municipality_id, start=timezone.localtime(submitted).date()
            ),
        },
        status=status,
    )


@permission("accounts.triage")
def triage_attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """Download a file that came with an intake."""
    attachment = get_object_or_404(
        IntakeAttachment.objects.exclude(intake__state=IntakeState.DRAFT).select_related("file"), pk=pk
    )
    check(request, "accounts.triage", attachment)
    return file_response(attachment.file)  # type: ignore[return-value]
