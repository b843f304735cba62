"""What may not come in as evidence: a BSN in text or in the name of a file, and letters about a benefit."""

from __future__ import annotations

import re

from stdnum.nl import bsn

#: Nine digits, with or without spaces, dots or dashes between them, that are not part of a longer number.
_NINE = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){8}(?!\d)", re.ASCII)
#: Words in a file's name that say it is about someone's benefit or identity.
BENEFIT_WORDS = (
    "uitkering", "bijstand", "beschikking", "toekenningsbesluit", "wajongbesluit", "uwvbrief", "uwv-brief",
    "participatiebesluit", "jaaropgaaf", "paspoort", "identiteitskaart", "idkaart", "id-kaart", "rijbewijs", "bsn",
)  # fmt: skip


def holds_bsn(text: str) -> bool:
    """A number in the text passes the elfproef of a citizen service number."""
    return any(bsn.is_valid(re.sub(r"\D", "", found)) for found in _NINE.findall(text))


def is_about_a_benefit(file_name: str) -> bool:
    """The name says that the file is a benefit letter or a proof of identity."""
    plain = re.sub(r"[\s_]", "", file_name.casefold())
    return any(word in plain for word in BENEFIT_WORDS)
