"""Forms of log-in, invitations, roles and the profile."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.kernel.people.models import Person, Role
from portal.kernel.tenancy.models import Domain

#: What each role may do, in the words of the role management page.
ROLE_EXPLANATIONS = {
    Role.ACCOUNT_MANAGER: _("Takes in entrepreneurs, assesses intakes and works in all case files."),
    Role.SPECIALIST: _("Works in the case files for one or more domains and answers questions there."),
    Role.FUNCTIONAL_ADMINISTRATOR: _("Manages people, roles and rules. Does not see case files."),
    Role.PRIVACY_OFFICER: _("Reads the log of who looked at sensitive data. Does not see case files."),
    Role.ALDERMAN: _("Sees figures only, never a case file or an enterprise."),
    Role.SOCIAL_RETURN_COORDINATOR: _(
        "Keeps contracts with a social return obligation and judges what suppliers hand in."
    ),
}


class EmailForm(forms.Form):
    """Ask for a log-in link."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )


class RolesForm(forms.Form):
    """Roles and domains of a colleague; a specialist needs a domain."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )
    domains = forms.MultipleChoiceField(
        label=_("Domains"),
        choices=Domain.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Someone sees the notes of these domains only. Choose no more than the work needs."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [  # type: ignore[attr-defined]
            (role.value, f"{role.label}: {ROLE_EXPLANATIONS[role]}") for role in Role
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if Role.SPECIALIST in cleaned.get("roles", []) and not cleaned.get("domains"):
            self.add_error("domains", _("Choose at least one domain for a specialist."))
        return cleaned


class InvitationForm(RolesForm):
    """Invite a colleague."""

    field_order = ["name", "email", "roles", "domains"]

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("Work e-mail address"), max_length=254)


class PeopleFilterForm(forms.Form):
    """Filter the list of people; kept in the address."""

    q = forms.CharField(label=_("Name or e-mail"), required=False, max_length=100)
    rol = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices])
    domein = forms.ChoiceField(
        label=_("Domain"), required=False, choices=[("", _("All domains")), *Domain.choices]
    )
    toegang = forms.ChoiceField(
        label=_("Access"),
        required=False,
        choices=[("", _("With access")), ("inactive", _("Access ended")), ("all", _("Everyone"))],
    )

    def values(self) -> dict[str, str]:
        """The filters as `memberships_for_list` wants them; nonsense in the address filters nothing."""
        self.full_clean()
        cleaned = self.cleaned_data
        return {
            "text": cleaned.get("q", "").strip(),
            "role": cleaned.get("rol", ""),
            "domain": cleaned.get("domein", ""),
            "state": cleaned.get("toegang", "") or "active",
        }


class AcceptForm(forms.Form):
    """An invited person names themselves and chooses a password."""

    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )
    repeat = forms.CharField(
        label=_("The same password again"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"].help_text = password_validators_help_text_html()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password, repeat = cleaned.get("password"), cleaned.get("repeat")
        if password and repeat and password != repeat:
            self.add_error("repeat", _("The two passwords are not the same."))
        if password:
            try:
                validate_password(password, Person(email=self.email, name=cleaned.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """One's own name and phone number."""

    class Meta:
        model = Person
        fields = ["name", "phone"]
        labels = {"name": _("Your name"), "phone": _("Your phone number")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True


class MunicipalityForm(forms.Form):
    """Choose which municipality to work for."""

    municipality = forms.TypedChoiceField(label=_("Municipality"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = choices  # type: ignore[attr-defined]
