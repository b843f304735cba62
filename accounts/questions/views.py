"""Staff pages of questions: the list, one question with its routes, answering."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.casefile.views import get_case_file
from accounts.needs import need_label
from accounts.questions import actions
from accounts.questions.forms import AnswerForm, ContributionForm, NewQuestionForm, RouteForm
from accounts.questions.models import Question, QuestionRoute, QuestionState
from accounts.questions.states import OPEN, NotAllowedNowError
from accounts.recognition.models import Objection
from portal.kernel.conflicts import FieldConflict, StaleVersionError
from portal.kernel.models import Domain
from portal.kernel.permissions import Actor, actor_of, check, permission
from portal.kernel.saved_views.queries import lead_to_default
from portal.ui.pagination import paginate


class QuestionFilter(forms.Form):
    """Filters of the list, as they stand in the address."""

    stand = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("Open")), ("te-laat", gettext_lazy("Too late")), *QuestionState.choices],
    )
    domein = forms.ChoiceField(
        label=gettext_lazy("Domain"), required=False, choices=[("", gettext_lazy("All")), *Domain.choices]
    )
    van = forms.ChoiceField(
        label=gettext_lazy("Of whom"),
        required=False,
        choices=[
            ("", gettext_lazy("Everyone")),
            ("mij", gettext_lazy("Me")),
            ("niemand", gettext_lazy("Nobody yet")),
        ],
    )

    def apply(self, rows: QuerySet[Question], person: Any) -> QuerySet[Question]:
        """Questions that fit, the most urgent first."""
        data = self.cleaned_data if self.is_valid() else {}
        state = data.get("stand", "")
        if state in QuestionState.values:
            rows = rows.filter(state=state)
        else:
            rows = rows.filter(state__in=OPEN)
        if state == "te-laat":
            rows = rows.filter(deadline__lt=timezone.localdate())
        if data.get("domein"):
            rows = rows.filter(
                pk__in=QuestionRoute.objects.filter(domain=data["domein"]).values("question_id")
            )
        if data.get("van") == "mij":
            rows = rows.filter(pk__in=QuestionRoute.objects.filter(holder=person).values("question_id"))
        elif data.get("van") == "niemand":
            rows = rows.exclude(
                pk__in=QuestionRoute.objects.filter(holder__isnull=False).values("question_id")
            )
        return rows.order_by("deadline", "pk")


def questions_for(params: QueryDict, actor: Actor) -> QuerySet[Question]:
    """The questions that fit the filters in the address, the most urgent first."""
    rows = QuestionFilter(params).apply(Question.objects.all(), actor.person)
    case_file = params.get("dossier", "")
    if case_file.isascii() and case_file.isdigit() and len(case_file) < 18:
        rows = rows.filter(case_file_id=int(case_file))
    return rows


@permission("accounts.view_case_files")
def questions(request: HttpRequest) -> HttpResponse:
    """Questions of the municipality, the most urgent first."""
    if first := lead_to_default(request, "questions"):
        return first
    rows = (
        questions_for(request.GET, actor_of(request))
        .select_related("case_file")
        .prefetch_related(Prefetch("routes", QuestionRoute.objects.select_related("holder").order_by("pk")))
    )
    form = QuestionFilter(request.GET)
    return render(request, "accounts/questions/list.html", {"form": form, "page": paginate(request, rows)})


def _get_question(request: HttpRequest, pk: int, name: str) -> Question:
    found = get_object_or_404(
        Question.objects.select_related(
            "case_file", "case_file__enterprise", "case_file__account_manager", "asked_by", "answered_by"
        ),
        pk=pk,
    )
    check(request, name, found)
    return found


def _question_page(request: HttpRequest, found: Question, status: int = 200, **context: Any) -> HttpResponse:
    actor: Any = actor_of(request)
    routes = list(
        QuestionRoute.objects.filter(question=found)
        .select_related("holder", "answered_by", "routed_by")
        .order_by("pk")
    )
    is_open = found.state in OPEN
    draft = "\n\n".join(route.answer for route in routes if route.answer)
    context.setdefault(
        "route_form", RouteForm(municipality=actor.municipality, question=found) if is_open else None
    )
    context.setdefault(
        "answer_form", AnswerForm(initial={"answer": draft, "version": found.version}) if is_open else None
    )
    failed_route, failed_form = context.pop("contribution", (None, None))
    contributions = []
    for route in routes:
        mine = is_open and route.domain in actor.domains
        form = failed_form if mine and failed_route == route.pk else None
        if mine and form is None:
            form = ContributionForm(
                initial={"text": route.answer, "version": route.version}, prefix=f"route{route.pk}"
            )
        contributions.append((route, form))
    return render(
        request,
        "accounts/questions/question.html",
        {
            "question": found,
            "case_file": found.case_file,
            "contributions": contributions,
            "need": need_label(found.need) if found.need else "",
            "is_open": is_open,
            "objection": Objection.objects.filter(question=found).first(),
            **context,
        },
        status=status,
    )


@permission("accounts.view_case_files")
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question: what was asked, who contributes, the answer."""
    return _question_page(request, _get_question(request, pk, "accounts.view_case_file"))


