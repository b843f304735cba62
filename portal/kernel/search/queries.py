"""Finding: words with Dutch stems, the last one as a prefix, and typing errors forgiven."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db import connection

from portal.kernel.search.models import SearchDocument
from portal.kernel.search.registry import labels
from portal.kernel.tenancy.scope import current_scope

#: How many matches are ranked, and how many of these are shown: who finds more should ask more precisely.
CANDIDATES = 200
BOUND = 60
#: A filter of a list keeps everything that matches; more than any municipality has.
MOST_MATCHING = 20_000
LONGEST_QUERY = 200


def to_words(text: str) -> str:
    """A tsquery of the words in `text`, all required, the last one as a prefix; "" when there are none."""
    words = re.findall(r"\w+", text[:LONGEST_QUERY].replace("_", " "))[:12]
    if not words:
        return ""
    return " & ".join([*words[:-1], f"{words[-1]}:*"])


def matching(text: str, *, kind: str) -> list[int]:
    """The ids of everything of a kind that matches, for a list that is filtered or exported. One query."""
    current_scope()
    text = text.replace("\0", " ")[:LONGEST_QUERY].strip()
    words = to_words(text)
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.object_id FROM kernel_search(%s, %s, %s::text[], %s, %s) found"
            " JOIN kernel_searchdocument d USING (id)",
            [words, text.lower() if len(text) >= 4 else "", [kind], MOST_MATCHING, CANDIDATES],
        )
        return [int(row[0]) for row in cursor.fetchall()]


def find(text: str, *, kinds: Sequence[str] = (), limit: int = BOUND) -> list[SearchDocument]:
    """The best matches in the current scope, best first. Two queries."""
    current_scope()
    text = text.replace("\0", " ")[:LONGEST_QUERY].strip()
    words = to_words(text)
    if not words:
        return []
    plain = text.lower() if len(text) >= 4 else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM kernel_search(%s, %s, %s::text[], %s)", [words, plain, list(kinds), CANDIDATES]
        )
        ids = [row[0] for row in cursor.fetchall()][:limit]
    found = {document.pk: document for document in SearchDocument.objects.filter(pk__in=ids).defer("vector")}
    return [found[pk] for pk in ids if pk in found]


def grouped(documents: Sequence[SearchDocument]) -> list[tuple[str, str, list[SearchDocument]]]:
    """(kind, label, documents) per kind that has any, in the order the chapters registered."""
    return [
        (kind, label, [document for document in documents if document.kind == kind])
        for kind, label in labels().items()
        if any(document.kind == kind for document in documents)
    ]
