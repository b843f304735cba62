"""Printing a template as PDF/UA-1 in the look of a municipality."""

from __future__ import annotations

from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from weasyprint import HTML

from portal.kernel.models import Municipality
from portal.ui.themes import theme_of


def print_pdf(template: str, context: dict[str, Any], municipality: Municipality) -> bytes:
    """The PDF of a template, which gets `municipality`, `theme`, `font` and `bold_font` besides its context."""
    html = render_to_string(
        template,
        {
            **context,
            "municipality": municipality,
            "theme": theme_of(municipality),
            "font": finders.find("ui/dist/fira-sans-latin-400-normal.woff2"),
            "bold_font": finders.find("ui/dist/fira-sans-latin-600-normal.woff2"),
        },
    )
    return bytes(HTML(string=html).write_pdf(pdf_variant="pdf/ua-1"))
