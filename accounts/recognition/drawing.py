"""The place on the spectrum over time as a small step chart in SVG; the table beside it has the same facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

_LEFT, _TOP, _WIDTH, _ROW = 14, 14, 560, 30


def draw(points: Sequence[tuple[dt.date, int]], labels: Sequence[str], today: dt.date) -> SafeString:
    """Steps from the first placement until today; `points` are (day, number of the place from 0), oldest first."""
    first = points[0][0]
    last = max(today, points[-1][0])
    span = max(1, (last - first).days)
    bottom = _TOP + _ROW * (len(labels) - 1)

    def x(day: dt.date) -> float:
        return round(_LEFT + _WIDTH * (day - first).days / span, 1)

    def y(place: int) -> int:
        return bottom - _ROW * place

    path = f"M{x(first)} {y(points[0][1])}"
    for day, place in points[1:]:
        path += f"H{x(day)}V{y(place)}"
    path += f"H{x(last)}"
    grid = format_html_join(
        "",
        '<path d="M{0} {1}H{2}" stroke="#c9d2d8" stroke-width="1"/>'
        '<text x="{3}" y="{4}" font-size="12" fill="#3a4a54">{5}</text>',
        (
            (_LEFT, y(number), _LEFT + _WIDTH, _LEFT + _WIDTH + 10, y(number) + 4, label)
            for number, label in enumerate(labels)
        ),
    )
    dots = format_html_join(
        "", '<circle cx="{}" cy="{}" r="5" fill="#00566b"/>', ((x(day), y(place)) for day, place in points)
    )
    words = "; ".join(f"{day:%d-%m-%Y}: {labels[place]}" for day, place in points)
    return format_html(
        '<svg class="il-spectrum" viewBox="0 0 900 {}" role="img" aria-label="{}">{}'
        '<path d="{}" fill="none" stroke="#00566b" stroke-width="3"/>{}'
        '<text x="{}" y="{}" font-size="12" fill="#3a4a54">{}</text>'
        '<text x="{}" y="{}" font-size="12" fill="#3a4a54" text-anchor="end">{}</text></svg>',
        bottom + 34, _("Place on the spectrum over time. %(points)s") % {"points": words}, grid, path, dots,
        _LEFT, bottom + 26, f"{first:%d-%m-%Y}", _LEFT + _WIDTH, bottom + 26, f"{last:%d-%m-%Y}",
    )  # fmt: skip
