"""Taking part: begin, and the page of one entry. The token in the address opens it, on any device."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import CaseFile
from accounts.self_service.queries import my_case_files
from challenges.contests.coaching.models import Coaching
from challenges.contests.coaching.queries import COACHED
from challenges.contests.entries import actions
from challenges.contests.entries.forms import AuthorForm, BeginForm, EntryForm, FileForm
from challenges.contests.entries.models import EntryAuthor, EntryFile, EntryState
from challenges.contests.entries.questions import QUESTIONS
from challenges.contests.jury.models import Award
from challenges.contests.public.views import get_public
from portal.kernel.clock import database_now
from portal.kernel.conflicts import FieldConflict, StaleVersionError
from portal.kernel.people.ratelimit import limit
from portal.kernel.permissions import actor_of, public

OPEN = "anyone may take part without an account; the token in the address opens only their own entry"


def refused(code: str) -> str:
    """What to tell an entrant."""
    return {
        "closed": _(
            "The challenge is closed: it was too late to send this in. What you wrote is kept as a draft."
        ),
        "state": _("This entry was sent in already, or withdrawn. It was not changed."),
        "authors": _("No more people can write along with this entry."),
        "files": _("There are as many files as there may be. Take one out first."),
    }[code]


@public(OPEN)
@never_cache
@limit("entry-start", "60/h")
def entry_start(request: HttpRequest, municipality_slug: str, slug: str) -> HttpResponse:
    """Begin an entry."""
    challenge = get_public(slug)
    person: Any = actor_of(request).person
    case_files: list[CaseFile] = []
    initial: dict[str, Any] = {}
    if person:
        case_files = list(my_case_files(person).filter(municipality=challenge.municipality_id)[:20])
        initial = {"name": person.name, "email": person.email}
        if case_files:
            initial |= {"case_file": case_files[0].pk, "organisation": case_files[0].name}
    form = BeginForm(
        request.POST if request.method == "POST" else None, case_files=case_files, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        if request.POST.get("website"):  # only robots fill this in
            return redirect("public_challenge", municipality_slug, slug)
        data = form.cleaned_data
        chosen = next((row for row in case_files if row.pk == data.get("case_file")), None)
        try:
            _entry, author = actions.begin(
                challenge=challenge,
                name=data["name"],
                email=data["email"],
                organisation=data["organisation"] or (chosen.name if chosen else ""),
                case_file=chosen,
                person=person if person and person.email.lower() == data["email"].lower() else None,
            )
            messages.success(request, _("Your draft is ready. The link to it is in your mail too."))
            return redirect("entry", municipality_slug, slug, actions.token_of(author))
        except actions.RefusedError as error:
            if error.code == "second":
                actions.mail_links_again(challenge=challenge, email=data["email"])
                messages.info(
                    request,
                    _("You take part with this address already. We mailed you the link to your entry."),
                )
            else:
                messages.error(request, _("Nobody can begin an entry now: the challenge is not open."))
            return redirect("public_challenge", municipality_slug, slug)
    context = {
        "challenge": challenge,
        "form": form,
        "open": actions.takes_entries(challenge, database_now()),
    }
    return render(
        request, "challenges/contests/entries/start.html", context, status=422 if form.is_bound else 200
    )


def _author(slug: str, token: str) -> EntryAuthor:
    author = actions.find_author(token)
    if author is None or author.entry.challenge.slug != slug:
        raise Http404
    return author


def _page(
    request: HttpRequest,
    author: EntryAuthor,
    form: EntryForm,
    *,
    author_form: AuthorForm | None = None,
    file_form: FileForm | None = None,
    conflicts: list[FieldConflict] | None = None,
    status: int = 200,
) -> HttpResponse:
    entry = author.entry
    context = {
        "author": author,
        "entry": entry,
        "challenge": entry.challenge,
        "token": actions.token_of(author),
        "form": form,
        "author_form": author_form or AuthorForm(prefix="wie"),
        "file_form": file_form or FileForm(prefix="stuk"),
        "authors": list(entry.authors.all()),
        "files": list(entry.files.select_related("file")),
        "answers": [(label, entry.answers.get(code, "")) for code, label in QUESTIONS.items()],
        "open": actions.takes_entries(entry.challenge, database_now()),
        "draft": entry.state == EntryState.DRAFT,
        "conflicts": conflicts or [],
        "coached": entry.state in COACHED and Coaching.objects.filter(entry=entry).exists(),
        "award": Award.objects.filter(entry=entry).first() if entry.state == EntryState.WINNER else None,
        # Until the results are out for everyone, an entrant reads no more than that it was sent in.
        "told": entry.state in (EntryState.DRAFT, EntryState.WITHDRAWN, EntryState.SUBMITTED)
        or entry.challenge.state not in ("open", "closed", "selection"),
    }
    response = render(request, "challenges/contests/entries/entry.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


@public(OPEN)
@never_cache
def entry(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """The entry: write, keep, send in."""
    author = _author(slug, token)
    if request.method != "POST":
        return _page(request, author, EntryForm(entry=author.entry))
    sending = "insturen" in request.POST
    form = EntryForm(request.POST, entry=author.entry, whole=sending)
    if not form.is_valid():
        if sending:  # keep what can be kept: someone who is refused at the last minute loses nothing
            loose = EntryForm(request.POST, entry=author.entry)
            if loose.is_valid():
                _keep(author, loose)
                _again(form, author.entry.version)
        return _page(request, author, form, status=422)
    conflicts = _keep(author, form)
    if conflicts:
        _again(form, author.entry.version)
        return _page(request, author, form, conflicts=conflicts, status=409)
    if not sending:
        messages.success(request, _("Your draft is kept."))
        return redirect("entry", municipality_slug, slug, token)
    try:
        actions.submit(entry=author.entry)
        messages.success(request, _("Your entry is sent in. You get a mail that says so."))
    except actions.RefusedError as error:
        messages.error(request, refused(error.code))
    return redirect("entry", municipality_slug, slug, token)


def _keep(author: EntryAuthor, form: EntryForm) -> list[FieldConflict]:
    """Keep what was typed; what a co-author wrote meanwhile comes back beside it."""
    facts = form.facts()
    try:
        author.entry = actions.write(entry=author.entry, version=form.cleaned_data["version"], **facts)
    except actions.RefusedError:
        return []  # sent in already: `submit` answers for a second click
    except StaleVersionError as stale:
        author.entry = stale.current
        if stale.current.state != EntryState.DRAFT:
            return []
        typed = {"title": facts["title"], "organisation": facts["organisation"], **facts["answers"]}
        there = {
            "title": stale.current.title,
            "organisation": stale.current.organisation,
            **stale.current.answers,
        }
        return [
            FieldConflict(str(form.fields[name].label), there.get(name, ""), value)
            for name, value in typed.items()
            if there.get(name, "") != value
        ]
    return []


def _again(form: Any, version: int) -> None:
    data = form.data.copy()
    data["version"] = str(version)
    form.data = data


@public(OPEN)
@require_POST
def entry_author_add(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """Someone who writes along gets a link of their own."""
    author = _author(slug, token)
    form = AuthorForm(request.POST, prefix="wie")
    if not form.is_valid():
        return _page(request, author, EntryForm(entry=author.entry), author_form=form, status=422)
    try:
        actions.add_author(entry=author.entry, **form.cleaned_data)
        messages.success(request, _("We mailed a link with which they write along."))
    except actions.RefusedError as error:
        messages.error(request, refused(error.code))
    return redirect("entry", municipality_slug, slug, token)


@public(OPEN)
@require_POST
@limit("entry-file", "60/h")
def entry_file_add(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """Add a file."""
    author = _author(slug, token)
    form = FileForm(request.POST, request.FILES, prefix="stuk")
    if not form.is_valid():
        return _page(request, author, EntryForm(entry=author.entry), file_form=form, status=422)
    try:
        actions.attach(entry=author.entry, upload=form.cleaned_data["file"])
        messages.success(request, _("The file is added."))
    except actions.RefusedError as error:
        messages.error(request, refused(error.code))
    return redirect("entry", municipality_slug, slug, token)


@public(OPEN)
@require_POST
def entry_file_remove(
    request: HttpRequest, municipality_slug: str, slug: str, token: str, pk: int
) -> HttpResponse:
    """Take a file out."""
    author = _author(slug, token)
    found = get_object_or_404(EntryFile.objects.select_related("file", "entry"), pk=pk, entry=author.entry)
    try:
        actions.detach(attached=found)
        messages.success(request, _("The file is removed."))
    except actions.RefusedError as error:
        messages.error(request, refused(error.code))
    return redirect("entry", municipality_slug, slug, token)


@public(OPEN)
@require_POST
def entry_withdraw(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """Take the entry back, or go on with it again."""
    author = _author(slug, token)
    try:
        if author.entry.state == EntryState.WITHDRAWN:
            actions.reopen(entry=author.entry)
            messages.success(request, _("Your entry is a draft again."))
        else:
            actions.withdraw(entry=author.entry)
            messages.success(request, _("Your entry is withdrawn."))
    except actions.RefusedError as error:
        messages.error(
            request,
            _("The challenge is closed: this cannot be changed any more.")
            if error.code == "closed"
            else refused(error.code),
        )
    return redirect("entry", municipality_slug, slug, token)
