"""Forms of the consultation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from procurement.tenders.circular.consultation.models import CircularQuestion


def _area(label: Any, rows: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=4000, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


class AskForm(forms.Form):
    """A question of anyone."""

    text = _area(
        gettext_lazy("Your question"), 4, gettext_lazy("Everyone can read it with the answer, but not who asked it.")
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )


class AnswerForm(forms.Form):
    """An answer for everyone."""

    public_text = _area(
        gettext_lazy("The question, as everyone reads it"), 3,
        gettext_lazy("Take out what gives away who asked it: a name, an enterprise, a product."),
    )  # fmt: skip
    answer = _area(gettext_lazy("Answer"), 5)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, question: CircularQuestion, **kwargs: Any) -> None:
        names = ("public_text", "answer", "version")
        kwargs["initial"] = {name: getattr(question, name) for name in names}
        super().__init__(*args, **kwargs)
