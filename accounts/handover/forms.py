"""To whom, what goes along, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.handover.queries import MANAGER, ROUTES, TASKS, TRACKS
from portal.kernel.models import Person

PARTS = (
    (MANAGER, gettext_lazy("Account management: the entrepreneur gets a mail with the new contact")),
    (TRACKS, gettext_lazy("Tracks of which this colleague is the specialist")),
    (TASKS, gettext_lazy("Open tasks")),
    (ROUTES, gettext_lazy("Questions to contribute to")),
)


class HandOverForm(forms.Form):
    """`givers` and `receivers` are the people to choose from; `files` may narrow all work down to ticked case files."""

    giver = forms.ChoiceField(label=gettext_lazy("Whose work?"))
    receiver = forms.ChoiceField(label=gettext_lazy("To whom?"))
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What goes along?"), choices=PARTS, widget=forms.CheckboxSelectMultiple
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Which case files?"),
        choices=[("all", gettext_lazy("All of them")), ("some", gettext_lazy("Only those I tick below"))],
        widget=forms.RadioSelect,
        initial="all",
    )
    case_files = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Case files"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=gettext_lazy("Note for your colleague"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Why, and what must not get lost? It also stands in the timeline of each case file."
        ),
    )

    def __init__(
        self,
        *args: Any,
        givers: list[Person],
        receivers: list[Person],
        files: list[tuple[int, str]] | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.givers = {str(person.pk): person for person in givers}
        self.receivers = {str(person.pk): person for person in receivers}
        giver: Any = self.fields["giver"]
        giver.choices = [(pk, str(person)) for pk, person in self.givers.items()]
        if len(self.givers) == 1:
            giver.widget = forms.HiddenInput()
            giver.initial = next(iter(self.givers))
        receiver: Any = self.fields["receiver"]
        receiver.choices = [
            ("", _("Choose a colleague")),
            *((pk, str(person)) for pk, person in self.receivers.items()),
        ]
        self.fields["parts"].initial = [MANAGER, TRACKS, TASKS, ROUTES]
        if files:
            ticks: Any = self.fields["case_files"]
            ticks.choices = files
        else:
            del self.fields["scope"], self.fields["case_files"]

    def clean(self) -> dict[str, Any]:
        """People instead of numbers; nobody hands over to themselves."""
        data: dict[str, Any] = super().clean() or {}
        data["giver"] = self.givers.get(data.get("giver", ""))
        data["receiver"] = self.receivers.get(data.get("receiver", ""))
        if data["receiver"] and data["receiver"] == data["giver"]:
            self.add_error("receiver", _("This colleague has the work already. Choose someone else."))
        if data.get("scope") == "some" and not data.get("case_files") and "case_files" not in self.errors:
            self.add_error("case_files", _("Tick one or more case files, or choose all of them."))
        return data
