"""The themes this installation ships. A theme is one token file in static_src/themes/."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Theme:
    """A theme: its code (the name of its token file), its label, and its main colour for PDFs."""

    code: str
    label: str | Promise
    colour: str


THEMES = {
    theme.code: theme
    for theme in (
        Theme("vechtstede", _("Water (blue, Fira Sans)"), "#00637e"),
        Theme("lindehaven", _("Linden (green and aubergine, Source Sans)"), "#376427"),
    )
}
DEFAULT = "vechtstede"


def theme_of(municipality: object) -> Theme:
    """The theme of a municipality; the default one when it names none we have."""
    return THEMES.get(getattr(municipality, "theme", ""), THEMES[DEFAULT])
