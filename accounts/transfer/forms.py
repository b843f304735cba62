"""Forms of a transfer: asking, consenting, accepting and declining."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.casefile.models import CaseFile
from accounts.transfer.models import OpenQuestions, OpenTasks, Part, ReservedMoney
from accounts.transfer.parts import OPTIONAL, Line, Running
from portal.kernel.models import Municipality, Person


class AskForm(forms.Form):
    """Where to, why, and what happens with what still runs."""

    to = forms.ChoiceField(
        label=gettext_lazy("To which municipality?"),
        error_messages={"invalid_choice": gettext_lazy("Choose a municipality from the list.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The entrepreneur and the other municipality read this."),
    )
    open_questions = forms.ChoiceField(
        label=gettext_lazy("What happens with the open questions?"), choices=OpenQuestions.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    open_tasks = forms.ChoiceField(
        label=gettext_lazy("What happens with open tasks and the plans of the domains?"), choices=OpenTasks.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    reserved_money = forms.ChoiceField(
        label=gettext_lazy("What happens with the reserved money?"), choices=ReservedMoney.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, towns: list[Municipality], running: Running, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.towns = {str(town.pk): town for town in towns}
        to: Any = self.fields["to"]
        to.choices = [("", _("Choose a municipality")), *((pk, town.name) for pk, town in self.towns.items())]
        there_is = {
            "open_questions": running.questions,
            "open_tasks": [*running.tasks, *running.tracks],
            "reserved_money": running.reserved,
        }
        for name, rows in there_is.items():
            if not rows:  # what does not run needs no choice
                del self.fields[name]

    def chosen(self) -> dict[str, Any]:
        """What the action needs of a valid form."""
        return {**self.cleaned_data, "to": self.towns[self.cleaned_data["to"]]}


class StopForm(forms.Form):
    """Why it is called off."""

    reason = forms.CharField(label=gettext_lazy("Why do you call it off?"), max_length=500)


class ConsentForm(forms.Form):
    """What may go along."""

    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What may go along?"),
        required=False,
        choices=[(part.value, part.label) for part in OPTIONAL],
        widget=forms.CheckboxSelectMultiple,
    )
    answer = forms.ChoiceField(
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        error_messages={"required": gettext_lazy("Press one of the two buttons.")},
    )

    def __init__(self, *args: Any, lines: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [line for line in lines if line.part is not Part.IDENTITY]

    def rows(self) -> list[tuple[Line, bool]]:
        """(part, is it ticked) for each part there is something of."""
        ticked = self.data.getlist("parts") if self.is_bound else [line.part.value for line in self.lines]  # type: ignore[attr-defined]
        return [(line, line.part.value in ticked) for line in self.lines if line.number]


class AcceptForm(forms.Form):
    """Who gets the case file, and whether it is added to one that is here."""

    account_manager = forms.ChoiceField(label=gettext_lazy("Account manager"))
    into = forms.ChoiceField(label=gettext_lazy("Case file"), widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        managers: list[Person],
        known: list[CaseFile],
        certain: bool,
        me: Person,
        **kwargs: Any,
    ) -> None:
        # Of a file that is here already, who has it keeps it unless someone else is chosen.
        manager_now = (known[0].account_manager_id if certain else None) or me.pk
        kwargs["initial"] = {
            "account_manager": str(manager_now),
            "into": str(known[0].pk) if certain else "new",
        }
        super().__init__(*args, **kwargs)
        self.managers = {str(person.pk): person for person in managers}
        self.known = {str(item.pk): item for item in known}
        manager: Any = self.fields["account_manager"]
        manager.choices = [(pk, str(person)) for pk, person in self.managers.items()]
        into: Any = self.fields["into"]
        into.choices = [
            *([] if certain else [("new", _("Make a new case file"))]),
            *(
                (pk, _("Add to %(name)s (%(reference)s)") % {"name": item.name, "reference": item.reference})
                for pk, item in self.known.items()
            ),
        ]

    def chosen(self) -> dict[str, Any]:
        """What the action needs of a valid form."""
        return {
            "account_manager": self.managers[self.cleaned_data["account_manager"]],
            "into": self.known.get(self.cleaned_data["into"]),
        }


class DeclineForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you decline?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The entrepreneur and the other municipality read this."),
    )
