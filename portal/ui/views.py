"""The living page of components, and the pages every public site has."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kernel.conflicts import FieldConflict
from portal.kernel.permissions import public
from portal.ui.pagination import Page
from portal.ui.themes import THEMES


class ExampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("As it is in the trade register.")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Legal form"), choices=[("", "–"), ("bv", "BV")], required=False
    )
    goal = forms.MultipleChoiceField(
        label=gettext_lazy("Themes"),
        choices=[
            ("a", gettext_lazy("Care and well-being")),
            ("b", gettext_lazy("Circular use of materials")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    phase = forms.ChoiceField(
        label=gettext_lazy("Phase"),
        choices=[("a", gettext_lazy("Start-up")), ("b", gettext_lazy("Growth"))],
        widget=forms.RadioSelect,
    )
    day = forms.DateField(label=gettext_lazy("Date"), help_text=gettext_lazy("For example 31-12-2026."))
    text = forms.CharField(
        label=gettext_lazy("Question"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    agree = forms.BooleanField(label=gettext_lazy("I agree"))


@public("the components hold no data; only shown in the demo")
def design(request: HttpRequest) -> HttpResponse:
    """Every component once, with a theme switch."""
    if not settings.DEMO:
        raise Http404
    return render(
        request,
        "ui/design.html",
        {
            "themes": THEMES.values(),
            "form": ExampleForm(),
            "wrong_form": ExampleForm({"day": "31-31-2026", "name": ""}, prefix="fout"),
            "page": Page([], 2, True, 60, _("%(number)s in all") % {"number": 60}),
            "conflicts": [FieldConflict(_("Phase"), _("Growth"), _("Start-up"))],
            "today": timezone.localdate(),
        },
    )


@public("the privacy statement is for everyone")
def privacy(request: HttpRequest) -> HttpResponse:
    """What happens with your data."""
    return render(request, "ui/privacy.html")


@public("the accessibility statement is for everyone")
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible the site is, and whom to tell."""
    return render(request, "ui/accessibility.html")
