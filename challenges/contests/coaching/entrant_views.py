"""The coaching for who writes an entry: on a phone, behind the link of the entry."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from challenges.contests.coaching import feeds, plan, queries, writing
from challenges.contests.coaching.models import Coaching, PlanVersion
from challenges.contests.coaching.plan_forms import PlanForm, row_sets, row_title, whole
from challenges.contests.coaching.sharing import coaching_of, compared, private, read
from challenges.contests.coaching.words import refused
from challenges.contests.entries.actions import find_author
from challenges.contests.entries.models import EntryAuthor
from challenges.contests.models import ChallengeState
from portal.kernel.conflicts import FieldConflict, StaleVersionError
from portal.kernel.files.views import file_response
from portal.kernel.permissions import public

OPEN = "the token in the address is of who writes an entry; it opens the coaching of that entry only"


def _mine(slug: str, token: str) -> tuple[EntryAuthor, Coaching]:
    author = find_author(token)
    if author is None or author.entry.challenge.slug != slug:
        raise Http404
    return author, coaching_of(author.entry_id)


def _context(author: EntryAuthor, coaching: Coaching, token: str) -> dict[str, Any]:
    return {
        "author": author,
        "coaching": coaching,
        "entry": coaching.entry,
        "challenge": coaching.entry.challenge,
        "token": token,
        "writing": coaching.entry.challenge.state == ChallengeState.COACHING,
        "preparing": coaching.entry.challenge.state in writing.PREPARING,
    }


@public(OPEN)
@never_cache
def entry_coaching(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """What is next: the coach, sessions, agreements, the plan, the pitch, materials."""
    author, coaching = _mine(slug, token)
    sessions = queries.sessions(coaching)
    version = plan.latest(coaching.entry)
    context = _context(author, coaching, token) | {
        "sessions": sessions,
        "agreements": [row for session in sessions for row in session.agreements.all()],
        "version": version,
        "missing": [plan.part_name(code) for code in plan.missing_parts(version.content if version else {})],
        "checklist": queries.ticks(coaching),
        "materials": list(queries.materials(coaching.entry.challenge)),
    }
    return private(render(request, "challenges/contests/coaching/mine.html", context))


def _conflicts(form: PlanForm, content: dict[str, Any], current: PlanVersion) -> list[FieldConflict]:
    """What differs between what was typed and what someone else wrote meanwhile."""
    typed = PlanVersion(content=content)
    return [
        FieldConflict(title, now, mine)
        for (title, now), (_title, mine) in zip(
            plan.sections(current.content), plan.sections(typed.content), strict=True
        )
        if now != mine
    ]


@public(OPEN)
@never_cache
def entry_plan(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """Write the next version of the plan."""
    author, coaching = _mine(slug, token)
    base = plan.latest(coaching.entry)
    if base is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form, sets = PlanForm(data, entry=coaching.entry, base=base), row_sets(base, data)
    conflicts: list[FieldConflict] = []
    sound = [
        part.is_valid() for part in (form, *sets.values())
    ]  # all of them, so that every mistake is shown
    if data and all(sound):
        content = whole(form, sets)
        try:
            version = writing.write(
                author=author,
                base=form.cleaned_data["version"],
                content=content,
                note=form.cleaned_data["note"],
            )
        except writing.RefusedError as error:
            form.add_error(None, refused(error))
        except StaleVersionError as stale:
            conflicts = _conflicts(form, content, stale.current)
            again: Any = form.data.copy()  # type: ignore[attr-defined]
            again["version"] = str(stale.current.number)
            form.data = again
        else:
            messages.success(
                request, _("Version %(number)s of your plan is kept.") % {"number": version.number}
            )
            return redirect("entry_coaching", municipality_slug, slug, token)
    context = _context(author, coaching, token) | {
        "form": form,
        "parts": [(code, plan.part_name(code), formset, row_title(code)) for code, formset in sets.items()],
        "conflicts": conflicts,
        "wrong_rows": any(formset.is_bound and not formset.is_valid() for formset in sets.values()),
    }
    status = 409 if conflicts else 422 if data is not None else 200
    return private(render(request, "challenges/contests/coaching/plan.html", context, status=status))


@public(OPEN)
@never_cache
def entry_versions(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """All versions of the plan, and what changed between two."""
    author, coaching = _mine(slug, token)
    found = compared(request, coaching)
    context = _context(author, coaching, token) | found | {"text": read(found["after"])}
    return private(render(request, "challenges/contests/coaching/versions.html", context))


@public(OPEN)
@require_POST
def entry_tick(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """An agreement or a line of the checklist is done, or not after all."""
    author, _coaching = _mine(slug, token)
    done = request.POST.get("klaar") == "1"
    agreement, code = request.POST.get("afspraak", ""), request.POST.get("punt", "")
    try:
        if agreement.isascii() and agreement.isdigit() and len(agreement) < 16:
            writing.tick_agreement(author=author, agreement=int(agreement), done=done)
        else:
            writing.tick_checklist(author=author, code=code, done=done)
    except writing.RefusedError as error:
        messages.error(request, refused(error))
    return redirect("entry_coaching", municipality_slug, slug, token)


@public(OPEN)
def entry_sessions_feed(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """The sessions and the pitch, as a calendar feed."""
    author, coaching = _mine(slug, token)
    response = HttpResponse(feeds.of_entry(author, coaching), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{slug}-coaching.ics"'
    return private(response)


@public(OPEN)
def entry_material(
    request: HttpRequest, municipality_slug: str, slug: str, token: str, pk: int
) -> FileResponse:
    """A file the organiser shares."""
    _author, coaching = _mine(slug, token)
    row = get_object_or_404(queries.materials(coaching.entry.challenge).filter(file__isnull=False), pk=pk)
    assert row.file is not None
    return file_response(row.file)
