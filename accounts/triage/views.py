"""Triage: new intakes, and one screen to accept, change, attach or decline."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.casefile.models import CaseFile
from accounts.intake.answers import IntakeAnswers, read
from accounts.intake.models import Intake, IntakeAttachment, IntakeState
from accounts.intake.summary import summary_of
from accounts.questions.deadlines import deadline_for, triage_deadline
from accounts.triage.actions import TAKEABLE, AlreadyDecidedError, accept_intake, decline_intake
from accounts.triage.queries import candidates, domain_choices, proposal_for
from portal.kernel.files.views import file_response
from portal.kernel.models import Municipality, Role
from portal.kernel.people.queries import colleagues
from portal.kernel.permissions import actor_of, check, permission
from portal.ui.pagination import paginate


class AcceptForm(forms.Form):
    """The proposal, to accept or change."""

    target = forms.ChoiceField(label=gettext_lazy("Case file"), widget=forms.RadioSelect)
    take_over = forms.MultipleChoiceField(
        label=gettext_lazy("When attaching: take over from the intake"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, CaseFile._meta.get_field(name).verbose_name) for name in TAKEABLE],  # type: ignore[union-attr]
        help_text=gettext_lazy("What you do not tick stays as it is in the case file."),
    )
    domains = forms.MultipleChoiceField(
        label=gettext_lazy("Lay the question with"), widget=forms.CheckboxSelectMultiple
    )
    account_manager = forms.ChoiceField(label=gettext_lazy("Account manager"))
    district = forms.CharField(label=gettext_lazy("District"), max_length=80, required=False)
    deadline = forms.DateField(label=gettext_lazy("Contributions before"))

    def __init__(self, *args: Any, municipality: Municipality, answers: IntakeAnswers, **kwargs: Any) -> None:
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
        self.candidates = found
        self.people = {
            str(person.pk): person for person in colleagues(municipality, role=Role.ACCOUNT_MANAGER)
        }
        target: Any = self.fields["target"]
        target.choices = [
            *([] if certain else [("new", _("Make a new case file"))]),
            *(
                (
                    str(item.case_file.pk),
                    _("Attach to %(name)s: %(reasons)s")
                    % {"name": item.case_file.name, "reasons": ", ".join(item.reasons)},
                )
                for item in found
            ),
        ]
        domains: Any = self.fields["domains"]
        domains.choices = domain_choices(worded)
        manager: Any = self.fields["account_manager"]
        manager.choices = [(pk, str(person)) for pk, person in self.people.items()] or [("", _("Nobody yet"))]
        manager.required = bool(self.people)
        self.fields["account_manager"].help_text = _("Proposed: %(reason)s") % {
            "reason": worded.manager_reason
        }
        if not found:
            del self.fields["take_over"]

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
    decided = request.GET.get("stand") == "besloten"
    if decided:
        rows = Intake.objects.filter(state__in=[IntakeState.ACCEPTED, IntakeState.DECLINED]).order_by(
            "-submitted_at"
        )
    else:
        rows = Intake.objects.filter(state=IntakeState.SUBMITTED).order_by("submitted_at")
    rows = rows.select_related("decided_by").defer("answers")
    return render(request, "accounts/triage/list.html", {"page": paginate(request, rows), "decided": decided})


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
    accept = AcceptForm(
        request.POST if verb == "aannemen" else None, municipality=intake.municipality, answers=answers
    )
    proposal_text = _(
        "Dear %(name)s,\n\nThank you for your request. To our regret we cannot help you with this, because …"
        "\n\nPerhaps someone else can: …"
    ) % {"name": answers.contact_name}
    decline = DeclineForm(request.POST if verb == "afwijzen" else None, initial={"mail_text": proposal_text})
    try:
        if verb == "aannemen" and accept.is_valid():
            data = accept.cleaned_data
            target = next(
                (item.case_file for item in accept.candidates if str(item.case_file.pk) == data["target"]),
                None,
            )
            case_file = accept_intake(
                intake=intake,
                by=actor.person,
                account_manager=accept.people.get(data["account_manager"]),
                domains=data["domains"],
                district=data["district"],
                deadline=data["deadline"],
                case_file=target,
                take_over=data.get("take_over", []),
            )
            messages.success(request, _("Accepted. %(name)s gets a mail.") % {"name": answers.contact_name})
            return redirect("case_file", pk=case_file.pk)
        if verb == "afwijzen" and decline.is_valid():
            decline_intake(intake=intake, by=actor.person, **decline.cleaned_data)
            messages.success(
                request, _("Declined. %(name)s gets your mail.") % {"name": answers.contact_name}
            )
            return redirect("triage_list")
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
            "sections": summary_of(intake),
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
