"""The progress of a goal as a drawn bar: baseline, checked, and hatched what is claimed and not checked."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from accounts.impact.engine import Progress

_WIDTH, _HEIGHT = 320, 22
_HATCH = mark_safe(
    '<defs><pattern id="goal-claimed" width="8" height="8" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="8" height="8" fill="#eef5f7"/>'
    '<rect width="3" height="8" fill="#3f8296"/></pattern></defs>'
)


def draw(progress: Progress, description: str) -> SafeString:
    """The bar; its right end is the target. `description` says the same in words."""
    baseline, checked, unchecked = progress.parts(_WIDTH)
    return format_html(
        '<svg class="il-goalbar" viewBox="-1 -1 {} {}" role="img" aria-label="{}">{}'
        '<rect width="{}" height="{}" fill="#ffffff"/>'
        '<rect width="{}" height="{}" fill="#8fa3ad"/>'
        '<rect x="{}" width="{}" height="{}" fill="#00566b"/>'
        '<rect x="{}" width="{}" height="{}" fill="url(#goal-claimed)"/>'
        '<rect width="{}" height="{}" fill="none" stroke="#14242e"/></svg>',
        _WIDTH + 2, _HEIGHT + 2, description, _HATCH,
        _WIDTH, _HEIGHT,
        baseline, _HEIGHT,
        baseline, checked, _HEIGHT,
        baseline + checked, unchecked, _HEIGHT,
        _WIDTH, _HEIGHT,
    )  # fmt: skip
