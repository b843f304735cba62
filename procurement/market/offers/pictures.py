"""Pictures of offers: read, made smaller, and written anew, so that nothing but the picture stays."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

#: Longest side in dots, and the most dots a picture may have before we open it.
LONGEST_SIDE, MOST_DOTS = 1400, 50_000_000
CONTENT_TYPE = "image/jpeg"


class UnreadableError(Exception):
    """This is no picture we can read, or one that is too large to open."""


def made_anew(upload: Any) -> bytes:
    """The picture as JPEG, upright, without the data a phone puts in it. Raises UnreadableError."""
    try:
        with Image.open(upload, formats=("JPEG", "PNG")) as opened:
            if opened.width * opened.height > MOST_DOTS:
                raise UnreadableError
            turned = ImageOps.exif_transpose(opened)
            flat = Image.new("RGB", turned.size, "white")
            coloured = turned.convert("RGBA")
            flat.paste(coloured, mask=coloured.getchannel("A"))
            flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            result = io.BytesIO()
            flat.save(result, "JPEG", quality=82, optimize=True)
            return result.getvalue()
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
    ) as problem:
        raise UnreadableError from problem
