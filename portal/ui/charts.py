"""Drawing Vega-Lite specifications to SVG on the server, the same on screen and in a PDF.

Drawing takes tens of milliseconds, so a drawing is cached under a hash of its specification.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import vl_convert
from django.core.cache import cache

#: Colours that differ in lightness too, readable on white (at least 3:1) and for the colour-blind.
COLOURS = ["#00566b", "#b4540a", "#6b4fa0"]
FONT = "Fira Sans, Helvetica, Arial, sans-serif"
CACHE_SECONDS = 24 * 60 * 60


def as_data_uri(spec: dict[str, Any]) -> str:
    """The drawing of a specification as a data URI, for an <img>."""
    text = json.dumps(spec, sort_keys=True)
    key = "chart-nl-" + hashlib.sha256(text.encode()).hexdigest()
    uri = cache.get(key)
    if uri is None:
        svg = vl_convert.vegalite_to_svg(text, format_locale="nl-NL")
        uri = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
        cache.set(key, uri, CACHE_SECONDS)
    return str(uri)
