"""What former names tell the rest of the chapter."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from accounts.casefile.models import CaseFile
from accounts.renaming.models import FormerIdentity
from portal.kernel.search.models import SearchDocument
from portal.kernel.search.queries import matching

#: Kind under which the search knows former names.
KIND = "former-name"
#: Kinds in which a case file is found by a name, one it has or one it had.
NAMED_KINDS = ("case-file", KIND)


def former_of(case_file: CaseFile) -> list[FormerIdentity]:
    """Under what names the enterprise was known here, the latest first. One query."""
    return list(FormerIdentity.objects.filter(case_file=case_file).order_by("-until", "-pk"))


def case_files_of(documents: Iterable[SearchDocument]) -> list[int]:
    """Case files found by `find(kinds=NAMED_KINDS)`, best first. One query when a former name was found."""
    documents = list(documents)
    old = [int(document.object_id) for document in documents if document.kind == KIND]
    now = dict(FormerIdentity.objects.filter(pk__in=old).values_list("pk", "case_file_id")) if old else {}
    keys = [
        now.get(int(document.object_id)) if document.kind == KIND else int(document.object_id)
        for document in documents
    ]
    return list(dict.fromkeys(key for key in keys if key))


def named(text: str) -> list[int]:
    """Every case file that a text finds, by what it is called or was called. Two queries, three with former names."""
    former = matching(text, kind=KIND)
    onward = (
        FormerIdentity.objects.filter(pk__in=former).values_list("case_file_id", flat=True) if former else []
    )
    return [*matching(text, kind="case-file"), *onward]


def by_former_number(numbers: Collection[str]) -> dict[str, int]:
    """Former KVK number -> the case file that had it. One query, none when there are no numbers."""
    wanted = [number for number in numbers if number]
    if not wanted:
        return {}
    rows = FormerIdentity.objects.filter(kvk_number__in=wanted).order_by("until", "pk")
    return dict(rows.values_list("kvk_number", "case_file_id"))
