"""The functional administrator's rules: what is in force, since when, by which source; and changing it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kernel.permissions import permission
from portal.kernel.rulesets.actions import set_rules
from portal.kernel.rulesets.models import RuleSet
from portal.kernel.rulesets.queries import active
from portal.kernel.rulesets.registry import kind as registered
from portal.kernel.rulesets.registry import kinds


class VersionForm(forms.Form):
    """From when, and says who: asked with every change of rules."""

    valid_from = forms.DateField(
        label=gettext_lazy("In force from"), help_text=gettext_lazy("For example 01-01-2027.")
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=500,
        help_text=gettext_lazy(
            "Where do these rules come from? For example: decision of the mayor and aldermen."
        ),
    )

    def clean_valid_from(self):  # type: ignore[no-untyped-def]
        """Rules cannot change the past."""
        day = self.cleaned_data["valid_from"]
        if day < timezone.localdate():
            raise forms.ValidationError(
                _("Choose today or a later day. What was decided before keeps its rules.")
            )
        return day


@permission("kernel.edit_rule_sets")
def rule_sets(request: HttpRequest) -> HttpResponse:
    """All kinds of rules with the version in force."""
    municipality = request.municipality  # type: ignore[attr-defined]
    today = timezone.localdate()
    rows = [(kind, active(kind.code, on=today, municipality_id=municipality.pk)) for kind in kinds()]
    return render(request, "kernel/rulesets/list.html", {"rows": rows})


@permission("kernel.edit_rule_sets")
def rule_set_edit(request: HttpRequest, kind: str) -> HttpResponse:
    """See and change the rules of one kind; ?begin=<code> fills in ready-made rules to start from."""
    try:
        found = registered(kind)
    except KeyError:
        raise Http404 from None
    municipality = request.municipality  # type: ignore[attr-defined]
    today = timezone.localdate()
    current = active(kind, on=today, municipality_id=municipality.pk)
    form_class = found.form()
    preview = None
    if request.method == "POST":
        form = form_class(request.POST)
        version = VersionForm(request.POST)
        if found.preview and "preview" in request.POST:
            version = VersionForm(
                initial={name: request.POST.get(name, "") for name in VersionForm.base_fields}
            )
            if form.is_valid():
                preview = found.preview(current.data, form.dump())  # type: ignore[attr-defined]
        elif form.is_valid() & version.is_valid():
            set_rules(
                municipality=municipality,
                kind=kind,
                name=str(found.label),
                source=version.cleaned_data["source"],
                valid_from=version.cleaned_data["valid_from"],
                data=form.dump(),  # type: ignore[attr-defined]
                by=request.actor.person,  # type: ignore[attr-defined]
            )
            messages.success(request, _("The rules are saved."))
            return redirect("rule_sets")
    else:
        start = next((item for item in found.starts if item.code == request.GET.get("begin")), None)
        form = form_class(initial=form_class.load(start.data if start else current.data))  # type: ignore[attr-defined]
        version = VersionForm(
            initial={"valid_from": today.strftime("%d-%m-%Y"), "source": start.source if start else ""}
        )
    versions = RuleSet.objects.filter(kind=kind).select_related("created_by").order_by("-valid_from")[:20]
    return render(
        request,
        "kernel/rulesets/edit.html",
        {
            "kind": found,
            "form": form,
            "version_form": version,
            "current": current,
            "versions": versions,
            "preview": preview,
            "has_preview": found.preview is not None,  # a template would call the function
        },
        status=200 if request.method == "GET" or preview is not None else 422,
    )
