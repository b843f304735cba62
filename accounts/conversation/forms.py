"""Forms of the conversation, the tray of unsorted mail, and templates."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.casefile.models import EnterpriseMember
from accounts.conversation.engine import Filled, fill, unknown
from accounts.conversation.models import MessageTemplate
from accounts.conversation.queries import PLACEHOLDERS
from accounts.timeline.models import Document
from portal.kernel.files.fields import CheckedFileField, accepted_text
from portal.kernel.models import Domain, Municipality, Person
from portal.kernel.people.queries import colleagues
from portal.ui.templatetags.nlds import nl_date


def placeholder_help() -> str:
    """The placeholders one may use, in words."""
    return _("You may use: %(names)s.") % {"names": ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)}


def unknown_text(names: Sequence[str]) -> str:
    """What to say about placeholders nobody knows."""
    return _("We do not know %(unknown)s. %(help)s") % {
        "unknown": ", ".join(names),
        "help": placeholder_help(),
    }


class ComposeForm(forms.Form):
    """A message to people of the enterprise. Placeholders are filled in when it is previewed and sent."""

    to = forms.MultipleChoiceField(label=gettext_lazy("To"), widget=forms.CheckboxSelectMultiple)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Message"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 12})
    )
    documents = forms.MultipleChoiceField(
        label=gettext_lazy("Documents from the case file"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What you send, the entrepreneur can also open on their own page."),
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How do they go along?"),
        choices=[
            ("link", gettext_lazy("As a link to the own page")),
            ("attached", gettext_lazy("As an attachment")),
        ],
        initial="link",
        required=False,
        widget=forms.RadioSelect,
    )
    copy_to = forms.ChoiceField(label=gettext_lazy("Copy to a colleague"), required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    answers = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)

    def __init__(
        self,
        *args: Any,
        municipality: Municipality,
        members: Sequence[EnterpriseMember],
        documents: Sequence[Document],
        values: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"form_key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.values = values
        self.people = {str(person.pk): person for person in colleagues(municipality)}
        self.on_offer = {str(row.pk): row for row in documents}
        fields: Any = self.fields
        fields["to"].choices = [
            (str(row.pk), f"{row.person.name} <{row.person.email}>" if row.person.name else row.person.email)
            for row in members
        ]
        fields["documents"].choices = [
            (key, f"{row.title}, {nl_date(row.created_at)}") for key, row in self.on_offer.items()
        ]
        fields["copy_to"].choices = [
            ("", _("Nobody")),
            *((key, str(person)) for key, person in self.people.items()),
        ]
        fields["text"].help_text = placeholder_help()
        if not documents:
            del self.fields["documents"], self.fields["how"]

    def _filled(self, name: str) -> str:
        found: Filled = fill(self.cleaned_data[name], self.values)
        if found.unknown:
            raise forms.ValidationError(unknown_text(found.unknown))
        return found.text

    def clean_subject(self) -> str:
        return self._filled("subject")

    def clean_text(self) -> str:
        return self._filled("text")

    def clean(self) -> dict[str, Any]:
        """Attachments together stay small enough for every mail server."""
        data: dict[str, Any] = super().clean() or {}
        chosen = self.chosen_documents()
        if data.get("how") == "attached" and sum(row.file.size for row in chosen) > settings.UPLOAD_MAX_BYTES:
            self.add_error(
                "how",
                _("Together these documents are more than %(limit)s MB. Send them as a link.")
                % {"limit": settings.UPLOAD_MAX_BYTES // (1024 * 1024)},
            )
        return data

    def chosen_documents(self) -> list[Document]:
        """The documents that were ticked."""
        return [self.on_offer[key] for key in self.cleaned_data.get("documents", []) if key in self.on_offer]

    def copy_person(self) -> Person | None:
        """The colleague who gets a copy."""
        return self.people.get(self.cleaned_data.get("copy_to", ""))


class OwnMessageForm(forms.Form):
    """A message of the entrepreneur, written on the own page."""

    text = forms.CharField(
        label=gettext_lazy("Your message"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    file = CheckedFileField(label=gettext_lazy("Add a file"), required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"form_key": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = accepted_text()


class MessageQuestionForm(forms.Form):
    """Make a message into a question."""

    text = forms.CharField(
        label=gettext_lazy("The question"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Leave out what does not matter. The entrepreneur sees this text."),
    )
    domains = forms.MultipleChoiceField(
        label=gettext_lazy("Lay it with"),
        choices=Domain.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Choose none to lay it with a domain later."),
    )


class MessageTaskForm(forms.Form):
    """Make a message into a task."""

    title = forms.CharField(label=gettext_lazy("What must be done?"), max_length=200)
    holder = forms.ChoiceField(label=gettext_lazy("Who does it?"))
    due_on = forms.DateField(
        label=gettext_lazy("Before"), required=False, help_text=gettext_lazy("For example 31-12-2026.")
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in colleagues(municipality)}
        field: Any = self.fields["holder"]
        field.choices = [(key, str(person)) for key, person in self.people.items()]

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day and not timezone.localdate() <= day <= timezone.localdate().replace(year=2100):
            raise forms.ValidationError(_("This date has passed. Choose today or later."))
        return day


class AttachForm(forms.Form):
    """The case file an unsorted mail belongs to, by its reference."""

    reference = forms.CharField(
        label=gettext_lazy("Reference of the case file"),
        max_length=20,
        help_text=gettext_lazy("For example D-2026-0012. Search for the enterprise above to find it."),
    )


class DiscardForm(forms.Form):
    """Why an unsorted mail belongs nowhere."""

    reason = forms.CharField(
        label=gettext_lazy("Why does this belong nowhere?"),
        max_length=300,
        help_text=gettext_lazy("For example: advertising. The mail stays readable under Discarded."),
    )


class TemplateForm(forms.Form):
    """A template: name, subject, text, and whether it is offered."""

    name = forms.CharField(label=gettext_lazy("Name of the template"), max_length=100)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 12})
    )
    is_active = forms.BooleanField(label=gettext_lazy("Offer this template"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False, initial=1)

    def __init__(self, *args: Any, template: MessageTemplate | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template = template
        self.fields["text"].help_text = placeholder_help()

    def _known(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        strange = unknown(text, PLACEHOLDERS)
        if strange:
            raise forms.ValidationError(unknown_text(strange))
        return text

    def clean_subject(self) -> str:
        return self._known("subject")

    def clean_text(self) -> str:
        return self._known("text")

    def clean_name(self) -> str:
        """Names are told apart, so two with the same name confuse."""
        name: str = self.cleaned_data["name"]
        others = MessageTemplate.objects.filter(name=name)
        if self.template:
            others = others.exclude(pk=self.template.pk)
        if others.exists():
            raise forms.ValidationError(_("There is a template with this name already. Choose another name."))
        return name

    def facts(self) -> dict[str, Any]:
        """What was filled in, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
