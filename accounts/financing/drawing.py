"""The pizza as SVG: numbered sectors, a pattern per state, so that it reads without colours too."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.financing.engine import Piece, pie

#: Fill per state: from a light hatch for what is sought to full colour for what is paid. Numbers stand on white.
_FILLS = {
    "sought": "url(#pizza-sought)",
    "applied": "url(#pizza-applied)",
    "promised": "#7fb4c4",
    "paid": "#00566b",
    None: "#ffffff",
}
_PATTERNS = mark_safe(
    '<defs><pattern id="pizza-sought" width="10" height="10" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="10" height="10" fill="#f3f7f9"/>'
    '<rect width="2" height="10" fill="#9fb8c2"/></pattern>'
    '<pattern id="pizza-applied" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<rect width="8" height="8" fill="#dcebf0"/><circle cx="4" cy="4" r="1.6" fill="#3f8296"/></pattern></defs>'
)


def draw(need: Decimal, pieces: Sequence[Piece], description: str) -> SafeString:
    """The drawing. `description` says the same in words for who cannot see it; the table beside it has the numbers."""
    states = {piece.key: piece.state for piece in pieces}
    numbers = {piece.key: place for place, piece in enumerate(pieces, start=1)}
    sectors = pie(need, pieces)
    shapes = format_html_join(
        "",
        '<path d="{}" fill="{}" stroke="#14242e" stroke-width="1.2"{}/>',
        (
            (
                sector.path,
                _FILLS[states[sector.key] if sector.key is not None else None],
                mark_safe(' stroke-dasharray="5 4"') if sector.key is None else "",
            )
            for sector in sectors
        ),
    )
    labels = format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="11" fill="#fff" stroke="#14242e" stroke-width="1"/>'
        '<text x="{}" y="{}" text-anchor="middle" font-size="12" font-weight="600" fill="#14242e">{}</text>',
        (
            (
                s.label_x,
                s.label_y,
                s.label_x,
                round(s.label_y + 4.2, 2),
                "?" if s.key is None else numbers[s.key],
            )
            for s in sectors
        ),
    )
    return format_html(
        '<svg class="il-pizza" viewBox="-106 -106 212 212" role="img" aria-label="{}">{}{}{}</svg>',
        description or _("Pie of the financing"), _PATTERNS, shapes, labels,
    )  # fmt: skip
