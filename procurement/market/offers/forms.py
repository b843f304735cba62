"""Forms of offers: the search in the address, the offer itself, a picture, and taking down."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.kernel.files.fields import CheckedFileField
from portal.ui.fields import EuroField
from procurement.market import cpv
from procurement.market.offers.models import OfferKind, OfferState, PriceUnit
from procurement.market.offers.pictures import UnreadableError, made_anew
from procurement.market.offers.queries import Wanted
from procurement.market.rulesets import categories
from procurement.social_return.efforts.evidence import holds_bsn


def without_bsn(text: str) -> str:
    """The text, or an error when a BSN stands in it."""
    if holds_bsn(text):
        raise forms.ValidationError(
            _("This looks like a citizen service number (BSN). Leave it out: we may not keep it.")
        )
    return text


def category_choices(municipality_id: int) -> list[tuple[str, str]]:
    """Categories of the rules, by name."""
    rows = [(code, row["label"]) for code, row in categories(municipality_id).items()]
    return sorted(rows, key=lambda row: row[1])


class MarketFilter(forms.Form):
    """What a visitor asks for. What makes no sense is left out."""

    zoek = forms.CharField(label=gettext_lazy("What are you looking for?"), required=False, max_length=200)
    categorie = forms.ChoiceField(label=pgettext_lazy("market", "Category"), required=False)
    soort = forms.ChoiceField(
        label=gettext_lazy("Product or service"),
        required=False,
        choices=[("", gettext_lazy("Both")), *OfferKind.choices],
    )
    wijk = forms.CharField(
        label=gettext_lazy("District"), required=False, max_length=80, widget=forms.HiddenInput
    )
    pso = forms.BooleanField(label=gettext_lazy("With a PSO certificate"), required=False)

    def __init__(self, *args: Any, municipality_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["categorie"]
        field.choices = [("", _("All categories")), *category_choices(municipality_id)]

    def wanted(self) -> Wanted:
        """The filters that make sense."""
        self.is_valid()
        data = self.cleaned_data
        return Wanted(
            data.get("zoek") or "",
            data.get("categorie") or "",
            data.get("soort") or "",
            data.get("wijk") or "",
            bool(data.get("pso")),
        )

    def active(self) -> list[tuple[str, str, str]]:
        """Filters in use: (name in the address, label, value in words)."""
        chips = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value:
                words = _("yes") if value is True else dict(getattr(field, "choices", [])).get(value, value)
                chips.append((name, str(field.label), str(words)))
        return chips


class OfferForm(forms.Form):
    """One product or service, in plain words."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you offer?"), choices=OfferKind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=gettext_lazy("Name of your offer"),
        max_length=120,
        help_text=gettext_lazy("Short and clear. For example: Lunch for meetings."),
    )
    text = forms.CharField(
        label=gettext_lazy("Tell about it"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("What does the buyer get? From how many, how fast, for whom?"),
    )
    category = forms.ChoiceField(label=pgettext_lazy("market", "Category"))
    district = forms.CharField(label=gettext_lazy("District or neighbourhood"), max_length=80, required=False)
    price = EuroField(
        label=gettext_lazy("About how much does it cost?"),
        required=False,
        help_text=gettext_lazy("In euros without VAT. Leave it empty when it differs too much."),
    )
    price_unit = forms.ChoiceField(
        label=gettext_lazy("That is the price for"),
        required=False,
        choices=[("", gettext_lazy("Choose")), *PriceUnit.choices],
    )
    largest_order = EuroField(
        label=gettext_lazy("How large may one order be?"),
        required=False,
        help_text=gettext_lazy("The most you can take on, in euros. Buyers with larger plans then know."),
    )
    impact = forms.CharField(
        label=gettext_lazy("What does an order bring about?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For example: every ten lunches give someone an afternoon of work."),
    )
    cpv_code = forms.CharField(
        label=gettext_lazy("CPV code"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Only if you know it. Otherwise we take the one of the category."),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(self, *args: Any, municipality_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = categories(municipality_id)
        field: Any = self.fields["category"]
        field.choices = [("", _("Choose")), *category_choices(municipality_id)]
        self.fields["form_key"].initial = uuid.uuid4

    def clean_title(self) -> str:
        return without_bsn(self.cleaned_data["title"])

    def clean_text(self) -> str:
        return without_bsn(self.cleaned_data["text"])

    def clean_impact(self) -> str:
        return without_bsn(self.cleaned_data["impact"])

    def clean_cpv_code(self) -> str:
        """A right code, with its check digit."""
        text = self.cleaned_data["cpv_code"]
        if not text.strip():
            return ""
        try:
            return cpv.complete(text)
        except ValueError as problem:
            if str(problem) == "check digit":
                raise forms.ValidationError(
                    _("The check digit does not fit. Copy the code again, or leave it empty.")
                ) from None
            raise forms.ValidationError(
                _("A CPV code has eight digits, a dash and a check digit. Or leave it empty.")
            ) from None

    def clean(self) -> dict[str, Any]:
        """A price has a unit; an empty CPV code becomes the one of the category."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("price") and not data.get("price_unit"):
            self.add_error("price_unit", _("Choose what the price is for."))
        if "price" in data and not data.get("price"):
            data["price_unit"] = ""
        if not data.get("cpv_code") and data.get("category") in self.categories:
            data["cpv_code"] = self.categories[data["category"]]["cpv"]
        return data

    def facts(self) -> dict[str, Any]:
        """What was filled in, without the key and the version."""
        return {
            name: value for name, value in self.cleaned_data.items() if name not in {"form_key", "version"}
        }


class PictureForm(forms.Form):
    """A picture, made anew."""

    file = CheckedFileField(
        label=gettext_lazy("Picture"),
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"}),
        help_text=gettext_lazy("A jpg or png. Ask people who can be recognised whether they agree."),
    )
    words = forms.CharField(
        label=gettext_lazy("What is on the picture?"),
        max_length=150,
        help_text=gettext_lazy("For people who cannot see it."),
    )

    def clean_file(self) -> bytes:
        """The bytes of the picture as we keep it."""
        upload = self.cleaned_data["file"]
        try:
            return made_anew(upload)
        except UnreadableError:
            raise forms.ValidationError(
                _("We cannot read this picture. Send a jpg or png, for example a photo of your phone.")
            ) from None


class TakeDownForm(forms.Form):
    """Why an offer is taken down."""

    reason = forms.CharField(
        label=gettext_lazy("Why? The enterprise reads this."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OfferFilter(forms.Form):
    """Filters of the officers' list."""

    tekst = forms.CharField(label=gettext_lazy("Offer or enterprise"), required=False, max_length=100)
    stand = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("All")), *OfferState.choices],
    )


def as_initial(offer: Any) -> dict[str, Any]:
    """An offer as it is, for its form."""
    names = (
        "kind", "title", "text", "category", "district", "price", "price_unit", "largest_order", "impact", "cpv_code",
        "version",
    )  # fmt: skip
    return {name: getattr(offer, name) for name in names}
