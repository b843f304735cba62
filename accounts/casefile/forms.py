"""Forms of the case file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.casefile.models import CaseFile, DomainTrack, Theme
from accounts.enterprises.models import Enterprise
from accounts.timeline.models import Contact
from portal.kernel.files.fields import CheckedFileField, accepted_text
from portal.kernel.models import Municipality, Person, Role
from portal.kernel.people.queries import colleagues

DATE_HELP = gettext_lazy("For example 31-12-2026.")


class VersionedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that knows which version of the thing it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def changes(self) -> dict[str, Any]:
        """The fields as this person wants them, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def labels(self) -> dict[str, str]:
        return {name: str(field.label) for name, field in self.fields.items()}


class CaseFileForm(VersionedForm):
    """What we know and how far they are."""

    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Impact themes"),
        choices=Theme.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = CaseFile
        fields = [
            "name",
            "state",
            "phase",
            "account_manager",
            "district",
            "themes",
            "summary",
            "offer",
        ]
        widgets = {"summary": forms.Textarea(attrs={"rows": 4}), "offer": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managers: Any = self.fields["account_manager"]
        managers.queryset = colleagues(municipality, role=Role.ACCOUNT_MANAGER)


class EnterpriseForm(forms.ModelForm):  # type: ignore[type-arg]
    """Public facts of the enterprise."""

    class Meta:
        model = Enterprise
        fields = ["name", "kvk_number", "legal_form", "street", "postcode", "city", "website"]

    def clean_kvk_number(self) -> str:
        """Eight digits, and no other enterprise's."""
        number = "".join(self.cleaned_data["kvk_number"].split())
        if number and Enterprise.objects.filter(kvk_number=number).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another enterprise has this KVK number already."))
        if not number and self.instance.kvk_number:
            raise forms.ValidationError(_("A KVK number can be corrected, not removed."))
        return number


class TrackForm(VersionedForm):
    """What one domain does."""

    class Meta:
        model = DomainTrack
        fields = ["state", "specialist", "goal", "next_action", "next_action_on", "ball_with"]
        widgets = {"goal": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"next_action_on": DATE_HELP}

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        specialists: Any = self.fields["specialist"]
        specialists.queryset = colleagues(municipality, domain=self.instance.domain)

    def clean(self) -> dict[str, Any]:
        """A next action needs its date, and the other way round."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("next_action") and not data.get("next_action_on") and "next_action_on" not in self.errors:
            self.add_error("next_action_on", _("When will you do this? Fill in a date."))
        if data.get("next_action_on") and not data.get("next_action"):
            self.add_error("next_action", _("What will you do on that date?"))
        return data


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]
    """A contact moment."""

    class Meta:
        model = Contact
        fields = ["channel", "on", "with_whom", "text"]
        help_texts = {"on": DATE_HELP}

    def clean_on(self) -> Any:
        """Contact has been, and not in another century."""
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("This date is in the future. Plan a task or a next action instead.")
            )
        if day.year < 2000:
            raise forms.ValidationError(_("This date is too long ago. Fill in a date after 1 January 2000."))
        return day


class TaskForm(forms.Form):
    """Something to do, by a colleague or by the entrepreneur."""

    title = forms.CharField(label=gettext_lazy("What has to be done?"), max_length=200)
    who = forms.ChoiceField(label=gettext_lazy("Who does this?"))
    due_on = forms.DateField(label=gettext_lazy("Before which date?"), help_text=DATE_HELP, required=False)

    ENTREPRENEUR = "entrepreneur"

    def __init__(self, *args: Any, municipality: Municipality, me: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = list(colleagues(municipality))
        self.people = {str(person.pk): person for person in people}
        who: Any = self.fields["who"]
        who.choices = [
            (str(me.pk), _("I do")),
            (self.ENTREPRENEUR, _("The entrepreneur")),
            *((str(person.pk), str(person)) for person in people if person.pk != me.pk),
        ]

    def clean_due_on(self) -> Any:
        """A task lies ahead."""
        day = self.cleaned_data["due_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This date has passed. Choose today or later."))
        return day


class DocumentForm(forms.Form):
    """A file for the case file."""

    file = CheckedFileField(label=gettext_lazy("File"))
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Leave empty to use the name of the file."),
    )
    for_entrepreneur = forms.BooleanField(label=gettext_lazy("The entrepreneur may see this"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = accepted_text()


class NoteForm(forms.Form):
    """A note only one domain sees."""

    text = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Do not write names or citizen service numbers of residents here."),
    )


class MemberForm(forms.Form):
    """Someone of the enterprise who gets their own page."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
