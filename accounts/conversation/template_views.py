"""Templates of messages: the list, and one to make or change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.conversation.actions import change_template, make_template
from accounts.conversation.forms import TemplateForm
from accounts.conversation.models import MessageTemplate
from portal.kernel.conflicts import FieldConflict, StaleVersionError, compare
from portal.kernel.permissions import actor_of, check, permission
from portal.ui.pagination import paginate


@permission("accounts.edit_message_templates")
def message_templates(request: HttpRequest) -> HttpResponse:
    """All templates of the municipality."""
    rows = MessageTemplate.objects.order_by("name", "pk")
    return render(request, "accounts/conversation/templates.html", {"page": paginate(request, rows)})


def _page(request: HttpRequest, form: TemplateForm, title: str, conflicts: Any = ()) -> HttpResponse:
    context = {"form": form, "title": title, "conflicts": conflicts}
    status = 409 if conflicts else 422 if form.is_bound else 200
    return render(request, "accounts/conversation/template_form.html", context, status=status)


@permission("accounts.edit_message_templates")
def message_template_new(request: HttpRequest) -> HttpResponse:
    """Make a template."""
    municipality: Any = actor_of(request).municipality
    form = TemplateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        make_template(municipality_id=municipality.pk, **form.facts())
        messages.success(request, _("The template is saved."))
        return redirect("message_templates")
    return _page(request, form, _("New template"))


@permission("accounts.edit_message_templates")
def message_template_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a template."""
    template = get_object_or_404(MessageTemplate.objects, pk=pk)
    check(request, "accounts.edit_message_templates", template)
    names = ("name", "subject", "text", "is_active", "version")
    form = TemplateForm(
        request.POST if request.method == "POST" else None,
        template=template,
        initial={name: getattr(template, name) for name in names},
    )
    conflicts: list[FieldConflict] = []
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            change_template(template=template, version=version, changes=form.facts())
            messages.success(request, _("The template is saved."))
            return redirect("message_templates")
        except StaleVersionError as stale:
            labels = {name: str(field.label) for name, field in form.fields.items()}
            conflicts = compare(stale.current, form.facts(), labels)
            typed: Any = form.data
            data = typed.copy()
            data["version"] = str(stale.current.version)
            form.data = data
    return _page(request, form, template.name, conflicts)