@permission("accounts.ask_question")
def question_new(request: HttpRequest) -> HttpResponse:
    """Write down a question for an entrepreneur; ?dossier= says whose."""
    number = request.GET.get("dossier", "")
    pk = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
    case_file = get_case_file(request, pk, "accounts.ask_question")
    form = NewQuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = actions.ask(case_file=case_file, by=actor_of(request).person, **form.cleaned_data)
        messages.success(request, _("The question is written down. Lay it with the right domain now."))
        messages.info(request, f"question-new-{pk}", extra_tags="draft-saved")
        return redirect("question", pk=made.pk)
    return render(
        request,
        "accounts/questions/new.html",
        {"form": form, "case_file": case_file},
        status=422 if form.is_bound else 200,
    )


@permission("accounts.ask_question")
@require_POST
def question_route(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay a question with one or more domains."""
    found = _get_question(request, pk, "accounts.ask_question")
    actor: Any = actor_of(request)
    form = RouteForm(request.POST, municipality=actor.municipality, question=found)
    if not form.is_valid():
        return _question_page(request, found, status=422, route_form=form)
    data = form.cleaned_data
    try:
        for domain in data["domains"]:
            actions.route(
                question=found,
                domain=domain,
                holder=form.people.get(data["holder"]),
                deadline=data["deadline"],
                note=data["note"],
                by=actor.person,
            )
    except NotAllowedNowError:
        messages.error(request, _("This question is closed already, so it cannot be laid with a domain."))
        return redirect("question", pk=pk)
    messages.success(
        request,
        _("The question is laid with: %(domains)s")
        % {"domains": ", ".join(str(Domain(domain).label) for domain in data["domains"])},
    )
    return redirect("question", pk=pk)


@permission("accounts.work_on_track")
@require_POST
def route_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Pick up what was laid with one's domain."""
    route = get_object_or_404(QuestionRoute, pk=pk)
    check(request, "accounts.work_on_track", route)
    actor: Any = actor_of(request)
    try:
        actions.take_route(route=route, by=actor.person)
        messages.success(request, _("You pick this up. It stands in your worklist."))
    except NotAllowedNowError:
        messages.error(request, _("There is nothing left to pick up here: a colleague was first."))
    return redirect(f"{reverse('question', args=[route.question_id])}#bijdrage-{route.domain}")


@permission("accounts.work_on_track")
@require_POST
def route_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Contribute one's domain's part of the answer."""
    route = get_object_or_404(QuestionRoute.objects.select_related("question"), pk=pk)
    check(request, "accounts.work_on_track", route)
    found = _get_question(request, route.question_id, "accounts.answer_question")
    actor: Any = actor_of(request)
    form = ContributionForm(request.POST, prefix=f"route{route.pk}")
    if not form.is_valid():
        return _question_page(request, found, status=422, contribution=(route.pk, form))
    try:
        actions.answer_route(
            route=route, text=form.cleaned_data["text"], version=form.cleaned_data["version"], by=actor.person
        )
    except StaleVersionError as stale:
        typed: Any = form.data
        data = typed.copy()
        data[form.add_prefix("version")] = str(stale.current.version)
        form.data = data
        conflict = FieldConflict(_("Contribution"), stale.current.answer, form.cleaned_data["text"])
        return _question_page(request, found, status=409, contribution=(route.pk, form), conflicts=[conflict])
    except NotAllowedNowError:
        # The form is gone, so what was typed is shown beside what the entrepreneur got.
        messages.error(request, _("This question is closed already."))
        fresh = _get_question(request, route.question_id, "accounts.answer_question")
        conflict = FieldConflict(_("Answer"), fresh.answer, form.cleaned_data["text"])
        return _question_page(request, fresh, status=409, conflicts=[conflict])
    messages.success(request, _("Your contribution is saved. The account manager puts the answer together."))
    messages.info(request, f"route-{pk}", extra_tags="draft-saved")
    return redirect("question", pk=route.question_id)


@permission("accounts.answer_question")
@require_POST
def question_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the entrepreneur. Sending the same answer twice answers once."""
    found = _get_question(request, pk, "accounts.answer_question")
    actor: Any = actor_of(request)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _question_page(request, found, status=422, answer_form=form)
    answer = form.cleaned_data["answer"]
    try:
        actions.answer_question(
            question=found, answer=answer, version=form.cleaned_data["version"], by=actor.person
        )
    except StaleVersionError as stale:
        current: Question = stale.current
        if current.state == QuestionState.ANSWERED and current.answer == answer:
            return redirect("question", pk=pk)  # a double click
        conflict = FieldConflict(_("Answer"), current.answer, answer)
        fresh = _get_question(request, pk, "accounts.answer_question")
        if current.state not in OPEN:
            return _question_page(request, fresh, status=409, conflicts=[conflict], answer_form=None)
        typed: Any = form.data
        data = typed.copy()
        data["version"] = str(current.version)
        form.data = data
        return _question_page(request, fresh, status=409, conflicts=[conflict], answer_form=form)
    except NotAllowedNowError:
        messages.error(request, _("This question is closed already."))
        return redirect("question", pk=pk)
    if found.case_file.members.filter(is_active=True).exists():
        messages.success(request, _("The answer is sent. The entrepreneur gets a mail."))
    else:
        messages.warning(request, _("The answer is saved, but nobody got a mail. Call the entrepreneur."))
    messages.info(request, f"answer-{pk}", extra_tags="draft-saved")
    return redirect("question", pk=pk)
