"""The public intake: one page per step. The token in the address opens the draft, on any device."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.intake import actions
from accounts.intake.answers import first_open_step, typed, valid_steps
from accounts.intake.forms import ResumeForm, StepForm
from accounts.intake.models import Intake, IntakeAttachment, IntakeState
from accounts.intake.prefill import fill_from_register
from accounts.intake.steps import BY_CODE, STEPS, Step, after, before
from accounts.intake.summary import summary_of, words
from accounts.intake.verdict import verdict_of
from accounts.questions.deadlines import triage_deadline
from portal.kernel.conflicts import FieldConflict
from portal.kernel.people.ratelimit import limit
from portal.kernel.permissions import public

OPEN = "an entrepreneur asks for help without an account; the token in the address opens only their own draft"
BROWSER_KEY = "intake_browser"


@public(OPEN)
@limit("intake-start", "60/h")
def intake_start(request: HttpRequest, municipality_slug: str) -> HttpResponse:
    """What it is, how long it takes, start."""
    if request.method == "POST":
        if request.POST.get("website"):  # only robots fill this in; they get the page again
            return redirect("intake_start", municipality_slug)
        _intake, token = actions.start_intake(municipality=request.municipality)  # type: ignore[attr-defined]
        return redirect("intake_step", municipality_slug, token, STEPS[0].code)
    return render(request, "accounts/intake/start.html", {"steps": STEPS})


@public(OPEN)
@limit("intake-resume", "30/h")
def intake_link(request: HttpRequest, municipality_slug: str) -> HttpResponse:
    """Ask a new link to go on; the answer is the same whether there is a draft or not."""
    form = ResumeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        draft = (
            Intake.objects.filter(
                email__iexact=form.cleaned_data["email"],
                state=IntakeState.DRAFT,
                expires_at__gt=timezone.now(),
            )
            .select_related("municipality")
            .order_by("-created_at")
            .first()
        )
        if draft:
            actions.mail_resume_link(intake=draft, token=actions.token_again(intake=draft), again=True)
        messages.success(
            request,
            _("If you started before with this address, you get a mail with a link in a few minutes."),
        )
        return redirect("intake_start", municipality_slug)
    return render(request, "accounts/intake/link.html", {"form": form}, status=422 if form.is_bound else 200)


def _draft_or_page(request: HttpRequest, token: str) -> tuple[Intake | None, HttpResponse | None]:
    """The open draft of this token, or the page that says why there is none. A post waits for an earlier one."""
    intake = actions.find_intake(token, lock=request.method == "POST")
    if intake is None:
        return None, render(
            request, "accounts/intake/gone.html", {"why": "unknown", "form": ResumeForm()}, status=404
        )
    if intake.state != IntakeState.DRAFT:
        return None, redirect("intake_done", intake.municipality.slug, token)
    if intake.expires_at < timezone.now():
        return None, render(
            request, "accounts/intake/gone.html", {"why": "expired", "form": ResumeForm()}, status=410
        )
    return intake, None


@never_cache
@public(OPEN)
def intake_resume(request: HttpRequest, municipality_slug: str, token: str) -> HttpResponse:
    """Go on where you were."""
    intake, page = _draft_or_page(request, token)
    if intake is None:
        assert page is not None
        return page
    code = first_open_step(intake)
    if code is None:
        return redirect("intake_summary", municipality_slug, token)
    return redirect("intake_step", municipality_slug, token, code)


@csrf_exempt  # no cookie opens a draft, only the token in the address: a lost session loses nothing that was typed
@never_cache
@public(OPEN)
def intake_step(request: HttpRequest, municipality_slug: str, token: str, code: str) -> HttpResponse:
    """One step. What is typed is kept, with and without mistakes."""
    step = BY_CODE.get(code)
    intake, page = _draft_or_page(request, token)
    if intake is None or step is None:
        return page or redirect("intake_resume", municipality_slug, token)
    if request.method != "POST":
        return _step_page(request, intake, token, step, step.form(initial=typed(intake, code), intake=intake))
    form = step.form(request.POST, request.FILES, intake=intake)
    names = [name for name in form.fields if name != "file"]
    now_typed = actions.tidy(request.POST, names)
    browser = _browser(request)
    stale = request.POST.get("version", "") not in ("", str(intake.version))
    if request.GET.get("bewaren"):  # autosave while typing; one that comes after "Next" is too late
        if not stale:
            clean = _clean(form) if code in valid_steps(intake) and form.is_valid() else None
            actions.keep_step(
                intake=intake, code=code, typed=now_typed, clean=clean, browser=browser, bump=False
            )
        return HttpResponse(status=204)
    earlier = typed(intake, code)
    ours = intake.answers.get("browsers", {}).get(code) == browser  # the back button shows our own older page
    if stale and not ours and earlier and earlier != now_typed:
        return _step_page(
            request, intake, token, step, form, conflicts=_conflicts(form, earlier, now_typed), status=409
        )
    if not form.is_valid():
        intake = actions.keep_step(intake=intake, code=code, typed=now_typed, clean=None, browser=browser)
        return _step_page(request, intake, token, step, form, status=422)
    clean = _clean(form)
    if code == "wie":
        clean = fill_from_register(request, clean)
        now_typed = {**now_typed, **{name: value for name, value in clean.items() if value}}
    if code == "bijlagen":
        stay = "toevoegen" in request.POST
        if not _attach(request, intake, form, stay):
            return _step_page(request, intake, token, step, form, status=422)
        if stay:
            return redirect("intake_step", municipality_slug, token, code)
    intake = actions.keep_step(intake=intake, code=code, typed=now_typed, clean=clean, browser=browser)
    if code == "wie":
        intake.municipality = request.municipality  # type: ignore[attr-defined]
        actions.mail_resume_link(intake=intake, token=token)
    following = after(step)
    if following is None or request.POST.get("naar-samenvatting"):
        return redirect("intake_summary", municipality_slug, token)
    return redirect("intake_step", municipality_slug, token, following.code)


def _clean(form: StepForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "file"}


def _browser(request: HttpRequest) -> str:
    """A random name for this browser, so that someone's own earlier save is not shown as another's."""
    if BROWSER_KEY not in request.session:
        request.session[BROWSER_KEY] = get_random_string(16)
    return str(request.session[BROWSER_KEY])


def _attach(request: HttpRequest, intake: Intake, form: StepForm, asked: bool) -> bool:
    """Add the chosen file, if any; False with an error on the form when that cannot be."""
    upload = form.cleaned_data.get("file")
    if not upload:
        if asked:
            form.add_error("file", _("Choose a file first."))
        return not asked
    try:
        actions.attach(intake=intake, upload=upload)
    except actions.TooManyAttachmentsError:
        form.add_error("file", _("You can add at most %(most)s files.") % {"most": actions.MOST_ATTACHMENTS})
        return False
    messages.success(request, _("The file is added."))
    return True


def _step_page(
    request: HttpRequest,
    intake: Intake,
    token: str,
    step: Step,
    form: StepForm,
    *,
    conflicts: list[FieldConflict] | None = None,
    status: int = 200,
) -> HttpResponse:
    attachments = []
    if step.code == "bijlagen":
        attachments = list(IntakeAttachment.objects.filter(intake=intake).select_related("file"))
    return render(
        request,
        "accounts/intake/step.html",
        {
            "intake": intake,
            "token": token,
            "step": step,
            "steps": [(other, other.code in valid_steps(intake), other == step) for other in STEPS],
            "number": STEPS.index(step) + 1,
            "total": len(STEPS),
            "previous": before(step),
            "form": form,
            "attachments": attachments,
            "conflicts": conflicts or [],
            "link": request.build_absolute_uri(
                reverse("intake_resume", args=[intake.municipality.slug, token])
            ),
            "verdict": verdict_of(intake) if step.code == "toets" and not form.is_bound else None,
            "complete": first_open_step(intake) is None,
        },
        status=status,
    )


def _conflicts(form: StepForm, earlier: dict[str, Any], now: dict[str, Any]) -> list[FieldConflict]:
    return [
        FieldConflict(str(field.label), words(field, earlier.get(name, "")), words(field, now.get(name, "")))
        for name, field in form.fields.items()
        if earlier.get(name, "") != now.get(name, "")
    ]


@public(OPEN)
@require_POST
def intake_attachment_remove(
    request: HttpRequest, municipality_slug: str, token: str, pk: int
) -> HttpResponse:
    """Take a file back."""
    intake, page = _draft_or_page(request, token)
    if intake is None:
        assert page is not None
        return page
    actions.remove_attachment(
        attachment=get_object_or_404(IntakeAttachment.objects.select_related("file"), pk=pk, intake=intake)
    )
    messages.success(request, _("The file is removed."))
    return redirect("intake_step", municipality_slug, token, "bijlagen")


@never_cache
@public(OPEN)
def intake_summary(request: HttpRequest, municipality_slug: str, token: str) -> HttpResponse:
    """Check everything, change what is not right, send in."""
    intake, page = _draft_or_page(request, token)
    if intake is None:
        assert page is not None
        return page
    open_step = first_open_step(intake)
    if request.method == "POST":
        if open_step is None:
            actions.submit_intake(intake=intake)
            return redirect("intake_done", municipality_slug, token)
        messages.error(request, _("Something is still missing. Fill in this step, then send again."))
        return redirect("intake_step", municipality_slug, token, open_step)
    return render(
        request,
        "accounts/intake/summary.html",
        {
            "intake": intake,
            "token": token,
            "sections": summary_of(intake),
            "verdict": verdict_of(intake),
            "open_step": BY_CODE[open_step] if open_step else None,
        },
    )


@never_cache
@public(OPEN)
def intake_done(request: HttpRequest, municipality_slug: str, token: str) -> HttpResponse:
    """Your reference and what happens when; never the answers."""
    intake = actions.find_intake(token)
    if intake is None or intake.state == IntakeState.DRAFT:
        return redirect("intake_resume", municipality_slug, token)
    assert intake.submitted_at is not None
    deadline = triage_deadline(
        municipality_id=intake.municipality_id, start=timezone.localtime(intake.submitted_at).date()
    )
    return render(request, "accounts/intake/done.html", {"intake": intake, "deadline": deadline})
